"""Where the rows of a table end and the footer of a report begins: its totals, who exported it, its copyright."""

from __future__ import annotations

from collections.abc import Sequence

LOOKED_AT = 30
_SHARE = 0.5


def footer_length(records: Sequence[Sequence[str]], footer: Sequence[str], width: int) -> int:
    """How many of the last records are the footer: from the first on that begins with one of its texts.

    That alone would take a customer who is called like a footer for one. So each record from there on must also be
    thin: fill at most half of the columns, or begin with exactly such a text.

    Args:
        records: the last records of the table, blank ones included.
        footer: texts with which a footer begins, such as ``Total``.
        width: how many columns the table has.

    Example:
        >>> rows = [["1", "Acme", "5"], ["2", "Total Gas", "7"], ["Total", "", "12"], [], ["Exported by Bo"]]
        >>> footer_length(rows, ["total"], 3), footer_length(rows, ["Sum"], 3)
        (3, 0)
    """
    length = begun = 0
    for number, record in enumerate(reversed(records), start=1):
        if not (is_thin(record, width) or _begins(record, footer, whole=True)):
            break
        length = number
        begun = length if _begins(record, footer, whole=False) else begun
    return begun


def is_thin(record: Sequence[str], width: int) -> bool:
    """Whether a record fills at most half of the columns."""
    return sum(bool(field.strip()) for field in record) <= _SHARE * width


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
