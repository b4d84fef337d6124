"""What a caller gives a question, read and checked: the options that all questions share, and the question's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from headway.calendar import FIRST_YEAR, KINDS, LAST_YEAR, Calendar, Period
from headway.errors import UsageError
from headway.question import Question

_YEARS = range(1900, 2200)
Where = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The common options, each of its type, and the question's ``own`` with their defaults filled in.

    Of a question that compares spans, ``start`` and ``end`` are None and ``spans`` holds the two, as far as given.
    """

    as_of: date | None
    by: tuple[str, ...]
    start: date | None
    end: date | None
    where: tuple[tuple[str, str], ...]
    limit: int | None
    own: Mapping[str, Any]
    spans: tuple[Period | None, Period | None] = (None, None)


def read_options(question: Question, given: Mapping[str, Any], calendar: Calendar | None = None) -> Asked:
    """The options as a caller gives them: days as days or texts, columns as a list or a text with commas.

    Args:
        question: whose options they are.
        given: by name; ``start`` and ``end`` are days, or spans as :func:`span` reads them.
        calendar: how the company counts its periods, for spans.

    Errors: :class:`UsageError` for an option that the question does not take, and for what is no day or column list.
    """
    common = {name: given.get(name) for name in ("as_of", "by", "start", "end", "where", "limit")}
    ends = [None if common[name] is None else str(common[name]) for name in ("start", "end")] if question.spans else []
    common |= dict.fromkeys(("start", "end")) if question.spans else {}
    spans = tuple(None if text is None else span(text, calendar or Calendar()) for text in ends)
    days = {name: _day(name, common[name]) for name in ("as_of", "start", "end")}
    where = common["where"] or ()
    limit = question.limit if common["limit"] is None else common["limit"]
    own = _own(question, {name: value for name, value in given.items() if name not in common})
    asked = Asked(
        **days, by=_names(common["by"]), limit=limit, own=own,
        where=tuple(sorted(where.items() if isinstance(where, Mapping) else where)),
        spans=(spans[0], spans[1]) if spans else (None, None),
    )  # fmt: skip
    _check(question, asked)
    return asked


def span(text: str, calendar: Calendar) -> Period:
    """A span of days, both included: ``2026-01-01..2026-03-31``, or a month, quarter or year of the company's calendar.

    Errors: :class:`UsageError` for anything else, and for a span that ends before it begins.

    Example:
        >>> span("2026-Q1", Calendar()).end, span("2026-01-05..2026-01-11", Calendar()).label
        (datetime.date(2026, 3, 31), '2026-01-05..2026-01-11')
    """
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        return _named(first, calendar)
    start, end = (_day("span", part) for part in (first, last))
    if start is None or end is None:
        raise UsageError("span", f"'{text}' lacks a day", "write it as 2026-01-01..2026-03-31")
    if start > end:
        raise UsageError("span", f"{start} is after {end}", "swap them")
    return Period(f"{start}..{end}", start, end)


def _named(label: str, calendar: Calendar) -> Period:
    ends = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    for kind in KINDS:
        for period in calendar.periods(kind, *ends):
            if period.label.lower() == label.lower():
                return period
    near = calendar.periods("quarter", date(2026, 3, 1), date(2026, 3, 1))[0].label
    raise UsageError(
        "span", f"'{label}' is no span of days", f"write 2026-01-01..2026-03-31, or a period such as {near}"
    )


def _names(by: str | Sequence[str] | None) -> tuple[str, ...]:
    parts = by.split(",") if isinstance(by, str) else list(by or ())
    return tuple(part.strip() for part in parts if part.strip())


def _day(name: str, value: date | str | None) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise UsageError(name, f"'{value}' is no day", "write it as 2026-03-31") from None
    day = day.date() if isinstance(day, datetime) else day
    if day.year not in _YEARS:
        raise UsageError(
            name, f"{day} lies outside {_YEARS.start} to {_YEARS.stop - 1}", "write a day such as 2026-03-31"
        )
    return day


def _own(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {option.name: option for option in question.options}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise UsageError(
            question.name, f"takes no option '{unknown[0]}'", f"it takes {', '.join(known) or 'none of its own'}"
        )
    return {name: given.get(name, option.default) for name, option in known.items()}


def _check(question: Question, asked: Asked) -> None:
    start, end, limit = asked.start, asked.end, asked.limit
    rules = (
        (not asked.by or question.groups, "does not group", "leave out --by"),
        ((start is None and end is None) or question.windows, "takes no window", "leave out --from and --to"),
        (start is None or end is None or start <= end, f"--from {start} is after --to {end}", "swap them"),
        (limit is None or limit >= 0, f"--limit {limit} is below zero", "give 0 or more"),
    )
    for holds, wrong, next_step in rules:
        if not holds:
            raise UsageError(question.name, wrong, next_step)
