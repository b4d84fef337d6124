"""What the company's past says by then: its base rate, a win's worth, what a selling minute brings, usual times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.columns import as_array
from headway.prescribe.standing import now
from headway.stats.survival import kaplan_meier

if TYPE_CHECKING:
    import ibis.expr.types as ir

_YEAR_DAYS = 365
_ENOUGH_DEALS = 200_000  # give quartiles that are right to the day
_LEAST_SPELLS = 20  # ended spells below which no usual time is stated
_QUARTILES_APART = 1.349  # standard deviations between the quartiles of a normal


@dataclass(frozen=True, slots=True)
class Past:
    """Facts known by then.

    Attributes:
        deals: all deals; won, lost: the closed ones.
        size: mean worth of a won deal in the reporting currency; None when none has a worth.
        size_log_sd: spread of its logarithm.
        won_year, worth_year: deals won in the last 365 days, and their worth.
        minutes_year: minutes that sellers stated in activities of the last 365 days.
    """

    deals: int
    won: int
    lost: int
    size: float | None
    size_log_sd: float
    won_year: int
    worth_year: float
    minutes_year: float

    @property
    def per_minute(self) -> float | None:
        """Worth won per selling minute; None when minutes or wins are not known."""
        return self.worth_year / self.minutes_year if self.minutes_year > 0 and self.worth_year > 0 else None


def past(book: Book) -> Past:
    """Read what the past says; one scan of the deals, one of the activities."""
    year_ago = {"year_ago": book.start_of(book.as_of - timedelta(days=_YEAR_DAYS))}
    row = book.rows("prescribe past", _past, year_ago).to_pylist()[0]
    minutes = float(book.rows("prescribe minutes", _minutes, year_ago).to_pylist()[0]["minutes"] or 0.0)
    won = int(row["won"])
    spread = np.log(row["upper"] / row["lower"]) / _QUARTILES_APART if row["lower"] and row["upper"] else 1.0
    return Past(
        deals=int(row["deals"]),
        won=won,
        lost=int(row["lost"]),
        size=float(row["worth"]) / row["sized"] if row["sized"] else None,
        size_log_sd=float(spread),
        won_year=int(row["won_year"]),
        worth_year=float(row["worth_year"] or 0.0),
        minutes_year=minutes,
    )


def _past(book: Book) -> ir.Table:
    deals = book.table("deals")
    won = deals.outcome == "won"
    sized = won & (deals.worth > 0)
    lately = sized & (deals.closed_at >= place("year_ago", "timestamp"))
    worth = deals.worth.cast("float64")
    return deals.agg(
        deals=deals.count(),
        won=deals.count(where=won),
        lost=deals.count(where=deals.outcome == "lost"),
        worth=deals.worth.sum(where=sized),
        sized=deals.count(where=sized),
        lower=worth.quantile(0.25, where=sized),
        upper=worth.quantile(0.75, where=sized),
        won_year=deals.count(where=lately),
        worth_year=deals.worth.sum(where=lately),
    )


def _minutes(book: Book) -> ir.Table:
    done = book.table("activities")
    spent = done.minutes.cast("decimal(18, 4)")
    return done.agg(
        minutes=spent.sum(where=(done.occurred_at >= place("year_ago", "timestamp")) & (done.occurred_at < now()))
    )


def usual_days(book: Book, deals: int) -> Mapping[str, tuple[float, float, int]]:
    """Stage → (median days, upper quartile, spells that ended), open spells censored; only where both are known.

    The stage "" stands for the whole life of deals without history.

    Args:
        deals: how many there are; of more than 200,000 a part is read, chosen by a hash of their ids.
    """
    part = min(_ENOUGH_DEALS / max(deals, 1), 1.0)
    below = "g" if part == 1.0 else f"{int(part * 16**6):06x}"
    spells = book.rows("prescribe spells", _spells, {"below": below})
    stages = spells.column("state").to_pylist()
    names = sorted(set(stages))
    code = {name: at for at, name in enumerate(names)}
    days, ended, going = (as_array(spells.column(name)) for name in ("days", "ended", "going"))
    stay = kaplan_meier(days, ended, going, [code[stage] for stage in stages], groups=len(names))
    known = np.isfinite(stay.upper_quartile_days) & (stay.ended >= _LEAST_SPELLS)
    return {
        name: (float(stay.median_days[at]), float(stay.upper_quartile_days[at]), int(stay.ended[at]))
        for at, name in enumerate(names)
        if known[at]
    }


def _spells(book: Book) -> ir.Table:
    """(state, days, ended, going): how many spells in a stage ended, or were last seen going, at that age."""
    import ibis

    deals = book.table("deals")
    chosen = deals.filter(deals.deal_id.hexdigest("md5") < place("below", "string"))
    steps = book.table("journeys")
    steps = steps.filter(steps.kind == "deal")
    steps = steps.semi_join(chosen, steps.entity_id == chosen.deal_id)
    order = ibis.window(group_by="journey_id", order_by=["at", "to_state"])
    spells = steps.select("to_state", "at", "rebuilt", until=steps.at.lead().over(order))
    spells = spells.filter(~spells.to_state.isin(["won", "lost"]))
    seconds = ibis.coalesce(spells.until, now()).epoch_seconds() - spells.at.epoch_seconds()
    spells = spells.mutate(
        state=ibis.ifelse(spells.rebuilt, "", spells.to_state), days=(ibis.greatest(seconds, 0) // 86400).cast("int64")
    )
    sums = spells.group_by("state", "days").agg(ended=spells.until.count(), going=spells.count() - spells.until.count())
    return sums.order_by("state", "days")
