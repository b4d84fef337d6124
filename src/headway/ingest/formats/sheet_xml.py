"""The second, independent look at a sheet of an XLSX or ODS workbook: its own XML, without the workbook's reader."""

from __future__ import annotations

import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from posixpath import join, normpath
from typing import Any

from headway.ingest.formats.number_formats import ANY, currencies_of
from headway.ingest.formats.xlsx_rows import Found, filled_rows

_ODS_REPEATS = 1 << 20
Cells = dict[int, str]


@dataclass(slots=True)
class SheetExtent:
    """What the XML says of a sheet: rows and columns count from 0.

    Attributes:
        filled: the rows that hold anything.
        faults: the text of each cell that holds an error, by its row and column.
        width: columns up to the last that is filled.
        currencies: what the formats of a column's cells show (a code, a sign, or nothing) from which row on.
    """

    filled: list[int] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    width: int = 0
    currencies: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def currency(self, row: int, column: int) -> str:
        """What the format of a filled cell shows; empty where it shows no currency."""
        changes = self.currencies[column]
        before = bisect_right(changes, row, key=lambda change: change[0])
        return changes[before - 1][1] if before else ""

    def tell(self, row: int, cells: Cells, money: Cells) -> None:
        """Keep the currencies of a row's cells, where they are others than those of the row before."""
        for column in money:
            self.currencies.setdefault(column, [])
        for column in self.currencies.keys() & cells.keys():
            changes, shown = self.currencies[column], money.get(column, "")
            if shown != (changes[-1][1] if changes else ""):
                changes.append((row, shown))


def sheet_names(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The sheets that hold anything, in the order of the workbook."""
    named = _xlsx_sheets(archive) if _is_xlsx(archive) else dict.fromkeys(_ods_names(archive), "")
    return tuple(name for name in named if any(True for _ in islice(_rows(archive, name), 1)))


def look(archive: zipfile.ZipFile, name: str, skip: int = 0) -> SheetExtent:
    """All that a sheet holds; of the rows that are skipped no currency is told.

    Errors: KeyError when there is no such sheet; what the XML's parser raises.
    """
    sheet = SheetExtent()
    for row, cells, faults, money in _rows(archive, name):
        sheet.filled.append(row)
        sheet.width = max(sheet.width, max(cells) + 1)
        sheet.faults |= {(row, column): cells[column] for column in faults}
        if row >= skip:
            sheet.tell(row, cells, money)
    return sheet


def _is_xlsx(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist()


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[Found]:
    """Each filled row: its number, its filled cells, the columns that hold an error, and those in a currency."""
    if _is_xlsx(archive):
        return filled_rows(archive, _xlsx_sheets(archive)[name], _blank_strings(archive), _xlsx_currencies(archive))
    return _ods_rows(archive, name)


def _events(archive: zipfile.ZipFile, member: str, *kinds: str) -> Iterator[tuple[str, str, Any]]:
    """(event, local name, element) of a member; entities and document types are refused."""
    from defusedxml.ElementTree import iterparse

    with archive.open(member) as stream:
        for event, element in iterparse(stream, events=kinds or ("end",), forbid_dtd=True):
            yield event, element.tag.rpartition("}")[2], element


def _local(element: Any, name: str) -> str:
    """An attribute by its name without namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _xlsx_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → its member."""
    rels = {
        element.get("Id", ""): element.get("Target", "")
        for _, name, element in _events(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    found = {}
    for _, name, element in _events(archive, "xl/workbook.xml"):
        if name == "sheet":
            target = rels.get(element.get(next((k for k in element.attrib if k.endswith("}id")), ""), ""), "")
            member = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if "worksheets" in member:
                found[element.get("name", "")] = member
    return found


def _blank_strings(archive: zipfile.ZipFile) -> frozenset[str]:
    """Numbers of the shared strings that hold nothing but blanks."""
    member = next((name for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")), "")
    if not member:
        return frozenset()
    blank, number = set(), 0
    for _, name, element in _events(archive, member):
        if name == "si":
            if not "".join(element.itertext()).strip():
                blank.add(str(number))
            number += 1
            element.clear()
    return frozenset(blank)


def _xlsx_currencies(archive: zipfile.ZipFile) -> dict[str, str]:
    """The place of each style of cells that shows a currency, with what it shows."""
    formats, used, inside = list[tuple[int, str]](), list[int](), False
    member = next((name for name in archive.namelist() if name.lower().endswith("xl/styles.xml")), "")
    for event, name, element in _events(archive, member, "start", "end") if member else ():
        if name == "cellXfs":
            inside = event == "start"
        elif event == "end" and name == "xf" and inside:
            used.append(int(element.get("numFmtId") or 0))
            element.clear()
        elif event == "end" and name == "numFmt":
            formats.append((int(element.get("numFmtId") or 0), element.get("formatCode", "")))
            element.clear()
    return currencies_of(formats, used)


def _ods_names(archive: zipfile.ZipFile) -> list[str]:
    return [_local(e, "name") for _, name, e in _events(archive, "content.xml", "start") if name == "table"]


def _ods_rows(archive: zipfile.ZipFile, sheet: str) -> Iterator[Found]:
    number, inside = 0, False
    for event, name, element in _events(archive, "content.xml", "start", "end"):
        if name == "table":
            inside = event == "start" and _local(element, "name") == sheet
        elif name == "table-row" and event == "end":
            if inside:
                times = int(_local(element, "number-rows-repeated") or 1)
                cells, faults, money = _ods_cells(element)
                for row in range(number, number + times) if cells and times < _ODS_REPEATS else ():
                    yield row, cells, faults, money
                number += times
            element.clear()


def _ods_cells(row: Any) -> tuple[Cells, list[int], Cells]:
    cells, money, column = Cells(), Cells(), 0
    faults: list[int] = []
    for cell in row:
        if not cell.tag.endswith(("}table-cell", "}covered-table-cell")):
            continue
        times = min(int(_local(cell, "number-columns-repeated") or 1), _ODS_REPEATS)
        texts = [part.itertext() for part in cell if part.tag.endswith("}p")]
        text = "\n".join("".join(part) for part in texts) or _local(cell, "value") or _local(cell, "date-value")
        if text.strip():
            cells |= dict.fromkeys(range(column, column + times), text)
            if any(value == "error" for value in cell.attrib.values()):
                faults += range(column, column + times)
            elif _local(cell, "value-type") == "currency":
                money |= dict.fromkeys(range(column, column + times), _local(cell, "currency") or ANY)
        column += times
    return cells, faults, money
