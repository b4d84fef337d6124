"""How English names a day or a stretch of time; shared by the rules and by the reading of due days."""

from __future__ import annotations

MONTHS = ("january", "february", "march", "april", "may", "june",
          "july", "august", "september", "october", "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?"
NUMBER = r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|several|a few|half)"
DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
A_DAY = (
    rf"{DAY_OF_MONTH}(?: of)? {MONTH}",
    rf"{MONTH} {DAY_OF_MONTH}(?:,? \d{{4}})?",
    r"\d{4}-\d{2}-\d{2}",
    r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?",
    r"(?:mon|tues|wednes|thurs|fri)day",
    r"tomorrow",
    r"next (?:week|month)",
    r"(?:the )?day after",
)
A_PERIOD = (
    rf"(?:the )?(?:end|start|beginning|middle|close) of (?:the |this |next )?(?:year|quarter|month|summer|{MONTH}|q[1-4])",
    r"(?:next |this |the )?(?:spring|summer|autumn|winter|fall|christmas|easter|season|year[- ]end|quarter[- ]end|month[- ]end|fiscal year)",
    r"q[1-4]",
    r"(?:next|this|the coming) (?:year|quarter)",
    rf"(?:early |mid[- ]|late )?{MONTH}",
    r"(?:20)\d{2}",
)
A_CLOCK = (r"\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?", r"\d{1,2} ?[ap]\.?m\.?", r"\d{1,2} o'clock", "noon")
