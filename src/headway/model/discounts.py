"""How far below the list a deal was sold, in bands, as a column to group by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

BAND = "discount_band"
"""``none``, ``to 20%``, ``20 to 40%``, ``over 40%`` or ``above list``; null where no line has both prices."""


def with_discount_band(deals: ir.Table, lines: ir.Table) -> ir.Table:
    """Deals with the band of 1 − (sum of prices ÷ sum of list prices) over their lines that have both.

    The share is rounded to whole percent first: prices are kept in a currency's small coins, and 20% is not "over 20%"
    because of half a cent.
    """
    import ibis

    both = lines.filter(lines.price.notnull(), lines.list_price > 0)
    many = ibis.coalesce(both.quantity, 1.0).cast("float64")
    sums = both.group_by(_of=both.deal_id).agg(
        _agreed=(many * both.price.cast("float64")).sum(), _listed=(many * both.list_price.cast("float64")).sum()
    )
    percent = (100 * (1 - sums._agreed / sums._listed.nullif(0))).round()
    band = ibis.cases(
        (percent.isnull(), None),
        (percent < 0, "above list"),
        (percent == 0, "none"),
        (percent <= 20, "to 20%"),
        (percent <= 40, "20 to 40%"),
        else_="over 40%",
    )
    found = sums.select("_of", **{BAND: band})
    return deals.left_join(found, deals.deal_id == found._of).drop("_of")
