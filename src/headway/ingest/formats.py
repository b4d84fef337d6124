"""How each kind of file is opened: its headings, the relation of texts that it offers, and what it could not split."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest.counting import count_records

_SAMPLE_BYTES = 1 << 16
_MAX_LINE_BYTES = 16 << 20
_SEPARATORS = ",;\t|"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is ready to be read: ``relation`` is SQL that gives each heading as text, in file order."""

    headings: tuple[str, ...]
    relation: str
    lenient: str
    """The same rows without keeping what could not be split: for a second look at refused rows."""
    records: int
    """Data records by the independent count."""
    broken: str
    """SQL giving (line, column, rule, text) of records that could not be split, after ``relation`` ran."""


class Format(Protocol):
    """One kind of file."""

    def open(self, builder: DuckBuilder, path: Path, /) -> Opened:
        """Look at the file and say how it is read; SourceError when it is not of this kind."""


class Separated:
    """CSV and its relatives: RFC 4180 with the separator that the heading line shows."""

    def open(self, _builder: DuckBuilder, path: Path) -> Opened:
        """See :class:`Format`; the first record must hold headings."""
        head = _first_bytes(path)
        separator, headings = _heading(path, head)
        columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in headings)
        call = (
            f"read_csv({text_literal(str(path))}, auto_detect = false, header = true, columns = {{{columns}}}, "
            f"delim = {text_literal(separator)}, quote = '\"', escape = '\"', max_line_size = {_MAX_LINE_BYTES}, "
        )
        relation = call + "store_rejects = true)"
        # Without rejects, the engine's reader takes other lines for broken: both looks must be the same.
        lenient = call + "store_rejects = true, rejects_table = 'again_errors', rejects_scan = 'again_scans')"
        if len(headings) == 1:
            # The engine reads a blank line as a record of one empty field; a quoted empty one is a record.
            relation, lenient = (_not_blank(rows, headings[0]) for rows in (relation, lenient))
        return Opened(
            headings=headings,
            relation=relation,
            lenient=lenient,
            records=max(count_records(path) - 1, 0),
            broken=(
                "SELECT line, any_value(column_name), lower(any_value(error_type)), any_value(left(csv_line, 500)) "
                "FROM reject_errors GROUP BY line_byte_position, line ORDER BY line"
            ),
        )


def _not_blank(call: str, heading: str) -> str:
    reading = call.removesuffix(")") + ", allow_quoted_nulls = false)"
    return f"(SELECT * FROM {reading} WHERE {quoted(heading)} IS NOT NULL)"


class Lines:
    """JSON Lines: one object a line; nested values stay JSON text."""

    def open(self, builder: DuckBuilder, path: Path) -> Opened:
        """See :class:`Format`; the keys of the first thousand objects are the headings."""
        _first_bytes(path)
        lines = (
            f"(SELECT column0 AS line FROM read_csv({text_literal(str(path))}, auto_detect = false, header = false, "
            f"columns = {{'column0': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '', "
            f"max_line_size = {_MAX_LINE_BYTES}))"
        )
        # Only CASE is sure to look at the first part first: the type of what is no JSON is an error.
        valid = "(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END)"
        keys = builder.rows(
            "SELECT DISTINCT unnest(json_keys(line)) "
            f"FROM (SELECT line FROM {lines} WHERE {valid} LIMIT 1000) ORDER BY 1"
        )
        if not keys:
            raise SourceError(str(path), "holds no JSON object", "one object a line is what is read")
        headings = tuple(str(row[0]) for row in keys)
        fields = ", ".join(
            f"json_extract_string(line, {text_literal(_pointer(name))}) AS {quoted(name)}" for name in headings
        )
        objects = f"(SELECT CASE WHEN {valid} THEN line END AS line FROM {lines})"
        relation = f"(SELECT {fields} FROM {objects} WHERE line IS NOT NULL)"
        return Opened(
            headings=headings,
            relation=relation,
            lenient=relation,
            records=count_records(path, quoted=False),
            broken=(
                "SELECT number, '', 'not a json object', left(line, 500) FROM "
                f"(SELECT line, row_number() OVER () AS number FROM {lines}) WHERE line IS NOT NULL AND NOT {valid}"
            ),
        )


class Parquet:
    """Parquet: typed already, read as text through the same door as everything else."""

    def open(self, _builder: DuckBuilder, path: Path) -> Opened:
        """See :class:`Format`; the rows are counted by the file's own footer."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            meta = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as problem:
            raise SourceError(str(path), f"is no Parquet file ({problem})", "export it again") from problem
        headings = tuple(meta.schema_arrow.names)
        fields = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in headings)
        relation = f"(SELECT {fields} FROM read_parquet({text_literal(str(path))}))"
        nothing = "SELECT 0, '', '', '' WHERE false"
        return Opened(headings, relation, relation, meta.metadata.num_rows, nothing)


FORMATS: Mapping[str, Format] = {
    ".csv": Separated(),
    ".tsv": Separated(),
    ".txt": Separated(),
    ".jsonl": Lines(),
    ".ndjson": Lines(),
    ".parquet": Parquet(),
}


def is_known(path: Path) -> bool:
    """Whether the file's ending is one that is read."""
    return path.suffix.lower() in FORMATS and not path.name.startswith(".")


def open_file(builder: DuckBuilder, path: Path) -> Opened:
    """The file, ready to be read; SourceError saying what is wrong with it and what to do."""
    if not is_known(path):
        raise SourceError(str(path), f"ends in '{path.suffix}'", f"files that are read end in {', '.join(FORMATS)}")
    try:
        if path.stat().st_size == 0:
            raise SourceError(str(path), "is empty", "export it again, with its headings")
        return FORMATS[path.suffix.lower()].open(builder, path)
    except OSError as problem:
        raise SourceError(
            str(path), f"cannot be read ({problem.strerror})", "check that it exists and is yours to read"
        ) from None


def unreadable(path: Path, problem: Exception) -> SourceError:
    """What to tell when the engine's reader gives up on a file."""
    told = str(problem).splitlines()[0]
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE_BYTES)
    if 0 < head.count(b"\r\n") < head.count(b"\n") or (b"\r" in head and b"\n" not in head):
        return SourceError(
            str(path), "ends its lines in two ways, or with a lone return", "save it with one kind of line end"
        )
    return SourceError(str(path), f"cannot be read ({told})", "save it as CSV in UTF-8, or mend its mapping")


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE_BYTES)
    if b"\x00" in head or head.startswith(_UTF16_MARKS):
        raise SourceError(str(path), "is not text in UTF-8 (it holds NUL bytes)", "save it as CSV in UTF-8")
    return head


def _heading(path: Path, head: bytes) -> tuple[str, tuple[str, ...]]:
    """The separator that splits the first record into most fields, and the headings, made unique and non-empty."""
    text = head.decode("utf-8-sig", errors="replace")
    best = max(_SEPARATORS, key=lambda separator: len(_first_record(text, separator)))
    names = _first_record(text, best)
    if not any(name.strip() for name in names):
        raise SourceError(str(path), "has no headings in its first line", "add a line with the names of its columns")
    return best, unique_names(names)


def _first_record(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text), delimiter=separator), [])
    except csv.Error:
        return []


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Headings without blanks and repeats, compared as the engine compares them: without case.

    Example:
        >>> unique_names(["Id", "id", " ", "Name "])
        ('Id', 'id_2', 'column_3', 'Name')
    """
    taken: set[str] = set()
    result = []
    for position, name in enumerate(names, start=1):
        plain = name.strip() or f"column_{position}"
        candidate, number = plain, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{plain}_{number}"
        taken.add(candidate.lower())
        result.append(candidate)
    return tuple(result)


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
