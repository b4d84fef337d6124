"""How English names a day or a stretch of time; shared by the rules and by the reading of due days."""

from __future__ import annotations

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|forty|fifty|hundreds of|dozens of|a dozen|several|a few|half)"
)
DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
_NAMED = {"<month>": MONTH, "<number>": NUMBER, "<nth>": DAY_OF_MONTH}


def listed(text: str) -> tuple[str, ...]:
    r"""The patterns of a text: one a line, or several with a slash between blanks; ``<month>`` stands for its pattern.

    Example:
        >>> listed("late / too slow")
        ('late', 'too slow')
    """
    for name, pattern in _NAMED.items():
        text = text.replace(name, pattern)
    return tuple(part.strip() for line in text.strip().splitlines() for part in line.split(" / "))


A_DAY = listed(r"""
    <nth>(?: of)? <month> / <month> <nth>(?:,? \d{4})? / \d{4}-\d{2}-\d{2} / \d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?
    (?:mon|tues|wednes|thurs|fri)day / tomorrow / next (?:week|month) / (?:the )?day after
""")
A_PERIOD = listed(r"""
    (?:the )?(?:end|start|beginning|middle|close) of (?:the |this |next )?(?:year|quarter|month|summer|<month>|q[1-4])
    (?:next |this |the )?(?:spring|summer|autumn|winter|fall|christmas|easter|season)
    (?:next |this |the )?(?:(?:year|quarter|month)[- ]end|fiscal year)
    q[1-4] / (?:next|this|the coming) (?:year|quarter) / (?:early |mid[- ]|late )?<month> / (?:20)\d{2}
""")
A_CLOCK = listed(r"\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)? / \d{1,2} ?[ap]\.?m\.? / \d{1,2} o'clock / noon")
