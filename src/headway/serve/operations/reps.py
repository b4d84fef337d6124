"""The question `reps`: which sellers are above or below the team, of what is not chance and not the deals received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from headway.question import Answer, question
from headway.units import SHARE, Estimate, show, show_range

if TYPE_CHECKING:
    from headway.explain.sellers import Judged
    from headway.explain.team import Team
    from headway.measure.attainment import Attained
    from headway.measure.measuring import Window
    from headway.stats.intervals import Interval
    from headway.workspace import Ask

_ALIKE = "not distinguishable"


@question("Sellers: who differs from the team", groups=True, windows=True)
def reps(ask: Ask) -> Answer:
    """Sellers with attainment, meetings, raw and shrunken win rates, and whether they differ from the team."""
    from headway.explain.team import meetings, sellers_of, teams
    from headway.measure.attainment import attained
    from headway.measure.disagreements import disagreements
    from headway.measure.measuring import Window, first_day

    opened = first_day(ask.book)
    if opened is None:
        return Answer("reps", ask.as_of, "No deal was known by then.", (), ("no deals by then",))
    window = Window(ask.start or opened, min(ask.end or ask.as_of, ask.as_of))
    if window.days < 1:
        return Answer("reps", ask.as_of, "The window lies after the day asked for.", (), ("empty window",))
    quotas, sellers = attained(ask.book), sellers_of(ask.book)
    found = teams(ask.book, by=ask.by, window=window, where=ask.where, others=() if ask.where else tuple(quotas))
    met = meetings(ask.book, window, sellers)
    rows = [
        {
            **dict(zip(ask.by, team.key, strict=True)),
            "rep_id": rep,
            "name": sellers[rep].name if rep in sellers else None,
            **_quota(quotas.get(rep, []), grouped=bool(ask.by or ask.where)),
            "meetings": None if met is None else round(met.get(rep, 0.0), 2),
            **_rates(team.judged, place),
        }
        for team in found
        for place, rep in enumerate(team.sellers)
    ]
    rows.sort(key=lambda row: (*((row[name] is None, str(row[name])) for name in ask.by), _order(row), row["rep_id"]))
    notes = [*_notes(window, found), *disagreements(ask.book, quotas)]
    return Answer("reps", ask.as_of, _sentence(rows, found), rows, notes)


def _quota(periods: Sequence[Attained], *, grouped: bool) -> dict[str, Any]:
    """Attainment of the last full quota period, and how many in a row were missed."""
    from headway.measure.attainment import missed_in_a_row

    if grouped:
        return {"attainment": Estimate.unknown("a quota is for all deals, not for some"), "missed_in_a_row": None}
    full = [one for one in periods if one.full]
    if not full:
        return {"attainment": Estimate.unknown("no full quota period by then"), "missed_in_a_row": None}
    share, wins = full[-1].share, full[-1].wins
    return {"attainment": Estimate(share, share, share, wins, SHARE), "missed_in_a_row": missed_in_a_row(periods)}


def _rates(judged: Judged, place: int) -> dict[str, Any]:
    closed = round(float(judged.closed[place]))
    nothing = "closed no deal"
    alike = judged.closed[place] == 0
    return {
        "win_rate": _estimate(judged.raw, place, closed, nothing),
        "win_rate_shrunk": _estimate(judged.shrunk, place, closed, nothing) if closed else Estimate.unknown(nothing),
        "p_below_team": None if alike else round(float(judged.p_below[place]), 4),
        "mix_share": _estimate(judged.mix_share, place, closed, "no clear gap to the team"),
        "verdict": _ALIKE if alike else judged.verdict(place),
        "mix_effect": _estimate(judged.expected, place, closed, nothing),
        "won": round(float(judged.won[place])),
        "closed": closed,
        "design_effect": round(float(judged.design_effect[place]), 3),
    }


def _estimate(found: Interval, place: int, n: int, reason: str) -> Estimate:
    from math import isfinite

    value, low, high = (float(side[place]) for side in (found.value, found.low, found.high))
    return Estimate(value, low, high, n, SHARE) if isfinite(value) and n else Estimate.unknown(reason)


def _order(row: dict[str, Any]) -> int:
    """Those that differ come first; who does not is no better or worse than the next."""
    return ("below", "above", _ALIKE).index(row["verdict"])


def _sentence(rows: Sequence[dict[str, Any]], found: Sequence[Team]) -> str:
    if not rows:
        return "No seller closed a deal in this window."
    called = [row for row in rows if row["verdict"] != _ALIKE]
    won, closed = (sum(row[key] for row in rows) for key in ("won", "closed"))
    if closed and won in (0, closed):
        return f"All {closed:,} deals of the window were {'won' if won else 'lost'}, so no seller can be told apart."
    if len(found) > 1:
        return f"{len(called)} of {len(rows)} sellers, each within its group, clearly differ from the others."
    team = _team(found[0])
    if not called:
        return f"No seller is clearly above or below the team{team}: the differences are within chance."
    row = called[0]
    rate = row["win_rate_shrunk"]
    first = f"{row['name'] or row['rep_id']} is {row['verdict']} the team{team}: {show_range(rate)} of the same deals."
    return first if len(called) == 1 else f"{len(called)} of {len(rows)} sellers clearly differ. {first}"


def _team(found: Team) -> str:
    rate = found.judged.team
    if not found.judged.closed.sum():
        return ""
    return f" ({show(float(rate.value[0]), SHARE)})"


def _notes(window: Window, found: Sequence[Team]) -> list[str]:
    from headway.explain.sellers import ALIKE

    given = list(dict.fromkeys(column for team in found for column in team.given))
    taken = f"taken out: {', '.join(given)}" if given else "nothing told deals apart that a seller does not choose"
    notes = [
        f"deals closed {window.start} to {window.end}, each to the seller who had it then",
        f"rates are shrunken towards the team at the same mix of deals; {taken}",
        "how often the same customer decides alike is measured, and counts such deals as fewer (design_effect)",
        f"'{ALIKE}' means that the probability of being below the team is between 5% and 95%",
    ]
    if any((team.judged.verdict(place) != ALIKE) for team in found for place in range(len(team.sellers))):
        notes.append("below or above is what the numbers show, not why: it is not yet shown to be skill")
    return notes
