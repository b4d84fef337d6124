"""Rows that became one: who stands for whom, and since when; chains are followed to their end.

Before the day on which two rows were merged they are two; since then, what refers to the one that is gone refers to
the one that stands for it. The spans are worked out when a store is built; a book looks up those of its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from headway.model.known import end
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

SPANS = "merge_spans"
ALWAYS, NEVER = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("9999-01-01")
# A deal's own history and lines end with it: added to another's, its stages would mix and its money count twice.
_STAYS = frozenset({"deal_changes", "deal_lines"})


@dataclass(frozen=True, slots=True)
class Merge:
    """``from_id`` of a table is ``into_id`` from ``since`` until ``until``."""

    table: str
    from_id: str
    into_id: str
    since: datetime = ALWAYS
    until: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Span:
    """From ``since`` until ``until``, ``holder`` stands for ``given``."""

    table: str
    given: str
    holder: str
    since: datetime
    until: datetime


def spans(merges: Iterable[Merge]) -> list[Span]:
    """Who stands for whom, and when.

    Of two merges of one row, the later one holds. In a circle the smallest id stands for the others.

    Example:
        >>> day = lambda number: datetime(2026, 1, number)
        >>> chain = [Merge("deals", "A", "B", day(5)), Merge("deals", "B", "C", day(9))]
        >>> [(s.given, s.holder, s.since.day) for s in spans(chain)]
        [('A', 'B', 5), ('A', 'C', 9), ('B', 'C', 9)]
    """
    edges: defaultdict[tuple[str, str], list[Merge]] = defaultdict(list)
    for merge in merges:
        if merge.from_id != merge.into_id and merge.since < merge.until:
            edges[merge.table, merge.from_id].append(merge)
    return [span for table, given in sorted(edges) for span in _spans_of(edges, table, given)]


def _spans_of(edges: Mapping[tuple[str, str], list[Merge]], table: str, given: str) -> Iterator[Span]:
    """The spans of one row: between two moments at which anything on its way changes, its holder is the same."""
    moments = sorted({moment for merge in _reachable(edges, table, given) for moment in (merge.since, merge.until)})
    before: Span | None = None
    for since, until in zip(moments, [*moments[1:], NEVER], strict=True):
        holder = _holder(edges, table, given, since)
        if before is not None and before.holder == holder and before.until == since:
            before = Span(table, given, holder, before.since, until)
            continue
        if before is not None and before.holder != given:
            yield before
        before = Span(table, given, holder, since, until) if since < until else None
    if before is not None and before.holder != given:
        yield before


def _reachable(edges: Mapping[tuple[str, str], list[Merge]], table: str, given: str) -> Iterator[Merge]:
    ways, seen = [given], {given}
    while ways:
        for merge in edges.get((table, ways.pop()), ()):
            yield merge
            if merge.into_id not in seen:
                seen.add(merge.into_id)
                ways.append(merge.into_id)


def _holder(edges: Mapping[tuple[str, str], list[Merge]], table: str, given: str, at: datetime) -> str:
    way = [given]
    while True:
        active = [merge for merge in edges.get((table, way[-1]), ()) if merge.since <= at < merge.until]
        if not active:
            return way[-1]
        following = max(active, key=lambda merge: (merge.since, merge.into_id)).into_id
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)


def span_columns() -> dict[str, str]:
    """Columns of the table of spans."""
    return {**dict.fromkeys(("table", "given", "holder"), "string"), "since": "timestamp", "until": "timestamp"}


def holders(table: str) -> ir.Table:
    """(_given, _holder) by then, of the rows of a table that another stands for."""
    rows = held()
    return rows.filter(rows._table == table).select("_given", "_holder")


def held() -> ir.Table:
    """(_table, _given, _holder) by then, of all rows that another stands for."""
    import ibis

    lying = ibis.table(span_columns(), name=SPANS)
    mine = lying.filter(lying.since < end(), lying.until >= end())
    return mine.select(_table=mine.table, _given=mine.given, _holder=mine.holder)


def as_merged(rows: ir.Table, name: str, merged: Collection[str]) -> ir.Table:
    """The rows of the noun ``name`` with each reference to a merged row led to its holder, and merged rows left out.

    Args:
        merged: the tables of which any row was ever merged; nothing is looked up for the others.
    """
    for column, parent in _references(name, merged):
        rows = _led(rows, column, parent)
    if name in merged:
        gone = holders(name)
        rows = rows.anti_join(gone, rows[tables()[name].key[0]] == gone._given).select(*rows.columns)
    return _journeys(rows, merged) if name == "journeys" else rows


def _references(name: str, merged: Collection[str]) -> Sequence[tuple[str, str]]:
    found = [(column.name, column.refers) for column in tables()[name].columns if column.refers in merged]
    return [(column, parent) for column, parent in found if not (name in _STAYS and parent == "deals")]


def _led(rows: ir.Table, column: str, parent: str) -> ir.Table:
    import ibis

    known = holders(parent)
    joined = rows.left_join(known, rows[column] == known._given)
    return joined.mutate(**{column: ibis.coalesce(joined._holder, joined[column])}).drop("_given", "_holder")


def _journeys(steps: ir.Table, merged: Collection[str]) -> ir.Table:
    """Steps of merged leads and deals are left out; those of a merged customer are its holder's."""
    import ibis

    for kind, parent in (("lead", "leads"), ("deal", "deals")):
        if parent in merged:
            gone = holders(parent).mutate(_kind=ibis.literal(kind))
            steps = steps.anti_join(gone, [steps.entity_id == gone._given, steps.kind == gone._kind])
            steps = steps.select(*steps.columns)
    if "accounts" in merged:
        customer = steps.kind == "customer"
        own = ibis.ifelse(customer, steps.account_id, steps.entity_id)
        named = ibis.ifelse(customer, ibis.literal("customer:") + steps.account_id, steps.journey_id)
        steps = steps.mutate(entity_id=own, journey_id=named)
    return steps
