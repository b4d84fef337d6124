"""Reads the sellers of each group from the book, and judges them against the others of their group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from headway.explain.sellers import Judged, Trials, coded, judge
from headway.measure.closings_by_seller import ACCOUNT, PRODUCT, closings_by_seller, given_columns
from headway.measure.efforts import MEETINGS
from headway.measure.measuring import Key, Window, code_groups
from headway.measure.scan import between
from headway.model.book import Book
from headway.model.columns import as_array
from headway.stats.streams import Streams

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Team:
    """The sellers of one group.

    Attributes:
        key: the group's values of the asked columns.
        sellers: their ids, in the order of the arrays of ``judged``.
        given: what was taken out of their rates: columns of deals that differ here.
    """

    key: Key
    sellers: tuple[str, ...]
    judged: Judged
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seller:
    """What the row of a seller says."""

    name: str | None
    started_on: date | None
    ended_on: date | None

    def days_in(self, window: Window) -> int:
        """On how many days of the window the seller was employed."""
        return (
            min(self.ended_on or window.end, window.end) - max(self.started_on or window.start, window.start)
        ).days + 1


def teams(
    book: Book, *, by: tuple[str, ...], window: Window, where: tuple[tuple[str, str], ...], others: Sequence[str] = ()
) -> list[Team]:
    """The sellers of each group, judged by the deals that they closed in the window.

    Args:
        others: sellers that are listed although they closed nothing, where nothing is grouped.
    """
    given = (*given_columns(book, by), *((PRODUCT,) if book.has("deal_lines") else ()))
    tables = [closings_by_seller(book, columns, by=by, window=window, where=where) for columns in ((ACCOUNT,), given)]
    keys: list[Key] = []
    codes = [code_groups(table, by, keys) for table in tables]
    found = []
    for group, key in enumerate(keys):
        accounts, mix = (table.take(np.flatnonzero(code == group)) for table, code in zip(tables, codes, strict=True))
        sellers = tuple(sorted({*accounts.column("rep_id").to_pylist(), *(() if by else others)}))
        if sellers:
            found.append(_team(key, sellers, accounts, mix, given, book.as_of))
    return sorted(found, key=lambda team: tuple((part is None, str(part)) for part in team.key))


def _team(
    key: Key, sellers: tuple[str, ...], accounts: pa.Table, mix: pa.Table, given: tuple[str, ...], as_of: date
) -> Team:
    place = {seller: code for code, seller in enumerate(sellers)}

    def counts(table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        who = np.array([place[seller] for seller in table.column("rep_id").to_pylist()], dtype=np.int64)
        won, n = (as_array(table.column(name)).astype(np.float64) for name in ("won", "n"))
        return who, won, n

    by_mix = counts(mix)
    levels = {column: coded(mix.column(f"_on_{column}").to_pylist(), by_mix[2]) for column in given}
    told = tuple(column for column, codes in levels.items() if codes.max(initial=0) > 0)
    trials = Trials(len(sellers), counts(accounts), by_mix, [levels[column] for column in told])
    return Team(key, sellers, judge(trials, Streams.of("reps", [(*key, seller) for seller in sellers], as_of)), told)


def sellers_of(book: Book) -> Mapping[str, Seller]:
    """What the rows of sellers say, by id."""
    if not book.has("reps"):
        return {}
    rows = book.rows("sellers", lambda book: book.table("reps").select("rep_id", "name", "started_on", "ended_on"))
    return {row["rep_id"]: Seller(row["name"], row["started_on"], row["ended_on"]) for row in rows.to_pylist()}


def meetings(book: Book, window: Window, sellers: Mapping[str, Seller]) -> Mapping[str, float] | None:
    """Meetings, calls and demos of each seller for every 30 days of the window that the seller was there.

    None where no activity names a seller.
    """
    if not book.has("activities"):
        return None
    values = {"window_start": book.start_of(window.start), "window_end": book.end_of(window.end)}
    rows = book.rows("meetings of sellers", _held, values).to_pylist()
    return dict(_a_month(rows, window, sellers)) if rows else None


def _a_month(
    rows: Sequence[Mapping[str, object]], window: Window, sellers: Mapping[str, Seller]
) -> Iterator[tuple[str, float]]:
    for row in rows:
        rep = str(row["rep_id"])
        days = sellers[rep].days_in(window) if rep in sellers else window.days
        # Of a few days nobody's month is told; one who meets customers on no day of theirs was there on some.
        yield rep, float(str(row["held"])) * _MONTH_DAYS / max(days, min(window.days, _MONTH_DAYS))


def _held(book: Book) -> ir.Table:
    acts = book.table("activities")
    acts = acts.filter(acts.rep_id.notnull(), between(acts.occurred_at))
    return acts.group_by("rep_id").agg(held=acts.kind.isin(MEETINGS).fill_null(False).sum())
