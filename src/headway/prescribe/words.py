"""Words that several plays share: names, days, counts, and the greeting of a draft."""

from __future__ import annotations

from datetime import date, datetime

from headway.prescribe.play import Row

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def who(row: Row) -> str:
    """The customer's name, else the deal's, else an id: what the seller calls it."""
    return str(row.get("account_name") or row.get("deal_name") or row.get("account_id") or f"deal {row['deal_id']}")


def day(moment: date | datetime | None) -> str:
    """A day as in a sentence.

    Example:
        >>> day(date(2026, 3, 5)), day(None)
        ('5 March 2026', 'an unknown day')
    """
    return f"{moment.day} {moment:%B %Y}" if moment is not None else "an unknown day"


def many(count: int, one: str, more: str = "") -> str:
    """A count with its noun.

    Example:
        >>> many(1, "mail"), many(12, "day"), many(2, "person", "people")
        ('one mail', '12 days', 'two people')
    """
    number = _SMALL[count] if count < len(_SMALL) else f"{count:,}"
    return f"{number} {one if count == 1 else more or one + 's'}"


def hello(row: Row) -> str:
    """How a draft begins."""
    name = str(row.get("contact_name") or "").strip()
    return f"Hi {name.split()[0]}," if name else "Hello,"


def sign(row: Row) -> str:
    """How a draft ends."""
    name = str(row.get("rep_name") or "").strip()
    return f"Best,\n{name.split()[0]}" if name else "Best"


def letter(row: Row, *paragraphs: str) -> str:
    """A short mail of these paragraphs, ready to be copied and changed."""
    return "\n\n".join((hello(row), *paragraphs, sign(row)))
