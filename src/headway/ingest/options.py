"""Which options an entry of a mapping takes: one that is misspelt, or would do nothing, is refused."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from headway.errors import MappingError
from headway.ingest.mapping import RESERVED
from headway.ingest.values import WORDS

_VALUES = (*WORDS, "else", "language")
# Each form by the word that makes it one → what may stand beside that; the first that an entry has is its form.
_FORMS: Mapping[str, tuple[str, ...]] = {
    "previous": (),
    "const": (),
    "expr": _VALUES,
    "join": ("with",),
    "either": (),
    "first": ("where", *_VALUES),
    "last": ("where", *_VALUES),
    "lookup": ("column", *_VALUES),
    "column": _VALUES,
}
_EVERY = tuple(dict.fromkeys([*_FORMS, *(option for options in _FORMS.values() for option in options)]))
_OF_ROWS = ("by", "newest")


def check_options(table: str, mapping: Mapping[str, Any]) -> None:
    """Refuse what the entries of a table's mapping do not take.

    Errors: :class:`MappingError` with the entry, what is wrong in it, and the option that is near.

    Example:
        >>> check_options("deals", {"amount": {"column": "Value", "decmal": ","}})
        Traceback (most recent call last):
        headway.errors.MappingError: deals.amount: takes no 'decmal'. Next: near: decimal; mend headway.toml
    """
    for name, entry in mapping.items():
        if name not in RESERVED or name in _OF_ROWS:
            _check(f"{table}.{name}", entry)
    for section in ("fields", "stages", "values", "with"):
        entries = mapping.get(section, {})
        if not isinstance(entries, Mapping):
            raise MappingError(f"{table}.{section}", f"{entries!r} is no table", f"write {section} = {{ … = … }}")
        for name, entry in entries.items() if section != "with" else ():
            _check(f"{table}.{section}.{name}", entry)


def _check(place: str, entry: Any) -> None:
    if not isinstance(entry, Mapping):
        return
    form = next((word for word in _FORMS if word in entry), "column")
    for option in entry:
        if option != form and option not in _FORMS[form]:
            _refuse(place, option, form)
    if not isinstance(entry.get("map", {}), Mapping):
        raise MappingError(place, f"map = {entry['map']!r} is no table", 'write map = { theirs = "ours" }')
    if not isinstance(entry.get("short", False), bool):
        raise MappingError(place, f"short = {entry['short']!r} must be true or false", "write no quotes")
    parts = entry.get(form) if form in {"join", "either"} else ()
    for part in parts if isinstance(parts, list | tuple) else ():
        _check(place, part)


def _refuse(place: str, option: str, form: str) -> None:
    if option in _EVERY:
        beside = ", ".join(_FORMS[form]) or "nothing"
        raise MappingError(
            place,
            f"'{option}' would do nothing beside '{form}'",
            f"beside '{form}' may stand {beside}; mend headway.toml",
        )
    near = get_close_matches(option.lower(), _EVERY, n=1)
    known = ", ".join((form, *_FORMS[form]))
    raise MappingError(
        place, f"takes no '{option}'", f"near: {near[0]}; mend headway.toml" if near else f"it takes {known}"
    )
