"""Stages with what their wait costs, best worth mending first; moves, milestones and variants of the same deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from headway.explain.bottlenecks.gain import LEAST_LEFT, Gains, Pace, gains, of_days
from headway.explain.bottlenecks.reading import Asked, Process, read_process
from headway.explain.bottlenecks.stages import DAY_SECONDS, Stages, histograms, stage_figures
from headway.explain.bottlenecks.touches import Touches, touches
from headway.measure.measuring import Key, Window, measure
from headway.model.book import Book
from headway.stats.streams import Streams
from headway.units import DAYS, Estimate

_METRICS = ("velocity", "closed_win_rate", "cycle_days")  # with the second, those of `velocity`: compiled once for both
_STILL = "more than half of the {n:,} that came are still there"
_LEAST, _SURE = 20, 0.95  # spells of a group that may be the best one, and how surely it is quicker

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waits:
    """All figures of the stages of all groups, by cell = group x states + state."""

    process: Process
    stages: Stages
    gains: Gains
    pace: Pace
    touches: Touches
    currency: str

    def rows(self, by: tuple[str, ...]) -> list[Row]:
        """One row a stage of each group, the greatest gain first; what is not known comes last, longest wait first."""
        cells = np.flatnonzero(np.nan_to_num(self.stages.dwelling.stay.n) > 0)
        value = self.gains.gain.value[cells]
        waits = np.nan_to_num(self.stages.dwelling.stay.median_days[cells] * self.stages.share[cells], nan=-1.0)
        order = np.lexsort((cells, -waits, -np.nan_to_num(value), ~np.isfinite(value)))
        best = self._best() if by else {}
        times = histograms(self.process, self.stages)
        rows = ((int(cell), rank) for rank, cell in enumerate(cells[order], start=1))
        return [self._row(cell, rank, by, best) | {"times": times[cell]} for cell, rank in rows]

    def _row(self, cell: int, rank: int, by: tuple[str, ...], best: Mapping[int, int]) -> Row:
        stages, (group, state) = self.stages, divmod(cell, self.process.states)
        stay, (advance, lost, back) = stages.dwelling.stay, stages.dwelling.exits[:, cell].tolist()
        entered = int(stages.entered[cell])
        row: Row = {
            **dict(zip(by, self.process.keys[group], strict=True)),
            "rank": rank,
            "stage": self.process.names[state],
            "days": self._days(cell),
            "advance": advance,
            "lost": lost,
            "back": back,
            "reworked": float(stages.reworked[cell] / entered),
            "gain": self._gain(cell),
            "clear": bool(self.gains.stands_out[cell] and self.gains.gain.low[cell] > 0),
            "entered": entered,
            "share": float(stages.share[cell]),
            "open_now": int(stages.open_now[cell]),
            "quick_days": _known(stay.lower_quartile_days[cell] / DAY_SECONDS),
            "slow_days": _known(stay.upper_quartile_days[cell] / DAY_SECONDS),
            "p90_days": _known(stay.p90_days[cell] / DAY_SECONDS),
            "back_and_forth": int(stages.back_and_forth[cell]),
            "pushes": _count(self.touches.pushes[cell]),
            "handovers": _count(self.touches.handovers[cell]),
            "touched": _known(self.touches.touched[cell]),
            "place": float(self.process.place[state]),
        }
        return row | self._beside(cell, best) if by else row

    def _days(self, cell: int) -> Estimate:
        stay, n = self.stages.dwelling.stay, int(self.stages.dwelling.stay.n[cell])
        middle, low, high = (x[cell] / DAY_SECONDS for x in (stay.median_days, stay.low_days, stay.high_days))
        if not np.isfinite(middle):
            return Estimate.unknown(_STILL.format(n=n))
        end = high if np.isfinite(high) else max(middle, self.stages.dwelling.oldest[cell] / DAY_SECONDS)
        return Estimate(float(middle), float(low), float(end), n, DAYS)

    def _gain(self, cell: int) -> Estimate:
        gain, group = self.gains.gain, cell // self.process.states
        if np.isfinite(gain.value[cell]):
            return self._money(gain.value[cell], gain.low[cell], gain.high[cell], cell)
        reasons = (
            (self.stages.dwelling.stay.median_days[cell], "half of the deals never left"),
            (self.pace.cycle_days[group], "no deal won yet, so the cycle is not known"),
            (self.pace.velocity[group], "velocity is not known"),
            (self.pace.velocity_draws[group, 0], "too few deals to say how sure velocity is"),
        )
        return Estimate.unknown(
            next((why for value, why in reasons if not np.isfinite(value)), "longer than the cycle")
        )

    def _money(self, value: float, low: float, high: float, cell: int) -> Estimate:
        n = int(self.stages.dwelling.stay.n[cell])
        return Estimate(float(value), float(low), float(high), n, f"{self.currency}/day")

    def _best(self) -> dict[int, int]:
        """For each stage the group that leaves it soonest, of those with enough spells seen to their end."""
        stay, states = self.stages.dwelling.stay, self.process.states
        usable = np.where((stay.ended >= _LEAST) & np.isfinite(stay.median_days), stay.median_days, np.inf)
        by_group = usable.reshape(-1, states)
        best = by_group.argmin(axis=0)
        return {s: int(g) * states + s for s, g in enumerate(best) if np.isfinite(by_group[g, s])}

    def _beside(self, cell: int, best: Mapping[int, int]) -> Row:
        """The quickest group, and what its pace would bring here, where it is clearly quicker."""
        states = self.process.states
        group, state = divmod(cell, states)
        other = best.get(state)
        nothing = {"best_group": None, "best_gain": Estimate.unknown("no group is clearly quicker")}
        if other is None or other == cell or not np.isfinite(self.gains.gain.value[cell]):
            return nothing
        half = self.stages.dwelling.half / DAY_SECONDS
        less = half[cell] - half[other]
        if not (less > 0).mean() >= 1 - (1 - _SURE) / len(self.process.keys):
            return nothing
        stay, share = self.stages.dwelling.stay, self.stages.share[cell]
        days = np.array([(stay.median_days[cell] - stay.median_days[other]) / DAY_SECONDS * share])
        value = of_days(days, self.pace.velocity[[group]], self.pace.cycle_days[[group]])[0]
        least = LEAST_LEFT * float(self.pace.cycle_days[group])
        drawn = of_days(less * share, self.pace.velocity_draws[group], self.pace.cycle_draws[group], least)
        if not np.isfinite(value):
            return nothing
        low, high = np.quantile(drawn, [0.1, 0.9])
        named = " · ".join("none" if part is None else str(part) for part in self.process.keys[other // states])
        return {"best_group": named, "best_gain": self._money(value, min(low, value), max(high, value), cell)}


def read_waits(book: Book, asked: Asked, read: Process | None = None) -> Waits | None:
    """The stages of the deals that were asked for; None where no step of any is known.

    Args:
        read: the same deals, read before for several groupings.
    """
    window = Window(asked.start, asked.end)
    found = measure(book, _METRICS, by=asked.by, window=window, where=asked.where, question="bottlenecks")
    keys: list[Key] = list(found.keys)
    process = read_process(book, asked, keys) if read is None else read.grouped(asked.by, keys)
    if not process.states or not process.traces.journey.size:
        return None
    cells = [(*key, name) for key in keys for name in process.names]
    streams = Streams.of("bottlenecks", cells, book.as_of)
    stages = stage_figures(process, streams, len(keys))
    speed, cycle = found.figures["velocity"], found.figures["cycle_days"]
    pace = Pace(speed.value, speed.draws, cycle.value, cycle.draws)
    return Waits(
        process,
        stages,
        gains(stages, pace, streams, process.states),
        pace,
        touches(book, process, stages, len(cells)),
        book.catalog.currency,
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _count(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
