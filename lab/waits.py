"""Companies drawn as spells alone, with one stage that holds deals up or with none; for how often it is found.

No file is written and no store is built: the arrays that the product reads out of its book are made here, and go
through the product's own arithmetic. So a thousand companies take a minute: `python -m benchmarks bottlenecks_found`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import write_csv

from headway import discover
from headway.explain.bottlenecks.gain import Gains, Pace, gains
from headway.explain.bottlenecks.reading import Process
from headway.explain.bottlenecks.stages import Stages, stage_figures
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, OPEN, WON
from headway.stats.arrays import Bools, Floats, Ints, as_floats
from headway.stats.streams import Streams
from headway.stats.traces import Traces

DAY = 86_400
NAMES = ("Commit", "Discover", "Evaluate", "Propose", "Qualify", "lost", "won")
_ORDER = np.array([4, 1, 2, 3, 0])  # the stages as deals go through them, by the place of their name
STAGES = tuple(NAMES[i] for i in _ORDER)
_LOST, _WON = 5, 6
_YEARS_DAYS = 730
_FIRST_SECOND = 1_704_067_200  # 2024-01-01


@dataclass(frozen=True, slots=True)
class World:
    """What a company is drawn from.

    Attributes:
        days: mean days in each stage, in the order in which they are gone through.
        shape: of the gamma law of those days: 1 is exponential, more is steadier.
        passes: chance to go on from each stage.
        steps_back: chance to go back to the stage before instead, from the second on.
    """

    deals: int = 2000
    days: tuple[float, ...] = (12.0,) * 5
    shape: float = 1.3
    passes: tuple[float, ...] = (0.78,) * 5
    steps_back: float = 0.06

    @property
    def coming(self) -> Floats:
        """The share of the deals that come to each stage, steps back apart."""
        return as_floats(np.cumprod([1.0, *self.passes[:-1]]))

    def held_up(self, stage: int, times: float) -> World:
        """The same with one stage in which deals stay so many times as long."""
        return replace(self, days=tuple(d * times if i == stage else d for i, d in enumerate(self.days)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A company, and what the product makes of it; arrays [stages] in the order of ``NAMES``."""

    process: Process
    stages: Stages
    gains: Gains

    @property
    def first(self) -> str:
        """The stage that stands first, by its gain."""
        return NAMES[int(np.nanargmax(self.gains.gain.value))]

    @property
    def claimed(self) -> list[str]:
        """The stages that are called clear."""
        clear = self.gains.stands_out & (self.gains.gain.low > 0)
        return [NAMES[i] for i in np.flatnonzero(clear)]


def ask(world: World, seed: int) -> Drawn:
    """Draw a company of the world and ask where its deals wait."""
    rng = np.random.default_rng(seed)
    process, opened, closed = draw(world, rng)
    streams = Streams.of("lab", NAMES, seed)
    found = stage_figures(process, streams, 1)
    return Drawn(process, found, gains(found, _pace(process, opened, closed, rng, seed), streams, len(NAMES)))


def draw(world: World, rng: np.random.Generator) -> tuple[Process, Ints, Ints]:
    """The steps of a company's deals, opened evenly over two years; and when each was opened and closed, seconds."""
    n, last = world.deals, _YEARS_DAYS * DAY
    opened = rng.integers(0, last, n)
    at, stage = opened.astype(np.float64), np.zeros(n, dtype=np.int64)
    going = np.arange(n)
    steps: list[tuple[Ints, Ints, Floats]] = []
    while going.size:
        steps.append((going, _ORDER[stage[going]], at[going]))
        at[going] += rng.gamma(world.shape, np.array(world.days)[stage[going]] / world.shape * DAY)
        luck, passes = rng.random(going.size), np.array(world.passes)[stage[going]]
        back = (luck < world.steps_back) & (stage[going] > 0)
        on = ~back & (luck < world.steps_back + (1 - world.steps_back) * passes)
        stage[going] += np.where(back, -1, np.where(on, 1, 0))
        lost, won = ~back & ~on, on & (stage[going] == len(_ORDER))
        for ended, end in ((lost, _LOST), (won, _WON)):
            steps.append((going[ended], np.full(int(ended.sum()), end), at[going[ended]]))
        going = going[~lost & ~won]
    journey, state, seconds = (np.concatenate(column) for column in zip(*steps, strict=True))
    seen = seconds < last
    return _known(journey[seen], state[seen], seconds[seen].astype(np.int64), opened, last)


def _known(journey: Ints, state: Ints, seconds: Ints, opened: Ints, last: int) -> tuple[Process, Ints, Ints]:
    ends = np.isin(np.arange(len(NAMES)), (_LOST, _WON))
    traces = Traces.of(journey, state, seconds * 1_000_000, np.full(journey.size, -1), ends)
    closed = np.full(opened.size, -1)
    closed[journey[ends[state]]] = seconds[ends[state]]
    won = np.zeros(opened.size, dtype=bool)
    won[journey[state == _WON]] = True
    told, group = np.ones(opened.size, dtype=bool), np.zeros(opened.size, dtype=np.int64)
    life = np.where(closed < 0, -1, closed - opened)
    place = traces.mean_rank(len(NAMES))
    ids = pa.array([], pa.string())
    known = Process(NAMES, ends, place, traces, group, [()], closed >= 0, won, told, last * 1_000_000 - 1, ids, life)
    return known, opened, closed


def _pace(process: Process, opened: Ints, closed: Ints, rng: np.random.Generator, seed: int) -> Pace:
    """Velocity and cycle by the product's metrics, from one cell a deal."""
    n = opened.size
    ended = np.where(closed < 0, OPEN, np.where(process.won, WON, LOST))
    life = np.where(closed < 0, _YEARS_DAYS * DAY, closed) - opened
    won = ended == WON
    worth = np.exp(rng.normal(10.0, 0.7, n)) * won
    logs = np.log(np.where(won, worth, 1.0))
    columns = {
        "age_days": life // DAY, "ended": ended, "n": np.ones(n), "won_part_seconds": (life % DAY) * won,
        "worth_known": won * 1.0, "worth_sum": worth, "worth_squares": worth**2, "worth_positive": won * 1.0,
        "worth_logs": logs, "worth_log_squares": logs**2,
    }  # fmt: skip
    streams = Streams.of("lab", [()], seed)
    cells = Cells(np.zeros(n, dtype=np.int64), columns, 1, float(_YEARS_DAYS), streams, "USD")
    figures = [_figure(name, cells) for name in ("arrivals", "win_rate", "deal_size", "cycle_days")]
    value, draws = figures[0].value, figures[0].draws
    for figure in figures[1:3]:
        value, draws = value * figure.value, draws * figure.draws
    return Pace(value, draws, figures[3].value, figures[3].draws)


def _figure(name: str, cells: Cells) -> Figure:
    metric: Metric = discover.load("metrics", name)
    return metric.formula(cells) if metric.formula else Figure.unknown(1, "", "made of others")


def most_to_gain(world: World) -> str:
    """The stage whose wait truly costs most: median less lower quartile of its law, times the deals that come to it."""
    from scipy.stats import gamma

    spread = gamma.ppf(0.5, world.shape) - gamma.ppf(0.25, world.shape)
    return NAMES[_ORDER[int(np.argmax(np.array(world.days) * spread * world.coming))]]


def write(folder: Path, world: World, seed: int) -> None:
    """Write a company's deals and their stage changes as files, for the whole way from a sync to an answer."""
    process, opened, closed = draw(world, np.random.default_rng(seed))
    folder.mkdir(parents=True, exist_ok=True)
    ids = pa.array([f"D{number:05d}" for number in range(opened.size)])
    status = np.where(closed < 0, "open", np.where(process.won, "won", "lost"))
    amounts = np.round(np.exp(np.random.default_rng(seed).normal(10.0, 0.7, opened.size)))
    deals = {"deal_id": ids, "status": status, "amount": amounts, "created_at": _moments(opened)}
    write_csv(pa.table({**deals, "closed_at": _moments(closed, closed < 0)}), folder / "deals.csv")
    steps = process.traces
    new = pa.array(NAMES).take(pa.array(steps.state))
    old = pa.array([None, *new.to_pylist()[:-1]], mask=steps.first)
    field = pa.array(["stage"] * steps.state.size)
    changes = {"deal_id": ids.take(pa.array(steps.journey)), "field": field, "old_value": old, "new_value": new}
    write_csv(pa.table({**changes, "changed_at": _moments(steps.at // 1_000_000)}), folder / "deal_changes.csv")


def _moments(seconds: Ints, missing: Bools | None = None) -> pa.Array:
    """Seconds since the company's first day as moments of a file."""
    return pc.strftime(pa.array(_FIRST_SECOND + seconds, mask=missing).cast(pa.timestamp("s")), "%Y-%m-%dT%H:%M:%S")
