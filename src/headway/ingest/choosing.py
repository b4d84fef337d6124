"""Headings chosen by hand, each with the reading that its values have; one that reads several ways is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import MappingError
from headway.ingest.notation import as_mapping
from headway.ingest.profile import Profile
from headway.ingest.recognise import by_values
from headway.ingest.values import EITHER
from headway.schema import Table
from headway.schema.table import DATES, NUMBERS, Column

_MARKS = {",": "a decimal comma", ".": "a decimal point"}
_FIRST = {"%d": "the day first", "%m": "the month first"}


@dataclass(frozen=True, slots=True)
class Way:
    """One of several ways in which the values of a heading read: its name, what it is in words, what is written."""

    name: str
    said: str
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for a column of ours: a heading (empty: none), and how it reads where that was asked."""

    heading: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Choices as entries of a mapping.

    Attributes:
        entries: our column → its new entry, empty to take it out; what is written so already is not among them.
        ways: our column → the ways to ask about; ``wrong`` what to say while one of them was not answered.
    """

    entries: Mapping[str, Any]
    ways: Mapping[str, tuple[Way, ...]]
    wrong: str = ""

    def on(self, mapping: Mapping[str, Any]) -> dict[str, Any]:
        """The mapping with the choices made."""
        return {name: entry for name, entry in {**mapping, **self.entries}.items() if entry != ""}


def chosen_entries(
    builder: DuckBuilder, table: Table, mapping: Mapping[str, Any], seen: Profile, choices: Mapping[str, Choice]
) -> Chosen:
    """What the choices write: the reading that stands already for the same heading, else the one of its values.

    Where these read several ways, one of them in which the mapping reads other headings of the file is theirs too.
    """
    entries: dict[str, Any] = {}
    asked: dict[str, tuple[Way, ...]] = {}
    wrong = []
    for name, choice in choices.items():
        if choice.heading and _read_by(mapping.get(name)) == _plain(choice.heading):
            continue
        found = ways_of(builder, table.column(name), seen, choice.heading) if choice.heading in seen.headings else ()
        ways = _as_others(found, mapping)
        told = [way for way in ways if way.name == choice.way] or list(ways if len(ways) == 1 else ())
        entries[name] = {"column": choice.heading, **told[0].entry} if told else choice.heading
        if len(ways) > 1:
            asked[name] = ways
            either = " and with ".join(way.said for way in ways)
            problem = MappingError(name, f"'{choice.heading}' reads with {either}", "choose one beside it")
            wrong += [] if told else [str(problem)]
    return Chosen(entries, asked, " ".join(wrong))


def ways_of(builder: DuckBuilder, column: Column, seen: Profile, heading: str) -> tuple[Way, ...]:
    """The ways in which the values of a heading read as numbers or days; none where they are as machines write them."""
    match = by_values(builder, seen, column, heading, 1.0) if column.type in NUMBERS | DATES else None
    if match is None:
        return ()
    if match.mixed:
        return (Way("", "either mark", {"decimal": [*EITHER]}),)
    if match.comma:
        return (Way(",", _MARKS[","], {"decimal": ","}),)
    if match.comma is None:
        example = _example(builder, seen, heading)
        return tuple(
            Way(mark, f"{said}{_as_number(example, mark)}", {"decimal": mark}) for mark, said in _MARKS.items()
        )
    return tuple(Way(form, f"{_FIRST.get(form[:2], '')} ({form})".strip(), as_mapping(form)) for form in match.formats)


def _as_others(ways: tuple[Way, ...], mapping: Mapping[str, Any]) -> tuple[Way, ...]:
    written = [entry.items() for entry in mapping.values() if isinstance(entry, Mapping)]
    same = tuple(way for way in ways if any(way.entry.items() <= entry for entry in written))
    return same if len(same) == 1 else ways


def _example(builder: DuckBuilder, seen: Profile, heading: str) -> str:
    text = quoted(heading)
    first = builder.rows(f"SELECT trim({text}) FROM {seen.relation} WHERE regexp_matches({text}, '[.,]') LIMIT 1")
    return str(first[0][0]) if first else ""


def _as_number(text: str, mark: str) -> str:
    """What an example is when it is read with a decimal mark.

    Example:
        >>> _as_number("1.500", ","), _as_number("1.500", ".")
        (' (1.500 is 1500)', ' (1.500 is 1.500)')
    """
    bare = text.replace("." if mark == "," else ",", "").replace(mark, ".")
    return f" ({text} is {bare})" if text else ""


def _read_by(entry: Any) -> str | None:
    """The heading that an entry reads, where it reads one of the file itself."""
    heading = entry.get("column") if isinstance(entry, Mapping) and "lookup" not in entry else entry
    return _plain(heading) if isinstance(heading, str) else None


def _plain(heading: str) -> str:
    return heading.strip().lower()
