"""A text file made plain for the engine: in UTF-8, without the lines above its headings and the footer below."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from headway.engine.duckdb import DuckBuilder
from headway.ingest.formats.encodings import Encoding
from headway.ingest.formats.footers import LOOKED_AT, footer_length
from headway.ingest.formats.part import Part
from headway.ingest.formats.texts import records_of

_CHUNK = 1 << 20
_TAIL_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Ending:
    """The last lines of a text file, each as a record, with the place in the file at which it begins."""

    records: tuple[tuple[str, ...], ...] = ()
    places: tuple[int, ...] = ()
    quotes: tuple[int, ...] = ()


def plain_copy(builder: DuckBuilder, part: Part, encoding: Encoding, skip: int) -> tuple[Part, Encoding]:
    """The part as a file of its own in UTF-8, without its first ``skip`` lines, and the encoding in which that is.

    Bytes that are no text in the encoding stay as they are: then only the lines are left out.
    """
    target = builder.scratch() / f"{len(list(builder.scratch().iterdir()))}{part.path.suffix}"
    if encoding.whole and not encoding.is_utf8:
        with (
            part.path.open("r", encoding=encoding.name, newline="") as stream,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            for _ in range(skip):
                stream.readline()
            shutil.copyfileobj(stream, copy, _CHUNK)
        return replace(part, path=target), replace(encoding, name="utf-8")
    with part.path.open("rb") as given, target.open("wb") as plain:
        given.seek(_behind(part.path, skip))
        shutil.copyfileobj(given, plain, _CHUNK)
    return replace(part, path=target), encoding


def _behind(path: Path, skip: int) -> int:
    """The byte behind the first lines, whatever their ends."""
    size, whole = _CHUNK, path.stat().st_size
    while skip:
        with path.open("rb") as stream:
            lines = stream.read(size).splitlines(keepends=True)
        if len(lines) > skip or size >= whole:
            return sum(map(len, lines[:skip]))
        size *= 2
    return 0


def ending_of(path: Path, encoding: Encoding, delimiter: str) -> Ending:
    """The last lines of a file in UTF-8 (or another encoding in which line ends are single bytes)."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(size - _TAIL_BYTES, 0))
        tail = stream.read()
    found: list[tuple[tuple[str, ...], int, int]] = []
    place = size - len(tail)
    for number, line in enumerate(tail.splitlines(keepends=True)):
        if number or len(tail) == size:
            text = line.decode(encoding.name, "replace").strip("\ufeff\r\n")
            found.append((tuple(next(records_of(text, delimiter), ())), place, line.count(b'"')))
        place += len(line)
    last = found[-LOOKED_AT:]
    records, places, quotes = zip(*last, strict=True) if last else ((), (), ())
    return Ending(tuple(records), tuple(places), tuple(quotes))


def cut_footer(path: Path, encoding: Encoding, delimiter: str, footer: tuple[str, ...]) -> int:
    """Cut the footer off a copy; gives how many lines that are not blank it had.

    A line that begins like a footer inside of a quoted field is none: what is cut off holds whole fields.
    """
    ending = ending_of(path, encoding, delimiter)
    lines = footer_length(ending.records, footer)
    if not lines or sum(ending.quotes[-lines:]) % 2:
        return 0
    os.truncate(path, ending.places[-lines])
    return sum(any(field.strip() for field in record) for record in ending.records[-lines:])
