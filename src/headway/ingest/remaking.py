"""Makes only those tables of a generation anew whose ingredients have changed since the one that it began from.

A table that is made of one statement is the same again when the statement is the same and nothing that it reads has
changed. When all that changed is that rows were added to the one table that it reads row by row, its own new rows are
added too. Whatever cannot be shown to be so is made anew: equal results, fewer minutes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from headway.engine.compiling import bind
from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.contents import added, content_names, content_of
from headway.schema import Table, Type

RECIPES = "_recipes"


class Change(StrEnum):
    """What became of a table since the generation before."""

    SAME = "same"
    GREW = "grew"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a table was made: hash of the statement, a point, hash of its values; what it reads, whether row by row."""

    made_of: str
    reads: tuple[str, ...] = ()
    by_row: bool = False


@dataclass(slots=True)
class Remaking:
    """What has changed in the generation that is being built.

    Attributes:
        earlier: rows and content of each table in the generation from which this one began; empty to make all anew.
        batch: the number of this load.
        changes: what became of each table so far.
    """

    builder: DuckBuilder
    earlier: Mapping[str, tuple[int, str]]
    batch: int
    changes: dict[str, Change] = field(default_factory=dict)
    views: dict[str, tuple[str, str]] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)
    sums: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take over the making of the builder's tables."""
        self.builder.execute(f"CREATE TABLE IF NOT EXISTS {RECIPES} (name VARCHAR, recipe VARCHAR)")
        for name, text in self.builder.rows(f"SELECT name, recipe FROM {RECIPES}"):
            made_of, reads, by_row = json.loads(text)
            self.recipes[name] = Recipe(made_of, tuple(reads), by_row)
        self.builder.maker = self.make

    def read(self, table: Table) -> Change:
        """What became of ``raw.TABLE`` and so of ``newest.TABLE``; the raw table's is kept too."""
        name = f"raw.{table.name}"
        columns = Recipe(json.dumps(self.builder.columns(quoted(name))))
        change = Change.ANEW
        if name in self.earlier and self.recipes.get(name) == columns and self._losers_stand(table):
            fresh = int(self.builder.value(f"SELECT count(*) FROM {quoted(name)} WHERE _batch = {self.batch}"))
            rows = int(self.builder.value(f"SELECT count(*) FROM {quoted(name)}"))
            if rows - fresh == self.earlier[name][0]:
                change = Change.GREW if fresh else Change.SAME
        self.recipes[name] = columns
        self.changes[name] = change
        if change is Change.GREW and not self._all_new(table):
            change = Change.ANEW
        self.changes[f"newest.{table.name}"] = change
        return change

    def absent(self, table: Table) -> None:
        """No row of the table was ever read; nor had one been read before, since none is ever lost."""
        self.changes[f"newest.{table.name}"] = Change.SAME if self.earlier else Change.ANEW

    def _losers_stand(self, table: Table) -> bool:
        """Whether the rows that lost against others still lie where it was written down: a file may close its gaps."""
        raw, losers = f"raw.{table.name}", f"raw.{table.name}_losers"
        if losers not in self.earlier:
            return True
        place = ("_source", "_file", "_row", "_batch")
        same = " AND ".join(f"l.{name} IS NOT DISTINCT FROM r.{name}" for name in place)
        standing = f"SELECT count(*) FROM {quoted(losers)} AS l JOIN {quoted(raw)} AS r ON r.rowid = l.loser AND {same}"
        return bool(self.builder.value(standing) == self.earlier[losers][0])

    def _all_new(self, table: Table) -> bool:
        """Whether the rows of this load repeat no key: neither one that was there, nor one among themselves."""
        if table.multiset_of or not table.key:
            return False
        raw, key = quoted(f"raw.{table.name}"), ", ".join(quoted(name) for name in table.key)
        fresh = f"(SELECT {key} FROM {raw} WHERE _batch = {self.batch})"
        if self.builder.value(f"SELECT count(*) - count(DISTINCT hash(({key}))) FROM {fresh}"):
            return False
        same = " AND ".join(
            f"old.{quoted(n)} {'=' if table.column(n).required else 'IS NOT DISTINCT FROM'} new.{quoted(n)}"
            for n in table.key
        )
        # Old rows of other days than the new ones' are passed over whole: the engine knows the days of each group.
        dates = [n for n in table.key if table.column(n).required and table.column(n).type in {Type.DAY, Type.TIME}]
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
        """Make a view of the newest rows, and remember how, to show its new rows alone for a moment."""
        self.views[name] = (fields, rows)
        self.builder.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT {fields} FROM {rows}")

    def make(self, name: str, sql: str, values: Mapping[str, Any] | None) -> None:
        """Make a table of a statement, or leave it, or add to it."""
        text, used = bind(sql, dict(values or {}))
        recipe = self._recipe_of(name, text, used)
        alike = name in self.earlier and self.recipes.get(name) == recipe
        change = self._worst(recipe) if alike else Change.ANEW
        if change is Change.GREW:
            self._append(name, text, used, recipe.reads[0])
        elif change is Change.ANEW:
            self.builder.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS {text}", used)
            self.sums[name] = content_of(self.builder, name)
            change = Change.SAME if self.sums[name] == self.earlier.get(name) else change
        self.changes[name] = change
        self.recipes[name] = recipe

    def _recipe_of(self, name: str, text: str, used: Mapping[str, Any]) -> Recipe:
        """The recipe of a statement: reading it takes longer than running it on little, so one known is kept."""
        of_text, of_values = (_hash(part) for part in (text, json.dumps(used, default=str)))
        made_of, known = f"{of_text}.{of_values}", self.recipes.get(name)
        if known is not None and known.made_of.partition(".")[0] == of_text:
            return replace(known, made_of=made_of)
        return Recipe(made_of, *_reading(text, self.builder.dialect))

    def _worst(self, recipe: Recipe) -> Change:
        found = {self.change_of(name) for name in recipe.reads}
        if found <= {Change.SAME}:
            return Change.SAME
        grew_by_row = recipe.by_row and found == {Change.GREW} and recipe.reads[0] in self.views
        return Change.GREW if grew_by_row else Change.ANEW

    def change_of(self, name: str) -> Change:
        """What became of a table; of one that no statement of ours made, its content tells."""
        if name not in self.changes:
            same = name in self.earlier and content_of(self.builder, name) == self.earlier[name]
            self.changes[name] = Change.SAME if same else Change.ANEW
        return self.changes[name]

    def _append(self, name: str, text: str, used: Mapping[str, Any], view: str) -> None:
        """Add what the statement makes of the view's new rows."""
        fields, rows = self.views[view]
        raw = quoted(f"raw.{view.partition('.')[2]}")
        self.builder.execute(
            f"CREATE OR REPLACE VIEW {quoted(view)} AS SELECT {fields} FROM {raw} WHERE _batch = {self.batch}"
        )
        self.builder.execute(f"INSERT INTO {quoted(name)} {text}", used)
        self.view(view, fields, rows)

    def contents(self) -> dict[str, tuple[int, str]]:
        """Rows and content of every table: of what stayed as before, of what was added to that, of what is new."""
        return {name: self._content(name) for name in content_names(self.builder)}

    def _content(self, name: str) -> tuple[int, str]:
        change = self.changes.get(name, Change.ANEW) if name in self.earlier else Change.ANEW
        if change is Change.SAME:
            return self.earlier[name]
        if change is Change.GREW:
            fresh = f"_batch = {self.batch}" if name.startswith("raw.") else f"rowid >= {self.earlier[name][0]}"
            return added(self.earlier[name], content_of(self.builder, name, fresh))
        return self.sums.get(name) or content_of(self.builder, name)

    def write_down(self) -> None:
        """Keep how each table was made in the store, for the next load."""
        rows = {name: json.dumps([r.made_of, r.reads, r.by_row]) for name, r in sorted(self.recipes.items())}
        self.builder.execute(f"DELETE FROM {RECIPES}")
        self.builder.execute(
            f"INSERT INTO {RECIPES} SELECT unnest($names::VARCHAR[]), unnest($recipes::VARCHAR[])",
            {"names": list(rows), "recipes": list(rows.values())},
        )


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


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
