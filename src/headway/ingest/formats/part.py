"""One readable thing, and how a person says it must be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from headway.errors import MappingError


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or what lies inside one: a sheet, a member of an archive, a list of a document.

    Attributes:
        path: the file on disk.
        member: what inside it is meant; empty for the file as a whole.
        name: how it is shown and matched, e.g. ``deals.csv``, ``export.zip/deals.csv``, ``book.xlsx/Deals``.
    """

    path: Path
    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table's mapping says of its files beside the columns; empty means: found from the file.

    Attributes:
        headings: the names of the columns of a file that has no line with headings.
        skip: lines (rows of a sheet) before the headings.
        encoding: such as ``cp1250``.
        delimiter: the one character between fields.
        footer: texts with which the lines below the last row begin, such as ``Total``.

    Example:
        >>> Reading.of({"file": "a.txt", "skip": 2, "amount": "Value"}).skip
        2
    """

    headings: tuple[str, ...] = ()
    skip: int = 0
    encoding: str = ""
    delimiter: str = ""
    footer: tuple[str, ...] = ()

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> Self:
        """The reading that a mapping's reserved words ask for. Errors: :class:`MappingError` for a wrong one."""
        said = {name: mapping[name] for name in READING_WORDS if name in mapping}
        for name, (holds, rule) in _RULES.items():
            if name in said and not holds(said[name]):
                raise MappingError(name, f"{said[name]!r} {rule}", "mend headway.toml")
        if "headings" in said:
            said["headings"] = tuple(said["headings"])
        if "footer" in said:
            said["footer"] = (said["footer"],) if isinstance(said["footer"], str) else tuple(said["footer"])
        return cls(**said)

    def as_mapping(self) -> dict[str, Any]:
        """The reserved words that say this reading, as they stand in a mapping.

        Example:
            >>> Reading(skip=2, footer=("Total",)).as_mapping()
            {'skip': 2, 'footer': ['Total']}
        """
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(said) if isinstance(said, tuple) else said for name, said in given.items() if said}


def _is_encoding(value: Any) -> bool:
    try:
        "".encode(value)
    except (LookupError, TypeError):
        return False
    return True


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "headings": (
        lambda value: isinstance(value, list) and bool(value) and all(isinstance(name, str) for name in value),
        "is no list of names",
    ),
    "skip": (lambda value: type(value) is int and value >= 0, "is no number of lines"),
    "encoding": (_is_encoding, "is no encoding that is known"),
    "delimiter": (
        lambda value: isinstance(value, str) and len(value) == 1 and value.isascii() and value not in '"\r\n\0',
        "is not one plain character",
    ),
    "footer": (
        lambda value: all(isinstance(text, str) and text.strip() for text in _listed(value)) and bool(value),
        "is no text (or list of texts) with which a footer begins",
    ),
}
READING_WORDS = tuple(field.name for field in fields(Reading))
