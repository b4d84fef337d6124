"""Who leads whom: the managers of a seller along the chain of ``reps.manager_rep_id``, as columns to group by."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

MANAGERS = ("manager", "manager_2", "manager_3")
"""A seller's manager, the manager's manager, and theirs; who has none above stays, so that groups add up."""


def with_managers(rows: ir.Table, reps: ir.Table, columns: Collection[str]) -> ir.Table:
    """Rows with a ``rep_id`` and the asked columns of :data:`MANAGERS`.

    A seller who leads others and is led by nobody stands under himself; one who is led by nobody and leads nobody has
    no manager (null). A circle of managers ends after three steps like any other chain.
    """
    import ibis

    above = reps.select(
        _seller="rep_id", _boss=ibis.ifelse(reps.manager_rep_id == reps.rep_id, None, reps.manager_rep_id)
    )
    leads = above.filter(above._boss.notnull()).select(_leader="_boss").distinct()
    first = above.left_join(leads, [("_seller", "_leader")])
    # To be distinct changes nothing of rows with a key, and tells Ibis that the join is done.
    chain = first.select(_of="_seller", manager=ibis.coalesce(first._boss, first._leader)).distinct()
    for lower, upper in pairwise(MANAGERS):
        if set(columns) & set(MANAGERS[MANAGERS.index(upper) :]):
            step = above.view().select(**{f"_{upper}_of": "_seller", f"_{upper}": "_boss"})
            joined = chain.left_join(step, [(lower, f"_{upper}_of")])
            chain = joined.select(
                *chain.columns, **{upper: ibis.coalesce(joined[f"_{upper}"], joined[lower])}
            ).distinct()
    wanted = chain.select("_of", *(name for name in MANAGERS if name in columns))
    return rows.left_join(wanted, [("rep_id", "_of")]).drop("_of")
