"""Collects what every play would do, weighs it at once, and keeps the best of each deal, then of each seller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from headway.errors import HeadwayError
from headway.model.book import Book
from headway.model.columns import as_array
from headway.prescribe.gain import Stakes, expected, likely_clear
from headway.prescribe.learned import Past
from headway.prescribe.odds import Odds, moved
from headway.prescribe.play import Play
from headway.stats.arrays import Bools, Floats, Ints

if TYPE_CHECKING:
    import pyarrow as pa

_MINUTES_SHAPE = 0.5  # pieces that a learned rate is worth before any win was seen


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every action that could be proposed; arrays [actions].

    Attributes:
        plays: the plays, and ``tables`` their rows; ``play`` and ``row`` say where an action's row lies.
        entity: the deal or account that it is about; ``rep``: the seller.
        value: expected gain; ``clear``: whether its interval will lie above zero.
    """

    plays: tuple[Play, ...]
    tables: tuple[pa.Table, ...]
    play: Ints
    row: Ints
    entity: np.ndarray
    rep: np.ndarray
    stakes: Stakes
    value: Floats
    clear: Bools

    def take(self, at: Ints) -> Candidates:
        """Some of the actions, in the order given."""
        some = (getattr(self, name)[at] for name in ("play", "row", "entity", "rep"))
        play, row, entity, rep = some
        return Candidates(
            self.plays, self.tables, play, row, entity, rep, self.stakes.take(at), self.value[at], self.clear[at]
        )

    def best_of_each(self) -> Candidates:
        """One action for each deal or account: clear before unclear, then the greatest gain, then the play's name."""
        order = np.lexsort((self.play, -self.value, ~self.clear, self.entity))
        first = (
            np.r_[True, self.entity[order][1:] != self.entity[order][:-1]] if order.size else np.zeros(0, dtype=bool)
        )
        return self.take(order[first])

    def best_of_sellers(self, most: int) -> Candidates:
        """The first ``most`` of each seller: clear before unclear, then the greatest gain, then the id."""
        order = np.lexsort((self.entity, -self.value, ~self.clear, self.rep))
        reps = self.rep[order]
        starts = np.r_[True, reps[1:] != reps[:-1]] if order.size else np.zeros(0, dtype=bool)
        begins = (
            np.maximum.accumulate(np.where(starts, np.arange(order.size), 0))
            if order.size
            else np.zeros(0, dtype=np.int64)
        )
        return self.take(order[np.arange(order.size) - begins < most])


def candidates(book: Book, plays: tuple[Play, ...], past: Past, odds: Odds) -> Candidates:
    """Everything that the plays would do, worth more than nothing."""
    tables = tuple(_rows_of(book, play, past) for play in plays)
    sizes = [table.num_rows for table in tables]
    stakes = _stacked([_stakes(play, table, past, odds) for play, table in zip(plays, tables, strict=True)])
    value = expected(stakes)
    every = Candidates(
        plays,
        tables,
        np.repeat(np.arange(len(plays)), sizes),
        np.concatenate([np.arange(size) for size in sizes]) if sizes else np.zeros(0, dtype=np.int64),
        _texts(
            [
                f"{play.about}:{key}"
                for play, table in zip(plays, tables, strict=True)
                for key in table.column(f"{play.about}_id").to_pylist()
            ]
        ),
        _texts([rep or "" for table in tables for rep in table.column("rep_id").to_pylist()]),
        stakes,
        value,
        likely_clear(stakes),
    )
    return every.take(np.flatnonzero(np.isfinite(value) & (value > 0)))


def _rows_of(book: Book, play: Play, past: Past) -> pa.Table:
    """What a play would do; one that cannot be worked out is named, since it may be a stranger's."""
    try:
        return play.narrow(book, past, book.rows(f"play {play.name}", play.applies))
    except HeadwayError:
        raise
    except Exception as problem:
        wrong = f"cannot be worked out ({type(problem).__name__}: {problem})"
        raise HeadwayError(f"play '{play.name}'", wrong, "mend or remove it") from problem


def _texts(values: list[str]) -> np.ndarray:
    return np.array(values, dtype=np.str_) if values else np.zeros(0, dtype="U1")


def _stakes(play: Play, rows: pa.Table, past: Past, odds: Odds) -> Stakes:
    size = rows.num_rows
    if "chance_a" in rows.column_names:
        a, b = (as_array(rows.column(name)) for name in ("chance_a", "chance_b"))
    else:
        a, b = odds.of(rows.column("deal_id").to_pylist())
    if "odds_shift" in rows.column_names:
        a, b = moved(a, b, _floats(rows, "odds_shift"), _floats(rows, "odds_shift_sd"))
    stated = _floats(rows, "worth")
    unknown = ~(stated > 0)
    worth = np.where(unknown, past.size if past.size is not None else np.nan, stated)
    freed, shape = np.zeros(size), np.ones(size)
    if play.effect == "time":
        freed = _floats(rows, "freed_minutes") * (past.per_minute or np.nan)
        shape = np.minimum(_floats(rows, "freed_pieces"), past.won_year) + _MINUTES_SHAPE
    constant = np.ones(size)
    return Stakes(
        a, b, play.prior.shift * constant, play.prior.sd * constant, worth, np.where(unknown, past.size_log_sd, 0.0),
        freed, shape, np.full(size, play.effect == "time"),
    )  # fmt: skip


def _floats(rows: pa.Table, name: str) -> Floats:

    found: Floats = as_array(rows.column(name)).astype(np.float64)
    return found


def _stacked(parts: list[Stakes]) -> Stakes:
    names = Stakes.__dataclass_fields__
    empty = np.zeros(0)
    return Stakes(
        *(
            np.concatenate([empty.astype(bool) if name == "stops" else empty, *(getattr(p, name) for p in parts)])
            for name in names
        )
    )
