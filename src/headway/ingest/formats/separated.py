"""CSV and its relatives in any encoding: a regular file is read by the engine, others with care."""

from __future__ import annotations

import codecs
import io
from dataclasses import replace

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import MappingError, SourceError
from headway.ingest.formats.edges import SEPARATORS, Edges, edges_of_text
from headway.ingest.formats.encodings import SAMPLE_BYTES, encoding_of
from headway.ingest.formats.opened import LISTS, Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.plain_copy import cut_footer, plain_copy
from headway.ingest.formats.texts import records_of
from headway.ingest.formats.tolerant import TextLayout, open_tolerantly
from headway.ingest.formats.unique_names import repeats, unique_names

MAX_LINE_BYTES = 16 << 20
_LOOKED_AT = 50


class Separated:
    """A text file with one record a line."""

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def edges(self, part: Part) -> Edges:
        """See :class:`Framed`."""
        return edges_of_text(part)

    def open(self, builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; the first record must hold headings, unless the mapping names them."""
        layout = _layout(part, reading)
        plain, cut = part, 0
        wanted = layout.skip or reading.footer or not layout.encoding.is_utf8
        if wanted and (layout.encoding.whole or not layout.encoding.is_wide):
            plain, encoding = plain_copy(builder, part, layout.encoding, layout.skip)
            layout = replace(layout, encoding=encoding, skip=0, above=layout.skip)
            cut = cut_footer(plain.path, encoding, layout.delimiter, reading.footer)
        opened = _opened(builder, plain, layout)
        told = (f"left out as a footer: lines below the last row ({cut})",) if cut else ()
        return replace(opened, left_out=cut, notes=(*opened.notes, *told))


def _opened(builder: DuckBuilder, part: Part, layout: TextLayout) -> Opened:
    """The file by the engine where it is regular, else with care."""
    from headway.ingest.formats.oddity import oddity

    if layout.skip or not layout.encoding.is_utf8 or _begins_blank(part) or oddity(part.path, layout.delimiter):
        return open_tolerantly(builder, part, layout)
    return _by_engine(part, layout)


def _begins_blank(part: Part) -> bool:
    with part.path.open("rb") as stream:
        return stream.read(4).removeprefix(codecs.BOM_UTF8)[:1] in {b"\r", b"\n"}


def _by_engine(part: Part, layout: TextLayout) -> Opened:
    from headway.ingest.counting import count_records

    headings = layout.headings
    columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in headings)
    call = (
        f"read_csv({text_literal(str(part.path))}, auto_detect = false, header = {str(layout.titled).lower()}, "
        f"columns = {{{columns}}}, delim = {text_literal(layout.delimiter)}, quote = '\"', escape = '\"', "
        f"max_line_size = {MAX_LINE_BYTES}, "
    )
    relation = call + "store_rejects = true)"
    # Without rejects, the engine's reader takes other lines for broken: both looks must be the same.
    lenient = f"{call}store_rejects = true, rejects_table = '{LISTS[2]}', rejects_scan = '{LISTS[3]}')"
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
            f"FROM {LISTS[0]} GROUP BY line_byte_position, line ORDER BY line"
        ),
        listed=True,
        notes=layout.notes,
    )


def _not_blank(call: str, heading: str) -> str:
    reading = call.removesuffix(")") + ", allow_quoted_nulls = false)"
    return f"(SELECT * FROM {reading} WHERE {quoted(heading)} IS NOT NULL)"


def _layout(part: Part, reading: Reading) -> TextLayout:
    """How the file is laid out."""
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
    delimiter = delimiter or max(SEPARATORS, key=lambda separator: _suits(text, separator))
    names = next(records_of(text, delimiter), [])
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
    return TextLayout(encoding, delimiter, skip, headings, not reading.headings, notes)


def _suits(text: str, separator: str) -> tuple[float, int]:
    """How well a separator explains the first records: as many fields in each as in the first, and many of them."""
    lengths = [len(record) for _, record in zip(range(_LOOKED_AT), records_of(text, separator), strict=False)]
    if not lengths or lengths[0] == 1:
        return 0.0, 1
    whole = lengths[:-1] if len(lengths) > 2 else lengths  # the sample may end inside a record
    return round(sum(length == lengths[0] for length in whole) / len(whole), 1), lengths[0]
