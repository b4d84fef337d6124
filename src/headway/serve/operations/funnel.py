"""The funnel: of those that came to a step, how many came further, counted once they have had time to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.question import Answer, question
from headway.units import DAYS, SHARE, Estimate, show

if TYPE_CHECKING:
    from headway.measure.funnel import Step
    from headway.workspace import Ask


@question("Funnel: how many come further", groups=True, daily=True)
def funnel(ask: Ask) -> Answer:
    """Steps of leads and deals with the share that reaches a later one."""
    from headway.measure.funnel import funnel_steps

    # What is filtered is a group of its own, so it is read as one: a step's usual wait is that of all groups.
    kept = tuple(column for column, _ in ask.where if column not in ask.by)
    by = (*ask.by, *kept)
    steps = funnel_steps(ask.book, by, ask.beside)
    rows = [_row(step, by) for step in steps]
    notes = ["a journey counts once a step, and only when it was there as long as 19 of 20 that came further took"]
    notes += [
        f"{s.kind} {s.step}: judged after {show(s.wait_days, DAYS)}"
        for s in steps
        if not by and s.wait_days == s.wait_days
    ]
    if by:
        notes.append("of groups of deals, so the steps of leads are left out")
    rows = [row for row in rows if all(str(row.get(column)) == value for column, value in ask.where)]
    rows = [{key: value for key, value in row.items() if key not in kept} for row in rows]
    return Answer("funnel", ask.as_of, _sentence(rows), rows, notes)


def _row(step: Step, by: tuple[str, ...]) -> dict[str, Any]:
    import numpy as np

    from headway.measure.curves import inside
    from headway.stats.intervals import share

    reached = Estimate.unknown("none has been here long enough to judge")
    if step.matured:
        found = share([step.reached], [step.matured])
        value = float(inside(found.value, np.array([float(step.matured)]))[0])
        reached = Estimate(value, float(found.low[0]), float(found.high[0]), step.matured, SHARE)
    return {
        **dict(zip(by, step.key, strict=True)),
        "step": step.step,
        "entered": step.entered,
        "reached_next": reached,
        "matured": step.matured,
        "journey": step.kind,
    }


def _sentence(rows: list[dict[str, Any]]) -> str:
    known = [row for row in rows if row["reached_next"].known and row["journey"] == "deal"]
    if not known:
        return "No step can be judged yet."
    worst = min(known, key=lambda row: row["reached_next"].value)
    figure = worst["reached_next"]
    return f"Fewest come further from {worst['step']}: {show(figure.value, figure.unit)} of {worst['matured']:,}."
