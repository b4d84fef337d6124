"""CSV and its relatives in any encoding: a regular file is read by the engine, others with care."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import MappingError, SourceError
from headway.ingest.counting import count_records
from headway.ingest.formats.encodings import SAMPLE_BYTES, encoding_of
from headway.ingest.formats.headings import repeats, unique_names
from headway.ingest.formats.oddity import oddity
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.tolerant import Layout, open_tolerantly

MAX_LINE_BYTES = 16 << 20
_SEPARATORS = ",;\t|"
_LOOKED_AT = 50


class Separated:
    """A text file with one record a line."""

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; the first record must hold headings, unless the mapping names them."""
        layout, regular = _layout(part, reading)
        odd = "" if regular else "lines before the headings"
        if not odd and layout.encoding.is_utf8:
            odd = oddity(part.path, layout.delimiter)
        if odd or not layout.encoding.is_utf8:
            return open_tolerantly(builder, part, layout)
        return _by_engine(part, layout)


def _by_engine(part: Part, layout: Layout) -> Opened:
    headings = layout.headings
    columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in headings)
    call = (
        f"read_csv({text_literal(str(part.path))}, auto_detect = false, header = {str(layout.titled).lower()}, "
        f"columns = {{{columns}}}, delim = {text_literal(layout.delimiter)}, quote = '\"', escape = '\"', "
        f"max_line_size = {MAX_LINE_BYTES}, "
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
        records=max(count_records(part.path) - layout.titled, 0),
        broken=(
            "SELECT line, any_value(column_name), lower(any_value(error_type)), any_value(left(csv_line, 500)) "
            "FROM reject_errors GROUP BY line_byte_position, line ORDER BY line"
        ),
        notes=layout.notes,
    )


def _not_blank(call: str, heading: str) -> str:
    reading = call.removesuffix(")") + ", allow_quoted_nulls = false)"
    return f"(SELECT * FROM {reading} WHERE {quoted(heading)} IS NOT NULL)"


def _layout(part: Part, reading: Reading) -> tuple[Layout, bool]:
    """How the file is laid out, and whether its headings (or first record) stand in its first line."""
    encoding = encoding_of(part, reading)
    with part.path.open("rb") as stream:
        head = stream.read(SAMPLE_BYTES)
    text = head.decode(encoding.name, errors="replace")
    skip, delimiter = reading.skip, reading.delimiter
    for _ in range(skip):
        lines = io.StringIO(text, newline="")
        lines.readline()
        text = lines.read()
    first, _, rest = text.partition("\n")
    if first.strip('\r\ufeff "').lower().startswith("sep=") and len(first.strip('\r\ufeff "')) == 5:
        skip, delimiter, text = skip + 1, delimiter or first.strip('\r\ufeff "')[4], rest
    delimiter = delimiter or max(_SEPARATORS, key=lambda separator: _suits(text, separator))
    names = next(_records(text, delimiter), [])
    if not reading.headings and not any(name.strip() for name in names):
        raise SourceError(part.name, "has no headings in its first line", "add a line with the names of its columns")
    if reading.headings and len(names) > len(reading.headings):
        raise MappingError(
            part.name,
            f"has {len(names)} fields in its first record, headings names {len(reading.headings)}",
            "name each column in headings, in the order of the file",
        )
    notes = encoding.notes if reading.headings else (*encoding.notes, *repeats(names))
    headings = unique_names(reading.headings or names)
    return Layout(encoding, delimiter, skip, headings, not reading.headings, notes), not skip and text[:1] not in "\r\n"


def _suits(text: str, separator: str) -> tuple[float, int]:
    """How well a separator explains the first records: as many fields in each as in the first, and many of them."""
    lengths = [len(record) for _, record in zip(range(_LOOKED_AT), _records(text, separator), strict=False)]
    if not lengths or lengths[0] == 1:
        return 0.0, 1
    whole = lengths[:-1] if len(lengths) > 2 else lengths  # the sample may end inside a record
    return round(sum(length == lengths[0] for length in whole) / len(whole), 1), lengths[0]


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """The records of a text that are not blank, up to the first that cannot be split."""
    try:
        yield from (record for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if record)
    except csv.Error:
        return
