"""Changes of an annual amount that do not add up: each should begin with what the one before left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SLACK = 0.01


def failing(book: Book) -> ir.Table:
    """Changes whose amount before is not the one that the change before them left."""
    import ibis

    changes = book.table("subscription_changes")
    order = ibis.window(group_by="subscription_id", order_by="changed_on")
    rows = changes.mutate(_left=changes.arr_after.lag().over(order))
    expected, told = rows["_left"].cast("float64"), rows.arr_before.cast("float64")
    return rows.filter((told - expected).abs() > _SLACK * ibis.greatest(expected.abs(), 1.0))


CHECK = Check(
    name="arr_does_not_add_up",
    title="Changes of an annual amount that do not add up",
    table="subscription_changes",
    column="arr_before",
    remedy="load the missing change, or mend the amounts at their source",
    affects=("velocity",),
    detail="the amount before is not what the change before it left: one in between is missing",
    unmoved="no figure counts these changes yet",
    rows=failing,
)
