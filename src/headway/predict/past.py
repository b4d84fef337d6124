"""The journeys of a predictor as plain numbers: days on one axis, states as codes, in a stable order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from headway.model.book import Book
from headway.predict.landmarks import LOST, NEVER, OPEN, WON, Histories
from headway.predict.predictor import Predictor
from headway.stats.arrays import Floats, Ints

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

LAST_DAY = -1.0
"""The day as of which is asked, on the axis of the histories: days before the end of what is known."""
_MOST_ENDED = 40_000
_HEX = 16**6
_EVERY = "g"  # above every hexadecimal digit


@dataclass(frozen=True, slots=True)
class Past:
    """Journeys known by the day; of very many that ended only a sample, drawn by a hash of the id.

    Attributes:
        sampled: which belong to the sample from which is learned: drawn alike from the open and the ended.
        ended: how many have ended in all.
        ids: [journeys], sorted; accounts: [journeys], the journey's own id where it has no account.
        states: names of the state codes.
        stage, stage_days: of each journey at the end of the day; -1 where no state is known.
    """

    ids: NDArray[Any]
    accounts: NDArray[Any]
    histories: Histories
    sampled: NDArray[np.bool_]
    ended: int
    states: tuple[str, ...]
    stage: Ints
    stage_days: Floats
    age_days: Floats

    @property
    def still_open(self) -> NDArray[np.bool_]:
        """Which journeys have not ended."""
        still: NDArray[np.bool_] = self.histories.outcome == OPEN
        return still


def past(book: Book, predictor: Predictor) -> Past:
    """Read the predictor's journeys from the book."""
    ended_in_all = int(book.rows(f"{predictor.name} ended", lambda b: _ended(b, predictor)).column("n")[0].as_py() or 0)
    values = {"keep_below": _threshold(ended_in_all)}
    found = book.rows(f"{predictor.name} journeys", lambda b: _journeys(b, predictor), values)
    ids = found.column("entity_id").to_numpy(zero_copy_only=False).astype(str)
    outcome = _outcome(found)
    began, ended = (_days(found, name) for name in ("began", "ended"))
    ended = np.where(outcome == OPEN, NEVER, np.maximum(ended, began))
    spells = book.rows(f"{predictor.name} spells", lambda b: _spells(b, predictor), values)
    journey, day, stage, states = _coded(ids, spells)
    histories = Histories.of(began, ended, outcome, journey, day, stage)
    now_stage, since = _standing(histories, ids.size)
    accounts = found.column("account_id").to_numpy(zero_copy_only=False)
    accounts = np.where(accounts == None, np.char.add("deal ", ids), accounts).astype(str)  # noqa: E711 (an array is compared)
    return Past(
        ids=ids,
        accounts=accounts,
        histories=histories,
        sampled=found.column("sampled").to_numpy(zero_copy_only=False).astype(bool),
        ended=ended_in_all,
        states=states,
        stage=now_stage,
        stage_days=LAST_DAY - np.where(np.isnan(since), began, since),
        age_days=LAST_DAY - began,
    )


def _threshold(ended: int) -> str:
    """Journeys whose id's hash lies below this are sampled: of those that ended, about as many as are needed."""
    share = min(1.0, _MOST_ENDED / max(ended, 1))
    return _EVERY if share >= 1.0 else f"{int(share * _HEX):06x}"


def _ended(book: Book, predictor: Predictor) -> ir.Table:
    rows = predictor.journeys(book)
    return rows.agg(n=rows.outcome.notnull().sum())


def _kept(book: Book, predictor: Predictor) -> ir.Table:
    import ibis

    from headway.engine.compiling import place

    rows = predictor.journeys(book)
    below = place("keep_below", "string")
    # The hash is worked out only where there are very many journeys; then it is the price of not reading them all.
    sampled = (below == ibis.literal(_EVERY)) | (rows.entity_id.hexdigest("md5").left(6) < below)
    rows = rows.mutate(sampled=sampled)
    return rows.filter(rows.outcome.isnull() | rows.sampled)


def _journeys(book: Book, predictor: Predictor) -> ir.Table:
    rows = _kept(book, predictor)
    days = {"began": _day(rows.began_at), "ended": _day(rows.ended_at)}
    return rows.select("entity_id", "account_id", "outcome", "sampled", **days).order_by("entity_id")


def _spells(book: Book, predictor: Predictor) -> ir.Table:
    rows = predictor.spells(book).semi_join(_kept(book, predictor), "entity_id")
    return rows.select("entity_id", "state", "at", day=_day(rows["at"])).order_by("entity_id", "at", "state").drop("at")


def _day(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Whole days from the end of what is known; the last day known is -1."""
    from headway.engine.compiling import place

    return (moment.epoch_seconds() - place("known_before", "timestamp").epoch_seconds()) // 86_400


def _days(found: pa.Table, name: str) -> Floats:
    return np.asarray(found.column(name).cast("float64").fill_null(np.nan).to_numpy(), dtype=np.float64)


def _outcome(found: pa.Table) -> Ints:
    words = found.column("outcome").to_numpy(zero_copy_only=False)
    return np.select([words == "won", words == "lost"], [WON, LOST], OPEN).astype(np.int64)


def _coded(ids: NDArray[Any], spells: pa.Table) -> tuple[Ints, Floats, Ints, tuple[str, ...]]:
    """(journey index, day, state code) of every spell; ids are sorted, so places are found by search."""
    owners = spells.column("entity_id").to_numpy(zero_copy_only=False).astype(str)
    names = spells.column("state").to_numpy(zero_copy_only=False).astype(str)
    states, codes = (
        np.unique(names, return_inverse=True) if names.size else (np.zeros(0, dtype=str), np.zeros(0, dtype=np.int64))
    )
    order = np.argsort(ids, kind="stable")
    journey = order[np.searchsorted(ids, owners, sorter=order)] if owners.size else np.zeros(0, dtype=np.int64)
    return journey.astype(np.int64), _days(spells, "day"), codes.astype(np.int64), tuple(str(state) for state in states)


def _standing(histories: Histories, journeys: int) -> tuple[Ints, Floats]:
    """State and first day of each journey's latest spell."""
    stage, since = np.full(journeys, -1, dtype=np.int64), np.full(journeys, np.nan)
    stage[histories.spell_journey] = histories.spell_stage
    since[histories.spell_journey] = histories.spell_day
    return stage, since
