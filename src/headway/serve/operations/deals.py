"""The open deals with their odds, what each is expected to bring, and why."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from headway.question import Answer, question
from headway.units import DAYS, SHARE, Estimate, show

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book
    from headway.predict.outlook import Odds
    from headway.stats.intervals import Interval
    from headway.workspace import Ask


@question("Deals: the open ones, their odds and worth", daily=True, sums="open")
def deals(ask: Ask) -> Answer:
    """Chance to be won (ever, in 30 and 90 days), days to close, expected money, and the reasons."""
    from headway.predict.outlook import odds

    found = odds(ask.book)
    columns = tuple(column for column, _ in ask.where)
    facts = {
        row["deal_id"]: row
        for row in ask.book.rows(f"open deals|{','.join(columns)}", lambda b: _facts(b, columns)).to_pylist()
    }
    rows = [_row(found, i, facts[str(deal)], ask) for i, deal in enumerate(found.ids) if str(deal) in facts]
    rows = [row for row in rows if all(str(facts[row["deal_id"]].get(column)) == value for column, value in ask.where)]
    rows.sort(key=lambda row: (-(row["expected"].value or 0.0), row["deal_id"]))
    return Answer("deals", ask.as_of, _sentence(rows, ask), rows, _notes(found))


def _facts(book: Book, columns: tuple[str, ...]) -> ir.Table:
    rows = book.deals_with(columns)
    rows = rows.filter(rows.status == "open")
    accounts = book.table("accounts").select(_account="account_id", account_name="name")
    reps = book.table("reps").select(_rep="rep_id", rep_name="name")
    rows = rows.left_join(accounts, rows.account_id == accounts._account)
    rows = rows.left_join(reps, rows.rep_id == reps._rep)
    kept = (
        "deal_id",
        "name",
        "account_id",
        "account_name",
        "rep_id",
        "rep_name",
        "stage",
        "worth",
        "expected_close_on",
        "created_at",
    )
    return rows.select(*dict.fromkeys((*kept, *columns)))


def _row(found: Odds, i: int, fact: dict[str, Any], ask: Ask) -> dict[str, Any]:
    worth = None if fact["worth"] is None else float(fact["worth"])
    currency = ask.book.catalog.currency
    p_won = _estimate(found.p_won, i, int(found.n[i]), SHARE)
    return {
        "deal_id": fact["deal_id"],
        "name": fact["name"],
        "account_id": fact["account_id"],
        "account_name": fact["account_name"] or fact["account_id"],
        "rep_id": fact["rep_id"],
        "rep_name": fact["rep_name"] or fact["rep_id"],
        "stage": fact["stage"],
        "amount": worth,
        "currency": currency,
        "age_days": int(found.age_days[i]),
        "expected_close_on": fact["expected_close_on"],
        "p_won": p_won,
        "p_won_30": _estimate(found.p_won_30, i, int(found.n[i]), SHARE),
        "p_won_90": _estimate(found.p_won_90, i, int(found.n[i]), SHARE),
        "days_to_close": _estimate(found.days_to_close, i, int(found.n[i]), DAYS),
        "expected": _expected(p_won, worth, currency),
        "reasons": _reasons(found, i),
    }


def _estimate(interval: Interval, i: int, n: int, unit: str) -> Estimate:
    value = float(interval.value[i])
    if not isfinite(value):
        return Estimate.unknown("too few deals have closed")
    return Estimate(value, float(interval.low[i]), float(interval.high[i]), n, unit)


def _expected(p: Estimate, worth: float | None, currency: str) -> Estimate:
    if worth is None:
        return Estimate.unknown("the deal's amount is not known in the reporting currency")
    if p.value is None or p.low is None or p.high is None:
        return Estimate.unknown(p.reason)
    return Estimate(p.value * worth, p.low * worth, p.high * worth, p.n, currency)


def _reasons(found: Odds, i: int) -> list[dict[str, Any]]:
    """What sets the deal apart from the average open deal, as a difference of chances."""
    if found.verdict != "skill":
        return [{"text": "no signal: every open deal has the base rate", "effect": 0.0}]
    stage = found.stage[i]
    where = (
        f"in {stage} for {show(found.stage_days[i], DAYS)}" if stage else f"open for {show(found.age_days[i], DAYS)}"
    )
    p, base = float(found.p_won.value[i]), found.base
    text = f"{where}: such deals were won {show(p, SHARE)} of the time, open deals as a whole {show(base, SHARE)}"
    return [{"text": text, "effect": p - base}]


def _sentence(rows: list[dict[str, Any]], ask: Ask) -> str:
    if not rows:
        return "No deal is open."
    known = [row["expected"].value for row in rows if row["expected"].known]
    count = "One open deal" if len(rows) == 1 else f"{len(rows):,} open deals"
    if not known:
        return f"{count}; the money to expect is not known: {rows[0]['expected'].reason}."
    some = "" if len(known) == len(rows) else f" ({len(rows) - len(known):,} of them are of unknown worth)"
    return f"{count}; expected to bring {show(sum(known), ask.book.catalog.currency)}{some}."


def _notes(found: Odds) -> list[str]:
    notes = ["p_won looks two years ahead; what is still open then counts as not won"]
    if found.verdict != "skill":
        notes.append("no signal: the back-test shows no skill, so every deal has the base rate; see 'headway model'")
    return notes
