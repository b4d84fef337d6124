"""Makes only those tables of a generation anew whose ingredients have changed since the one that it began from.

A table that is made of one statement is the same again when the statement is the same and nothing that it reads has
changed. When all that changed is that rows were added to the one table that it reads row by row, its own new rows are
added too; when it is made key by key, the keys that were touched are made anew. Whatever cannot be shown to be so is
made anew: equal results, fewer minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from headway.engine.compiling import bind
from headway.engine.duckdb import DuckBuilder, quoted
from headway.engine.local import Local
from headway.ingest import parts, slices
from headway.ingest.contents import added, content_names, content_of, content_of_rows, less
from headway.ingest.repeats import find_repeats
from headway.ingest.slices import Move, View
from headway.schema import Table
from headway.schema.table import DATES

RECIPES = "_made_of"
_VIEWS = "SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary AND schema_name = 'main'"


class Change(StrEnum):
    """What became of a table since the generation before."""

    SAME = "same"
    GREW = "grew"
    PART = "part"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a table was made: hash of the statement, the values it was given, what it reads, whether row by row."""

    made_of: str
    values: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    by_row: bool = False


@dataclass(slots=True)
class Remaking:
    """What has changed in the generation that is being built.

    Attributes:
        earlier: rows and content of each table in the generation from which this one began; empty to make all anew.
        batch: the number of this load.
        changes: what became of each table so far.
        moves: of those that grew or changed in part, which rows.
        recipes: how each table was made in the generation before; ``used`` how each is made now.
        apart: the views of newest rows most of which lie in parts: what is made of them row by row is a view, too.
        shown: the tables that were such views in the generation before.
        sealed: whether rows were put into parts, which leaves their place in the file empty.
    """

    builder: DuckBuilder
    earlier: Mapping[str, tuple[int, str]]
    batch: int
    changes: dict[str, Change] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)
    used: dict[str, Recipe] = field(default_factory=dict)
    sums: dict[str, tuple[int, str]] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    sealed: bool = False

    def __post_init__(self) -> None:
        """Take over the making of the builder's tables."""
        self.builder.execute(f"CREATE TABLE IF NOT EXISTS {RECIPES} (name VARCHAR, recipe VARCHAR)")
        for name, text in self.builder.rows(f"SELECT name, recipe FROM {RECIPES}"):
            made_of, values, reads, by_row = json.loads(text)
            self.recipes[name] = Recipe(made_of, values, tuple(reads), by_row)
        self.shown = {name for (name,) in self.builder.rows(_VIEWS)}
        self.builder.maker = self.make

    def read(self, table: Table) -> Change:
        """What became of ``raw.TABLE`` and so of ``newest.TABLE``; the raw table's is kept too."""
        name = f"raw.{table.name}"
        columns = Recipe(json.dumps(self.builder.columns(quoted(name)), sort_keys=True))
        change = Change.ANEW
        if name in self.earlier and self.recipes.get(name) == columns and self._losers_stand(table):
            fresh = int(self.builder.value(f"SELECT count(*) FROM {quoted(name)} WHERE _batch = {self.batch}"))
            rows = int(self.builder.value(f"SELECT count(*) FROM {quoted(name)}"))
            if rows - fresh == self.earlier[name][0]:
                change = Change.GREW if fresh else Change.SAME
        self.used[name] = columns
        self.changes[name] = change
        key = ""
        if change is Change.GREW and not self._all_new(table):
            key = table.versions
            change = Change.PART if key else Change.ANEW
        self.changes[f"newest.{table.name}"] = change
        self.moves[f"newest.{table.name}"] = Move(f"SELECT * FROM {quoted(name)} WHERE _batch = {self.batch}", key=key)
        return change

    def absent(self, table: Table) -> None:
        """No row of the table was ever read; nor had one been read before, since none is ever lost."""
        self.changes[f"newest.{table.name}"] = Change.SAME if self.earlier else Change.ANEW

    def _losers_stand(self, table: Table) -> bool:
        """Whether the rows that lost against others still lie where it was written down: a file may close its gaps."""
        losers = f"raw.{table.name}_losers"
        if losers not in self.earlier:
            return True
        place = ("_source", "_file", "_row", "_batch")
        same = " AND ".join(f"l.{name} IS NOT DISTINCT FROM r.{name}" for name in place)
        lying = parts.outside(self.builder, table.name)
        standing = f"SELECT count(*) FROM {quoted(losers)} AS l JOIN {lying} AS r ON r.rowid = l.loser AND {same}"
        return bool(self.builder.value(standing) == self.earlier[losers][0])

    def _all_new(self, table: Table) -> bool:
        """Whether the rows of this load repeat no key: neither one that was there, nor one among themselves."""
        if table.multiset_of or not table.key:
            return False
        raw, key = quoted(f"raw.{table.name}"), ", ".join(quoted(name) for name in table.key)
        fresh = f"(SELECT {key} FROM {raw} WHERE _batch = {self.batch})"
        if find_repeats(self.builder, fresh, f"hash(({key}))"):
            return False
        same = " AND ".join(
            f"old.{quoted(n)} {'=' if table.column(n).required else 'IS NOT DISTINCT FROM'} new.{quoted(n)}"
            for n in table.key
        )
        # Old rows of other days than the new ones' are passed over whole: the engine knows the days of each group.
        dates = [n for n in table.key if table.column(n).required and table.column(n).type in DATES]
        near = "".join(
            f" AND old.{quoted(n)} BETWEEN (SELECT min({quoted(n)}) FROM {fresh}) "
            f"AND (SELECT max({quoted(n)}) FROM {fresh})"
            for n in dates
        )
        there = (
            f"SELECT 1 FROM {raw} AS old JOIN {fresh} AS new ON {same} WHERE old._batch != {self.batch}{near} LIMIT 1"
        )
        return not self.builder.rows(there)

    def view(self, name: str, fields: str, rows: str) -> None:
        """Make a view of the newest rows, and remember how, to show some of its rows alone for a moment."""
        self.views[name] = View(fields, rows)
        slices.make_view(self.builder, name, self.views[name])

    def make(self, name: str, sql: str, values: Mapping[str, Any] | None, local: Local | None = None) -> None:
        """Make a table of a statement, or leave it, or add to it, or make some of its keys anew."""
        text, used = bind(sql, dict(values or {}))
        told = {key: str(value) for key, value in used.items()}
        recipe = self._recipe_of(name, text, told)
        before = self.recipes.get(name) if self._there(name) else None
        alike = before is not None and before.made_of == recipe.made_of
        self.used[name] = recipe
        if recipe.by_row and recipe.reads[0] in self.apart and not used:
            self.changes[name] = self._show(
                name, text, recipe.reads[0], self.change_of(recipe.reads[0]) if alike else Change.ANEW
            )
            return
        if name in self.shown:
            self.builder.execute(f"DROP VIEW {quoted(name)}")
            alike = False
        change = self._worst(recipe, before.values, local) if alike and before else Change.ANEW
        if change is Change.GREW:
            self._append(name, text, used, recipe.reads[0])
        elif change is Change.PART and before and local:
            between = local.between(before.values, told) if local.between and told != before.values else ""
            change = self._mend(name, text, used, local, recipe, between)
        if change is Change.ANEW:
            change = self._anew(name, text, used)
        self.changes[name] = change

    def _recipe_of(self, name: str, text: str, told: Mapping[str, str]) -> Recipe:
        """The recipe of a statement: reading it takes longer than running it on little, so one known is kept."""
        made_of, known = blake2b(text.encode(), digest_size=8).hexdigest(), self.recipes.get(name)
        if known is not None and known.made_of == made_of:
            return replace(known, values=told)
        return Recipe(made_of, told, *_reading(text, self.builder.dialect))

    def _there(self, name: str) -> bool:
        """Whether the table stands as the generation before left it; ours that nobody counts have but their recipe."""
        return name in self.earlier or (bool(self.earlier) and name.startswith("_") and name in self.recipes)

    def _worst(self, recipe: Recipe, before: Mapping[str, str], local: Local | None) -> Change:
        """What must become of a table whose statement is as it was; ``before`` are the values that it was given."""
        found = {table: self.change_of(table) for table in recipe.reads}
        changed = {table for table, change in found.items() if change is not Change.SAME}
        as_told = before == recipe.values
        if not changed and as_told:
            return Change.SAME
        if recipe.by_row and as_told and found[recipe.reads[0]] is Change.GREW and recipe.reads[0] in self.views:
            return Change.GREW
        if local and (as_told or local.between) and all(self._by_key(table, local) for table in changed):
            return Change.PART
        return Change.ANEW

    def _by_key(self, table: str, local: Local) -> bool:
        """Whether it is known which keys of the table have changed, by the column that counts."""
        if self.changes.get(table) not in {Change.GREW, Change.PART}:
            return False
        column = local.via[table][0] if table in local.via else local.of.get(table)
        return column is not None and self.moves[table].key in {"", column}

    def _mend(
        self, name: str, text: str, used: Mapping[str, Any], local: Local, recipe: Recipe, between: str
    ) -> Change:
        """Make the touched keys anew, unless there are too many."""
        moved = {table: self.moves[table] for table in recipe.reads if self.change_of(table) is not Change.SAME}
        keys = slices.touched(self.builder, name, local, moved, between)
        if keys <= 0:
            return Change.ANEW if keys else Change.SAME
        of = {table: local.of[table] for table in recipe.reads if table in local.of}
        with slices.narrowed(self.builder, name, of, self.views):
            slices.make_apart(self.builder, name, text, used)
        move = slices.put_in_place(self.builder, name, local.by)
        gone, come = (content_of_rows(self.builder, rows) for rows in (move.gone, move.added))
        self.moves[name] = move
        if name in self.earlier:
            self.sums[name] = added(less(self.earlier[name], gone), come)
        return Change.SAME if gone == come else Change.PART

    def _anew(self, name: str, text: str, used: Mapping[str, Any]) -> Change:
        self.builder.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS {text}", used)
        self.sums[name] = content_of(self.builder, name)
        return Change.SAME if self.sums[name] == self.earlier.get(name) else Change.ANEW

    def change_of(self, name: str) -> Change:
        """What became of a table; of one that no statement of ours made, its content tells."""
        if name not in self.changes:
            same = name in self.earlier and content_of(self.builder, name) == self.earlier[name]
            self.changes[name] = Change.SAME if same else Change.ANEW
        return self.changes[name]

    def _append(self, name: str, text: str, used: Mapping[str, Any], view: str) -> None:
        """Add what the statement makes of the view's new rows."""
        last = self.builder.value(f"SELECT coalesce(max(rowid), -1) FROM {quoted(name)}")
        with self._of_this_load(view):
            self.builder.execute(f"INSERT INTO {quoted(name)} {text}", used)
        self.moves[name] = Move(f"SELECT * FROM {quoted(name)} WHERE rowid > {last}")

    def _show(self, name: str, text: str, view: str, change: Change) -> Change:
        """Let the table be a view: it holds nothing that the rows in parts do not; what became of it."""
        if name not in self.shown:
            self.builder.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
        self.builder.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {text}")
        if change is Change.GREW:
            come = quoted(f"_come_{name}")
            with self._of_this_load(view):
                self.builder.execute(f"CREATE OR REPLACE TEMP TABLE {come} AS {text}")
            self.moves[name] = Move(f"SELECT * FROM {come}")
        elif change is not Change.SAME:
            self.sums[name] = content_of(self.builder, name)
            change = Change.SAME if self.sums[name] == self.earlier.get(name) else Change.ANEW
        return change

    @contextmanager
    def _of_this_load(self, view: str) -> Iterator[None]:
        """Let a view show the rows of this load alone."""
        raw = quoted(f"raw.{view.partition('.')[2]}")
        fresh = f"(SELECT * FROM {raw} WHERE _batch = {self.batch})"
        slices.make_view(self.builder, view, View(self.views[view].fields, fresh))
        yield
        slices.make_view(self.builder, view, self.views[view])

    def contents(self) -> dict[str, tuple[int, str]]:
        """Rows and content of every table: of what stayed as before, of what was added to that, of what is new."""
        return {name: self._content(name) for name in content_names(self.builder)}

    def _content(self, name: str) -> tuple[int, str]:
        change = self.changes.get(name, Change.ANEW) if name in self.earlier else Change.ANEW
        if change is Change.SAME:
            return self.earlier[name]
        if change is Change.GREW:
            fresh = f"SELECT * FROM {quoted(name)} WHERE _batch = {self.batch}"
            rows = fresh if name.startswith("raw.") else self.moves[name].added
            return added(self.earlier[name], content_of_rows(self.builder, rows))
        return self.sums.get(name) or content_of(self.builder, name)

    def write_down(self) -> None:
        """Keep how each table was made in the store, for the next load."""
        rows = {name: json.dumps([r.made_of, r.values, r.reads, r.by_row]) for name, r in sorted(self.used.items())}
        self.builder.execute(f"DELETE FROM {RECIPES}")
        self.builder.execute(
            f"INSERT INTO {RECIPES} SELECT unnest($names::VARCHAR[]), unnest($recipes::VARCHAR[])",
            {"names": list(rows), "recipes": list(rows.values())},
        )


@lru_cache(maxsize=256)
def _reading(text: str, dialect: str) -> tuple[tuple[str, ...], bool]:
    """What a statement reads, and whether each of its rows comes of one row of the one table that it reads."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(text, read=dialect)
    named = {expression.alias_or_name for expression in tree.find_all(exp.CTE)}
    found = [".".join(filter(None, (t.db, t.name))) for t in tree.find_all(exp.Table) if t.name not in named]
    by_row = len(found) == 1 and next(tree.find_all(*_mixing()), None) is None
    return tuple(sorted(set(found))), by_row


def _mixing() -> tuple[Any, ...]:
    """The parts of a statement by which a row of its result may come of several; unknown functions may, too."""
    from sqlglot import exp

    many = (exp.Join, exp.AggFunc, exp.Window, exp.Group, exp.Distinct, exp.SetOperation, exp.Limit, exp.Unnest)
    return (*many, exp.Anonymous)
