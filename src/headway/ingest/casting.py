"""From a text to a typed value: the SQL that casts it, and the SQL that says that it could not be cast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from headway.engine.duckdb import text_literal
from headway.engine.types import DUCKDB
from headway.schema.table import Column, Type

FIRST_YEAR, LAST_YEAR = 1900, 2199
REMEDIES = {
    "type": "mend the value at its source, or map it with {expr = …} in headway.toml",
    "required": "fill it at its source, or map another column to it in headway.toml",
    "value": "map it to one that is known: {column = …, map = {…}} in headway.toml",
    "duplicate": "keep one row for each key at its source",
}
# Yes and no as they stand in exports of many languages, in small letters.
YES = (
    *("true", "t", "yes", "y", "1", "on", "ja", "wahr", "oui", "vrai", "sí", "si", "sì", "verdadero", "vero", "sim"),
    *("verdadeiro", "waar", "tak", "prawda", "ano", "sant", "kyllä", "evet", "igen", "da", "да", "是", "はい", "예"),
)
NO = (
    *("false", "f", "no", "n", "0", "off", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nee", "onwaar"),
    *("nie", "fałsz", "ne", "nej", "nei", "falskt", "ei", "hayır", "nem", "nu", "нет", "否", "いいえ", "아니요"),
)
_APART = "\x1f"
_ENGLISH = 5  # so many of YES and of NO are English, written also where a sample does not hold them
# What people and systems write where there is no value, in small letters: empty, but in words of a person.
NOTHING = (
    *(
        "-",
        "--",
        "---",
        "–",
        "—",
        "n/a",
        "n.a.",
        "n/a.",
        "na",
        "null",
        "<null>",
        "(null)",
        "[null]",
        "\\n",
        "<na>",
        "none",
    ),
    *("<none>", "nil", "(blank)", "(empty)", "(none)", "(no value)", "(not set)", "k.a.", "k. a.", "entfällt", "brak"),
    *("b/d", "s/d", "n/d", "n.d.", "nd", "n.v.t.", "nvt"),
)
# Those that may be somebody's code or name: where there is no day and no number, they are texts as others are.
_CODES = ("na", "nd", "nvt", "brak")
_SPACE = r"[\s\x{00A0}\x{202F}\x{2009}]"
_FAULT = r"^#[A-Za-z/0]+[!?]?$"  # #DIV/0!, #N/A, #REF!, #WERT!
CODES = (
    "AED|ARS|AUD|BDT|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|GEL|GHS|HKD|HUF|IDR|ILS|INR|ISK|JPY|KES|KRW|KZT|"
    "LKR|MAD|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RON|RSD|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|UYU|VND|ZAR"
)
_CURRENCY = rf"(?:{CODES}|[A-Z]{{0,2}}\p{{Sc}}|kr\.?|zł|Kč|Ft|lei|Rs\.?|Fr\.?|руб\.?)"


def typed(column: Column, text: str) -> str:
    """SQL of the typed value; NULL where the text is empty or cannot be cast.

    Args:
        text: SQL that gives the text.
    """
    casts: dict[Type, Callable[[Column, str], str]] = {
        Type.TEXT: _text,
        Type.TIME: _time,
        Type.DAY: lambda c, t: f"CAST({_time(c, t)} AS DATE)",
        Type.MONEY: _money,
        Type.NUMBER: _number,
        Type.INTEGER: _integer,
        Type.FLAG: _flag,
    }
    return casts[column.type](column, text)


def _words(words: Sequence[str]) -> str:
    return f"({', '.join(text_literal(word) for word in words)})"


def is_yes(text: str, values: Iterable[str] = ()) -> str:
    """SQL that is true where a text says yes: in English, or in those words of any language that are among the values.

    Example:
        >>> is_yes("Gewonnen", ["Ja", "Nein"])
        "lower(trim(Gewonnen)) IN ('true', 't', 'yes', 'y', '1', 'ja')"
    """
    held = {value.strip().lower() for value in values}
    return f"lower(trim({text})) IN {_words([word for word in YES if word in YES[:_ENGLISH] or word in held])}"


def says_nothing(text: str) -> str:
    """SQL that is true where a text is what people write for no value at all.

    As a pattern: a long list in ``IN`` becomes a join, for every row, though none may come to be asked.
    """
    words = text_literal("|".join(re.escape(word) for word in NOTHING))
    return f"regexp_full_match(lower(trim({text})), {words})"


def names_nothing(text: str) -> str:
    """SQL that is true where a code or a name is empty, or what dumps and people write for none."""
    words = [*(word for word in NOTHING if word not in _CODES), "#n/a", "#nv"]
    pattern = text_literal(f"(?i:{'|'.join(re.escape(word) for word in words)}|)|nan|NaN")
    # Few texts begin as one of them: to look at that first takes a tenth of the time.
    begins = sorted({"".join(letters) for word in (*words, "nan") for letters in product(*_cases(word[:2]))})
    maybe = f"contains({text_literal(_APART + _APART.join(begins))}, left({text}, 2)) OR {text} < '!'"
    return f"(({maybe}) AND regexp_full_match(trim({text}), {pattern}))"


def _cases(letters: str) -> list[tuple[str, ...]]:
    return [(letter.lower(), letter.upper()) for letter in letters]


def is_given(text: str) -> str:
    """SQL that is true where a text is filled, and neither says that there is no value nor is a formula's error."""
    return f"(length(trim({text})) > 0 AND NOT {says_nothing(text)} AND NOT regexp_matches(trim({text}), '{_FAULT}'))"


def broken(column: Column, text: str, value: str, *, required: bool, faults: Sequence[str] = ()) -> str:
    """SQL that is true where the row must be refused for this column.

    Args:
        faults: texts that stand for an error, which no text column takes either.
    """
    missing = f"({value}) IS NULL"
    if column.type is Type.TEXT and not column.closed and faults:
        fault = f"trim({text}) IN ({', '.join(text_literal(fault) for fault in faults)})"
        return f"({missing} OR {fault})" if required else f"coalesce({fault}, false)"
    if required:
        return missing
    if column.type is Type.TEXT and not column.closed:
        return "false"
    said = "" if column.type is Type.TEXT else f" AND NOT {says_nothing(text)}"
    return f"({missing} AND length(trim({text})) > 0{said})"


def rule_of(column: Column, text: str) -> str:
    """SQL of the rule that a refused value broke."""
    wrong = "value" if column.closed else "type"
    said = f" OR {names_nothing(text) if column.type is Type.TEXT else says_nothing(text)}" if column.required else ""
    return f"CASE WHEN {text} IS NULL OR length(trim({text})) = 0{said} THEN 'required' ELSE '{wrong}' END"


def _text(column: Column, text: str) -> str:
    if column.closed:
        known = ", ".join(f"'{value}'" for value in column.values)
        return f"CASE WHEN lower(trim({text})) IN ({known}) THEN lower(trim({text})) END"
    if column.free:
        return f"nullif(trim({text}), '')"
    return f"CASE WHEN {names_nothing(text)} THEN NULL ELSE trim({text}) END"


def _time(column: Column, text: str) -> str:
    """A bare day is a day of the workspace's zone; a time without an offset is UTC, as the contract says."""
    zoned = f"timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ))"
    day = f"TRY_CAST({text} AS TIMESTAMP)" if column.type is Type.DAY else zoned
    tail = f"substr({text}, 17)"
    offset = f"(right({text}, 1) NOT BETWEEN '0' AND '9' OR contains({tail}, '+') OR contains({tail}, '-'))"
    moment = f"CASE WHEN length({text}) <= 10 THEN {day} WHEN {offset} THEN {zoned} ELSE TRY_CAST({text} AS TIMESTAMP)"
    in_range = f"BETWEEN TIMESTAMP '{FIRST_YEAR}-01-01' AND TIMESTAMP '{LAST_YEAR}-12-31'"
    return f"CASE WHEN ({moment} END) {in_range} THEN ({moment} END) END"


def _money(_: Column, text: str) -> str:
    kind = DUCKDB[Type.MONEY]
    return _first_of(f"TRY_CAST({text} AS {kind})", f"TRY_CAST({plain_number(text)} AS {kind})")


def _first_of(plain: str, otherwise: str) -> str:
    """SQL of the plain reading where there is one. The engine works out every arm of COALESCE, but of CASE only one."""
    return f"CASE WHEN {plain} IS NOT NULL THEN {plain} ELSE {otherwise} END"


def _flag(_: Column, text: str) -> str:
    word = f"lower(trim({text}))"
    return f"CASE WHEN {word} IN {_words(YES)} THEN true WHEN {word} IN {_words(NO)} THEN false END"


def _number(_: Column, text: str) -> str:
    """A percentage is a share."""
    share = f"regexp_replace({text}, '{_SPACE}*%{_SPACE}*$', '')"
    percent = f"CASE WHEN contains({text}, '%') THEN TRY_CAST({plain_number(share)} AS DOUBLE) / 100 END"
    otherwise = f"coalesce(TRY_CAST({plain_number(text)} AS DOUBLE), {percent})"
    number = _first_of(f"TRY_CAST({text} AS DOUBLE)", otherwise)
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _integer(column: Column, text: str) -> str:
    """A whole number; ``1.250`` is none, for it may be 1250 or 1.25."""
    number = _number(column, text)
    whole = f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS BIGINT) END"
    pointed = f"regexp_full_match(trim({text}), '[-+]?\\d{{1,3}}([.]\\d{{3}})+')"
    plain = f"CASE WHEN NOT contains({text}, '.') THEN TRY_CAST({text} AS BIGINT) END"
    return _first_of(f"({plain})", f"CASE WHEN NOT {pointed} THEN {whole} END")


def plain_number(text: str, mark: str = ".") -> str:
    """SQL of a number's text as a machine writes it; NULL where it is no number with that decimal mark.

    Thousands may stand apart by spaces, apostrophes or the other mark (also as in India: ``12,34,567.89``); a currency
    may stand before or behind; less than nothing is a minus before or behind, or parentheses.
    """
    other = "," if mark == "." else "."
    decimals = rf"(?:[{mark}]\d+)?"
    shapes = (
        *(rf"\d{{1,3}}(?:{group}\d{{3}})+{decimals}" for group in (f"[{other}]", "['’]", _SPACE)),
        rf"\d{{1,2}}(?:[{other}]\d{{2}})+[{other}]\d{{3}}{decimals}",
        rf"\d+{decimals}",
        rf"[{mark}]\d+",
    )
    gap, currency = f"{_SPACE}*", f"(?:{_CURRENCY})?"
    before = rf"(?:[-−+]{gap}{currency}|{currency}{gap}[-−+]?)"
    whole = rf"^{gap}{before}{gap}({'|'.join(shapes)}){gap}{currency}{gap}-?$"
    held = f"trim({text})"
    within = f"starts_with({held}, '(') AND ends_with({held}, ')')"
    bare = f"CASE WHEN {within} THEN substr({held}, 2, length({held}) - 2) ELSE {text} END"
    number = f"nullif(regexp_extract({bare}, {text_literal(whole)}, 1), '')"
    digits = f"replace(regexp_replace({number}, '[^0-9{mark}]', '', 'g'), '{mark}', '.')"
    return f"CASE WHEN regexp_matches({text}, '[-−(]') THEN '-' ELSE '' END || {digits}"
