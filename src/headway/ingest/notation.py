"""How the values of a column are written: the format of its days, its decimal mark. What reads two ways is both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.casting import is_given
from headway.ingest.profile import Profile
from headway.ingest.values import EITHER, month_names, value_text

_LOOKED_AT = 2_000
_NEARLY_ALL = 0.99
_MOST = 0.8
_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sv",
    "da",
    "nb",
    "fi",
    "hu",
    "ro",
    "tr",
    "ru",
    "uk",
)
_CLOCK = r"(?P<gap>,? |T)(?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2})?)(?P<part>\.\d{1,6})?(?P<half> ?[AaPp][Mm])?"
_NUMERIC = re.compile(rf"(?P<a>\d{{1,4}})(?P<mark>[./ -])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{1,4}})(?:{_CLOCK})?")
_WORDED = re.compile(rf"(?P<day>.*?\d.*?)(?:{_CLOCK})?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SERIALS = (("excel", 20_000, 80_000), ("epoch", 10**8, 4 * 10**9), ("epoch_ms", 10**11, 4 * 10**12))


def day_formats(builder: DuckBuilder, seen: Profile, heading: str) -> list[str]:
    """The formats that explain most of the filled values, when all look alike; several when they read several ways.

    A format may end in a language: ``%d. %B %Y@de`` (see :func:`as_mapping`). One impossible day among many
    (31/02/2026) does not hide how the others are written.
    """
    text = quoted(heading)
    values = [
        str(row[0])
        for row in builder.rows(
            f"SELECT trim({text}) AS v FROM {seen.relation} WHERE {is_given(text)} "
            f"GROUP BY v ORDER BY hash(v) LIMIT {_LOOKED_AT}"
        )
    ]
    forms = _numbers(values) or _numeric(values) or _worded(values)
    shares = {form: _share(builder, seen, heading, form) for form in forms}
    best = max(shares.values(), default=0.0)
    return [form for form, share in shares.items() if share == best > _MOST]


def as_mapping(form: str) -> dict[str, str]:
    """The format as a mapping says it.

    Example:
        >>> as_mapping("%d. %B %Y@de")
        {'format': '%d. %B %Y', 'language': 'de'}
    """
    plain, _, language = form.partition("@")
    return {"format": plain} | ({"language": language} if language else {})


def settled_by(builder: DuckBuilder, seen: Profile, heading: str, forms: Sequence[str]) -> tuple[str, str] | None:
    """(format, heading) when other columns of the same file, written in the same style, all read one way; else None.

    The style is the separators and the length of the year; what decides is whether the day or the month comes first.
    """
    styles = {_style(form) for form in forms}
    found: dict[str, str] = {}
    for other in seen.headings:
        if other != heading:
            theirs = [form for form in day_formats(builder, seen, other) if _style(form) in styles]
            if len(theirs) == 1:
                found.setdefault(theirs[0][:2], other)
    left = [form for form in forms if form[:2] in found]
    return (left[0], found[left[0][:2]]) if len(found) == 1 and len(left) == 1 else None


def decimal_comma(builder: DuckBuilder, seen: Profile, heading: str, *, whole: bool = False) -> bool | None:
    """Whether the column's amounts have a decimal comma (``1.234,50``); None when they read either way (``1.234``).

    Args:
        whole: whether numbers of the column have no decimals: then ``1.234`` reads one way only.
    """
    given = is_given(quoted(heading))
    unsigned = rf"regexp_replace({quoted(heading)}, '\p{{L}}+[.]?', '', 'g')"
    text = f"regexp_replace({unsigned}, '[^0-9,.+-]', '', 'g')"
    shapes = (
        r"[-+]?\d{1,3}([.]\d{3})*(,\d+)?|[-+]?\d+(,\d+)?",
        r"[-+]?\d{1,3}([.]\d{3})+|[-+]?\d{1,3}(,\d{3})+",
        ".*[.,].*",
    )
    shares = ", ".join(f"avg(CASE WHEN regexp_full_match({text}, '{shape}') THEN 1.0 ELSE 0.0 END)" for shape in shapes)
    row = builder.rows(f"SELECT {shares} FROM {seen.relation} WHERE length({text}) > 0 AND {given}")[0]
    with_comma, either, marked = (float(share or 0.0) for share in row)
    if marked and either >= marked:
        points = f"SELECT bool_or(contains({text}, '.')) FROM {seen.relation}"
        return bool(builder.value(points)) if whole else None
    return with_comma > _NEARLY_ALL and marked > 0


def mixes_marks(builder: DuckBuilder, seen: Profile, heading: str) -> float:
    """The share of amounts that are read as machines write them, or else with a decimal comma: cells of a workbook."""
    text = quoted(heading)
    read = value_text(heading, text, {"decimal": EITHER})
    amount = f"CASE WHEN TRY_CAST({read} AS DOUBLE) IS NULL THEN 0.0 ELSE 1.0 END"
    return float(builder.value(f"SELECT avg({amount}) FROM {seen.relation} WHERE {is_given(text)}") or 0.0)


def _share(builder: DuckBuilder, seen: Profile, heading: str, form: str) -> float:
    text = quoted(heading)
    entry: dict[str, Any] = as_mapping(form)
    # What a format does not explain is given back as it was.
    read = value_text(heading, f"trim({text})", entry)
    sql = f"SELECT avg(CASE WHEN ({read}) != trim({text}) THEN 1.0 ELSE 0.0 END) FROM {seen.relation}"
    return float(builder.value(f"{sql} WHERE {is_given(text)}") or 0.0)


def _style(form: str) -> str:
    return re.sub(r"^%[dm](.)%[dm]", r"\1", form.partition("@")[0].partition("%H")[0].partition("%I")[0]).strip(" ,T")


def _numbers(values: Sequence[str]) -> list[str]:
    """Days as mere numbers: ``20260203``, Excel's, or seconds since 1970."""
    if not values or not all(re.fullmatch(r"\d+(\.\d+)?", value) for value in values):
        return []
    for length, form in ((8, "%Y%m%d"), (14, "%Y%m%d%H%M%S")):
        if all(len(value) == length and value[:2] in {"19", "20", "21"} for value in values):
            return [form]
    numbers = [float(value) for value in values]
    return [form for form, low, high in _SERIALS if all(low < number < high for number in numbers)]


def _numeric(values: Sequence[str]) -> list[str]:
    found = [match for match in map(_NUMERIC.fullmatch, values) if match]
    if not found or len(found) <= _NEARLY_ALL * len(values):
        return []
    kinds = Counter((len(m["a"]) == 4, len(m["c"]) == 4, m["mark"], _clock(m)) for m in found)
    (year_first, year_last, mark, clock), _ = kinds.most_common(1)[0]
    if year_first:
        orders = ["%Y{0}%m{0}%d"]
    else:
        year = "%Y" if year_last else "%y"
        # Nobody writes the month first with points.
        orders = ([f"%m{{0}}%d{{0}}{year}"] if mark != "." else []) + [f"%d{{0}}%m{{0}}{year}"]
    return [order.format(mark) + clock for order in orders]


def _clock(match: re.Match[str]) -> str:
    """The format of the time of a day behind the day, its gap included."""
    if not match["clock"]:
        return ""
    half = match["half"] or ""
    form = ("%I" if half else "%H") + ":%M" + (":%S" if match["seconds"] else "") + (".%f" if match["part"] else "")
    return match["gap"] + form + (" %p" if half.startswith(" ") else "%p" if half else "")


def _worded(values: Sequence[str]) -> list[str]:
    """Days with the month in words, in the first language that knows all of them."""
    words = {word.lower() for value in values for word in _WORD.findall(value)}
    for language in _LANGUAGES if words else ():
        months = month_names("", language)
        if sum(word in months for word in words) > _NEARLY_ALL * len(words):
            forms = Counter(_template(value, months) for value in values)
            form, times = forms.most_common(1)[0]
            return [f"{form}@{language}"] if form and times > _MOST * len(values) else []
    return []


def _template(value: str, months: dict[str, int]) -> str:
    """The value with directives in the place of its parts; empty when it is no day."""
    match = _WORDED.fullmatch(value)
    if match is None:
        return ""
    day = _WORD.sub(lambda word: "%B" if word[0].lower() in months else word[0], match["day"])
    day = re.sub(r"\d{4}", "%Y", day)
    day = re.sub(r"(?<!%)\b\d{1,2}\b", "%d", day, count=1)
    day = re.sub(r"(?<!%)\b\d{2}\b", "%y", day)
    return day + _clock(match) if re.search("%[Yy]", day) and "%B" in day and not re.search(r"\d", day) else ""
