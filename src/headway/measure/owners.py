"""To whom a closed deal counts: to the seller who had it when it closed, not to the one who has it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir


def of_who_closed(book: Book, deals: ir.Table) -> ir.Table:
    """Deals with ``rep_id`` as it was at their closing; open deals keep theirs.

    A change of seller after the closing is taken back: the last one told by then counts, else what the first one after
    it says that there was before.
    """
    import ibis

    if "rep_id" not in book.histories:
        return deals
    changes = book.table("deal_changes")
    changes = changes.filter(changes.field == "rep_id").select(
        "deal_id", "changed_at", "old_value", "new_value", "_seq"
    )
    ends = deals.filter(deals.closed_at.notnull()).select(_deal="deal_id", _end="closed_at")
    told = changes.inner_join(ends, [("deal_id", "_deal")])
    by_then = told.changed_at <= told._end
    had = told.group_by(_deal="deal_id").agg(
        _had=told.new_value.argmax(told._seq, where=by_then), _before=told.old_value.argmin(told._seq, where=~by_then)
    )
    joined = deals.left_join(had, [("deal_id", "_deal")])
    owner = ibis.coalesce(joined._had, joined._before, joined.rep_id)
    return joined.mutate(rep_id=owner).drop("_deal", "_had", "_before")
