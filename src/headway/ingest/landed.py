"""A file while its rows get another shape: landed as texts, numbered and counted before anything changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.formats import Opened, drop_lists
from headway.ingest.mapping import COMPUTED

LINE = f"{COMPUTED}line"
_BROKEN = "given_broken"


@dataclass(frozen=True, slots=True)
class Landed:
    """Rows of a file in a table of the builder: each heading as text, and the line on which it stood.

    ``headings`` are the file's own and those computed so far.
    """

    builder: DuckBuilder
    table: str
    headings: tuple[str, ...]

    def step(self, name: str, sql: str, headings: tuple[str, ...] | None = None) -> Landed:
        """The rows after one more step; ``sql`` selects from ``self.table`` and keeps the line."""
        line = quoted(LINE)
        self.builder.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM ({sql}) ORDER BY {line}")
        return replace(self, table=name, headings=headings or self.headings)

    @property
    def rows(self) -> int:
        """How many rows there are now."""
        return int(self.builder.value(f"SELECT count(*) FROM {self.table}"))


def land(builder: DuckBuilder, opened: Opened) -> tuple[Landed, int]:
    """Read the file once into a table; gives also how many records could not be split."""
    drop_lists(builder)
    builder.execute(f"CREATE OR REPLACE TEMP TABLE given AS SELECT * FROM {opened.relation}")
    builder.execute(
        f"CREATE OR REPLACE TEMP TABLE {_BROKEN} (line BIGINT, column_name VARCHAR, rule VARCHAR, text VARCHAR)"
    )
    builder.execute(f"INSERT INTO {_BROKEN} {opened.unsplit(builder)}")
    landed = Landed(builder, "given", opened.headings)
    numbered = landed.step("numbered", f"SELECT *, rowid + 2 AS {quoted(LINE)} FROM given")
    return numbered, int(builder.value(f"SELECT count(*) FROM {_BROKEN}"))


def name_lines(builder: DuckBuilder, table: str, new: str, rejects: str, mine: str) -> None:
    """Give the rows just loaded, and those refused, the lines of the file on which they stood.

    Rows are numbered as they lie in ``table``. Where several come from one line, or lines could not be split, the
    numbers stay: they tell the rows apart.

    Args:
        new: the table of the rows just loaded; rejects: that of refused values; mine: SQL of those of this load.
    """
    line = quoted(LINE)
    several = f"SELECT count(*) - count(DISTINCT {line}) + (SELECT count(*) FROM {_BROKEN}) FROM {table}"
    if builder.value(several):
        return
    builder.execute(f"CREATE OR REPLACE TEMP TABLE stood AS SELECT rowid + 2 AS place, {line} AS line FROM {table}")
    builder.execute(f"UPDATE {new} SET _row = stood.line FROM stood WHERE stood.place = _row")
    builder.execute(f'UPDATE {rejects} SET "row" = stood.line FROM stood WHERE {mine} AND stood.place = "row"')
    builder.execute("DROP TABLE stood")


def as_opened(landed: Landed, opened: Opened, records: int) -> Opened:
    """The rows as a file that is ready to be loaded, with ``records`` as the count that it must give."""
    fields = ", ".join(quoted(heading) for heading in landed.headings)
    relation = f"(SELECT {fields} FROM {landed.table})"
    return replace(
        opened,
        headings=landed.headings,
        relation=relation,
        lenient=relation,
        records=records,
        broken=f"SELECT * FROM {_BROKEN}",
        listed=False,
    )
