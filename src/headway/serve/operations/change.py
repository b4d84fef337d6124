"""The question `change`: which levers moved money per day from one span of days to another, or between two sellers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from headway.calendar import Period
from headway.errors import UsageError
from headway.question import Answer, question
from headway.units import Estimate, show, show_range

if TYPE_CHECKING:
    from headway.explain.change import Change, Part
    from headway.explain.levers import Side
    from headway.workspace import Ask

LEVERS = {
    "arrivals": "arrivals",
    "open_deals": "open_deals",
    "win_rate": "win_rate",
    "deal_size": "size",
    "cycle_days": "cycle",
    "margin": "margin",
    "retained": "retained",
    "mix": "mix",
    "total": "total",
}
_WORDS = {
    "arrivals": "how many deals are opened",
    "open_deals": "how many deals are open",
    "win_rate": "the win rate",
    "size": "the size of a win",
    "cycle": "the length of the cycle",
    "margin": "the margin",
    "retained": "how much of it stays",
    "mix": "the mix of groups",
}
_AVERAGE = "average"
_KINDS = ("quarter", "month")


@question("What changed: which levers moved money per day", groups=True, spans=True, daily=True)
def change(
    ask: Ask,
    *,
    form: Annotated[str, "rate: arrivals × win rate × size; classic: open deals × win rate × size ÷ cycle."] = "rate",
    against: Annotated[
        str, "Compare the --where with COLUMN=VALUE, or with the 'average' of its column, in the same days."
    ] = "",
) -> Answer:
    """Money per day of one span against another's, or of one seller or segment against another, split over levers."""
    from headway.explain.change import change as split_change
    from headway.explain.levers import FORMS

    if form not in FORMS:
        raise UsageError("form", f"'{form}' is none", f"choose one of {', '.join(FORMS)}")
    sides = _against(ask, against) if against else _spans(ask)
    if isinstance(sides, str):
        return Answer("change", ask.as_of, sides, (), (sides.rstrip("."),))
    found = split_change(ask.book, FORMS[form], *sides, by=_groups(ask))
    if found.unknown:
        told = f"What changed from {sides[0].label} to {sides[1].label} is not known: {found.unknown}."
        return Answer("change", ask.as_of, told, (), (found.unknown, *_left_out(found)))
    rows = [_row(part, ask) for part in found.parts if part.key is None or ask.by]
    return Answer("change", ask.as_of, _sentence(rows, sides), rows, _notes(found, sides, ask, form))


def _groups(ask: Ask) -> tuple[str, ...]:
    """The columns of the mix: those asked for, else the company's segments as far as any file brought them.

    By what is compared there is no mix: each side would be a group that the other lacks.
    """
    compared = [column for column, _ in ask.where]
    within = next((column for column in ask.by if column in compared), None)
    if within:
        raise UsageError("by", f"'{within}' is what --where names, so all would be mix", "group by another column")
    if ask.by:
        return ask.by
    found = []
    for column in ask.settings.segment:
        if column in compared:
            continue
        try:
            ask.book.check_columns((column,))
        except UsageError:
            continue
        found.append(column)
    return tuple(found)


def _spans(ask: Ask) -> tuple[Side, Side] | str:
    """The two spans that are asked for; what is not said is the neighbour of the other, or the last two grown up."""
    first, second = ask.spans
    fiscal = ask.settings.fiscal
    if first is None and second is None:
        both = _grown_up(ask)
        if both is None:
            return "There are not two complete months of deals to compare yet."
        first, second = both
    elif second is None and first is not None:
        second = fiscal.beside(first, 1)
    elif first is None and second is not None:
        first = fiscal.beside(second, -1)
    sides = [_side(ask, span) for span in (first, second) if span]
    for side in sides:
        if side.window.days < 1:
            return f"{side.label} lies after {ask.as_of}."
    return sides[0], sides[1]


def _side(ask: Ask, span: Period) -> Side:
    from headway.explain.levers import Side
    from headway.measure.measuring import Window

    return Side(Window(span.start, min(span.end, ask.as_of)), ask.where, label=span.label)


def _grown_up(ask: Ask) -> tuple[Period, Period] | None:
    """The last two complete quarters, else months, whose deals have had a usual cycle's time by now."""
    from headway.measure.measuring import Window, first_day, measure

    opened = first_day(ask.book)
    if opened is None:
        return None
    window = Window(opened, ask.as_of)
    cycle = measure(ask.book, ("cycle_days",), window=window, question="change").figures["cycle_days"].estimate(0)
    by = ask.as_of - timedelta(days=round(cycle.value or 0))
    for kind in _KINDS:
        last = ask.settings.fiscal.last(kind, max(by, opened), 2)
        if len(last) == 2 and opened <= last[0].start + (last[0].end - last[0].start) / 10:
            return last[0], last[1]
    return None


def _against(ask: Ask, against: str) -> tuple[Side, Side]:
    """The deals of ``--where`` after, those of ``against`` before, in the same days: the second span, else all."""
    from headway.explain.levers import Side
    from headway.measure.measuring import Window, first_day, measure

    if not ask.where:
        raise UsageError("against", "there is nothing to compare", "name it: --where rep_id=R2 --against rep_id=R1")
    if ask.spans[0] is not None:
        raise UsageError("against", "compares within the same days", "leave out --from, or leave out --against")
    span = ask.spans[1]
    opened = first_day(ask.book) or ask.as_of
    window = Window(span.start if span else opened, min(span.end if span else ask.as_of, ask.as_of))
    mine = Side(window, ask.where, label=_named(ask.where))
    column, equals, value = against.partition("=")
    if equals:
        column = column.strip()
        ask.book.check_columns((column,))
        if column not in dict(ask.where):
            wrong = f"compares by '{column}', which --where does not name"
            raise UsageError("against", wrong, f"write --where {column}=VALUE --against {column}={value}")
        where = tuple(sorted({**dict(ask.where), column: value}.items()))
        return Side(window, where, label=_named(where)), mine
    if against != _AVERAGE or len(ask.where) != 1:
        raise UsageError("against", f"'{against}' is no COLUMN=VALUE", "or write average, with one --where")
    groups = measure(ask.book, (), by=(ask.where[0][0],), window=window, question="change").keys
    count = sum(key[0] is not None for key in groups) or 1
    return Side(window, (), 1.0 / count, f"the average {ask.where[0][0]} of {count}"), mine


def _named(where: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{column} {value}" for column, value in where)


def _row(part: Part, ask: Ask) -> dict[str, Any]:
    keys = dict(zip(ask.by, part.key or (None,) * len(ask.by), strict=True))
    return {
        **keys,
        "lever": LEVERS[part.lever],
        "contribution": part.contribution,
        "verdict": "clear" if part.contribution.clear else "not clear",
        "before": part.before,
        "after": part.after,
        "of": "company" if part.key is None else "group",
    }


def _sentence(rows: list[dict[str, Any]], sides: tuple[Side, Side]) -> str:
    whole = [row for row in rows if row["of"] == "company"]
    total: Estimate = whole[-1]["contribution"]
    levers = sorted(whole[:-1], key=lambda row: -abs(row["contribution"].value))
    most = levers[0]
    moved = f"{_signed(most['contribution'])} from {_WORDS[most['lever']]}"
    spans = f"from {sides[0].label} to {sides[1].label}"
    if not total.clear:
        return f"Whether money per day moved {spans} is not clear yet: {_signed(total)}, {show_range(total)}; {moved}."
    way = "rose" if (total.value or 0) > 0 else "fell"
    return f"Money per day {way} by {show(abs(total.value or 0), total.unit)} {spans} ({show_range(total)}): {moved}."


def _signed(estimate: Estimate) -> str:
    text = show(estimate.value, estimate.unit).removesuffix(" a day")
    return f"+{text}" if (estimate.value or 0) > 0 else text


def _notes(found: Change, sides: tuple[Side, Side], ask: Ask, form: str) -> list[str]:
    notes = [
        f"{side.label}: {side.window.start} to {side.window.end}, {deals:,} deals opened"
        for side, deals in zip(sides, found.deals, strict=True)
    ]
    if found.horizon_days is not None:
        notes.append(
            f"won by day {found.horizon_days:.0f} on both sides: the younger deals have not been followed longer, "
            "so money per day is less than 'velocity' says of all their time"
        )
    if form == "classic":
        notes.append("open deals: mean over the days of the span; win rate, size and cycle: of deals opened in it")
    if not any(part.lever == "mix" for part in found.parts):
        notes.append("no groups are told, so there is no mix; name some with --by")
    elif not ask.by:
        notes.append(f"mix: of {', '.join(_groups(ask))}")
    return [
        *notes,
        *_left_out(found),
        "parts by logarithmic means (LMDI), by Shapley's where one is not above 0; they add up, as do groups",
    ]


def _left_out(found: Change) -> list[str]:
    return [f"{name} is left out: {reason}" for name, reason in found.left_out]
