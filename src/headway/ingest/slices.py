"""Makes a few keys of a table anew: what a statement reads is narrowed to them, and their rows are replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.engine.local import Local

# Where more keys than this share of the rows are touched, making the whole table anew is quicker.
MOST = 0.2


@dataclass(frozen=True, slots=True)
class Move:
    """What became of a table that has changed in part, as SQL.

    Attributes:
        added: its rows that were not there before.
        gone: its rows that are no longer there; empty when there is none.
        key: the only column by which the rows that are gone are known, as those that were added have them; empty when
            ``gone`` tells them all.
    """

    added: str
    gone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A view of a table's newest rows: its fields, and the rows that it is over."""

    fields: str
    rows: str


def touched(builder: DuckBuilder, name: str, local: Local, moves: Mapping[str, Move], between: str) -> int:
    """Find the keys of table ``name`` that may have changed; gives how many, -1 for too many to make one by one."""
    parts = [part for table, move in moves.items() for part in _keys_of(name, local, table, move)] + (
        [between] if between else []
    )
    keys = quoted(f"_touched_{name}")
    builder.execute(
        f"CREATE OR REPLACE TEMP TABLE {keys} AS SELECT DISTINCT key FROM ({' UNION ALL '.join(parts)}) AS t(key) "
        "WHERE key IS NOT NULL"
    )
    found = int(builder.value(f"SELECT count(*) FROM {keys}"))
    whole = int(builder.value(f"SELECT count(*) FROM {quoted(name)}"))
    return found if found <= MOST * whole else -1


def _keys_of(name: str, local: Local, table: str, move: Move) -> Iterator[str]:
    if table in local.via:
        theirs, ours = map(quoted, local.via[table])
        for rows in filter(None, (move.added, move.gone)):
            yield f"SELECT {quoted(local.by)} FROM {quoted(name)} WHERE {ours} IN (SELECT {theirs} FROM ({rows}))"
        return
    column = quoted(local.of[table])
    unless = ""
    if table in local.unless:
        same = f"made.{quoted(local.by)} = moved.{column}"
        unless = f" WHERE NOT EXISTS (SELECT 1 FROM {quoted(name)} AS made WHERE {same} AND {local.unless[table]})"
    for rows in filter(None, (move.added, move.gone)):
        yield f"SELECT moved.{column} FROM ({rows}) AS moved{unless}"


def make_apart(builder: DuckBuilder, name: str, sql: str, used: Mapping[str, Any]) -> None:
    """Make the rows of the touched keys beside the table."""
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(f'_come_{name}')} AS {sql}", used)


def put_in_place(builder: DuckBuilder, name: str, by: str) -> Move:
    """Put the rows that were made apart in the place of those of the touched keys."""
    gone, come = quoted(f"_gone_{name}"), quoted(f"_come_{name}")
    mine = f"{quoted(by)} IN (SELECT key FROM {quoted(f'_touched_{name}')})"
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {gone} AS SELECT * FROM {quoted(name)} WHERE {mine}")
    builder.execute(f"DELETE FROM {quoted(name)} WHERE {mine}")
    builder.execute(f"INSERT INTO {quoted(name)} SELECT * FROM {come}")
    return Move(f"SELECT * FROM {come}", f"SELECT * FROM {gone}")


@contextmanager
def narrowed(builder: DuckBuilder, name: str, of: Mapping[str, str], views: Mapping[str, View]) -> Iterator[None]:
    """Show of each table of ``of`` the rows of the touched keys of ``name`` alone.

    A table is hidden by a temporary one of its name, a view is made anew over fewer rows.
    """
    shadows = [table for table in of if table not in views]
    keys = f"SELECT key FROM {quoted(f'_touched_{name}')}"
    try:
        for table, column in of.items():
            mine = f"WHERE {quoted(column)} IN ({keys})"
            if table in views:
                make_view(builder, table, View(views[table].fields, f"(SELECT * FROM {views[table].rows} {mine})"))
            else:
                builder.execute(f"CREATE TEMP TABLE {quoted(table)} AS SELECT * FROM {quoted(table)} {mine}")
        yield
    finally:
        for table in shadows:
            builder.execute(f"DROP TABLE IF EXISTS temp.{quoted(table)}")
        for table in of:
            if table in views:
                make_view(builder, table, views[table])


def make_view(builder: DuckBuilder, name: str, view: View) -> None:
    """Make the view as it is told."""
    builder.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT {view.fields} FROM {view.rows}")
