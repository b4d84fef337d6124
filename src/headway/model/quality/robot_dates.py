"""Expected closing days that a robot pushed: for many deals at one moment, or by equal steps again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST, _TIMES_THE_USUAL = 20, 10
_EQUAL_STEPS = 6


def failing(book: Book) -> ir.Table:
    """Deals pushed at a moment that pushed 20 (and ten times the usual), or at least six times by the same days."""
    import ibis

    changes = book.table("deal_changes")
    pushed = changes.filter(changes.field == "expected_close_on")
    pushed = pushed.mutate(
        _step=pushed.new_value.try_cast("date").epoch_days() - pushed.old_value.try_cast("date").epoch_days(),
        _at=pushed.changed_at.truncate("m"),
    )
    pushed = pushed.filter(pushed["_step"] > 0)
    moments = pushed.group_by("_at").agg(_many=pushed.deal_id.nunique())
    both = moments.cross_join(moments.agg(_usual=moments["_many"].quantile(0.5)))
    crowded = both.filter(both["_many"] >= _FEWEST, both["_many"] > _TIMES_THE_USUAL * both["_usual"])
    steps = pushed.group_by("deal_id").agg(_times=pushed.count(), _steps=pushed["_step"].nunique())
    regular = steps.filter(steps["_times"] >= _EQUAL_STEPS, steps["_steps"] == 1)
    in_bulk = pushed.semi_join(crowded, "_at").select("deal_id")
    rolled = ibis.union(in_bulk, regular.select("deal_id"), distinct=True)
    return book.table("deals").select("deal_id", "_source").semi_join(rolled, "deal_id")


CHECK = Check(
    name="robot_dates",
    title="Deals whose expected closing day is pushed by a robot",
    table="deals",
    column="expected_close_on",
    needs=("deal_changes",),
    remedy="stop the rule that moves the day, and agree a day with the customer",
    affects=("next",),
    detail="moved for many deals at one moment, or six times and more by equal steps: the day tells nothing",
    unmoved="no figure is counted by the expected closing day",
    rows=failing,
)
