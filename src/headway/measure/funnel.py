"""How many of those that came to a step came further: cohorts by entry, counted only once they have had time to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.measure.measuring import Key, code_groups
from headway.model.book import Book
from headway.stats.arrays import Floats

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WAITED_SHARE = 0.95
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
    found = book.rows(f"funnel|{','.join(by)}", lambda b: _cells(b, by))
    keys: list[Key] = []
    group = code_groups(found, (*by, _JOURNEY, _STEP), keys)
    age, wait, n = (
        np.asarray(found.column(c).cast("float64").to_numpy(), dtype=np.float64) for c in ("age_days", "wait_days", "n")
    )
    order = {(row["kind"], row["step"]): row["place"] for row in book.rows("funnel order", _places).to_pylist()}
    waits = _usual_waits(keys, group, wait, n)
    steps = [_step(key, group == code, age, wait, n, waits) for code, key in enumerate(keys)]
    return sorted(
        (s for s in steps if s.kind),
        key=lambda s: (_text(s.key), _KINDS.index(s.kind), order.get((s.kind, s.step), 0), s.step),
    )


def _text(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((part is None, str(part)) for part in key)


def _usual_waits(keys: list[Key], group: np.ndarray[Any, Any], wait: Floats, n: Floats) -> dict[tuple[str, str], float]:
    """For each step, over all groups, the time by which most that came further had done so."""
    waits = {}
    for step in {key[-2:] for key in keys}:
        mine = np.isin(group, [code for code, key in enumerate(keys) if key[-2:] == step]) & np.isfinite(wait)
        days, counts = wait[mine], n[mine]
        order = np.argsort(days)
        reached = np.cumsum(counts[order])
        at = int(np.searchsorted(reached, _WAITED_SHARE * reached[-1])) if reached.size else -1
        waits[step] = float(days[order][at]) if reached.size else float("nan")
    return waits


def _step(
    key: Key, mine: np.ndarray[Any, Any], age: Floats, wait: Floats, n: Floats, waits: dict[tuple[str, str], float]
) -> Step:
    usual = waits[key[-2:]]
    old = mine & (age >= (usual if np.isfinite(usual) else np.inf))
    return Step(
        key[:-2], key[-2], key[-1], int(n[mine].sum()), int(n[old].sum()), int(n[old & np.isfinite(wait)].sum()), usual
    )


def _first_entries(book: Book) -> ir.Table:
    """One row a journey and state: when it first came there."""
    steps = book.table("journeys")
    steps = steps.filter(steps.kind.isin(_KINDS))
    return steps.group_by("kind", "entity_id", step="to_state").agg(at=steps["at"].min())


def _places(book: Book) -> ir.Table:
    """How far along a state is: as the table of stages says; of others, how many states a journey had seen by then.

    Those that the table does not name come before those that it does; won is last.
    """
    import ibis

    entries = _first_entries(book)
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


def _cells(book: Book, by: tuple[str, ...]) -> ir.Table:
    """Counts by group, step, days since entry, and days until a later step (none: null)."""
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
    steps = first.filter(first.place >= 0, first.place < _LAST)
    end = place("known_before", "timestamp")
    age = (end.epoch_seconds() - steps["at"].epoch_seconds()) // 86_400
    waited = (steps.next_at.epoch_seconds() - steps["at"].epoch_seconds()) // 86_400
    cells = steps.mutate(age_days=age, wait_days=ibis.ifelse(waited < 0, 0, waited))
    groups = {f"_by_{column}": column for column in by}
    if by:
        deals = book.deals_with(by).select("deal_id", **groups)
        cells = cells.filter(cells.kind == "deal").inner_join(deals, cells.entity_id == deals.deal_id)
    split = {f"_by_{_JOURNEY}": cells.kind, f"_by_{_STEP}": cells.step}
    days = {"age_days": cells.age_days, "wait_days": cells.wait_days}
    return cells.group_by(*groups, **split, **days).agg(n=cells.count())
