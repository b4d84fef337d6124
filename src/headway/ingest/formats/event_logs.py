"""Event logs in XES: one row an event, with what its case says beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError
from headway.ingest.formats.landing import land
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.unique_names import unique_names

_CHUNK_BYTES = 1 << 20
_VALUES = ("string", "date", "int", "float", "boolean", "id")
_MAX_HEADINGS = 2_000


class EventLog:
    """XES (IEEE 1849); the attributes of the trace are named ``case:…``.

    The events are counted a second time by another parser, which knows nothing of their attributes.
    """

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, builder: DuckBuilder, part: Part, _reading: Reading) -> Opened:
        """See :class:`Format`; every attribute of any event or case is a heading."""
        names: dict[str, None] = {}
        for event in _events(part):
            names |= dict.fromkeys(event)
            if len(names) > _MAX_HEADINGS:
                raise SourceError(part.name, f"has more than {_MAX_HEADINGS:,} attributes", "export fewer of them")
        if not names:
            raise SourceError(part.name, "holds no event", "export it again")
        cases = sorted(names, key=lambda name: not name.startswith("case:"))
        rows = ([event.get(name) for name in cases] for event in _events(part))
        return land(builder, unique_names(cases), rows, counted=_count(part))


def _events(part: Part) -> Iterator[dict[str, str]]:
    """Each event's attributes, and those of its case. Errors: :class:`SourceError` for what is no XES."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    case: dict[str, str] = {}
    inside: list[str] = []
    try:
        with part.path.open("rb") as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                kind = element.tag.rpartition("}")[2]
                if event == "start":
                    case = {} if kind == "trace" else case
                    inside.append(kind)
                    continue
                inside.pop()
                if kind == "event" and inside[-1:] == ["trace"]:
                    yield case | _attributes(element)
                    element.clear()
                elif kind in _VALUES and inside[-1:] == ["trace"]:
                    case[f"case:{element.get('key', '')}"] = element.get("value", "")
                elif kind == "trace":
                    element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise _unreadable(part, problem) from None


def _attributes(element: Any) -> dict[str, str]:
    """The event's own attributes; those of attributes and of lists keep their place in their names."""
    found = {}
    for child in element:
        kind, key = child.tag.rpartition("}")[2], child.get("key", "")
        if kind in _VALUES:
            found[key] = child.get("value", "")
        found |= {f"{key}.{name}" if key else name: value for name, value in _attributes(child).items()}
    return found


def _count(part: Part) -> int:
    """The events by the parser itself, element by element."""
    found, inside = 0, list[str]()

    def start(name: str, _: object) -> None:
        nonlocal found
        kind = name.rpartition(":")[2]
        found += kind == "event" and inside[-1:] == ["trace"]
        inside.append(kind)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: inside.pop()
    try:
        with part.path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as problem:
        raise _unreadable(part, problem) from None
    return found


def _unreadable(part: Part, problem: Exception) -> SourceError:
    return SourceError(part.name, f"is no XES that can be read ({problem}): it is refused whole", "export it again")
