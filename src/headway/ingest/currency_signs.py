"""What the signs and short forms beside amounts mean, and the currency of a row of which they alone tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headway.engine.duckdb import text_literal
from headway.ingest.casting import CODES

# Signs and short forms that mean one currency, in small letters; those that mean several are asked about.
MEANS = {
    "€": "EUR", "eur.": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "¥": "JPY", "r$": "BRL", "us$": "USD",
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "s$": "SGD", "nz$": "NZD", "mx$": "MXN",
    "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB",
    "руб": "RUB", "₴": "UAH", "₪": "ILS", "₫": "VND", "฿": "THB", "fr": "CHF", "sfr": "CHF",
}  # fmt: skip
SIGN = rf"(?i:\b(?:{CODES})\b|[A-Z]{{0,2}}\p{{Sc}}|kr\b|zł|kč|ft\b|lei\b|sfr\b|fr\b|rs\b|руб)"
# A number as most files write it, with nothing beside it.
_BARE = r"[-+0-9., ]*"


def code_of(sign: str) -> str:
    """The code that a sign or a short form means; empty when it means none, or several.

    Example:
        >>> code_of("€"), code_of("R$"), code_of("chf"), code_of("$")
        ('EUR', 'BRL', 'CHF', '')
    """
    plain = sign.strip().lower()
    return MEANS.get(plain) or (plain.upper() if re.fullmatch(CODES, plain.upper()) else "")


def told_beside(amounts: Sequence[str], given: str | None, const: bool) -> str:
    """SQL of a row's currency: what is given, else the one that stands beside one of its amounts.

    A sign that several currencies share tells none. Where one currency is given for all rows, a code (or a euro) beside
    an amount goes before it: rows that a later file brings may be in another.

    Args:
        amounts: SQL of the texts of its amounts.
        given: SQL of the currency that the mapping gives; None where it gives none.
    """
    told = [_beside(text, sure=const) for text in amounts]
    parts = [*told, *([given] if given else [])] if const else [*([given] if given else []), *told]
    first, *others = [f"nullif(trim({part}), '')" for part in parts]
    for other in others:  # the engine works out every arm of COALESCE, but of CASE only one
        first = f"CASE WHEN {first} IS NOT NULL THEN {first} ELSE {other} END"
    return first


def _beside(text: str, *, sure: bool) -> str:
    sign = f"lower(regexp_extract({text}, {text_literal(SIGN)}))"
    means = {"€": "EUR"} if sure else MEANS
    arms = " ".join(f"WHEN {text_literal(one)} THEN '{code}'" for one, code in means.items())
    code = f"CASE WHEN regexp_full_match({sign}, '(?i:{CODES})') THEN upper({sign}) END"
    return f"CASE WHEN NOT regexp_full_match({text}, '{_BARE}') THEN CASE {sign} {arms} ELSE {code} END END"
