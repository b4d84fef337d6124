"""Reads the steps of deals out of the book: which came to which stage when, as arrays that need no book any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.measure.measuring import Key, code_groups
from headway.model.book import Book
from headway.model.columns import as_array, taken
from headway.stats.arrays import Bools, Floats, Ints
from headway.stats.traces import Traces

if TYPE_CHECKING:
    from datetime import date, datetime

    import ibis.expr.types as ir
    import pyarrow as pa

WON, LOST = "won", "lost"
_NEVER = np.iinfo(np.int64).min  # as numpy writes a moment that is not known
_FIRST_TABLED = 1e6  # states that the table of stages names come after those that it does not


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deals: opened from ``start`` to ``end``, with these values, split by these columns."""

    start: date
    end: date
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """The steps of the deals that were asked for.

    Attributes:
        names: the states' names, by code.
        ends: bool [states], whether a deal ends in it.
        place: float [states], how far along it is; greater is further.
        traces: the steps, by deal and time.
        group: int [deals], code of the deal's group; ``keys`` are the groups' values.
        over: bool [deals], whether the deal has ended; won: whether it was won.
        told: bool [deals], whether anything tells of its steps.
        last: the last microsecond that is known.
        deals: a row a deal, by code, with the columns by which they may be grouped.
        seconds: whole seconds from a deal's opening to its closing; -1 where it has none.
    """

    names: tuple[str, ...]
    ends: Bools
    place: Floats
    traces: Traces
    group: Ints
    keys: list[Key]
    over: Bools
    won: Bools
    told: Bools
    last: int
    deals: pa.Table
    seconds: Ints

    @property
    def states(self) -> int:
        """How many states there are."""
        return len(self.names)

    @property
    def ids(self) -> pa.Array:
        """The deals' ids, by code."""
        return self.deals.column("deal_id").combine_chunks()

    def grouped(self, by: tuple[str, ...], keys: list[Key]) -> Process:
        """The same split by other columns that were read; ``keys`` as for :func:`read_process`."""
        return replace(self, group=code_groups(self.deals, by, keys), keys=keys)


def read_process(book: Book, asked: Asked, keys: list[Key], others: tuple[str, ...] = ()) -> Process:
    """The steps of the deals that were asked for; without a deal that has any, there are none.

    Args:
        keys: values of the groups that are known already; those that are new are put behind them.
        others: columns to read too, to group by them later.
    """
    deals = _deals(book, asked, tuple(dict.fromkeys((*asked.by, *others))))
    deals = taken(deals, np.argsort(as_array(deals.column("_number"))))
    group = code_groups(deals, asked.by, keys)
    won, open_ = (as_array(deals.column(name)) for name in ("won", "open"))
    traces, names, ends = _traces(book, as_array(deals.column("_number")))
    told = np.zeros(deals.num_rows, dtype=bool)
    told[traces.journey] = True
    last = moment(book.known_before) - 1
    place = _places(book, names, traces)
    return Process(names, ends, place, traces, group, keys, ~open_, won, told, last, deals, _seconds(deals))


def _seconds(deals: pa.Table) -> Ints:
    opened, closed = (_micros(deals, name) for name in ("created_at", "closed_at"))
    return np.where(closed == _NEVER, -1, np.maximum(closed - opened, 0) // 1_000_000)


def _micros(table: pa.Table, name: str) -> Ints:
    found: Ints = as_array(table.column(name)).astype("datetime64[us]", copy=False).view(np.int64)
    return found


def _steps(book: Book) -> ir.Table:
    steps = book.table("journeys")
    steps = steps.filter(steps.kind == "deal", ~steps.rebuilt)
    return steps.select("_number", "_state", "at", _before=steps["_before"].fill_null(-1))


def _states(_book: Book) -> ir.Table:
    import ibis

    from headway.model.keys import STATES

    return ibis.table({"state": "string", "code": "int32"}, name=STATES).order_by("code")


def _deals(book: Book, asked: Asked, by: tuple[str, ...]) -> pa.Table:
    """The deals, each with its outcome and the columns to group by."""
    where = tuple(column for column, _ in asked.where)
    values: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(asked.where)}
    values |= {"window_start": book.start_of(asked.start), "window_end": book.end_of(asked.end)}

    def build(book: Book) -> ir.Table:
        return _deals_expression(book, by, where)

    return book.rows("|".join(("deals with steps", ",".join(by), ",".join(where))), build, values)


def _deals_expression(book: Book, by: tuple[str, ...], where: tuple[str, ...]) -> ir.Table:
    from headway.engine.compiling import place

    deals = book.deals_with(tuple(dict.fromkeys((*by, *where))))
    deals = deals.filter(
        deals.created_at >= place("window_start", "timestamp"),
        deals.created_at < place("window_end", "timestamp"),
        *(deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(where)),
    )
    groups = {f"_by_{column}": deals[column] for column in by}
    flags = {"won": deals.outcome == WON, "open": deals.status == "open"}
    told = {name: flag.fill_null(False) for name, flag in flags.items()}
    return deals.select("deal_id", "_number", "created_at", "closed_at", **told, **groups)


def _traces(book: Book, numbers: Ints) -> tuple[Traces, tuple[str, ...], Bools]:
    """The steps of these deals, the states' names in the order of the alphabet, and which of them are ends.

    Args:
        numbers: the deals', ascending.
    """
    steps = book.rows("steps of deals", _steps)
    journey = _places_of(numbers, as_array(steps.column("_number")))
    to, before = (as_array(steps.column(name)).astype(np.int64) for name in ("_state", "_before"))
    at = _micros(steps, "at")
    del steps
    mine = journey >= 0
    if not mine.all():
        journey, to, before, at = (column[mine] for column in (journey, to, before, at))
    every = book.rows("states of deals", _states).column("state").to_pylist()
    used = np.bincount(to, minlength=len(every)) > 0
    names = tuple(name for name, known in zip(every, used, strict=True) if known)
    ends = np.isin(np.asarray(names, dtype=object), (WON, LOST)) if names else np.zeros(0, dtype=bool)
    if not used.all():
        code = np.append(np.where(used, np.cumsum(used) - 1, -1), -1)  # the last is that of no state
        to, before = code[to], code[before]
    return Traces.of(journey, to, at, before, ends), names, ends


def _places_of(numbers: Ints, given: Ints) -> Ints:
    """The place of each given number among the ascending ones, -1 where it is none of them; runs are looked up once."""
    if not numbers.size or not given.size:
        return np.full(given.size, -1, dtype=np.int64)
    starts = np.flatnonzero(np.append(True, given[1:] != given[:-1]))
    place = np.minimum(np.searchsorted(numbers, given[starts]), numbers.size - 1)
    place[numbers[place] != given[starts]] = -1
    return np.repeat(place, np.diff(np.append(starts, given.size)))


def _places(book: Book, names: tuple[str, ...], traces: Traces) -> Floats:
    """How far along each state is: as the table of stages says; of others, how many states a deal had seen by then."""
    rank = traces.mean_rank(len(names))
    if not book.has("stages"):
        return rank
    tabled: dict[str, float] = {}
    rows = book.rows("stages in order", lambda book: book.table("stages").select("stage", "stage_id", "position"))
    for row in rows.to_pylist():
        for name in (row["stage"], row["stage_id"]):
            if name is not None and row["position"] is not None:
                known = tabled.setdefault(name.strip().lower(), row["position"])
                tabled[name.strip().lower()] = min(known, row["position"])
    found = [tabled.get(name.strip().lower()) for name in names]
    return np.array([r if p is None else _FIRST_TABLED + p for r, p in zip(rank, found, strict=True)], dtype=np.float64)


def moment(known: datetime) -> int:
    """A stored moment in microseconds.

    Example:
        >>> from datetime import datetime
        >>> moment(datetime(1970, 1, 1, 0, 0, 1))
        1000000
    """
    return int(np.datetime64(known, "us").astype(np.int64))
