"""Workbooks (XLSX, XLS, ODS): each filled sheet is a part, each value a text that reads back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.errors import MappingError, SourceError
from headway.ingest.formats.headings import repeats, unique_names
from headway.ingest.formats.landing import land
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.sheet_xml import Sheet, look, sheet_names

_EXACT = 2**53
_MOST_CELLS = 100_000_000
# What must not be taken for a fault of the file.
_OURS = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, SourceError, MappingError)


class Workbook:
    """A file of sheets. Formulas are never worked out: the value that was saved with them is read.

    The rows of XLSX and ODS are counted a second time in the workbook's own XML, which also tells the cells that hold
    an error (``#DIV/0!``). For XLS there is no second way at hand: its rows are counted by its one reader, and a cell
    with an error is empty.
    """

    def members(self, part: Part) -> tuple[str, ...]:
        """See :class:`Format`: the sheets that hold anything; a single one is the file itself."""
        with _told(part):
            if zipfile.is_zipfile(part.path):
                with zipfile.ZipFile(part.path) as archive:
                    names = sheet_names(archive)
            else:
                names = tuple(name for name in _book(part).sheet_names if _any_row(part, name))
        return names if len(names) > 1 else ("",)

    def open(self, builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; the first row that is not blank holds the headings, unless the mapping names them."""
        with _told(part):
            name, sheet = _look(part)
            if (sheet.filled[-1] + 1) * sheet.width > _MOST_CELLS:
                raise SourceError(part.name, "spreads its cells too far apart", "delete what stands far off its table")
            rows = ((row, [*values]) for row, values in _rows(part, name, sheet) if row >= reading.skip)
            filled = [row for row in sheet.filled if row >= reading.skip]
            if not filled:
                raise SourceError(part.name, "holds no row", "export it again, with its headings")
            titles = next(rows)[1] if not reading.headings else []
            headings = unique_names(_padded(list(reading.headings) or titles, sheet.width))
            used = _used(part, name, sheet, [*(reading.headings or titles)], filled[0] + (not reading.headings))
            records = ([values[column] or None for column in used] for _, values in rows)
            opened = land(
                builder,
                [headings[column] for column in used],
                records,
                counted=len(filled) - (not reading.headings),
                notes=repeats([title for title in titles if title]),
            )
        return opened.with_faults(sheet.faults.values())


def _look(part: Part) -> tuple[str, Sheet]:
    """The sheet that is meant, and what is known of it before it is read."""
    if not zipfile.is_zipfile(part.path):
        names = [part.member] if part.member else [n for n in _book(part).sheet_names if _any_row(part, n)]
        filled = [row for row, values in _texts(part, names[0]) if any(values)] if names else []
        width = max((len(values) for _, values in _texts(part, names[0])), default=0) if names else 0
        name, sheet = (names or [""])[0], Sheet(filled, {}, width)
    else:
        with zipfile.ZipFile(part.path) as archive:
            names = [part.member] if part.member else list(sheet_names(archive))
            name, sheet = (names[0], look(archive, names[0])) if names else ("", Sheet())
    if not sheet.filled:
        raise SourceError(part.name, "holds no row", "export it again, with its headings")
    return name, sheet


def _rows(part: Part, name: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, as texts, with the errors that the reader leaves out."""
    faults: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.faults.items():
        faults.setdefault(row, {})[column] = text
    for row, values in _texts(part, name):
        texts = _padded(values, sheet.width)
        for column, text in faults.get(row, {}).items():
            texts[column] = text
        if any(text.strip() for text in texts):
            yield row, texts


def _texts(part: Part, name: str) -> Iterator[tuple[int, list[str]]]:
    sheet = _book(part).get_sheet_by_name(name)
    first = sheet.start[1] if sheet.start else 0
    for row, values in enumerate(sheet.iter_rows()):
        yield row, [""] * first + [text_of(value) for value in values]


def _any_row(part: Part, name: str) -> bool:
    return any(any(values) for _, values in _texts(part, name))


def _used(part: Part, name: str, sheet: Sheet, titles: list[str], first: int) -> list[int]:
    """The columns with a heading or any value below it."""
    named = {column for column, title in enumerate(titles) if title.strip()}
    rest = set(range(sheet.width)) - named
    for row, values in _rows(part, name, sheet) if rest else ():
        if row >= first:
            rest -= (found := {column for column in rest if values[column]})
            named |= found
    return sorted(named)


def _padded(values: list[str], width: int) -> list[str]:
    return values + [""] * (width - len(values))


def text_of(value: Any) -> str:
    """A cell's value as a text that reads back.

    Example:
        >>> [text_of(v) for v in (12.0, 0.1 + 0.2, True, date(2026, 3, 1), datetime(2026, 3, 1, 14, 5), None)]
        ['12', '0.3', 'true', '2026-03-01', '2026-03-01 14:05:00', '']
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return "" if value is None else str(value)


def _book(part: Part) -> Any:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(part.path))


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
