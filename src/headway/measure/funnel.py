"""How many of those that came to a step came further: cohorts by entry, counted only once they have had time to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from headway.measure.measuring import Key
from headway.model.book import Book
from headway.question import plain

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.expr.datatypes import DataType

_WAITED_OF_20 = 19
_DAY_SECONDS = 86_400
_ENDS = ("lost", "disqualified", "churned")
_KINDS = ("lead", "deal")
_TOLD, _LAST = 1e6, 1e9  # places of states that the table of stages names, and of those that end well
_JOURNEY, _STEP = "journey of", "step of"  # names that no column to group by has


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one group.

    Attributes:
        entered: journeys that came to the step; matured: those that have been there long enough to judge.
        reached: of the matured, those that came further, whatever became of them then.
        wait_days: the time in which nineteen of twenty of those that ever came further had; NaN where none did.
        place: how far along the step is, greater is further.
    """

    key: Key
    kind: str
    step: str
    entered: int
    matured: int
    reached: int
    wait_days: float
    place: float


def funnel_steps(book: Book, by: tuple[str, ...], beside: Sequence[tuple[str, ...]] = ()) -> list[Step]:
    """Steps of leads and deals in the order in which they are taken, for each group of ``by``.

    Args:
        beside: groupings that are asked for in turn, ``by`` among them: the journeys are read once for all of them.
    """
    if by not in beside:
        return _counted(book, (by,))[0]
    told = book.kept(
        f"funnel steps|{_named(beside)}",
        lambda: [[plain(astuple(step)) for step in steps] for steps in _counted(book, beside)],
    )
    return [Step(tuple(key), *rest) for key, *rest in told[beside.index(by)]]


def _named(ways: Sequence[tuple[str, ...]]) -> str:
    return "|".join(",".join(by) for by in ways)


def _counted(book: Book, ways: Sequence[tuple[str, ...]]) -> list[list[Step]]:
    """The steps of each grouping, in order."""
    found: list[list[Step]] = [[] for _ in ways]
    for row in book.rows(f"funnel|{_named(ways)}", lambda book: _groups(book, ways)).to_pylist():
        key = tuple(row[f"_by_{column}"] for column in ways[row["way"]])
        names = row[f"_by_{_JOURNEY}"], row[f"_by_{_STEP}"]
        counts = row["entered"], row["matured"], row["reached"]
        wait = float("nan") if row["wait_days"] is None else float(row["wait_days"])
        found[row["way"]].append(Step(key, *names, *counts, wait, row["place"]))
    return [sorted(steps, key=lambda s: (_text(s.key), _KINDS.index(s.kind), s.place, s.step)) for steps in found]


def _text(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((part is None, str(part)) for part in key)


def _first_entries(book: Book) -> ir.Table:
    """One row a journey and state: when it first came there."""
    steps = book.table("journeys")
    steps = steps.filter(steps.kind.isin(_KINDS))
    return steps.group_by("kind", "entity_id", step="to_state").agg(at=steps["at"].min())


def _places(book: Book, entries: ir.Table) -> ir.Table:
    """How far along a state is: as the table of stages says; of others, how many states a journey had seen by then.

    Those that the table does not name come before those that it does; won is last.
    """
    import ibis

    seen = ibis.row_number().over(ibis.window(group_by=["kind", "entity_id"], order_by=["at", "step"]))
    placed = entries.mutate(seen=seen).group_by("kind", "step").agg(place=ibis._.seen.mean())
    told = _told(book)
    placed = placed.left_join(told, [placed.step.strip().lower() == told.name, placed.kind == "deal"])
    ended = ibis.cases(
        (placed.step.isin(_ENDS), -1.0),
        (placed.step.isin(["won", "converted"]), _LAST),
        (placed.position.notnull(), _TOLD + placed.position),
        else_=placed.place,
    )
    return placed.select("kind", "step", place=ended)


def _told(book: Book) -> ir.Table:
    """What the table of stages says: the position of each by its name, and by what names it in its source."""
    import ibis

    stages = book.table("stages")
    names = [stages.select(name=stages[key].strip().lower(), position=stages.position) for key in ("stage", "stage_id")]
    both = ibis.union(*names, distinct=False)
    return both.filter(both.name.notnull()).group_by("name").agg(position=both.position.min())


def _steps(book: Book) -> ir.Table:
    """One row a journey and step: days since it came there, and days until it came further (never: null)."""
    import ibis

    from headway.engine.compiling import place

    entries = _first_entries(book)
    places = _places(book, entries)
    # Counted from the furthest: those before a step in this order are the ones that come after it.
    rank = ibis.dense_rank().over(ibis.window(group_by="kind", order_by=ibis.desc("place"))).cast("int64")
    ranked = entries.inner_join(places.mutate(rank=rank), ["kind", "step"])
    further = ibis.range_window(preceding=(None, 1), group_by=["kind", "entity_id"], order_by="rank")
    steps = ranked.mutate(next_at=ranked["at"].min().over(further))
    steps = steps.filter(steps.place >= 0, steps.place < _LAST)
    began = steps["at"].epoch_seconds()
    age = (place("known_before", "timestamp").epoch_seconds() - began) // _DAY_SECONDS
    waited = (steps.next_at.epoch_seconds() - began) // _DAY_SECONDS
    return steps.mutate(age_days=age, wait_days=ibis.ifelse(waited < 0, 0, waited))


def _usual_waits(steps: ir.Table) -> ir.Table:
    """For each step, over all groups, the time by which most that came further had done so."""
    import ibis

    days = steps.filter(steps.wait_days.notnull()).group_by("kind", "step", "wait_days").agg(n=ibis._.count())
    mine = {"group_by": ["kind", "step"]}
    so_far, every = ibis.cumulative_window(**mine, order_by="wait_days"), ibis.window(**mine)
    days = days.mutate(so_far=days.n.sum().over(so_far), every=days.n.sum().over(every))
    most = days.filter(days.so_far * 20 >= days.every * _WAITED_OF_20)
    return most.group_by("kind", "step").agg(usual=most.wait_days.min())


def _groups(book: Book, ways: Sequence[tuple[str, ...]]) -> ir.Table:
    """Counts by group and step for each of the groupings; ``way`` says for which."""
    import ibis

    steps = _steps(book)
    steps = steps.left_join(_usual_waits(steps), ["kind", "step"]).drop("kind_right", "step_right")
    columns = tuple(dict.fromkeys(column for by in ways for column in by))
    if columns:
        groups = {f"_by_{column}": column for column in columns}
        deals = book.deals_with(columns).select(_deal="deal_id", **groups)
        steps = steps.left_join(deals, [steps.entity_id == deals._deal, steps.kind == "deal"])
    types = {column: steps[f"_by_{column}"].type() for column in columns}
    return ibis.union(*(_group(steps, way, by, types) for way, by in enumerate(ways)), distinct=False)


def _group(steps: ir.Table, way: int, by: tuple[str, ...], types: Mapping[str, DataType]) -> ir.Table:
    """The counts of one grouping, in the shape that all share."""
    import ibis

    rows = steps.filter(steps._deal.notnull()) if by else steps
    names = {f"_by_{_JOURNEY}": "kind", f"_by_{_STEP}": "step"}
    old = rows.age_days >= rows.usual
    counted = rows.group_by(**{f"_by_{column}": f"_by_{column}" for column in by}, **names).agg(
        entered=rows.count(),
        matured=rows.count(where=old),
        reached=rows.count(where=old & rows.wait_days.notnull()),
        wait_days=rows.usual.max(),
        place=rows.place.max(),
    )
    absent = {f"_by_{column}": ibis.null(kind) for column, kind in types.items() if column not in by}
    every = counted.mutate(way=ibis.literal(way), **absent)
    counts = ("entered", "matured", "reached", "wait_days", "place")
    return every.select("way", *(f"_by_{column}" for column in types), *names, *counts)
