"""Whether a text file is so regular that every reader and a mere count agree about its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# A chunk without any line end makes a file odd, so no line of a regular one is longer than two chunks.
_CHUNK_BYTES = 4 << 20
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
Bytes = NDArray[np.uint8]


@dataclass(slots=True)
class _Seen:
    """What was seen of a file so far."""

    delimiter: int
    inside: bool = False
    before: int = _NEWLINE
    ends: set[str] = field(default_factory=set)


def oddity(path: Path, delimiter: str) -> str:
    """What makes a UTF-8 file irregular; empty when nothing does.

    Regular is one kind of line end, quotes only around whole fields, no NUL, no endless line.

    Example:
        >>> import tempfile, pathlib
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.csv"
        >>> _ = path.write_bytes(b'id,size' + bytes([10]) + b'1,19" screen' + bytes([10]))
        >>> oddity(path, ",")
        'a quote inside a field'
    """
    seen = _Seen(ord(delimiter))
    with path.open("rb") as stream:
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)
        while chunk := stream.read(_CHUNK_BYTES):
            while chunk.endswith((b"\r", b'"')) and (more := stream.read(1)):
                chunk += more
            found = _odd(chunk, seen)
            if found:
                return found
            seen.before = chunk[-1]
    return "a quote that never closes" if seen.inside else ""


def _odd(chunk: bytes, seen: _Seen) -> str:
    if b"\x00" in chunk:
        return "NUL bytes"
    if seen.inside or b'"' in chunk:
        found = _look_at_quotes(np.frombuffer(chunk, dtype=np.uint8), seen)
        if found:
            return found
    elif b"\r" in chunk:
        both, returns = chunk.count(b"\r\n"), chunk.count(b"\r")
        _note_ends(seen, chunk.count(b"\n") - both, both, returns - both)
    elif b"\n" in chunk:
        seen.ends.add("\n")
    if len(seen.ends) > 1 or "\r" in seen.ends:
        return "several kinds of line end"
    return "an endless line" if len(chunk) >= _CHUNK_BYTES and b"\n" not in chunk else ""


def _note_ends(seen: _Seen, newlines: int, both: int, returns: int) -> None:
    for end, count in (("\n", newlines), ("\r\n", both), ("\r", returns)):
        if count:
            seen.ends.add(end)


def _look_at_quotes(data: Bytes, seen: _Seen) -> str:
    """Each quote must open where a field begins, or close where one ends, or stand doubled."""
    quotes = np.flatnonzero(data == _QUOTE)
    before = np.where(quotes > 0, data[quotes - 1], seen.before)
    after = np.where(quotes + 1 < len(data), data[np.minimum(quotes + 1, len(data) - 1)], _NEWLINE)
    opens = (np.arange(len(quotes)) + seen.inside) % 2 == 0
    edges = np.array([seen.delimiter, _NEWLINE, _RETURN, _QUOTE])
    if not np.isin(before[opens], edges).all() or not np.isin(after[~opens], edges).all():
        return "a quote inside a field"
    ends = np.flatnonzero((data == _NEWLINE) | (data == _RETURN))
    outside = ends[(np.searchsorted(quotes, ends) + seen.inside) % 2 == 0]
    newlines = outside[data[outside] == _NEWLINE]
    both = int(np.count_nonzero(np.where(newlines > 0, data[newlines - 1], seen.before) == _RETURN))
    _note_ends(seen, len(newlines) - both, both, int(np.count_nonzero(data[outside] == _RETURN)) - both)
    seen.inside = bool((len(quotes) + seen.inside) % 2)
    return ""
