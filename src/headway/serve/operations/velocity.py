"""Velocity: money per day from the deals that are opened, its levers, and what of it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.model.book import PERIODS
from headway.question import Answer, question
from headway.units import show, show_range

if TYPE_CHECKING:
    from headway.measure.measuring import Measured
    from headway.workspace import Ask

_CLASSIC = ("classic_velocity_open", "classic_velocity_opened", "classic_velocity_closed")
_METRICS = ("velocity", "durable_velocity", "closed_win_rate", "cycle_days", *_CLASSIC)


@question("Velocity: money per day, and its levers", groups=True, windows=True, daily=True, sums="won")
def velocity(ask: Ask) -> Answer:
    """Deals per day × win rate × size, and × margin × retained value."""
    from headway.measure.measuring import Window, first_day, measure

    opened = first_day(ask.book)
    if opened is None:
        return Answer("velocity", ask.as_of, "No deal was known by then.", (), ("no deals by then",))
    window = Window(ask.start or opened, min(ask.end or ask.as_of, ask.as_of))
    if window.days < 1:
        return Answer("velocity", ask.as_of, "The window lies after the day asked for.", (), ("empty window",))
    found = measure(ask.book, _METRICS, by=ask.by, window=window, where=ask.where, question="velocity")
    rows = [_row(found, group, ask.by) for group in range(len(found.keys)) if found.created[group] > 0]
    rows.sort(key=lambda row: -(row["velocity"].value or 0.0))
    sentence = _sentence(rows, ask.by)
    if set(ask.by) & set(PERIODS):  # what is of time stands in the order of time
        rows.sort(
            key=lambda row: [(row[column] is not None, str(row[column])) for column in ask.by if column in PERIODS]
        )
    return Answer("velocity", ask.as_of, sentence, rows, _notes(found))


def _row(found: Measured, group: int, by: tuple[str, ...]) -> dict[str, Any]:
    estimate = {name: figure.estimate(group) for name, figure in found.figures.items()}
    return {
        **dict(zip(by, found.keys[group], strict=True)),
        "deals": estimate["arrivals"],
        "win_rate": estimate["win_rate"],
        "size": estimate["deal_size"],
        "cycle_days": estimate["cycle_days"],
        "margin": estimate["margin"],
        "retained": estimate["retained"],
        "velocity": estimate["velocity"],
        "durable_velocity": estimate["durable_velocity"],
        "closed_win_rate": estimate["closed_win_rate"],
        **{name: estimate[name] for name in _CLASSIC},
        "created": int(found.created[group]),
    }


def _sentence(rows: list[dict[str, Any]], by: tuple[str, ...]) -> str:
    if not rows:
        return "No deal was opened in this window."
    first = rows[0]
    speed = first["velocity"]
    if not speed.known:
        return f"Velocity is not known: {speed.reason}."
    said = f"{show(speed.value, speed.unit)} ({show_range(speed)})"
    durable = first["durable_velocity"]
    lasts = f", of which {show(durable.value, durable.unit)} lasts" if durable.known else ""
    if not by:
        return f"New deals bring {said}{lasts}."
    name = ", ".join(f"no {column}" if first[column] is None else str(first[column]) for column in by)
    name = name[:1].upper() + name[1:]
    return f"{name} brings most: {said}{lasts}."


def _notes(found: Measured) -> list[str]:
    window, closed = found.window, found.closed.sum()
    notes = [
        f"opened {window.start} to {window.end} ({window.days} days): {found.created.sum():,.0f}, {closed:,.0f} closed",
        f"win rate by day {found.followed_days:.0f} of a deal's life; lost competes, open deals are censored",
    ]
    for name in ("margin", "retained"):
        figure = found.figures[name]
        if len(found.keys) == 1 and not figure.estimate(0).known:
            notes.append(f"{name} is not known ({figure.reason}), so neither is durable velocity")
    return notes
