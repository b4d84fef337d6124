"""Workbooks (XLSX, XLS, ODS): each filled sheet is a part, each value a text that reads back."""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from headway.engine.duckdb import DuckBuilder
from headway.errors import MappingError, SourceError
from headway.ingest.cells import Rows, read_apart, sheet_texts
from headway.ingest.formats.edges import MOST, Edges
from headway.ingest.formats.footers import LOOKED_AT, footer_length
from headway.ingest.formats.landing import land
from headway.ingest.formats.number_formats import OF_CELLS
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.sheet_xml import SheetExtent, look, sheet_names
from headway.ingest.formats.unique_names import repeats, unique_names

_Row = tuple[int, list[str]]
_MOST_CELLS = 100_000_000
# What must not be taken for a fault of the file.
_OURS = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, SourceError, MappingError)


class Workbook:
    """A file of sheets. Formulas are never worked out: the value that was saved with them is read.

    The rows of XLSX and ODS are counted a second time in the workbook's own XML, which also tells the cells that hold
    an error (``#DIV/0!``). For XLS there is no second way at hand: its rows are counted by its one reader, and a cell
    with an error is empty.

    Where cells of a column are formatted in a currency, a column of our own says in which (``Amount cell currency``).
    For XLS no reader at hand tells formats.
    """

    def members(self, part: Part) -> tuple[str, ...]:
        """See :class:`Format`: the sheets that hold anything; a single one is the file itself."""
        with _told(part):
            if zipfile.is_zipfile(part.path):
                with zipfile.ZipFile(part.path) as archive:
                    names = sheet_names(archive)
            else:
                names = tuple(read_apart(part.path))
        return names if len(names) > 1 else ("",)

    def edges(self, part: Part) -> Edges:
        """See :class:`Framed`; lines are the rows of the sheet."""
        with _told(part):
            rows = _table(part, 0).numbered()
            head = list(islice(rows, MOST))
            last = deque(chain(head, rows), maxlen=LOOKED_AT)
        tail: list[tuple[str, ...]] = []
        before = 0
        for row, texts in last:
            tail += [()] if tail and row > before + 1 else []
            tail.append(tuple(texts))
            before = row
        return Edges(tuple((row, tuple(texts)) for row, texts in head), tuple(tail))

    def open(self, builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; the first row that is not blank holds the headings, unless the mapping names them."""
        with _told(part):
            table = _table(part, reading.skip)
            titles = list(reading.headings) or next(table.rows())
            headings = unique_names(_padded(titles, table.sheet.width))
            titled = not reading.headings
            used = table.used(titles, titled)
            cut = table.footer(reading.footer) if reading.footer else 0
            rows = _without_last(islice(table.numbered(), titled, None), cut)
            money = _money(table.sheet, headings, used)
            opened = land(
                builder,
                [*(headings[column] for column in used), *money],
                (
                    [*(values[column] or None for column in used), *_currencies(table.sheet, row, values, money)]
                    for row, values in rows
                ),
                counted=len(table.filled) - titled - cut,
                notes=repeats([title for title in titles if title]),
            )
        told = (f"left out as a footer: rows below the last one ({cut})",) if cut else ()
        opened = replace(opened, left_out=cut, notes=(*opened.notes, *told))
        return opened.with_faults(table.sheet.faults.values())


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet from a row on: its filled rows, and their texts (of XLS at hand, of others read anew each time)."""

    part: Part
    name: str
    sheet: SheetExtent
    skip: int
    held: Rows | None

    @property
    def filled(self) -> list[int]:
        return [row for row in self.sheet.filled if row >= self.skip]

    def rows(self) -> Iterator[list[str]]:
        """Rows that are not blank."""
        return (texts for _, texts in self.numbered())

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, each with its number, with the errors that the reader leaves out."""
        faults: dict[int, dict[int, str]] = {}
        for (row, column), text in self.sheet.faults.items():
            faults.setdefault(row, {})[column] = text
        for row, values in enumerate(_texts(self.part, self.name) if self.held is None else self.held):
            texts = _padded(values, self.sheet.width)
            for column, text in faults.get(row, {}).items():
                texts[column] = text
            if row >= self.skip and any(text.strip() for text in texts):
                yield row, texts

    def footer(self, texts: tuple[str, ...]) -> int:
        """How many of the last rows are a footer that begins with one of the texts."""
        return footer_length(list(deque(self.rows(), maxlen=LOOKED_AT)), texts)

    def used(self, titles: list[str], titled: bool) -> list[int]:
        """The columns with a heading or any value below it."""
        named = {column for column, title in enumerate(titles) if title.strip()}
        rest = set(range(self.sheet.width)) - named
        for number, values in enumerate(self.rows()) if rest else ():
            if number or not titled:
                found = {column for column in rest if values[column]}
                rest, named = rest - found, named | found
        return sorted(named)


def _table(part: Part, skip: int) -> _Table:
    """The sheet that is meant, and what is known of it before it is read."""
    held, name, sheet = None, "", SheetExtent()
    if zipfile.is_zipfile(part.path):
        with zipfile.ZipFile(part.path) as archive:
            names = [part.member] if part.member else list(sheet_names(archive))
            if names:
                name, sheet = names[0], look(archive, names[0], skip)
    else:
        sheets = read_apart(part.path)
        name = part.member or next(iter(sheets), "")
        held = sheets.get(name, [])
        filled = [row for row, values in enumerate(held) if any(text.strip() for text in values)]
        sheet = SheetExtent(filled, {}, max(map(len, held), default=0))
    table = _Table(part, name, sheet, skip, held)
    if not table.filled:
        raise SourceError(part.name, "holds no row", "export it again, with its headings")
    if (sheet.filled[-1] + 1) * sheet.width > _MOST_CELLS:
        raise SourceError(part.name, "spreads its cells too far apart", "delete what stands far off its table")
    return table


def _texts(part: Part, name: str) -> Iterator[list[str]]:
    from python_calamine import CalamineWorkbook

    return sheet_texts(CalamineWorkbook.from_path(str(part.path)).get_sheet_by_name(name))


def _money(sheet: SheetExtent, headings: Sequence[str], used: list[int]) -> dict[str, int]:
    """The headings that are made for the currencies of cells, each with the column that it tells of."""
    made = {headings[column] + OF_CELLS: column for column in used if column in sheet.currencies}
    taken = {heading.lower() for heading in headings}
    return {heading: column for heading, column in made.items() if heading.lower() not in taken}


def _currencies(sheet: SheetExtent, row: int, values: list[str], money: Mapping[str, int]) -> Iterator[str | None]:
    return (sheet.currency(row, column) or None if values[column] else None for column in money.values())


def _without_last(rows: Iterator[_Row], number: int) -> Iterator[_Row]:
    held: deque[_Row] = deque()
    for values in rows:
        held.append(values)
        if len(held) > number:
            yield held.popleft()


def _padded(values: list[str], width: int) -> list[str]:
    return values + [""] * (width - len(values))


@contextmanager
def _told(part: Part) -> Iterator[None]:
    """Whatever a reader of broken workbooks raises (its panics are no Exceptions) is told in one way."""
    try:
        yield
    except _OURS:
        raise
    except BaseException as problem:  # noqa: BLE001 (see above)
        told = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise SourceError(
            part.name,
            f"cannot be read as a workbook ({told}): it is refused whole",
            "save it again, without a password",
        ) from None
