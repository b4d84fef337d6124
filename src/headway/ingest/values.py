"""How a mapping says that values are written: texts that stand for ours, days in a format, amounts with a comma."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from headway.engine.duckdb import text_literal
from headway.errors import MappingError
from headway.ingest import casting

WORDS = ("map", "format", "decimal", "short", "several")
EITHER = [".", ","]
"""The decimal marks of a column that may have both: sync refuses what reads two ways."""
_TIMED = re.compile(r"%[HIMSfpzZsgXc]")
_DIRECTIVES = frozenset("aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%")
_EXCEL_DAYS = (1, 109_575)  # 1900 to 2199
_SHORT = {"k": 1_000, "tsd": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "b": 10**9, "bn": 10**9}


def value_text(name: str, text: str, entry: Mapping[str, Any]) -> str:
    """SQL of the text that a value means, in the form that :mod:`headway.ingest.casting` takes.

    What a format or a decimal mark does not explain stays as it was given, and is refused there.

    Args:
        name: our column, for messages.
        text: SQL of the value as it was given.
        entry: ``map`` (with ``else``), ``format`` (with ``language``), ``decimal`` or ``short``; with ``several``, the
            sign between several values, the first of them is meant.

    Errors: :class:`MappingError` for a format, a language or a mark that is none.
    """
    if "several" in entry:
        if not isinstance(entry["several"], str) or not entry["several"]:
            raise MappingError(name, f"several = {entry['several']!r} is no sign", 'write several = ";"')
        text = f"trim(split_part({text}, {text_literal(entry['several'])}, 1))"
    if "decimal" in entry or "short" in entry:
        return _amount(name, text, entry)
    if "format" in entry:
        return _moment(name, text, entry)
    return _meant(text, entry)


def _meant(text: str, entry: Mapping[str, Any]) -> str:
    """A value of the map where there is one (compared without case), else the text, or what ``else`` says."""
    arms = " ".join(
        f"WHEN {text_literal(str(theirs).strip().lower())} THEN {text_literal(str(ours))}"
        for theirs, ours in entry.get("map", {}).items()
    )
    rest = (
        f"CASE WHEN length(trim({text})) > 0 THEN {text_literal(str(entry['else']))} END" if "else" in entry else text
    )
    return f"CASE lower(trim({text})) {arms} ELSE {rest} END" if arms else rest


def _amount(name: str, text: str, entry: Mapping[str, Any]) -> str:
    mark = entry.get("decimal", ".")
    if isinstance(mark, list | tuple) and sorted(mark) == sorted(EITHER) and not entry.get("short"):
        return _either_mark(text)
    if mark not in {",", "."}:
        raise MappingError(name, f"decimal = {mark!r} is no decimal mark", 'write decimal = "," or ".", or [".", ","]')
    if entry.get("short"):
        return _shortened(text, mark)
    plain = casting.plain_number(text, mark)
    # Kept as it is, 12.5 would be read with a point in a column that has commas: ten times what is meant.
    strange = f"{text} || ' (no amount with a decimal {'comma' if mark == ',' else 'point'})'"
    return f"CASE WHEN {_is_said(text)} THEN coalesce({plain}, {strange}) END"


def _is_said(text: str) -> str:
    """SQL that is true of a text that is a value, or should be."""
    return f"length(trim({text})) > 0 AND NOT {casting.says_nothing(text)}"


def _either_mark(text: str) -> str:
    """Amounts as machines write them, else with a comma; ``1.500`` may be either, and is no amount."""
    held = f"trim({text})"
    both = rf"regexp_full_match({held}, '[-+]?\d{{1,3}}[.,]\d{{3}}')"
    plain = rf"regexp_full_match({held}, '[-+]?\d+([.]\d+)?([eE][-+]?\d+)?')"
    read = f"coalesce({casting.plain_number(text, ',')}, {casting.plain_number(text)}, {text} || ' (no amount)')"
    arms = f"WHEN {both} THEN {text} || ' (reads with a decimal point and with a comma)' WHEN {plain} THEN {held}"
    return f"CASE WHEN {_is_said(text)} THEN CASE {arms} ELSE {read} END END"


def _shortened(text: str, mark: str) -> str:
    """Amounts such as ``1.2k`` and ``€2,5 Mio``."""
    bare = rf"regexp_replace({text}, '(?i)(\d)\s*({'|'.join(_SHORT)})\b[.]?', '\1')"
    number = f"TRY_CAST({casting.plain_number(bare, mark)} AS DECIMAL(18, 4))"
    sign = rf"lower(regexp_extract({text}, '(?i)\d\s*({'|'.join(sorted(_SHORT, key=len, reverse=True))})\b', 1))"
    arms = " ".join(f"WHEN '{word}' THEN {times}" for word, times in _SHORT.items())
    return f"coalesce(CAST(CASE {sign} {arms} ELSE 1 END * {number} AS VARCHAR), {text})"


def _moment(name: str, text: str, entry: Mapping[str, Any]) -> str:
    given = entry["format"]
    formats = [given] if isinstance(given, str) else given
    if not isinstance(formats, list | tuple) or not formats or not all(isinstance(form, str) for form in formats):
        raise MappingError(name, f"format = {given!r} is no format", 'write format = "%d/%m/%Y", or a list of them')
    read = [_one(name, text, form, str(entry.get("language", ""))) for form in formats]
    return f"coalesce({', '.join([*read, text])})"


def _one(name: str, text: str, form: str, language: str) -> str:
    """SQL of the moment as ISO text; a day alone stays a day, which begins where the workspace is."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    if form == "excel":
        moment = f"TIMESTAMP '1899-12-30' + to_seconds(CAST(round({number} * 86400) AS BIGINT))"
        day = f"CASE WHEN {number} = floor({number}) THEN CAST(CAST({moment} AS DATE) AS VARCHAR) "
        low, high = _EXCEL_DAYS
        return f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {day} ELSE CAST({moment} AS VARCHAR) END END"
    if form in {"epoch", "epoch_ms"}:
        times, highest = (1, 10**14) if form == "epoch_ms" else (1000, 10**11)
        moment = f"make_timestamp(CAST({number} * {times * 1000} AS BIGINT))"
        return f"CASE WHEN abs({number}) < {highest} THEN CAST({moment} AS VARCHAR) END"
    unknown = [found for found in re.findall(r"%-?(.?)", form) if found not in _DIRECTIVES or not found]
    if unknown or "%" not in form:
        raise MappingError(
            name, f"format = {form!r} is no format", "it is made of %d, %m, %Y, …; or excel, epoch, epoch_ms"
        )
    written = f"trim({text})"
    if language:
        written, form = _in_english(name, written, form, language)
    parsed = f"try_strptime({written}, {text_literal(form)})"
    return f"CAST({parsed if _TIMED.search(form) else f'CAST({parsed} AS DATE)'} AS VARCHAR)"


def _in_english(name: str, text: str, form: str, language: str) -> tuple[str, str]:
    """Text and format with numbers in the place of a language's names of months."""
    months = month_names(name, language)
    wanted = "|".join(re.escape(month) for month in sorted(months, key=len, reverse=True))
    lower = f"lower({text})"
    pattern = rf"(?:^|[^\p{{L}}])({wanted})(?:[^\p{{L}}]|$)"
    found = f"regexp_extract({lower}, {text_literal(pattern)}, 1)"
    arms = " ".join(f"WHEN {text_literal(month)} THEN '{number:02d}'" for month, number in months.items())
    plain = re.sub(r"%-?[bB]", "%m", re.sub(r"(?<!%)[A-Z]", lambda letter: letter[0].lower(), form))
    return f"replace({lower}, {found}, CASE {found} {arms} ELSE {found} END)", plain


def month_names(name: str, language: str) -> dict[str, int]:
    """A language's names of the months, long and short, in small letters → 1 to 12.

    Errors: :class:`MappingError` for a language that is not known.

    Example:
        >>> names = month_names("created_at", "de")
        >>> names["märz"], names["okt"]
        (3, 10)
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise MappingError(name, f"'{language}' is no language that is known", 'write language = "de"') from None
    forms: Sequence[Mapping[int, str]] = [
        locale.months[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")
    ]
    return {form[month].lower().rstrip("."): month for form in forms for month in form}
