"""Money in the reporting currency at the rate of the day; a missing rate leaves the worth unknown, never zero."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from headway.model.nouns import unbound

DAILY = "fx_daily"


def daily_rates() -> ir.Table:
    """(currency, day, rate) for every day from a currency's first rate to the last of all; gaps take the last one."""
    rates = unbound("fx_rates").select("currency", "day", "rate").filter(ibis._.rate > 0, ibis._.currency.notnull())
    rates = rates.mutate(currency=rates.currency.upper())
    last = rates.agg(last=rates.day.max())
    following = ibis._.day.lead().over(ibis.window(group_by="currency", order_by="day"))
    spans = rates.cross_join(last).mutate(until=ibis.coalesce(following, ibis._.last + ibis.interval(days=1)))
    days = ibis.range(spans.day.cast("timestamp"), spans.until.cast("timestamp"), ibis.interval(days=1)).unnest()
    return spans.select("currency", day=days.cast("date"), rate=spans.rate)


def rates_table() -> ir.Table:
    """The daily rates as they lie in the store."""
    return ibis.table({"currency": "string", "day": "date", "rate": "float64"}, name=DAILY)


def with_worth(rows: ir.Table, on: ir.DateValue, reporting: str) -> ir.Table:
    """``rows`` (with ``amount``, ``currency``) and ``worth``: the amount in the reporting currency, at day ``on``.

    A day after the last rate takes the last rate; one before the first has none.
    """
    rates = rates_table()
    last = rates.agg(_last_day=rates.day.max())
    dated = rows.mutate(_on=on).cross_join(last)
    dated = dated.mutate(_rate_day=ibis.ifelse(dated._on > dated._last_day, dated._last_day, dated._on))
    lookup = rates.select(_currency=rates.currency, _day=rates.day, _rate=rates.rate)
    joined = dated.left_join(lookup, [dated.currency == lookup._currency, dated._rate_day == lookup._day])
    home = joined.currency.isnull() | (joined.currency == reporting)
    worth = ibis.ifelse(home, joined.amount, (joined.amount.cast("float64") * joined._rate).cast("decimal(18, 4)"))
    return joined.mutate(worth=worth).drop("_on", "_last_day", "_rate_day", "_currency", "_day", "_rate")
