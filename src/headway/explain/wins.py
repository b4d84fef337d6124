"""What differs between won and lost deals: facts of the first days of their lives, compared among deals alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headway import discover
from headway.errors import UsageError
from headway.explain.columns import of_columns, that_leak
from headway.explain.factor import Factor
from headway.explain.facts import DAY_SECONDS, SCANS, outcomes
from headway.explain.judging import Closed, Fact, Finding, judge
from headway.explain.levels import Levels, cut
from headway.measure.measuring import Key, Window, code_groups
from headway.model.book import Book
from headway.stats.arrays import Bools, Floats, Ints

if TYPE_CHECKING:
    import ibis.expr.types as ir

MARKS = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180)
_MARK_AT = 1 / 3
_FEWEST = 20  # closed deals of a group, below which it is not compared
_EXAMPLES = 3
_LONG_AGO = date(1900, 1, 1)
_MONTHS_A_QUARTER = 3
SEGMENT, SELLER, QUARTER = "segment", "seller", "quarter of opening"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding with what it is about: the group, the factor, the level's name, and deals at the level."""

    key: Key
    factor: Factor
    level: str
    finding: Finding
    won_examples: tuple[str, ...]
    lost_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wins:
    """What was found.

    Attributes:
        closed, won: deals closed in the window; compared: those still open on the day by which facts are dated.
        mark_days: that day of a deal's life.
        deal_won: how the asked deal ended; None where none was asked for.
        small: groups with too few closed deals to compare.
        unused: factors that could not be used, each with why.
    """

    rows: Sequence[Row]
    window: Window
    closed: int
    won: int
    compared: int
    mark_days: int
    small: int
    unused: Mapping[str, str]
    leaking: Mapping[str, str]
    deal_won: bool | None = None


@dataclass(frozen=True, slots=True)
class _Deals:
    """The closed deals of the window as arrays, the latest closed first."""

    ids: pa.ChunkedArray
    first_closed: datetime | None
    won: Bools
    life_days: Floats
    cluster: Ints
    segment: Ints
    quarter: Ints
    group: Ints
    keys: list[Key]

    def open_at(self, days: int) -> Bools:
        """Those that were still open after so many days; all of them at the start."""
        return self.life_days > days if days else np.ones(self.won.size, dtype=np.bool_)


def wins(
    book: Book,
    start: date | None,
    end: date,
    *,
    by: tuple[str, ...] = (),
    where: tuple[tuple[str, str], ...] = (),
    mark_days: int | None = None,
    deal: str = "",
) -> Wins:
    """What differs between deals won and lost in a window.

    Args:
        start, end: the days in which a deal must have closed, both included; without a start, since the first closing.
        by: columns whose values are compared apart, each for itself.
        mark_days: the day of a deal's life by which facts are dated. By default the day, a round one, by which a
            third of the deals had closed.
        deal: give only the levels at which this deal stood.

    Errors: :class:`UsageError` for a deal that did not close in the window.
    """
    values: dict[str, Any] = {
        "window_start": book.start_of(start or _LONG_AGO),
        "window_end": book.end_of(end),
        **{f"where_{i}": value for i, (_, value) in enumerate(where)},
    }
    deals = _deals(book, by, tuple(column for column, _ in where), values)
    window = Window(start or (book.day_of(deals.first_closed) if deals.first_closed else end), end)
    only = _place(deals, deal, window) if deal else None
    mark = mark_of(deals.life_days) if mark_days is None else mark_days
    leaking = that_leak(book)
    factors, unused = _usable(book, leaking)
    asked = values | {"mark_seconds": mark * DAY_SECONDS}
    sellers, levels = _levels(book, factors, deals, asked, mark)
    unused |= dict.fromkeys(_flat(levels), "it is the same in every deal of which it is known")
    usable = {name: found for name, found in levels.items() if name not in unused}
    big = np.flatnonzero(np.bincount(deals.group, minlength=len(deals.keys)) >= (_FEWEST if by else 1))
    closed = Closed(deals.won, deals.cluster, {SEGMENT: deals.segment, SELLER: sellers, QUARTER: deals.quarter})
    rows = _judged(closed, deals, [factors[name] for name in usable], list(usable.values()), big, mark)
    if only is not None:
        rows = [row for row in rows if _stood(row, usable[row.factor.name], deals, mark, only)]
    compared = int(deals.open_at(mark).sum())
    return Wins(
        rows,
        window,
        deals.won.size,
        int(deals.won.sum()),
        compared,
        mark,
        len(deals.keys) - big.size if by else 0,
        unused,
        leaking,
        None if only is None else bool(deals.won[only]),
    )


def _deals(book: Book, by: tuple[str, ...], where: tuple[str, ...], values: Mapping[str, Any]) -> _Deals:
    segments = tuple(column for column in book.settings.segment if book.has_column(column))
    columns = tuple(dict.fromkeys((*by, *segments)))
    key = f"wins|closed|{','.join(columns)}|{','.join(where)}"
    found = book.rows(key, lambda book: outcomes(book, columns, where), values)
    keys: list[Key] = []
    group = code_groups(found, by, keys) if found.num_rows else np.zeros(0, dtype=np.int64)
    accounts = pc.coalesce(found.column("account_id"), found.column("deal_id"))
    months = np.asarray(found.column("opened_month").to_numpy(), dtype=np.int64)
    return _Deals(
        ids=found.column("deal_id"),
        first_closed=found.column("closed_at")[-1].as_py() if found.num_rows else None,
        won=np.asarray(found.column("won").to_numpy(), dtype=np.bool_),
        life_days=np.asarray(found.column("life_days").to_numpy(), dtype=np.float64),
        cluster=_codes(accounts),
        segment=code_groups(found, segments, []) if found.num_rows else np.zeros(0, dtype=np.int64),
        quarter=months // _MONTHS_A_QUARTER - int(months.min(initial=0)) // _MONTHS_A_QUARTER,
        group=group,
        keys=keys,
    )


def _place(deals: _Deals, deal: str, window: Window) -> int:
    place = int(pc.index(deals.ids, deal).as_py())
    if place < 0:
        raise UsageError(
            deal, f"is no deal that closed {window.start} to {window.end}", "see its closing day, or --from"
        )
    return place


def _stood(row: Row, levels: Levels, deals: _Deals, mark: int, place: int) -> bool:
    """Whether a deal is one of those at the level of a row."""
    at_level = levels.codes[place] == row.finding.level
    compared = row.factor.at_start or deals.open_at(mark)[place]
    return bool(at_level and compared and deals.keys[deals.group[place]] == row.key)


def mark_of(life_days: Floats) -> int:
    """The last round day by which no more than a third of the deals had closed."""
    if not life_days.size:
        return 0
    limit = float(np.quantile(life_days, _MARK_AT))
    return max(mark for mark in MARKS if mark <= max(limit, 0.0))


def _usable(book: Book, leaking: Mapping[str, str]) -> tuple[dict[str, Factor], dict[str, str]]:
    """Factors for which the book has what they need, and why the others are not used."""
    factors: dict[str, Factor] = {**discover.load_all("factors"), **of_columns(book, leaking)}
    unused = {}
    for name, factor in factors.items():
        leak = next((column for column in factor.columns if column in leaking), "")
        if leak:
            unused[name] = f"'{leak}' gives the outcome away"
        elif missing := factor.missing(book):
            unused[name] = f"no {missing} known by then"
    return {name: factor for name, factor in factors.items() if name not in unused}, unused


def _levels(
    book: Book, factors: Mapping[str, Factor], deals: _Deals, values: Mapping[str, Any], mark: int
) -> tuple[Ints, dict[str, Levels]]:
    """The seller of each deal on the day by which facts are dated, and the levels of each factor: one scan a table."""
    sellers = np.zeros(deals.won.size, dtype=np.int64)
    levels: dict[str, Levels] = {}
    if not deals.won.size:
        return sellers, levels
    for scan in SCANS:
        mine = [factor for factor in factors.values() if factor.over == scan]
        if not mine:
            continue
        found = book.rows(_key(scan, mine), partial(_scanned, scan=scan, factors=mine), values)
        places = pc.index_in(deals.ids, found.column("deal_id").combine_chunks())
        if "_seller" in found.column_names:
            sellers = _codes(found.column("_seller").take(places))
        for factor in mine:
            compared = deals.open_at(0 if factor.at_start else mark)
            values_of = _filled(found.column(factor.name).take(places), places, factor)
            levels[factor.name] = cut(factor, values_of, deals.segment, compared)
    return sellers, {name: levels[name] for name in factors}


def _key(scan: str, factors: Sequence[Factor]) -> str:
    return f"wins|{scan}|{','.join(factor.name for factor in factors)}"


def _scanned(book: Book, *, scan: str, factors: Sequence[Factor]) -> ir.Table:
    rows = SCANS[scan](book)
    sums: dict[str, ir.Value] = {factor.name: _plain(factor.value(rows)) for factor in factors}
    if scan == "deals":
        sums["_seller"] = rows.rep_id.max()
    return rows.group_by("deal_id").agg(**sums)


def _plain(value: ir.Value) -> ir.Value:
    """Texts as they are, everything else as a number."""
    return value if value.type().is_string() else value.cast("float64")


def _filled(values: pa.ChunkedArray, places: pa.ChunkedArray, factor: Factor) -> pa.ChunkedArray:
    """The values, with what a deal without any row is to have."""
    if factor.absent is None:
        return values
    return pc.if_else(pc.is_null(places), pa.scalar(float(factor.absent)), values)


def _flat(levels: Mapping[str, Levels]) -> list[str]:
    return [name for name, found in levels.items() if np.unique(found.codes[found.codes >= 0]).size < 2]


def _codes(texts: pa.ChunkedArray) -> Ints:
    """Small whole numbers for texts; one for all that are not known."""
    encoded = texts.combine_chunks().dictionary_encode()
    codes: Ints = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def _judged(
    closed: Closed,
    deals: _Deals,
    factors: Sequence[Factor],
    levels: Sequence[Levels],
    groups: Ints,
    mark: int,
) -> list[Row]:
    """The findings of every group; all of them together are one family of claims."""
    about = [(int(group), place) for group in groups for place in range(len(factors))]
    compared = _compared(deals, factors, groups, mark)
    facts = [
        Fact(compared[group, factors[place].at_start], levels[place].codes, len(levels[place].names))
        for group, place in about
    ]
    facts = [replace(fact, codes=fact.codes[fact.rows]) for fact in facts]
    rows = []
    for finding in judge(closed, facts):
        group, place = about[finding.fact]
        fact = facts[finding.fact]
        here = fact.rows[fact.codes == finding.level]
        won, lost = (_first_ids(deals.ids, here[deals.won[here] == ended]) for ended in (True, False))
        name = levels[place].names[finding.level]
        rows.append(Row(deals.keys[group], factors[place], name, replace(finding, fact=place), won, lost))
    return rows


def _compared(deals: _Deals, factors: Sequence[Factor], groups: Ints, mark: int) -> dict[tuple[int, bool], Ints]:
    """Places of each group's deals that are compared, by whether the fact is known from the start."""
    order = np.argsort(deals.group, kind="stable")
    edges = np.searchsorted(deals.group[order], np.arange(len(deals.keys) + 1))
    found = {}
    for at_start in {factor.at_start for factor in factors}:
        still_open = deals.open_at(0 if at_start else mark)
        for group in groups:
            mine = order[edges[group] : edges[group + 1]]
            found[int(group), at_start] = mine[still_open[mine]]
    return found


def _first_ids(ids: pa.ChunkedArray, places: Ints) -> tuple[str, ...]:
    return tuple(ids[int(place)].as_py() for place in places[:_EXAMPLES])
