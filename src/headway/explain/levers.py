"""The levers of money per day for one side of a comparison: each known for every group, with its posterior draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from headway.explain.open_deals import open_deals
from headway.measure.measuring import Key, Measured, Window, measure
from headway.measure.metric import Figure
from headway.model.book import Book
from headway.stats.arrays import Floats
from headway.stats.intervals import DRAWS
from headway.stats.pooling import partly_pooled
from headway.stats.streams import Streams
from headway.units import Estimate

Where = tuple[tuple[str, str], ...]
_LEAST_OF_CYCLE = 0.05  # a draw of no time at all would bring endless money


@dataclass(frozen=True, slots=True)
class Form:
    """A product that is money per day: how many, and what each is worth.

    Attributes:
        count: the lever that is a number of deals, which groups share out.
        factors: the others that multiply it; ``inverse``: those of them that divide instead.
        durable: factors that are left out where they are not known.
    """

    name: str
    count: str
    factors: tuple[str, ...]
    inverse: frozenset[str] = frozenset()
    durable: frozenset[str] = frozenset()


FORMS = {
    "rate": Form(
        "rate", "arrivals", ("win_rate", "deal_size", "margin", "retained"), durable=frozenset({"margin", "retained"})
    ),
    "classic": Form(
        "classic", "open_deals", ("win_rate", "deal_size", "cycle_days"), inverse=frozenset({"cycle_days"})
    ),
}
_COUNTS = frozenset(form.count for form in FORMS.values())


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: deals of a span of days, filtered; ``share`` of them where it is an average."""

    window: Window
    where: Where = ()
    share: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Levers:
    """The levers of one side.

    Attributes:
        keys: of the groups.
        pooled: each lever for all deals together, by metric.
        values: number of deals, then the factors in the form's order, float [levers, groups]; a factor that a group
            does not tell is that of all its deals together.
        draws: of the same, float [levers, groups, draws]; those of small groups drawn towards that of all.
        whole, whole_draws: the same levers of all deals together, float [levers] and [levers, draws].
        created: deals opened, float [groups].
        horizon_days: the age at which winning was read.
        share: of the count of deals, where the side is an average of several.
    """

    keys: tuple[Key, ...]
    pooled: dict[str, Figure]
    values: Floats
    draws: Floats
    whole: Floats
    whole_draws: Floats
    created: Floats
    horizon_days: float
    share: float

    def lever(self, name: str) -> Estimate:
        """A lever of all deals together, on the side's own scale."""
        found = self.pooled[name].estimate(0)
        if self.share == 1.0 or name not in _COUNTS or not found.known:
            return found
        value, low, high = (
            None if part is None else part * self.share for part in (found.value, found.low, found.high)
        )
        return replace(found, value=value, low=low, high=high)

    def unknown(self, names: Sequence[str]) -> str:
        """Why one of the levers is not known; empty where all are."""
        if not self.created.sum():
            return "no deal was opened"
        return next((self.pooled[name].reason for name in names if not np.isfinite(self.pooled[name].value[0])), "")


def measured(book: Book, form: Form, side: Side, by: tuple[str, ...], horizon_days: float | None) -> Measured:
    """The metrics of a form for the deals of a side."""
    names = tuple(name for name in (form.count, *form.factors) if name != "open_deals")
    seed = f"change|{side.label}|{side.where}"
    return measure(book, names, by=by, window=side.window, where=side.where, question=seed, horizon_days=horizon_days)


def levers(book: Book, form: Form, side: Side, by: tuple[str, ...], whole: Measured) -> Levers:
    """The levers of a side by group; where no group is asked for, all its deals are one.

    Args:
        whole: the side's deals :func:`measured` together.
    """
    split = measured(book, form, side, by, whole.horizon_days) if by else whole
    keys, figures, pooled = split.keys, dict(split.figures), dict(whole.figures)
    created = split.created
    if form.count == "open_deals":
        keys, figures[form.count] = open_deals(book, side.window, by, side.where, keys)
        _, pooled[form.count] = open_deals(book, side.window, (), side.where, ())
        created = _grown(created, len(keys))
    streams = Streams.of(f"change|{side.label}|{side.where}|{form.name}", keys, book.as_of)
    return levers_of(form, keys, figures, pooled, created, streams, horizon_days=whole.horizon_days, share=side.share)


def levers_of(
    form: Form,
    keys: tuple[Key, ...],
    figures: Mapping[str, Figure],
    pooled: dict[str, Figure],
    created: Floats,
    streams: Streams,
    *,
    horizon_days: float,
    share: float = 1.0,
) -> Levers:
    """The levers of a side from its metrics by group, and those of all its deals together."""
    count = figures[form.count]
    values, draws = [count.value * share], [count.draws * share]
    for name in form.factors:
        value, drawn = _factor(figures[name], pooled[name], len(keys), streams, inverse=name in form.inverse)
        values.append(value)
        draws.append(drawn)
    whole, whole_draws = _product(form, pooled, share)
    return Levers(keys, pooled, np.array(values), np.array(draws), whole, whole_draws, created, horizon_days, share)


def _factor(figure: Figure, pooled: Figure, groups: int, streams: Streams, *, inverse: bool) -> tuple[Floats, Floats]:
    """A factor for every group, its value and draws; a group that does not tell it has that of all together."""
    value, own = np.full(groups, np.nan), np.full((groups, DRAWS), np.nan)
    value[: figure.value.size] = figure.value
    own[: figure.value.size] = figure.draws
    draws = own if groups == 1 else partly_pooled(value, own, np.broadcast_to(pooled.draws[0], DRAWS), streams)
    value = np.where(np.isfinite(value), value, pooled.value[0])
    return _inverted(value, draws) if inverse else (value, draws)


def _inverted(value: Floats, draws: Floats) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1.0 / value, 1.0 / np.maximum(draws, _LEAST_OF_CYCLE * value[:, None])


def _product(form: Form, pooled: Mapping[str, Figure], share: float) -> tuple[Floats, Floats]:
    """The form's factors for all deals together: their values [levers], and their draws [levers, draws]."""
    values, draws = [pooled[form.count].value * share], [pooled[form.count].draws * share]
    for name in form.factors:
        figure = pooled[name]
        inverse = name in form.inverse
        value, drawn = _inverted(figure.value, figure.draws) if inverse else (figure.value, figure.draws)
        values.append(value)
        draws.append(drawn)
    return np.array(values)[:, 0], np.array([np.broadcast_to(drawn[0], DRAWS) for drawn in draws])


def _grown(values: Floats, groups: int) -> Floats:
    """The values with zeros for groups that came later."""
    return np.concatenate([values, np.zeros(groups - values.size)])
