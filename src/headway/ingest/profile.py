"""A first look at a file: its headings, and for each what its values look like, without loading anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import SourceError
from headway.ingest import casting
from headway.ingest.formats import Part, Reading, open_part, unreadable
from headway.schema.table import Column, Type

SAMPLE_ROWS = 20_000
_LISTED_VALUES = 60
_COUNTED_AT_ONCE = 16
JOINS_AT_LEAST = 0.5
"""Two columns are joined where at least this share of the values of one are values of the other."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file as it looks in a sample.

    Attributes:
        filled: values that are not empty; distinct: how many differ.
        values: the distinct values where there are few of them.
    """

    name: str
    filled: int
    distinct: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A file and its headings; ``relation`` is the sample as a table of the builder, ``reading`` how it was read.

    Attributes:
        rows: the records of the whole file by an independent count.
        whole: SQL of all the rows that can be split, as long as the file stands where it is.
        notes: what a person should know of how it is read: ``read as cp1252``.
    """

    part: Part
    name: str
    rows: int
    relation: str
    whole: str
    headings: Mapping[str, Heading] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    notes: tuple[str, ...] = ()


def profile(builder: DuckBuilder, part: Part, number: int, reading: Reading | None = None) -> Profile:
    """Look at the first rows of a part. Errors: :class:`SourceError` when it cannot be read."""
    reading = reading or Reading()
    opened = open_part(builder, part, reading)
    sample = f"sample_{number}"
    try:
        builder.execute(f"CREATE OR REPLACE TABLE {sample} AS SELECT * FROM {opened.lenient} LIMIT {SAMPLE_ROWS}")
    except DuckBuilder.Error as problem:
        raise unreadable(part, problem) from None
    if opened.refusal:
        raise SourceError(part.name, opened.refusal, "mend the line at its source, or export it again")
    look = _look(builder, sample, opened.headings)
    return Profile(part, part.name, opened.records, sample, opened.lenient, look, reading, opened.notes)


def narrowed(builder: DuckBuilder, seen: Profile, where: str, sample: str) -> Profile:
    """The file with some of its rows alone, and the headings that these fill; ``sample`` is the table that is made."""
    builder.execute(f"CREATE OR REPLACE TABLE {sample} AS SELECT * FROM {seen.relation} WHERE {where}")
    look = _look(builder, sample, tuple(seen.headings))
    filled = {name: one for name, one in look.items() if one.filled}
    whole = f"(SELECT * FROM {seen.whole} WHERE {where})"
    rows = int(builder.value(f"SELECT count(*) FROM {whole}"))
    return replace(seen, rows=rows, relation=sample, headings=filled, whole=whole)


def _look(builder: DuckBuilder, sample: str, names: Sequence[str]) -> dict[str, Heading]:
    """What each heading holds: many of them counted at once, then the values of those with few."""
    texts = {name: f"nullif(trim({quoted(name)}), '')" for name in names}
    row: list[int] = []
    for many in _batched(texts.values(), _COUNTED_AT_ONCE):
        counts = ", ".join(f"count({text}), count(DISTINCT {text})" for text in many)
        row += builder.rows(f"SELECT {counts} FROM {sample}")[0]
    found = {}
    for place, (name, text) in enumerate(texts.items()):
        filled, distinct = row[2 * place], row[2 * place + 1]
        values: list[str] = []
        if 0 < distinct <= _LISTED_VALUES:
            sql = f"SELECT {text} FROM {sample} WHERE {text} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
            values = [str(value) for (value,) in builder.rows(sql)]
        found[name] = Heading(name, int(filled), int(distinct), tuple(values))
    return found


def _batched(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """The texts in lists of at most ``size``."""
    rest = iter(texts)
    while many := list(islice(rest, size)):
        yield many


def unfit(seen: Profile, heading: str, column: Column) -> Profile:
    """The file with those rows alone whose given value the column's type does not take."""
    text = quoted(heading)
    wrong = f"{casting.is_given(text)} AND ({casting.typed(column, text)}) IS NULL"
    return replace(seen, relation=f"(SELECT * FROM {seen.relation} WHERE {wrong})")


def fits(builder: DuckBuilder, seen: Profile, heading: str, column: Column) -> float:
    """The share of given values that the column's type takes (of ``n/a`` and ``#N/A`` nothing is said); 1 of none."""
    text = quoted(heading)
    if column.type is Type.TEXT:
        return 1.0
    fit = f"CASE WHEN ({casting.typed(column, text)}) IS NULL THEN 0.0 ELSE 1.0 END"
    sql = f"SELECT avg({fit}) FROM {seen.relation} WHERE {casting.is_given(text)}"
    share = builder.value(sql)
    return 1.0 if share is None else float(share)


def overlap(builder: DuckBuilder, child: Profile, heading: str, parent: Profile, *key: str) -> float:
    """The share of the child's distinct values that are values of the parent's key (its parts with a blank between).

    What says that there is none (``NULL``) is no value.
    """
    ours, parts = f"trim({quoted(heading)})", [f"trim({quoted(part)})" for part in key]
    theirs = parts[0] if len(parts) == 1 else f"concat_ws(' ', {', '.join(parts)})"
    sql = (
        f"SELECT avg(CASE WHEN v IN (SELECT {theirs} FROM {parent.relation}) THEN 1.0 ELSE 0.0 END) "
        f"FROM (SELECT DISTINCT {ours} AS v FROM {child.relation} WHERE NOT {casting.names_nothing(ours)})"
    )
    return float(builder.value(sql) or 0.0)
