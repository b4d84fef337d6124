"""How many of those that came to a step came further: cohorts by entry, counted only once they have had time to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.measure.measuring import Key
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WAITED_SHARE = 0.95
_ENDS = ("lost", "disqualified", "churned")
_KINDS = ("lead", "deal")
_JOURNEY, _STEP = "journey of", "step of"  # names that no column to group by has


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one group.

    Attributes:
        entered: journeys that came to the step; matured: those that have been there long enough to judge.
        reached: of the matured, those that came further, whatever became of them then.
        wait_days: the time in which nineteen of twenty of those that ever came further had.
    """

    key: Key
    kind: str
    step: str
    entered: int
    matured: int
    reached: int
    wait_days: float


def funnel_steps(book: Book, by: tuple[str, ...]) -> list[Step]:
    """Steps of leads and deals in the order in which they are taken, for each group of ``by``."""
    found = book.rows(f"funnel|{','.join(by)}", lambda b: _counts(b, by)).to_pylist()
    order = {(row["kind"], row["step"]): row["place"] for row in book.rows("funnel order", _places).to_pylist()}
    steps = [
        Step(
            tuple(row[f"_by_{column}"] for column in by),
            kind=row[f"_by_{_JOURNEY}"],
            step=row[f"_by_{_STEP}"],
            entered=int(row["entered"]),
            matured=int(row["matured"]),
            reached=int(row["reached"]),
            wait_days=float("nan") if row["usual"] is None else float(row["usual"]),
        )
        for row in found
    ]
    return sorted(steps, key=lambda s: (_text(s.key), _KINDS.index(s.kind), order.get((s.kind, s.step), 0), s.step))


def _text(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((part is None, str(part)) for part in key)


def _first_entries(book: Book) -> ir.Table:
    """One row a journey and state: when it first came there."""
    steps = book.table("journeys")
    steps = steps.filter(steps.kind.isin(_KINDS))
    return steps.group_by("kind", "entity_id", step="to_state").agg(at=steps["at"].min())


def _places(book: Book) -> ir.Table:
    """How far along a state is: how many states a journey had seen on average when it came there; won is last."""
    import ibis

    entries = _first_entries(book)
    seen = ibis.row_number().over(ibis.window(group_by=["kind", "entity_id"], order_by=["at", "step"]))
    placed = entries.mutate(seen=seen).group_by("kind", "step").agg(place=ibis._.seen.mean())
    ended = ibis.cases(
        (placed.step.isin(_ENDS), -1.0), (placed.step.isin(["won", "converted"]), 1e9), else_=placed.place
    )
    return placed.mutate(place=ended)


def _counts(book: Book, by: tuple[str, ...]) -> ir.Table:
    """Counts by group and step, made by the engine: there are as many entries as changes of a stage."""
    entries = _entries(book)
    groups = {f"_by_{column}": column for column in by}
    if by:
        deals = book.deals_with(by).select("deal_id", **groups)
        entries = entries.filter(entries.kind == "deal").inner_join(deals, entries.entity_id == deals.deal_id)
    entries = entries.select(*groups, "kind", "step", "age_days", "wait_days")
    cells = entries.left_join(_usual_waits(entries), ["kind", "step"], rname="usual_{name}")
    old = cells.age_days >= cells.usual
    split = {f"_by_{_JOURNEY}": cells.kind, f"_by_{_STEP}": cells.step}
    return cells.group_by(*groups, **split).agg(
        entered=cells.count(),
        matured=old.fill_null(False).sum(),
        reached=(old & cells.wait_days.notnull()).fill_null(False).sum(),
        usual=cells.usual.max(),
    )


def _usual_waits(entries: ir.Table) -> ir.Table:
    """For each step, over all groups, the days by which most that came further had done so."""
    import ibis

    waited = entries.filter(entries.wait_days.notnull())
    waits = waited.group_by("kind", "step", "wait_days").agg(n=waited.count())
    days = waits.mutate(
        reached=waits.n.sum().over(ibis.cumulative_window(group_by=["kind", "step"], order_by="wait_days")),
        every=waits.n.sum().over(group_by=["kind", "step"]),
    )
    most = days.filter(days.reached >= _WAITED_SHARE * days.every)
    return most.group_by("kind", "step").agg(usual=most.wait_days.min())


def _entries(book: Book) -> ir.Table:
    """One row a journey and step: days since it came there, and days until a later step (none: null)."""
    import ibis

    from headway.engine.compiling import place

    entries, places = _first_entries(book), _places(book)
    ranked = entries.inner_join(places, ["kind", "step"])
    later = ranked.view()
    further = ranked.left_join(
        later,
        [ranked.kind == later.kind, ranked.entity_id == later.entity_id, later.place > ranked.place],
        rname="later_{name}",
    )
    first = further.group_by("kind", "entity_id", "step", "at", "place").agg(next_at=further.later_at.min())
    steps = first.filter(first.place >= 0, first.place < 1e9)
    end = place("known_before", "timestamp")
    age = (end.epoch_seconds() - steps["at"].epoch_seconds()) // 86_400
    waited = (steps.next_at.epoch_seconds() - steps["at"].epoch_seconds()) // 86_400
    return steps.mutate(age_days=age, wait_days=ibis.ifelse(waited < 0, 0, waited))
