"""The ways that deals take: which stage follows which and after how long, the milestones of the won, and variants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from headway.explain.bottlenecks.reading import WON, Asked, Process, read_process
from headway.measure.measuring import Key
from headway.model.book import Book
from headway.stats.follows import Moves, passages
from headway.stats.follows import milestones as on_the_way
from headway.stats.follows import moves as followed
from headway.stats.intervals import share as share_of
from headway.stats.survival import kaplan_meier
from headway.stats.traces import Traces
from headway.stats.variants import variants as distinct
from headway.units import DAYS, SHARE, Estimate

MOST_VARIANTS = 1000
_DAY_SECONDS = 86_400
_ON_THE_WAY = "On the way to a win most days go by"
_OF_MOVES = (
    "directly follows: nothing of the deal's stage history lies between; a move that is still to come is in no time",
    "days: the median, linear between the middle two; the closing of a closed deal stands after all that it did",
)
_OF_MILESTONES = (
    "milestones: stages that at least half of the won deals came to; where most deals come again and again is work",
    "days: the median from first coming to the one to first coming to the other, whatever lies between",
)
_OF_VARIANTS = (
    "a way is the stages that a deal came to, its closing apart; that of an open deal is as far as it has come",
    "won share: of the closed deals of a way; days: the median from opening to closing, of those that have closed",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, rows, and notes."""

    sentence: str
    rows: Sequence[Row]
    notes: Sequence[str]


def moves(book: Book, asked: Asked) -> Told | None:
    """Every pair of stages that directly follow each other, most days first; a stage after itself comes last."""
    process = _read(book, asked)
    if process is None:
        return None
    found = followed(_whole(process), process.states, process.group)
    rows = _rows(process, found, asked.by, again=True)
    sentence = _longest(rows, "Most days go by", "directly") or "No deal went from one stage to another."
    return Told(sentence, rows, _OF_MOVES)


def milestones(book: Book, asked: Asked) -> Told | None:
    """The stages on the way of won deals, each with the time from first coming to it to first coming to the next."""
    process = _read(book, asked)
    if process is None:
        return None
    found = milestone_passages(process)
    rows = _rows(process, found, asked.by, again=False)
    sentence = _longest(rows, _ON_THE_WAY, "") or "There is no way to a win yet."
    return Told(sentence, rows, _OF_MILESTONES)


def variants(book: Book, asked: Asked) -> Told | None:
    """The ways from the first stage to the last, commonest first."""
    process = _read(book, asked)
    if process is None:
        return None
    steps = _whole(process)
    steps = steps.where(~(process.ends[steps.state] & np.append(steps.first[1:], True)))
    rows: list[Row] = []
    for group, key in enumerate(process.keys):
        mine = steps.where(process.group[steps.journey] == group)
        rows += [{**dict(zip(asked.by, key, strict=True)), **row} for row in _variants(process, mine)]
    rows.sort(key=lambda row: -row["deals"])
    for rank, row in enumerate(rows, start=1):
        row["rank"] = rank
    sentence = "No deal has a stage history."
    if rows:
        sentence = f"Most deals go {rows[0]['path']}: {rows[0]['deals']:,} of {int(process.told.sum()):,}."
    notes = list(_OF_VARIANTS)
    if len(rows) == MOST_VARIANTS:
        notes.append(f"the {MOST_VARIANTS:,} commonest ways; others are left out")
    return Told(sentence, rows, notes)


def milestone_passages(process: Process) -> Moves:
    """The time from each milestone on the way of won deals to the next, for each group."""
    way = on_the_way(process.traces, process.ends, process.won)
    if WON in process.names:
        way = np.append(way, process.names.index(WON))
    return passages(process.traces, way, process.states, process.group)


def longest_passage(process: Process) -> str:
    """A sentence on the two milestones between which most days go by; empty where there are none."""
    found = milestone_passages(process)
    return _longest(_rows(process, found, (), again=False), _ON_THE_WAY, "")


def _read(book: Book, asked: Asked) -> Process | None:
    keys: list[Key] = []
    process = read_process(book, asked, keys)
    return process if process.traces.journey.size else None


def _whole(process: Process) -> Traces:
    """All that a deal did, and then its closing."""
    return process.traces.with_end_last(process.ends, process.over)


def _rows(process: Process, found: Moves, by: tuple[str, ...], *, again: bool) -> list[Row]:
    left = np.zeros((len(process.keys), process.states))
    np.add.at(left, (found.group, found.start), found.count)
    order = np.lexsort((found.to, found.start, -found.total_days, found.start == found.to))
    rows = []
    for rank, i in enumerate(order, start=1):
        group, start, to, n = (int(x[i]) for x in (found.group, found.start, found.to, found.count))
        row = {
            **dict(zip(by, process.keys[group], strict=True)),
            "rank": rank,
            "from": process.names[start],
            "to": process.names[to],
            "days": _estimate((x[i] for x in (found.median_days, found.low_days, found.high_days)), n, DAYS),
            "p90_days": float(found.p90_days[i]),
            "total_days": float(found.total_days[i]),
            "count": n,
            "deals": int(found.journeys[i]),
        }
        rows.append(row | ({"share": float(n / left[group, start])} if again else {}))
    return rows


def _longest(rows: Sequence[Row], words: str, how: str) -> str:
    first = next((row for row in rows if row["from"] != row["to"]), None)
    if first is None:
        return ""
    often = f"{first['count']:,} times {how}".strip() if how else f"{first['deals']:,} deals"
    return (
        f"{words} from {first['from']} to {first['to']}: half take more than {first['days'].value:.2f} days, "
        f"one in ten more than {first['p90_days']:.1f} ({often})."
    )


def _variants(process: Process, steps: Traces) -> list[Row]:
    found = distinct(steps, process.over.size, process.states, MOST_VARIANTS)
    ways, deals = len(found.ways), np.flatnonzero(found.variant >= 0)
    variant, over = found.variant[deals], process.over[deals]
    closed, wins = (np.bincount(variant[kind], minlength=ways) for kind in (over, over & process.won[deals]))
    seconds = process.seconds[deals]
    dated = over & (seconds >= 0)
    ones = np.ones(int(dated.sum()))
    stay = kaplan_meier(seconds[dated], ones, 0 * ones, variant[dated], groups=ways)
    spread, total = share_of(wins, closed), int(np.unique(steps.journey).size)
    rows = []
    for i, way in enumerate(found.ways):
        ends = (spread.value[i], spread.low[i], spread.high[i])
        days = (x[i] / _DAY_SECONDS for x in (stay.median_days, stay.low_days, stay.high_days))
        rows.append(
            {
                "rank": i + 1,
                "path": " → ".join(process.names[state] for state in way),
                "deals": int(found.count[i]),
                "share": float(found.count[i] / total),
                "won_share": _estimate(ends, int(closed[i]), SHARE),
                "days": _estimate(days, int(stay.n[i]), DAYS),
                "steps": len(way),
            }
        )
    return rows


def _estimate(values: Iterable[float], n: int, unit: str) -> Estimate:
    """An estimate of closed deals; an interval that is open above ends where it is known to reach."""
    if not n:
        return Estimate.unknown("none of them has closed")
    value, low, high = (float(x) for x in values)
    return Estimate(value, low, high if np.isfinite(high) else value, n, unit)
