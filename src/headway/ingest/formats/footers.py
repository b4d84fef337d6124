"""Where the rows of a table end and the footer of a report begins: its totals, who exported it, its copyright."""

from __future__ import annotations

from collections.abc import Sequence

LOOKED_AT = 30
_SHARE = 0.5


def footer_length(records: Sequence[Sequence[str]], footer: Sequence[str]) -> int:
    """How many of the last records are the footer: from the first on that begins with one of its texts.

    That alone would take a customer who is called like a footer for one. So each record from there on must also be
    thin: fill at most half as many fields as the fullest of the last ones, or begin with exactly such a text.

    Args:
        records: the last records of the table, blank ones included.
        footer: texts with which a footer begins, such as ``Total``.

    Example:
        >>> rows = [["1", "Acme", "5"], ["2", "Total Gas", "7"], ["Total", "", "12"], [], ["Exported by Bo"]]
        >>> footer_length(rows, ["total"]), footer_length(rows, ["Sum"])
        (3, 0)
    """
    fullest = max(map(filled, records), default=0)
    length = begun = 0
    for number, record in enumerate(reversed(records), start=1):
        if not (is_thin(record, fullest) or _begins(record, footer, whole=True)):
            break
        length = number
        begun = length if _begins(record, footer, whole=False) else begun
    return begun


def filled(record: Sequence[str]) -> int:
    """How many fields of a record hold anything."""
    return sum(bool(field.strip()) for field in record)


def is_thin(record: Sequence[str], fullest: int) -> bool:
    """Whether a record fills at most half as many fields as a full one."""
    return filled(record) <= _SHARE * fullest


def first_text(record: Sequence[str]) -> str:
    """The first field that is filled, in small letters."""
    return next((field.strip().casefold() for field in record if field.strip()), "")


def _begins(record: Sequence[str], footer: Sequence[str], *, whole: bool) -> bool:
    """Whether the first filled field begins with one of the texts, as words; ``whole``: is nothing else."""
    text = first_text(record)
    for word in (word.strip().casefold() for word in footer):
        behind = text[len(word) :]
        if text.startswith(word) and not (whole and behind.strip(" :.")) and not behind[:1].isalnum():
            return True
    return False
