"""JSON: a list, an object with lists under its keys, or one object a line; lists inside of objects are parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from headway.engine.duckdb import DuckBuilder, text_literal
from headway.errors import SourceError
from headway.ingest.formats.encodings import encoding_of
from headway.ingest.formats.flattening import DECODER, Row, below, elements, flat, places, shown
from headway.ingest.formats.landing import Broken, land
from headway.ingest.formats.lines import json_pointer, open_lines
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.unique_names import repeats, unique_names

_MAX_BYTES = 1 << 29
_MAX_HEADINGS = 2_000
_LOOKED_AT = 1_000
_SAMPLE_BYTES = 4 << 20
_WRONG = (ValueError, IndexError, RecursionError)
Element = tuple[tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class Documents:
    """JSON of any shape. The records are counted a second time by the engine's own parser.

    Attributes:
        by_line: one object a line; a line that is none is refused alone.
    """

    by_line: bool = False

    def members(self, part: Part) -> tuple[str, ...]:
        """See :class:`Format`: the lists of objects; a single one, and the objects of lines, are the file itself."""
        text = _Text.of(part, Reading(), self.by_line, _SAMPLE_BYTES if self.by_line else -1)
        kept, seen = dict.fromkeys(text.roots()), dict[str, None]()
        for keys in kept:
            name = ".".join(keys) if len(kept) > 1 else ""
            seen[name] = None
            for record in islice(text.records(keys), _LOOKED_AT):
                if not isinstance(record, Broken):
                    seen |= {f"{name}/{place}".lstrip("/"): None for place in sorted(places(record))}
        return tuple(seen) or ("",)

    def open(self, builder: DuckBuilder, part: Part, reading: Reading) -> Opened:
        """See :class:`Format`; every key of every object is a heading."""
        if part.path.stat().st_size > _MAX_BYTES and not self.by_line:
            raise SourceError(part.name, "is larger than 512 MB as one document", "export it as JSON Lines")
        plain = open_lines(builder, part) if self.by_line and not part.member else None
        return plain or self._landed(builder, part, _Text.of(part, reading, self.by_line))

    def _landed(self, builder: DuckBuilder, part: Part, text: _Text) -> Opened:
        keys, place = text.root(part.member)
        names: dict[str, None] = {}
        for record in text.at(keys, place):
            names |= dict.fromkeys(record.texts) if isinstance(record, Row) else {}
            if len(names) > _MAX_HEADINGS:
                raise SourceError(
                    part.name, f"has more than {_MAX_HEADINGS:,} different keys", "export a list of objects"
                )
        if not names:
            raise SourceError(part.name, "holds no JSON object", "a list of objects, or one object a line, is read")
        records = (r if isinstance(r, Broken) else [r.texts.get(n) for n in names] for r in text.at(keys, place))
        counted = _count(builder, text, keys, place)
        headings = [shown(name) for name in names]
        notes = (*text.notes, *repeats(headings))
        return land(builder, unique_names(headings), records, counted=counted, notes=notes)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a file of JSON."""

    part: Part
    text: str
    by_line: bool
    notes: tuple[str, ...]

    @classmethod
    def of(cls, part: Part, reading: Reading, by_line: bool, size: int = -1) -> _Text:
        """The text, or the lines in its first ``size`` bytes. Errors: :class:`SourceError` when it is no text."""
        encoding = encoding_of(part, reading)
        with part.path.open("rb") as stream:
            content = stream.read(size)
        content = content[: content.rfind(b"\n") + 1 or None] if len(content) == size else content
        try:
            text = content.decode(encoding.name, "surrogateescape" if by_line else "strict")
        except UnicodeError as problem:
            raise _unreadable(part, problem) from None
        return cls(part, text, by_line or _is_lines(text), encoding.notes)

    def roots(self) -> list[tuple[str, ...]]:
        """The keys that lead to each list of objects, in the order of the document."""
        if self.by_line:
            return [()]
        return list(dict.fromkeys(keys for keys, value in self._elements() if isinstance(value, dict)))

    def root(self, member: str) -> tuple[tuple[str, ...], str]:
        """The keys of the list that a member means, and the place below it."""
        roots = self.roots()
        if len(roots) <= 1:
            return (roots[0] if roots else ()), member
        named = {".".join(keys): keys for keys in roots}
        name = max((n for n in named if member == n or member.startswith(n + "/")), key=len, default=None)
        if name is None:
            raise SourceError(self.part.name, "holds several lists", f"name one of {', '.join(named)}")
        return named[name], member[len(name) + 1 :]

    def at(self, keys: tuple[str, ...], place: str) -> Iterator[Row | Broken]:
        """The rows of a part; what is no object is told in the part of its own list alone."""
        if not place:
            return self.records(keys)
        return below((record for record in self.records(keys) if isinstance(record, Row)), place)

    def records(self, keys: tuple[str, ...]) -> Iterator[Row | Broken]:
        """The objects of a list as rows, and what stands among them and is none."""
        values = (value for where, value in self._elements() if where == keys)
        for line, value in enumerate(values, start=2):
            if isinstance(value, dict):
                yield flat(value)
            else:
                yield Broken(line, "not a json object", str(value))

    def _elements(self) -> Iterator[Element]:
        try:
            yield from (_lines(self.text) if self.by_line else elements(self.text))
        except _WRONG as problem:
            raise _unreadable(self.part, problem) from None


def _lines(text: str) -> Iterator[Element]:
    for line in text.split("\n"):
        if plain := line.strip("\r"):
            try:
                value = DECODER.decode(plain)
                json.dumps(value, ensure_ascii=False).encode() if "\\u" in plain else plain.encode()
            except _WRONG:
                value = plain
            yield (), value


def _is_lines(text: str) -> bool:
    """Whether a document is several, one a line."""
    first, _, rest = text.partition("\n")
    if not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(DECODER.decode(first), dict)
    except _WRONG:
        return False


def _unreadable(part: Part, problem: Exception) -> SourceError:
    return SourceError(part.name, f"is no JSON that can be read ({problem}): it is refused whole", "export it again")


def _count(builder: DuckBuilder, text: _Text, keys: tuple[str, ...], place: str) -> int:
    """The records by the engine's parser: its own way through the document to the same list."""
    copy = Path(builder.scratch()) / f"{len(list(builder.scratch().iterdir()))}.text"
    copy.write_text(text.text, encoding="utf-8", errors="replace", newline="")
    whole = f"(SELECT content FROM read_text({text_literal(str(copy))}))"
    try:
        if text.by_line:
            lines = f"(SELECT unnest(string_split(content, chr(10))) AS line FROM {whole})"
            if not place:
                return int(builder.value(f"SELECT count(*) FROM {lines} WHERE length(trim(line, chr(13))) > 0"))
            at = f"SELECT json(line) AS e FROM {lines} WHERE json_valid(line)"
        else:
            kind = builder.value(f"SELECT json_type(content, {text_literal(json_pointer(*keys))}) FROM {whole}")
            at = f"SELECT json_extract(content, {text_literal(json_pointer(*keys))}) AS e FROM {whole}"
            at = _inside(at, "") if kind == "ARRAY" else at
        for step in place.split("/") if place else ():
            objects = f"SELECT e FROM ({at}) WHERE json_type(e) = 'OBJECT'"
            at = f"SELECT e FROM ({_through(objects, step)}) WHERE json_type(e) = 'OBJECT'"
        return int(builder.value(f"SELECT count(*) FROM ({at})"))
    except DuckBuilder.Error as problem:
        raise _unreadable(text.part, problem) from None
    finally:
        copy.unlink()


def _inside(rows: str, pointer: str) -> str:
    found = f"json_extract(e, {text_literal(pointer)})" if pointer else "e"
    return f"SELECT unnest(json_extract({found}, '$[*]')) AS e FROM ({rows})"


def _through(rows: str, step: str) -> str:
    """A step such as ``order.lines``: the dot may lead into an object, or belong to the key."""
    names = step.split(".")
    ways = [_joined(names, cut) for cut in range(1 << min(len(names) - 1, 6))]
    parts = [_inside(rows, json_pointer(*way)) for way in ways]
    return " UNION ALL ".join(parts)


def _joined(names: list[str], cut: int) -> tuple[str, ...]:
    """The names as keys: bit n of ``cut`` joins name n + 1 to the one before by a dot."""
    keys = [names[0]]
    for number, name in enumerate(names[1:]):
        if cut >> number & 1:
            keys[-1] += "." + name
        else:
            keys.append(name)
    return tuple(keys)
