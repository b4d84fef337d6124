"""Money in the reporting currency at the rate of the day; a missing rate leaves the worth unknown, never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.nouns import unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAILY = "fx_daily"


def daily_rates(reporting: str) -> ir.Table:
    """(currency, day, rate to ``reporting``) of every day; what is told in another currency is led over it.

    With rates to the dollar and the euro as reporting currency, a pound is worth its dollars by the euro's dollars.
    A rate that is told directly goes before one that is led.
    """
    import ibis

    told = _of_each_day(reporting)
    direct = told.filter(told.to == reporting).select("currency", "day", "rate", far=ibis.literal(0))
    back = told.filter(told.currency == reporting, told.to != reporting)
    legs = ibis.union(
        told.filter(told.to == reporting).select(_over="currency", _day="day", _leg="rate"),
        back.select(_over="to", _day="day", _leg=1 / back.rate),
    )
    over = told.filter(told.to != reporting, told.currency != reporting)
    joined = over.inner_join(legs, [over.to == legs._over, over.day == legs._day])
    led = joined.select("currency", "day", rate=joined.rate * joined._leg, far=ibis.literal(2))
    turned = back.select(currency="to", day="day", rate=1 / back.rate, far=ibis.literal(1))
    every = ibis.union(direct, turned, led)
    return every.group_by("currency", "day").agg(rate=every.rate.argmin(every.far))


def _of_each_day(reporting: str) -> ir.Table:
    """(currency, to, day, rate) from a pair's first rate to the last of all; gaps take the last one."""
    import ibis

    rates = unbound("fx_rates").filter(ibis._.rate > 0, ibis._.currency.notnull())
    rates = rates.select(
        "day", "rate", currency=rates.currency.upper(), to=ibis.coalesce(rates.to_currency.upper(), reporting)
    )
    last = rates.agg(last=rates.day.max())
    following = ibis._.day.lead().over(ibis.window(group_by=["currency", "to"], order_by="day"))
    spans = rates.cross_join(last).mutate(until=ibis.coalesce(following, ibis._.last + ibis.interval(days=1)))
    days = ibis.range(spans.day.cast("timestamp"), spans.until.cast("timestamp"), ibis.interval(days=1)).unnest()
    return spans.select("currency", "to", day=days.cast("date"), rate=spans.rate)


def rates_table() -> ir.Table:
    """The daily rates as they lie in the store."""
    import ibis

    return ibis.table({"currency": "string", "day": "date", "rate": "float64"}, name=DAILY)


def with_worth(rows: ir.Table, on: ir.DateValue, reporting: str) -> ir.Table:
    """``rows`` (with ``amount``, ``currency``) and ``worth``: the amount in the reporting currency, at day ``on``.

    A day after the last rate takes the last rate; one before the first has none.
    """
    import ibis

    rates = rates_table()
    last = rates.agg(_last_day=rates.day.max())
    dated = rows.mutate(_on=on).cross_join(last)
    dated = dated.mutate(_rate_day=ibis.ifelse(dated._on > dated._last_day, dated._last_day, dated._on))
    lookup = rates.select(_currency=rates.currency, _day=rates.day, _rate=rates.rate)
    joined = dated.left_join(lookup, [dated.currency == lookup._currency, dated._rate_day == lookup._day])
    home = joined.currency.isnull() | (joined.currency == reporting)
    worth = ibis.ifelse(home, joined.amount, (joined.amount.cast("float64") * joined._rate).cast("decimal(18, 4)"))
    return joined.select(*rows.columns, worth=worth)
