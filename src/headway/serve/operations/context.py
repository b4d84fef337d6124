"""The question `context`: where the customer stated the problem, in which words, and what goes along with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from headway.question import Answer, question
from headway.units import SHARE, Estimate, show

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.explain.effect_of_stating import Effect
    from headway.explain.landmark import Filters
    from headway.model.book import Book
    from headway.workspace import Ask

_HEARD = (
    "heard by rules, which miss about one statement in three and mishear about one talk in thirty (counted on "
    "labelled sentences that they were not made on)"
)
_MEANT = "stated: heard in the customer's words, or in a note that reports them, by that day of the deal's life"
_CAUSE = (
    "deals of the same seller and segment are compared; what else sets them apart is not known, so this is an "
    "association and no proof that asking for the problem wins deals"
)
_WORDS = {"more often": "more often", "less often": "less often"}


@question(
    "Context: has the customer stated the problem", needs=("deals", "activities"), groups=True, windows=True, daily=True
)
def context(
    ask: Ask, *, effect: Annotated[bool, "what stating the problem goes along with: shares of deals won"] = False
) -> Answer:
    """For each deal with any text how likely the customer stated the problem, with the quote; open and silent first."""
    from headway.explain.landmark import Filters

    filters = Filters(ask.start, ask.end, ask.where)
    return _effect(ask, filters) if effect else _deals(ask, filters)


def _deals(ask: Ask, filters: Filters) -> Answer:
    from headway.explain.stating import silence, stated

    key = f"context|{filters.key}|{','.join(ask.by)}"
    found = ask.book.rows(key, lambda b: _rows(b, filters, ask.by), filters.values(ask.book)).to_pylist()
    spoke = [row for row in found if row["theirs"] or row["most"] is not None]
    quiet = silence(ask.book, sum(row["quote"] is not None for row in spoke), len(spoke))
    rows = [_row(row, stated(row, quiet), ask.by) for row in found]
    rows.sort(key=_first)
    return Answer("context", ask.as_of, _sentence(rows), rows, _notes(rows, ask))


def _rows(book: Book, filters: Filters, by: tuple[str, ...]) -> ir.Table:
    from headway.explain.said import ALSO, stated

    deals = filters.deals(book, by)
    accounts = book.table("accounts").select(_account="account_id", account_name="name")
    reps = book.table("reps").select(_rep="rep_id", rep_name="name")
    rows = deals.inner_join(stated(book, deals), "deal_id")
    rows = rows.left_join(accounts, rows.account_id == accounts._account)
    rows = rows.left_join(reps, rows.rep_id == reps._rep)
    kept = ("deal_id", "name", "account_id", "account_name", "rep_id", "rep_name", "status", "worth")
    heard = ("texts", "theirs", "most", "none_log", "quote", "speaker", "said_at", "activity_id", *ALSO)
    return rows.select(*kept, *heard, **{f"_by_{column}": rows[column] for column in by})


def _row(row: dict[str, Any], likely: Estimate, by: tuple[str, ...]) -> dict[str, Any]:
    return {
        **{column: row[f"_by_{column}"] for column in by},
        "deal_id": row["deal_id"],
        "stated": likely,
        "quote": row["quote"],
        "speaker": row["speaker"],
        "said_at": row["said_at"],
        "activity_id": row["activity_id"],
        "also": [kind for kind in ("cost", "date", "owner") if row[kind]],
        "name": row["name"],
        "account_id": row["account_id"],
        "account_name": row["account_name"] or row["account_id"],
        "rep_id": row["rep_id"],
        "rep_name": row["rep_name"] or row["rep_id"],
        "status": row["status"],
        "amount": None if row["worth"] is None else float(row["worth"]),
        "texts": row["texts"],
    }


def _first(row: dict[str, Any]) -> tuple[Any, ...]:
    """Open deals before closed ones; of them those where least was heard, the largest first."""
    value = row["stated"].value
    return (row["status"] != "open", value is None, value or 0.0, -(row["amount"] or 0.0), row["deal_id"])


def _sentence(rows: list[dict[str, Any]]) -> str:
    told = [row for row in rows if row["status"] == "open"]
    known = [row for row in told if row["stated"].known]
    if not rows:
        return "No deal has any text."
    if not known:
        return f"No open deal has words of the customer on record; {_deals_count(len(rows))} some text."
    silent = sum(row["quote"] is None for row in known)
    if not silent:
        return "In every open deal with words of the customer on record a problem is named."
    count = "the one open deal" if len(known) == 1 else f"{silent:,} of {len(known):,} open deals"
    return f"In {count} the customer names no problem in the words on record: ask there first."


def _deals_count(count: int) -> str:
    return "1 deal has" if count == 1 else f"{count:,} deals have"


def _notes(rows: list[dict[str, Any]], ask: Ask) -> list[str]:
    from headway.explain.stating import NO_WORDS

    wordless = sum(row["stated"].reason == NO_WORDS for row in rows)
    notes = [_HEARD, "open deals first, those where least was heard before the others, the largest of them first"]
    if wordless:
        told = _deals_count(wordless)
        notes.append(f"{told} texts of the seller alone, so nothing is known of what the customer said")
    if not ask.book.has("statements"):
        notes.append("nothing that matters was heard in any text by then")
    return notes


def _effect(ask: Ask, filters: Filters) -> Answer:
    from headway.explain.effect_of_stating import effects

    found = effects(ask.book, ask.by, filters)
    rows = [_effect_row(one, ask.by) for one in found]
    notes = [_CAUSE, _MEANT, _HEARD, "corrected for what the rules miss and mishear, with the doubt about both"]
    return Answer("context", ask.as_of, _effect_sentence(found, ask.by), rows, notes)


def _effect_row(one: Effect, by: tuple[str, ...]) -> dict[str, Any]:
    return {
        **dict(zip(by, one.key or (None,) * len(by), strict=True)),
        "effect": one.effect,
        "raw": one.raw,
        "won_stated": one.won_stated,
        "won_unstated": one.won_unstated,
        "stated": one.stated,
        "by_day": one.by_day,
        "compared": one.compared,
        "p_more": one.p_more,
        "verdict": one.verdict,
    }


def _effect_sentence(found: list[Effect], by: tuple[str, ...]) -> str:
    if by:
        clear = [one for one in found if one.verdict in _WORDS]
        if not any(one.effect.known for one in found):
            return f"Whether a stated problem goes along with winning cannot be told: {found[0].effect.reason}."
        return f"In {len(clear)} of {len(found)} groups deals with a stated problem are clearly won more or less often."
    one = found[0]
    if not one.effect.known:
        return f"Whether a stated problem goes along with winning cannot be told: {one.effect.reason}."
    low, high = (show(abs(end or 0.0), SHARE) for end in (one.effect.low, one.effect.high))
    if one.verdict not in _WORDS:
        sides = f"{_points(one.effect.low).split()[0]} to {_points(one.effect.high)}"
        return (
            f"It is not clear whether deals with a stated problem are won more often: the difference is likely {sides}."
        )
    low, high = sorted((low, high), key=lambda text: float(text.strip("<>%") or 0))
    return (
        f"Deals whose problem was stated by day {one.by_day} were won {_points(one.effect.value, sign=False)} "
        f"{one.verdict} (likely {low.rstrip('%')} to {high.rstrip('%')})."
    )


def _points(value: float | None, *, sign: bool = True) -> str:
    rounded = round(100 * (value or 0.0))
    number = f"{rounded:+d}".replace("-", "\N{MINUS SIGN}") if sign and rounded else str(abs(rounded))
    return f"{number} point" if abs(rounded) == 1 else f"{number} points"
