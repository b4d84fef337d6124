"""Headings as they may be used: none empty, none twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The engine's own name for the place of a row, and those of our schemas, which would be taken for a table's.
_TAKEN = frozenset({"rowid"})
_SCHEMAS = re.compile(r"^(raw|newest)[.]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Headings without blanks and repeats, compared as the engine compares them: without case.

    Example:
        >>> unique_names(["Id", "id", " ", "Name "])
        ('Id', 'id_2', 'column_3', 'Name')
    """
    taken = set(_TAKEN)
    result = []
    for position, name in enumerate(names, start=1):
        plain = _plain(name) or f"column_{position}"
        candidate, number = plain, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{plain}_{number}"
        taken.add(candidate.lower())
        result.append(candidate)
    return tuple(result)


def _plain(name: str) -> str:
    return _SCHEMAS.sub(r"\1_", _CONTROL.sub(" ", name).strip())


def repeats(names: Sequence[str]) -> tuple[str, ...]:
    """What to tell of headings that stand twice.

    Example:
        >>> repeats(["Id", "Name", "id"])
        ("heading 'id' stands more than once: the later one is named 'id_2'",)
    """
    told = []
    for given, used in zip(names, unique_names(names), strict=True):
        if _plain(given) not in {"", used} and _plain(given).lower() not in _TAKEN:
            told.append(f"heading '{_plain(given)}' stands more than once: the later one is named '{used}'")
    return tuple(told)
