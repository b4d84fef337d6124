"""The question `metrics`: any figure that Headway counts, by any group, with what it means and where it misleads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from headway import discover
from headway.errors import UsageError
from headway.question import Answer, question
from headway.units import show, show_range

if TYPE_CHECKING:
    from headway.measure.measuring import Measured
    from headway.measure.metric import Metric
    from headway.workspace import Ask


@question("Metrics: every figure, by any group", groups=True, windows=True, sums="won")
def metrics(ask: Ask, *, only: Annotated[str, "metrics by name, with commas between; all by default"] = "") -> Answer:
    """Every metric with its definition and trap, or those named, for the whole company or by group."""
    from headway.measure.measuring import Window, first_day, measure

    chosen = _chosen(only)
    opened = first_day(ask.book)
    if opened is None:
        return Answer("metrics", ask.as_of, "No deal was known by then.", (), ("no deals by then",))
    window = Window(ask.start or opened, min(ask.end or ask.as_of, ask.as_of))
    if window.days < 1:
        return Answer("metrics", ask.as_of, "The window lies after the day asked for.", (), ("empty window",))
    found = measure(ask.book, tuple(chosen), by=ask.by, window=window, where=ask.where, question="metrics")
    rows = [_row(metric, found, group, ask.by) for metric in chosen.values() for group in range(len(found.keys))]
    notes = [f"counted over {window.start} to {window.end} ({window.days} days)", *_unknown(rows)]
    return Answer("metrics", ask.as_of, _sentence(rows, ask.by), rows, notes)


def _chosen(only: str) -> dict[str, Metric]:
    every: dict[str, Metric] = discover.load_all("metrics")
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in every]
    if unknown:
        raise UsageError(unknown[0], "is no metric", f"there are {', '.join(every)}")
    # The products that everything else goes into come first, then what is counted together.
    return {name: every[name] for name in names or sorted(every, key=lambda name: (every[name].over, name))}


def _row(metric: Metric, found: Measured, group: int, by: tuple[str, ...]) -> dict[str, Any]:
    return {
        **dict(zip(by, found.keys[group], strict=True)),
        "metric": metric.name,
        "title": metric.title,
        "figure": found.figures[metric.name].estimate(group),
        "definition": metric.definition,
        "trap": metric.trap,
    }


def _sentence(rows: list[dict[str, Any]], by: tuple[str, ...]) -> str:
    """The one figure that was asked for, or how many there are."""
    known = [row for row in rows if row["figure"].known]
    if len(rows) == 1 and not known:
        return f"{rows[0]['title']} is not known: {rows[0]['figure'].reason}."
    if len(rows) == 1:
        figure = rows[0]["figure"]
        return f"{rows[0]['title']}: {show(figure.value, figure.unit)} ({show_range(figure)})."
    count = len({row["metric"] for row in known})
    every = len({row["metric"] for row in rows})
    grouped = f" by {', '.join(by)}" if by else ""
    if count == every:
        return f"All {every} metrics are known{grouped}."
    return f"{count} of {every} metrics are known{grouped}; each of the others says why it is not."


def _unknown(rows: list[dict[str, Any]]) -> list[str]:
    """Why a metric is known of no group, once each."""
    reasons: dict[str, list[str]] = {}
    known = {row["metric"] for row in rows if row["figure"].known}
    for metric, reason in dict.fromkeys((r["metric"], r["figure"].reason) for r in rows if r["metric"] not in known):
        reasons.setdefault(reason, []).append(metric)
    return [f"not known, as {reason}: {', '.join(dict.fromkeys(names))}" for reason, names in reasons.items()]
