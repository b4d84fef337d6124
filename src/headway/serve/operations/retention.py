"""The question `retention`: what customers keep paying, month of life by month of life, by when they began."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from headway import discover
from headway.calendar import KINDS
from headway.errors import UsageError
from headway.question import Answer, question
from headway.units import SHARE, Estimate, show, show_range

if TYPE_CHECKING:
    from headway.measure.measuring import Key
    from headway.stats.arrays import Floats
    from headway.stats.intervals import Interval
    from headway.workspace import Ask

_FIRST = date(1980, 1, 1)
_NOT_PAID = Estimate.unknown("orders are no contracts: nothing was promised that could be kept")
_YEAR = 12


@question("Retention: what customers keep paying", needs=(), groups=True, windows=True)
def retention(
    ask: Ask, *, cohort: Annotated[str, "customers by the month, quarter or year in which they began"] = "quarter"
) -> Answer:
    """Gross and net retention and customers kept by cohort and month, counted on exposure."""
    if cohort not in KINDS:
        raise UsageError(cohort, "is no cohort", f"there are {', '.join(KINDS)}")
    basis = "subscriptions" if ask.book.has("subscriptions") else "orders"
    if basis == "orders" and not ask.book.has("deals"):
        note = ask.book.missing("subscriptions")
        return Answer("retention", ask.as_of, f"Nothing to answer from: {note}.", (), (note,))
    by = (*ask.by, f"cohort_{cohort}")
    keys, curves = _curves(ask, basis, by)
    rows = [row for group, key in enumerate(keys) for row in _rows(key, ask.by, group, curves)]
    rows.sort(key=lambda row: (*((row[n] is None, str(row[n])) for n in (*ask.by, "cohort")), row["month"]))
    (whole,) = _curves(ask, basis, ())[1:]
    return Answer("retention", ask.as_of, _sentence(whole, basis), rows, _notes(basis))


_Curves = dict[str, Any]


def _curves(ask: Ask, basis: str, by: tuple[str, ...]) -> tuple[list[Key], _Curves]:
    """The groups, and their curves by name."""
    from headway.measure.keeping import kept
    from headway.measure.measuring import Window, cells_of
    from headway.measure.returning import returned

    last = min(ask.end or ask.as_of, ask.as_of)
    window = Window(min(ask.start or _FIRST, last + timedelta(days=1)), last)
    metric = discover.load("metrics", "grr_12" if basis == "subscriptions" else "returned_12")
    keys, cells = cells_of(ask.book, [metric], by=by, window=window, where=ask.where, question="retention")
    if basis == "orders":
        share, exposure, matured = returned(cells)
        return keys, {"gross": None, "net": None, "logos": share, "exposure": exposure, "matured": matured}
    found = kept(cells)
    return keys, {name: getattr(found, name) for name in ("gross", "net", "logos", "exposure", "matured")}


def _rows(key: Key, by: tuple[str, ...], group: int, curves: _Curves) -> list[dict[str, Any]]:
    """The months of one cohort in which somebody was seen."""
    exposure, matured = curves["exposure"][group], curves["matured"][group]
    found = []
    for month in range(exposure.size):
        n = round(float(exposure[month]))
        logos = _estimate(curves["logos"], group, month, n)
        if logos.known:
            found.append(
                {
                    **dict(zip(by, key, strict=False)),
                    "cohort": key[-1],
                    "month": month + 1,
                    "gross": _estimate(curves["gross"], group, month, n),
                    "net": _estimate(curves["net"], group, month, n),
                    "logos": logos,
                    "exposure": n,
                    "matured": round(float(matured[month])),
                }
            )
    return found


def _estimate(curve: Interval | None, group: int, month: int, n: int) -> Estimate:
    from math import isfinite

    if curve is None:
        return _NOT_PAID
    value, low, high = (float(side[group, month]) for side in (curve.value, curve.low, curve.high))
    return Estimate(value, low, high, n, SHARE) if isfinite(value) else Estimate.unknown("nobody was seen so long")


def _sentence(whole: _Curves, basis: str) -> str:
    """What is left after a year, or as late as was seen."""
    exposure: Floats = whole["exposure"]
    last = min(_YEAR, int((exposure[0] > 0).sum()) if exposure.shape[0] else 0)
    if not last:
        return "No customer has been seen for a whole month."
    n = round(float(exposure[0, last - 1]))
    gross, net, logos = (_estimate(whole[name], 0, last - 1, n) for name in ("gross", "net", "logos"))
    if not logos.known:
        return "No customer has been seen for a whole month."
    if basis == "orders":
        return f"Within {last} months {show(logos.value, SHARE)} of buyers buy again ({show_range(logos)})."
    return (
        f"After {last} months {show(gross.value, SHARE)} of what customers paid is still paid ({show_range(gross)}), "
        f"{_over(net)} with what was added; {show(logos.value, SHARE)} of customers are still there."
    )


def _over(estimate: Estimate) -> str:
    """A share that may lie above 1."""
    return f"{100 * (estimate.value or 0.0):.0f}%"


_OF_ORDERS = (
    "no subscriptions are loaded: these are won deals taken as orders",
    "logos is the share that bought again, on a later day, by the end of the month; a month counts once it is over",
)
_OF_SUBSCRIPTIONS = (
    "each month, of those there at its beginning and seen to its end: a month counts once it is over, for leavers too",
    "gross counts what was taken away, net also what customers added; new and returned customers enter neither",
    "an end for a term or an upgrade is no loss: another subscription near it takes its place, or it is seen no longer",
    "money at the rate of each subscription's first day",
)


def _notes(basis: str) -> tuple[str, ...]:
    return _OF_ORDERS if basis == "orders" else _OF_SUBSCRIPTIONS
