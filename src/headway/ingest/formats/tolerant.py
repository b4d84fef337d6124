"""Reads a text file that is not regular, record by record: what cannot be split is refused alone, and says why."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TextIO

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError
from headway.ingest.formats.encodings import Encoding
from headway.ingest.formats.landing import Broken, land
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part

_MAX_FIELD = 1 << 28
_MAX_TEXT = 8 << 20


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How a text file is laid out.

    Attributes:
        skip: lines before the headings, or before the first record where there is no line with headings.
        above: lines that stood before them and are cut off already.
        headings: as they are used; ``titled``: whether they stand in the file.
    """

    encoding: Encoding
    delimiter: str
    skip: int
    headings: tuple[str, ...]
    titled: bool
    notes: tuple[str, ...] = ()
    above: int = 0


def open_tolerantly(builder: DuckBuilder, part: Part, layout: TextLayout) -> Opened:
    """Land every record of the file; the records are counted apart, by quotes and line ends alone.

    Errors: :class:`SourceError` when a field is endless. A quote that never closes refuses the whole file.
    """
    csv.field_size_limit(_MAX_FIELD)
    with _opened(part, layout) as stream:
        counted, unclosed = _count(stream, layout.delimiter)
    counted = max(counted - layout.titled, 0)
    if unclosed:
        sentence = (
            f"line {unclosed + layout.skip + layout.above:,} opens a quote that never closes: the file is refused whole"
        )
        nothing = land(builder, layout.headings, (), counted=counted, notes=layout.notes)
        return replace(nothing, refusal=sentence)
    with _opened(part, layout) as stream:
        records = _records(stream, layout)
        try:
            return land(builder, layout.headings, records, counted=counted, notes=layout.notes)
        except csv.Error as problem:
            raise SourceError(
                part.name, f"cannot be split ({problem}): it is refused whole", "export it again"
            ) from None


def _opened(part: Part, layout: TextLayout) -> TextIO:
    stream = part.path.open("r", encoding=layout.encoding.name, errors=_errors(layout.encoding), newline="")
    for _ in range(layout.skip):
        stream.readline()
    return stream


def _errors(encoding: Encoding) -> str:
    # Wide encodings have no way to keep a wrong byte; the mark it leaves is told as one.
    return "surrogateescape" if not encoding.is_wide else "replace"


def _records(stream: TextIO, layout: TextLayout) -> Iterator[list[str | None] | Broken]:
    rows = (row for row in csv.reader(stream, delimiter=layout.delimiter) if row)
    if layout.titled:
        next(rows, None)
    for line, row in enumerate(rows, start=2):
        rule = _rule(row, len(layout.headings), layout.encoding)
        if rule:
            yield Broken(line, rule, layout.delimiter.join(row))
        else:
            yield [text or None for text in row]


def _rule(row: list[str], fields: int, encoding: Encoding) -> str:
    """What is wrong with a record; empty when nothing is."""
    if len(row) != fields:
        return "missing columns" if len(row) < fields else "too many columns"
    text = "".join(row)
    if len(text) > _MAX_TEXT:
        return "record too long"
    if "\x00" in text:
        return "nul byte"
    if encoding.whole or text.isascii():
        return ""
    strange = any("\udc80" <= letter <= "\udcff" or letter == "\ufffd" for letter in text)
    return f"not in {encoding.name}" if strange else ""


def _count(stream: TextIO, delimiter: str) -> tuple[int, int]:
    """Records that are not blank, and the line of a quote that never closes (else 0)."""
    records, inside, opened = 0, False, 0
    for number, line in enumerate(stream, start=1):
        if not inside and not line.strip("\r\n"):
            continue
        was = inside
        inside = _ends_inside(line, delimiter, inside) if inside or '"' in line else False
        opened = number if inside and not was else opened
        records += not inside
    return records + inside, opened if inside else 0


def _ends_inside(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a quoted field goes on in the next line; a quote opens only where a field begins."""
    place = 0
    while True:
        if inside or line.startswith('"', place):
            place = _closing(line, place if inside else place + 1)
            inside = False
            if place < 0:
                return True
        place = line.find(delimiter, place) + 1
        if place == 0:
            return False


def _closing(line: str, place: int) -> int:
    """Where the text after a closing quote begins; -1 when the line ends before."""
    while True:
        place = line.find('"', place)
        if place < 0:
            return -1
        if not line.startswith('"', place + 1):
            return place + 1
        place += 2
