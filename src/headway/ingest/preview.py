"""The first rows of a table as a mapping would load them, made from the sample of a file, without loading anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import MappingError
from headway.ingest import casting
from headway.ingest.expressions import blamed
from headway.ingest.formats import Opened
from headway.ingest.loading import worked_out
from headway.ingest.mapping import plan_columns
from headway.ingest.profile import SAMPLE_ROWS, Profile
from headway.ingest.shaping import shape
from headway.schema import tables

ROWS = 10
WHOLE_ROWS = 200_000
Beside = Callable[[str], Profile | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mapping makes of a file.

    Attributes:
        rows: the first rows; a value that would be refused stands as ``given → refused``, what is empty is None.
        looked_at: rows of ours in what was looked at; refused: those of them that would be refused, lines that cannot
            be split included.
        of: the records of the file; first: how many of them were looked at, 0 where all were.
        wrong: why the mapping cannot be used at all, with the next step.
    """

    table: str
    file: str
    rows: tuple[Mapping[str, Any], ...] = ()
    looked_at: int = 0
    refused: int = 0
    first: int = 0
    of: int = 0
    wrong: str = ""

    def as_row(self) -> dict[str, Any]:
        """The preview as data."""
        return {
            "table": self.table,
            "file": self.file,
            "looked_at": self.looked_at,
            "refused": self.refused,
            "first": self.first,
            "of": self.of,
            "wrong": self.wrong,
            "preview": [dict(row) for row in self.rows],
        }


def preview(builder: DuckBuilder, table: str, mapping: Mapping[str, Any], seen: Profile, beside: Beside) -> Preview:
    """The first ten rows of the table by the mapping; a mapping that cannot be used is told, not raised.

    What would be refused is counted over the whole file, of one with more than 200,000 rows over its first ones.
    """

    def opened(name: str) -> Opened:
        other = beside(name)
        if other is None:
            raise MappingError(name, "is not among the files", "name one that is there")
        return _rows_of(builder, other)

    noun = tables()[table]
    try:
        rows = _rows_of(builder, seen)
        unsplit = max(seen.rows - rows.records, 0) if seen.rows <= WHOLE_ROWS else 0
        shaped = shape(builder, rows, noun, mapping, opened, seen.name)
        plan = plan_columns(noun, shaped.mapping, shaped.opened.headings, seen.name)
        given, texts = worked_out(shaped.opened, plan)
        fields, tests = [], ["false"]
        for column in plan.columns:
            text = texts[column.name]
            value = casting.typed(column, text)
            bad = casting.broken(column, text, value, required=column.required)
            tests.append(f"coalesce({bad}, false)")
            said = f"CASE WHEN coalesce({bad}, false) THEN coalesce({text}, '') || ' → refused' "
            fields.append(f"{said}ELSE CAST({value} AS VARCHAR) END AS {quoted(column.name)}")
        refused = f"SELECT count(*), count(*) FILTER ({' OR '.join(tests)}) FROM {given}"
        with blamed(builder, given, seen.name, plan.told):
            first = builder.run(f"SELECT {', '.join(fields)} FROM {given} LIMIT {ROWS}").to_pylist()
            looked_at, lost = builder.rows(refused)[0]
    except (MappingError, DuckBuilder.Error) as problem:
        return Preview(table, seen.name, wrong=str(problem).splitlines()[0])
    part = 0 if seen.rows <= WHOLE_ROWS else rows.records
    return Preview(table, seen.name, tuple(first), int(looked_at) + unsplit, int(lost) + unsplit, part, seen.rows)


def _rows_of(builder: DuckBuilder, seen: Profile) -> Opened:
    """The sample; of a longer file all rows, if they are not too many, read once for all that ask for them."""
    relation = seen.relation
    if SAMPLE_ROWS < seen.rows <= WHOLE_ROWS:
        relation = f"whole_of_{seen.relation}"
        if not builder.has(relation):
            builder.execute(f"CREATE TEMP TABLE {relation} AS SELECT * FROM {seen.whole}")
    rows = int(builder.value(f"SELECT count(*) FROM {relation}"))
    return Opened(tuple(seen.headings), relation, relation, rows)
