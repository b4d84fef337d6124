"""Turns days, minutes and counts into the few words that a page has room for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from headway.units import show

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOUR = 60
_COLUMNS = {
    "rep_id": "seller",
    "p_won": "odds",
    "days_to_close": "closes in",
    "p_below_team": "odds of being below the team",
    "win_rate_shrunk": "win rate, same deals, shrunken",
}
_HEADING, _PAUSES = 100, (", ", "; ", ": ")


def number(count: int) -> str:
    """A count as a word up to twelve, a figure beyond.

    Example:
        >>> number(5), number(40)
        ('Five', '40')
    """
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def greeting(moment: datetime) -> str:
    """Morning, afternoon or evening, by the hour of ``moment`` in its own time zone."""
    if moment.hour < 12:
        return "Morning"
    return "Afternoon" if moment.hour < 18 else "Evening"


def minutes(total: float) -> str:
    """Working time in words.

    Example:
        >>> minutes(37), minutes(150), minutes(1)
        ('37 minutes', '2.5 hours', '1 minute')
    """
    if total >= 2 * _HOUR:
        return f"{total / _HOUR:.1f} hours".replace(".0 ", " ")
    return f"{total:.0f} minute" + ("" if round(total) == 1 else "s")


def day(when: date, today: date) -> str:
    """``14 Nov``, with the year when it is not this one.

    Example:
        >>> day(date(2026, 11, 14), date(2026, 1, 1)), day(date(2025, 11, 14), date(2026, 1, 1))
        ('14 Nov', '14 Nov 2025')
    """
    text = f"{when.day} {_MONTHS[when.month - 1]}"
    return text if when.year == today.year else f"{text} {when.year}"


def due(when: date | None, today: date) -> str:
    """Until when, seen from ``today``.

    Example:
        >>> from datetime import timedelta
        >>> today = date(2026, 3, 2)
        >>> [due(today + timedelta(days=n), today) for n in (-3, 0, 1, 3, 20)]
        ['was due 27 Feb', 'today', 'tomorrow', 'before Thu', 'by 22 Mar']
    """
    if when is None:
        return ""
    ahead = (when - today).days
    if ahead < 0:
        return f"was due {day(when, today)}"
    if ahead <= 1:
        return ("today", "tomorrow")[ahead]
    return f"before {_DAYS[when.weekday()]}" if ahead < 7 else f"by {day(when, today)}"


def moment(when: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A time of day with its day in words.

    Example:
        >>> from datetime import UTC, timedelta
        >>> now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        >>> moment(now - timedelta(minutes=20), now, ZoneInfo("UTC"))
        '08:40 today'
    """
    local, today = when.astimezone(zone), now.astimezone(zone).date()
    ago = (today - local.date()).days
    clock = f"{local:%H:%M}"
    if ago in (0, 1):
        return f"{clock} {('today', 'yesterday')[ago]}"
    return f"{day(local.date(), today)}, {clock}"


def signed(value: float | None, unit: str) -> str:
    """A difference: its sign is always shown.

    Example:
        >>> signed(4120.0, "USD"), signed(-940, "USD"), signed(0, "USD")
        ('+$4.1k', '−$940', '$0')
    """
    text = show(value, unit)
    return f"+{text}" if value is not None and value > 0 else text


def likely(low: float, high: float, unit: str) -> str:
    """The range in which the truth lies four times in five, its unit said once.

    What is counted, such as a quota's attainment, has none.

    Example:
        >>> likely(1, 1.5, "per_day"), likely(58, 70, "days"), likely(4100, 22000, "USD")
        ('likely 1.00 to 1.50 a day', 'likely 58 to 70 days', 'likely $4.1k to $22k')
    """
    if low == high:
        return "as counted"
    first, last = show(low, unit), show(high, unit)
    if unit == "share" and first == last:
        first, last = f"{low * 100:.1f}%", f"{high * 100:.1f}%"
    if unit == "days" and first.endswith("days") and last.endswith("weeks"):
        first, last = f"{low:.0f} days", f"{high:.0f} days"
    for shared in (" a day", " days", " weeks", " months", " min"):
        if last.endswith(shared):
            first = first.removesuffix(shared)
    return f"likely {first} to {last}"


def points(difference: float) -> str:
    """A difference of shares in points of a hundred.

    Example:
        >>> points(-0.05), points(0.014), points(0.001)
        ('−5 points', '+1 point', '0 points')
    """
    size = round(difference * 100)
    sign = "+" if size > 0 else "\N{MINUS SIGN}" if size < 0 else ""
    return f"{sign}{abs(size)} point" + ("" if abs(size) == 1 else "s")


def sentences(text: str) -> tuple[str, str]:
    """What stands as the heading of an answer, and the rest: its first sentence, or as far as its first pause.

    Example:
        >>> sentences("Eight things change the numbers, most of all " + "deals whose closing day has passed, " * 3)[0]
        'Eight things change the numbers.'
        >>> sentences("Retail sells best. It stays least. Why?")
        ('Retail sells best.', 'It stays least. Why?')
    """
    first, stop, rest = text.strip().partition(". ")
    if len(first) <= _HEADING:
        return (first + ("." if stop else ""), rest.strip())
    cut = min((place for mark in _PAUSES if (place := first.find(mark, 20)) > 0), default=len(first))
    more = first[cut + 1 :].strip() + (stop + rest if stop else "")
    return (first[:cut].rstrip(".") + ".", start(more))


def start(text: str) -> str:
    """A sentence with its first letter large.

    Example:
        >>> start("keep the amount"), start("")
        ('Keep the amount', '')
    """
    return text[:1].upper() + text[1:]


def label(key: str) -> str:
    """A column's name as a heading.

    Example:
        >>> label("p_won_30"), label("cycle_days"), label("rep_id")
        ('P won 30', 'Cycle days', 'Seller')
    """
    text = _COLUMNS.get(key, key).replace("_", " ").strip()
    return text[:1].upper() + text[1:]
