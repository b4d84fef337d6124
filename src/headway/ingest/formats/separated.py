"""CSV and its relatives: RFC 4180 with the separator that the heading line shows."""

from __future__ import annotations

import csv
import io

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest.counting import count_records
from headway.ingest.formats.headings import repeats, unique_names
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading

SAMPLE_BYTES = 1 << 16
MAX_LINE_BYTES = 16 << 20
_SEPARATORS = ",;\t|"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Separated:
    """A text file with one record a line."""

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, _builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; the first record must hold headings, unless the mapping names them."""
        head = first_bytes(part)
        separator, names = _heading(part, head, reading)
        headings = reading.headings or unique_names(names)
        columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in headings)
        header = "false" if reading.headings else "true"
        call = (
            f"read_csv({text_literal(str(part.path))}, auto_detect = false, header = {header}, "
            f"columns = {{{columns}}}, "
            f"delim = {text_literal(separator)}, quote = '\"', escape = '\"', max_line_size = {MAX_LINE_BYTES}, "
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
            records=max(count_records(part.path) - (0 if reading.headings else 1), 0),
            broken=(
                "SELECT line, any_value(column_name), lower(any_value(error_type)), any_value(left(csv_line, 500)) "
                "FROM reject_errors GROUP BY line_byte_position, line ORDER BY line"
            ),
            notes=() if reading.headings else repeats(names),
        )


def first_bytes(part: Part) -> bytes:
    """The beginning of a text file. Errors: :class:`SourceError` when it is no text."""
    with part.path.open("rb") as stream:
        head = stream.read(SAMPLE_BYTES)
    if b"\x00" in head or head.startswith(_UTF16_MARKS):
        raise SourceError(part.name, "is not text in UTF-8 (it holds NUL bytes)", "save it as CSV in UTF-8")
    return head


def _not_blank(call: str, heading: str) -> str:
    reading = call.removesuffix(")") + ", allow_quoted_nulls = false)"
    return f"(SELECT * FROM {reading} WHERE {quoted(heading)} IS NOT NULL)"


def _heading(part: Part, head: bytes, reading: Reading) -> tuple[str, list[str]]:
    """The separator that splits the first record into most fields, and the headings as they stand."""
    text = head.decode("utf-8-sig", errors="replace")
    best = reading.delimiter or max(_SEPARATORS, key=lambda separator: len(_first_record(text, separator)))
    names = _first_record(text, best)
    if not reading.headings and not any(name.strip() for name in names):
        raise SourceError(part.name, "has no headings in its first line", "add a line with the names of its columns")
    return best, names


def _first_record(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text), delimiter=separator), [])
    except csv.Error:
        return []
