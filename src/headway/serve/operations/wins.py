"""What differs between won and lost deals: facts dated before the outcome, among deals alike, with examples."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from headway.errors import UsageError
from headway.question import Answer, question
from headway.units import SHARE, Estimate

if TYPE_CHECKING:
    from headway.explain.wins import Row, Wins
    from headway.workspace import Ask

_DIFFERENCE = "difference"
_SAME_TO = 9  # digits to which two p-values are the same
_MOST_UNUSED = 12
_ALSO = 3
_METHOD = (
    "effect: how much more often deals at this level were won than other deals alike of which the fact is known",
    "deals of one account count together",
    "a difference keeps the false discovery rate over all facts below 5% (Benjamini-Yekutieli), then over levels",
)
_CAUSE = "What goes with winning need not be what wins."


@question("What differs between won and lost deals", groups=True, windows=True)
def wins(
    ask: Ask,
    *,
    months: Annotated[int | None, "the deals closed in the last so many months of the company's calendar"] = None,
    by_day: Annotated[int | None, "date facts by this day of a deal's life, among deals still open then"] = None,
    deal: Annotated[str, "only the levels at which this closed deal stood"] = "",
) -> Answer:
    """Facts dated before the outcome, of deals closed in the window; adjusted for segment, seller and quarter."""
    from headway.explain.wins import wins as differences

    _check(ask, months, by_day)
    end = min(ask.end or ask.as_of, ask.as_of)
    start = ask.settings.fiscal.months_before(end, months) if months else ask.start
    if start and start > end:
        return Answer("wins", ask.as_of, "No deal had been closed in the window.", (), ("empty window",))
    found = differences(ask.book, start, end, by=ask.by, where=ask.where, mark_days=by_day, deal=deal)
    rows = [_row(row, found, ask.by) for row in found.rows]
    rows.sort(key=_order)
    told = _of_deal(deal, found, rows) if found.deal_won is not None else _sentence(found, rows, ask.by)
    return Answer("wins", ask.as_of, told, rows, _notes(found, rows))


def _check(ask: Ask, months: int | None, by_day: int | None) -> None:
    if months is not None and (ask.start or ask.end):
        raise UsageError("wins", "takes either --months or --from and --to", "leave out one of them")
    for name, value, least in (("months", months, 1), ("by-day", by_day, 0)):
        if value is not None and not least <= value <= 1200:
            raise UsageError("wins", f"--{name} {value} is out of range", f"give {least} to 1200")


def _row(row: Row, found: Wins, by: tuple[str, ...]) -> dict[str, Any]:
    finding, factor, contrast = row.finding, row.factor, row.finding.contrast
    effect = Estimate.unknown("too few deals to compare")
    if contrast.known:
        effect = Estimate(contrast.value, contrast.low, contrast.high, contrast.n, SHARE)
    day = 0 if factor.at_start else found.mark_days
    return {
        **dict(zip(by, row.key, strict=True)),
        "factor": factor.name,
        "level": row.level,
        "effect": effect,
        "won_share": _figure(finding.won_share),
        "lost_share": _figure(finding.lost_share),
        "deals": contrast.n,
        "verdict": finding.verdict,
        "title": factor.title,
        "words": _words(row, day),
        "known_share": _figure(finding.known_share),
        "by_day": day,
        "p": _figure(contrast.p),
        "q": finding.q,
        "adjusted_for": list(finding.adjusted_for),
        "won_examples": list(row.won_examples),
        "lost_examples": list(row.lost_examples),
    }


def _figure(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _words(row: Row, day: int) -> str:
    """What the row says, as a sentence."""
    deals, contrast = row.factor.called(row.finding.level, row.level), row.finding.contrast
    deals = deals[:1].upper() + deals[1:]
    when = f" by day {day}" if day else ""
    if not contrast.known:
        return f"{deals}{when}: too few to compare."
    ends = f"likely {_points(contrast.low)} to {_points(contrast.high)}"
    if row.finding.verdict != _DIFFERENCE:
        return f"{deals}{when} were not won clearly more or less often ({_points(contrast.value)} points, {ends})."
    more = "more" if contrast.value > 0 else "less"
    return f"{deals}{when} were won {more} often: {_points(contrast.value)} points ({ends})."


def _points(share: float) -> str:
    size = round(share * 100)
    return f"+{size}" if size > 0 else f"\N{MINUS SIGN}{-size}" if size < 0 else "0"


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    """Differences first, the surest to be large before the others; then what comes nearest to one."""
    effect, p = row["effect"], row["p"]
    if row["verdict"] == _DIFFERENCE:
        least = min(abs(effect.low), abs(effect.high)) if effect.clear else 0.0
        return (0, -round(least, _SAME_TO), row["factor"], row["level"])
    return (1, 2.0 if p is None else round(p, _SAME_TO), row["factor"], row["level"])


def _sentence(found: Wins, rows: list[dict[str, Any]], by: tuple[str, ...]) -> str:
    if not found.closed:
        return "No deal that is asked for was won or lost in the window."
    if found.won in (0, found.closed):
        what = "lost" if not found.won else "won"
        return f"All {found.closed:,} deals closed in the window were {what}: there is nothing to compare them with."
    clear = [row for row in rows if row["verdict"] == _DIFFERENCE]
    if not clear:
        facts = len({row["factor"] for row in rows})
        looked = f"{found.closed:,} closed deals, {facts} facts compared"
        return f"Nothing separates won deals from lost ones clearly: {looked}."
    course = {row.factor.name for row in found.rows if row.factor.course}
    first = next((row for row in clear if row["factor"] not in course), clear[0])
    also = list(dict.fromkeys(row["title"] for row in clear if row["title"] != first["title"]))
    more = f" and {len(also) - _ALSO} more" if len(also) > _ALSO else ""
    others = f" Also clear: {', '.join(also[:_ALSO])}{more}." if also else ""
    group = ", ".join(f"no {column}" if first[column] is None else str(first[column]) for column in by)
    return f"{group + ': ' if group else ''}{first['words']}{others} {_CAUSE}"


def _of_deal(deal: str, found: Wins, rows: list[dict[str, Any]]) -> str:
    """Where one deal stood."""
    clear = [row["effect"].value for row in rows if row["verdict"] == _DIFFERENCE]
    good = sum(value > 0 for value in clear)
    ended = "won" if found.deal_won else "lost"
    told = f"{good} of them where deals are won clearly more often, {len(clear) - good} where less"
    return f"{deal} was {ended}. It stood at {len(rows)} levels that can be compared, {told}."


def _notes(found: Wins, rows: list[dict[str, Any]]) -> list[str]:
    window = found.window
    closed = f"closed {window.start} to {window.end}: {found.closed:,}, {found.won:,} of them won"
    if not found.closed:
        return [closed]
    notes = [
        closed,
        f"facts are those of day {found.mark_days} of a deal's life, among the {found.compared:,} deals open then",
        "what is known from the start is compared over all closed deals",
        *_METHOD,
    ]
    alike = sorted({name for row in rows for name in row["adjusted_for"]})
    notes += [f"deals alike: of the same {', '.join(alike)}"] if alike else []
    notes += [f"{found.small:,} groups have fewer than 20 closed deals and are not compared"] if found.small else []
    notes += dict.fromkeys(row.factor.remark for row in found.rows if row.factor.remark)
    notes += [f"left out: {title}" for title in found.leaking.values()]
    unused = [f"{name} ({why})" for name, why in found.unused.items()]
    if unused:
        more = f" and {len(unused) - _MOST_UNUSED} more" if len(unused) > _MOST_UNUSED else ""
        notes.append(f"could not be used: {', '.join(unused[:_MOST_UNUSED])}{more}")
    return notes
