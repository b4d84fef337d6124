"""Turns what a layout says of a column into an entry of ``headway.toml``: plain headings become the file's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from headway.engine.duckdb import quoted
from headway.ingest.names import plain_text
from headway.ingest.profile import Profile
from headway.ingest.recognise import bare

_PLACE = re.compile(r"\{([^{}]+)\}")
# Entries of a recipe that name a heading of the file; those of a lookup that name one of the file looked into.
_HERE = ("column", "first", "last", "ends", "on", "per", "by")
_THERE = ("key", "value", "order")


class UnfilledError(LookupError):
    """A heading, or a file to look in, that a recipe needs is not there."""


@dataclass(frozen=True, slots=True)
class Kitchen:
    """What a recipe is filled from: the file, the other files of its system, what its mapping has looked up so far.

    Attributes:
        beside: the file that holds another sheet of the layout, None when there is none.
        value: the entry that reads a heading as a column of ours (with its days' format); None if it does not fit.
    """

    seen: Profile
    beside: Callable[[str], Profile | None]
    value: Callable[[str], Any]
    brought: Mapping[str, Any] = field(default_factory=dict)

    def fill(self, form: Any) -> Any:
        """The entry for the first alternative that can be filled; None when none can.

        A heading without a single value is taken only when no alternative has any.
        """
        empty = None
        for part in form if isinstance(form, tuple) else (form,):
            try:
                entry = self.word(part) if isinstance(part, str) else self.recipe(part)
            except UnfilledError:
                continue
            if entry is None or not self._is_empty(entry):
                if entry is not None:
                    return entry
            else:
                empty = empty or entry
        return empty

    def _is_empty(self, entry: Any) -> bool:
        return isinstance(entry, str) and entry in self.seen.headings and not self.seen.headings[entry].filled

    def word(self, words: str) -> Any:
        """The entry of the first of the plain headings (``a|b``) whose values fit."""
        for name in find_all(self.seen, words):
            entry = self.value(name)
            if entry is not None:
                return entry
        raise UnfilledError(words)

    def recipe(self, recipe: Mapping[str, Any]) -> dict[str, Any]:
        """A recipe with every heading in it found. Errors: :class:`UnfilledError`.

        An expression is written as the values of the heading that ``written`` names.
        """
        made = {name: self._part(name, part) for name, part in recipe.items() if name != "written"}
        like = self.word(recipe["written"]) if "written" in recipe else None
        return made | ({k: v for k, v in like.items() if k != "column"} if isinstance(like, Mapping) else {})

    def _part(self, name: str, part: Any) -> Any:
        if name == "lookup":
            return self.look_up(part)
        if name == "with" and isinstance(part, Mapping):
            return part
        if name in _HERE:
            return self.heading(part)
        if name in {"expr", "where", "when", "sum"}:
            return _placed(part, self.heading)
        if name in {"join", "either"}:
            return self._listed(name, part)
        return part

    def _listed(self, name: str, parts: Any) -> list[Any]:
        found: list[Any] = []
        for part in parts:
            if isinstance(part, Mapping):
                found.append(self.recipe(part))
                continue
            try:
                found.append(self.heading(part) if name == "join" else self.word(part))
            except UnfilledError:
                if name == "either":
                    raise
        if not any(isinstance(part, str) for part in found) and name == "join":
            raise UnfilledError(name)
        return found

    def look_up(self, recipe: Mapping[str, Any]) -> dict[str, Any]:
        """A lookup whose file is there and has the headings. Errors: :class:`UnfilledError`."""
        other = self.beside(str(recipe["file"]))
        if other is None:
            raise UnfilledError(recipe["file"])

        def there(words: str) -> str:
            return first(other, words)

        entry: dict[str, Any] = {"file": other.name}
        for name, part in recipe.items():
            if name == "on":
                entry[name] = self.heading(part)
            elif name in _THERE:
                entry[name] = there(part)
            elif name in {"where", "sum"}:
                entry[name] = _placed(part, there)
            elif name == "when":
                entry[name] = _placed(part, self.heading)
        return entry

    def heading(self, words: str) -> str:
        """The heading of the file (or what ``with`` has brought, after ``=``) that is meant."""
        for word in words.split("|"):
            if word.removeprefix("=") in self.brought:
                return word.removeprefix("=")
        return first(self.seen, words)


def first(seen: Profile, words: str) -> str:
    """The first of the plain headings that the file has, filled ones before empty ones."""
    found = find_all(seen, words)
    filled = [name for name in found if seen.headings[name].filled]
    if not found:
        raise UnfilledError(words)
    return (filled or found)[0]


def find_all(seen: Profile, words: str) -> list[str]:
    """The headings of the file that are any of the plain ones, in the order of the words."""
    index = _by_word(tuple(seen.headings))
    return list(dict.fromkeys(name for word in words.split("|") for name in index.get(word, ())))


@cache
def _by_word(headings: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Plain word → the headings that it means: those that are just that, then those with a prefix or suffix."""
    found: dict[str, dict[str, None]] = {}
    for plain in (plain_text, bare):
        for name in headings:
            found.setdefault(plain(name), {})[name] = None
    return {word: tuple(names) for word, names in found.items()}


def _placed(text: str, heading: Callable[[str], str]) -> str:
    return _PLACE.sub(lambda place: quoted(heading(place.group(1))), text)
