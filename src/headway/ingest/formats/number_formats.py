"""The currency that a cell's number format shows: ``[$€-407] #,##0.00`` is in euros."""

from __future__ import annotations

import re
from collections.abc import Iterable

from headway.ingest.casting import CODES

OF_CELLS = " cell currency"
"""Ends the heading of a column that is made: the currencies in which the cells of another are formatted."""
ANY = "¤"
"""What stands for a currency that the workbook does not name, but leaves to the computer that shows it."""
# The format's own place for a currency, what else stands in brackets, blanks as wide as a letter, and literal text.
_PIECE = re.compile(r'\[\$([^\]]*)\]|\[[^\]]*\]|[_*].|((?:"[^"]*"|\\.|[$€£¥₹₩₺₽₴₪₫฿])+)')
_SIGN = re.compile(rf"{CODES}|[A-Z]{{0,2}}[$€£¥₹₩₺₽₴₪₫฿]|kr|zł|Kč|Ft|lei|Rs|S?[Ff][Rr]|руб")
_LONGEST = 255  # of what Excel takes as a format; a stranger's file may hold more
# Formats that are known by their number alone are shown in the currency of the computer, unless the workbook says.
_LEFT_OPEN = (5, 6, 7, 8, 42, 44)
# A sign of several currencies is one of them in a country: by its number (as Excel and LibreOffice write it) and name.
_IN_COUNTRY = {
    ("$", "409"): "USD", ("$", "1009"): "CAD", ("$", "C0C"): "CAD", ("$", "C09"): "AUD", ("$", "1409"): "NZD",
    ("$", "4809"): "SGD", ("$", "C04"): "HKD", ("$", "80A"): "MXN", ("$", "2C0A"): "ARS", ("$", "340A"): "CLP",
    ("$", "240A"): "COP", ("kr", "41D"): "SEK", ("kr", "414"): "NOK", ("kr", "406"): "DKK", ("kr", "40F"): "ISK",
    ("¥", "411"): "JPY", ("¥", "804"): "CNY", ("$", "EN-US"): "USD", ("$", "EN-CA"): "CAD", ("$", "EN-AU"): "AUD",
    ("¥", "JA-JP"): "JPY", ("¥", "ZH-CN"): "CNY",
}  # fmt: skip


def currency_of(code: str) -> str:
    r"""The code or the sign that a number format shows; empty when it shows none, or several.

    Example:
        >>> currency_of("[$€-407] #,##0.00"), currency_of('#,##0.00 "kr."'), currency_of("[$$-409]#,##0.00")
        ('€', 'kr', 'USD')
        >>> currency_of('#,##0 "pcs"'), currency_of("[$-409]d mmm yyyy"), currency_of("[>9][$€-407] 0;[$$-409] 0")
        ('', '', '')
    """
    found = {sign for piece in _PIECE.finditer(code[:_LONGEST]) if (sign := _sign(piece[1] or "", piece[2] or ""))}
    return found.pop() if len(found) == 1 else ""


def _sign(placed: str, literal: str) -> str:
    text, _, country = placed.partition("-") if placed else (re.sub(r'["\\]', "", literal), "", "")
    sign = text.strip().rstrip(".")
    if not _SIGN.fullmatch(sign):
        return ""
    named = country.upper()
    # Above the last four digits of a country's number stand the calendar and the digits that are used.
    return _IN_COUNTRY.get((sign, named if "-" in named else named[-4:].lstrip("0")), sign)


def currencies_of(formats: Iterable[tuple[int, str]], used: Iterable[int]) -> dict[str, str]:
    """The place of each style that shows a currency → its code or sign.

    Args:
        formats: number and text of the formats that the workbook defines; used: the number of each style's format.

    Example:
        >>> currencies_of([(164, "[$€-407] 0.00")], [0, 164, 44])
        {'1': '€', '2': '¤'}
    """
    shown = dict.fromkeys(_LEFT_OPEN, ANY) | {number: currency_of(code) for number, code in formats}
    return {str(place): sign for place, number in enumerate(used) if (sign := shown.get(number, ""))}
