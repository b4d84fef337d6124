"""Headings as they may be used: none empty, none twice."""

from __future__ import annotations

from collections.abc import Sequence


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Headings without blanks and repeats, compared as the engine compares them: without case.

    Example:
        >>> unique_names(["Id", "id", " ", "Name "])
        ('Id', 'id_2', 'column_3', 'Name')
    """
    taken: set[str] = set()
    result = []
    for position, name in enumerate(names, start=1):
        plain = name.strip() or f"column_{position}"
        candidate, number = plain, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{plain}_{number}"
        taken.add(candidate.lower())
        result.append(candidate)
    return tuple(result)


def repeats(names: Sequence[str]) -> tuple[str, ...]:
    """What to tell of headings that stand twice.

    Example:
        >>> repeats(["Id", "Name", "id"])
        ("heading 'id' stands more than once: the later one is named 'id_2'",)
    """
    told = []
    for given, used in zip(names, unique_names(names), strict=True):
        if given.strip() and given.strip() != used:
            told.append(f"heading '{given.strip()}' stands more than once: the later one is named '{used}'")
    return tuple(told)
