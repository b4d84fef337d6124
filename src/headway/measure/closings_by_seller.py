"""Closed deals added up by who had them when they closed: by account, and by what a seller does not choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.errors import UsageError
from headway.measure.measuring import Window
from headway.measure.owners import of_who_closed
from headway.measure.scan import closed
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_GIVEN = ("source", "kind", "created_quarter")
PRODUCT, ACCOUNT = "product", "account_id"


def given_columns(book: Book, by: tuple[str, ...]) -> tuple[str, ...]:
    """What a seller does not choose, as far as this book tells it: segment, source, kind and quarter of a deal."""
    found = []
    for column in (*book.settings.segment, *_GIVEN):
        try:
            book.check_columns((column,))
        except UsageError:  # a segment column that no file brought yet
            continue
        if column not in by:
            found.append(column)
    return tuple(dict.fromkeys(found))


def closings_by_seller(
    book: Book, columns: tuple[str, ...], *, by: tuple[str, ...], window: Window, where: tuple[tuple[str, str], ...]
) -> pa.Table:
    """Rows (``_by_`` columns, rep_id, the columns, won, n) of the deals closed in the window.

    Args:
        columns: deals' columns by which each seller's closings are split; ``product`` is that of the largest line.
    """
    filters = tuple(column for column, _ in where)
    values: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(where)}
    values |= {"window_start": book.start_of(window.start), "window_end": book.end_of(window.end)}

    def build(book: Book) -> ir.Table:
        return _rows(book, columns, by, filters)

    return book.rows("|".join(("closings by seller", *map(",".join, (columns, by, filters)))), build, values)


def _rows(book: Book, columns: tuple[str, ...], by: tuple[str, ...], filters: tuple[str, ...]) -> ir.Table:
    import ibis

    from headway.engine.compiling import place

    own = tuple(column for column in columns if column != PRODUCT)
    deals = book.deals_with(tuple(dict.fromkeys((*own, *by, *filters))))
    tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(filters)]
    groups = {f"_by_{column}": deals[column] for column in by}
    deals = of_who_closed(book, deals.filter(closed(deals), *tests).mutate(**groups))
    deals = deals.filter(deals.rep_id.notnull())
    if PRODUCT in columns:
        deals = _with_product(deals, book.table("deal_lines"))
    # A deal of no account goes with no other.
    alone = {ACCOUNT: ibis.coalesce(deals.account_id, "no account: " + deals.deal_id)}
    split = {f"_on_{column}": alone.get(column, deals[column]) for column in columns}
    return deals.group_by(*groups, "rep_id", **split).agg(won=(deals.outcome == "won").sum(), n=deals.count())


def _with_product(deals: ir.Table, lines: ir.Table) -> ir.Table:
    """Deals with the product for which most is paid."""
    import ibis

    paid = ibis.coalesce(lines.quantity, 1.0).cast("float64") * ibis.coalesce(lines.price, 0).cast("float64")
    each = lines.mutate(_paid=paid).group_by(_of="deal_id", _what="product_id").agg(_paid=ibis._._paid.sum())
    place = ibis.row_number().over(ibis.window(group_by="_of", order_by=[ibis.desc("_paid"), "_what"]))
    most = each.mutate(_place=place).filter(ibis._._place == 0).select("_of", **{PRODUCT: "_what"})
    return deals.left_join(most, [("deal_id", "_of")]).drop("_of")
