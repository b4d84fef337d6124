"""Next: what each seller does first, what it is worth, and which rows say so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from headway.question import Answer, question
from headway.units import show

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book
    from headway.state.decisions import Decision
    from headway.workspace import Ask

Rows = list[dict[str, Any]]
A_LIST = 7
LATER_DAYS = 7
_OWN = ("rep_id", "deal_id", "account_id", "stage")
_SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_NOTES = (
    "Every gain rests on a starting belief about its play (basis: prior), not yet on outcomes of your own.",
    "Worth is the deal's amount (the mean of past wins where there is none), not yet times margin and what is kept.",
)
_NO_PAST = "No deal was won or lost by then: the odds are even, as a guess."


@question("What to do next", limit=A_LIST, daily=True, keeps=False, sums="open")
def next(ask: Ask, *, decided: Annotated[bool, "show also what was decided on"] = False) -> Answer:  # noqa: A001
    """The best actions of each seller, seven unless a limit is given; what was done or dismissed is left out.

    ``--limit`` counts the actions of each seller. What was put off comes back after seven days.
    """
    rows = _filtered(ask, ask.workspace.actions(ask.book))
    standing = _standing(ask)
    open_rows = [row for row in rows if row["action_id"] not in standing]
    shown = _numbered(open_rows, ask.limit)
    if decided:
        shown += [{**row, "decided": standing[row["action_id"]]} for row in rows if row["action_id"] in standing]
    guess = [_NO_PAST] if any(row["gain"]["n"] == 0 for row in shown) else []
    return Answer("next", ask.as_of, _sentence(shown), shown, (*_NOTES, *guess, *_not_looked_for(ask.book)))


def _standing(ask: Ask) -> dict[str, str]:
    """Action → the verdict that still hides it as of the day."""
    since = ask.as_of - timedelta(days=LATER_DAYS)

    def hides(decision: Decision) -> bool:
        return decision.verdict != "later" or decision.decided_on > since

    return {action: one.verdict for action, one in ask.state.decisions.as_of(ask.as_of).items() if hides(one)}


def _filtered(ask: Ask, rows: Rows) -> Rows:
    """Rows that fit ``--where``: by their own columns, others by their deal's."""
    for column, value in ask.where:
        if column not in _OWN:
            deals = _deals_where(ask.book, column, value)
            rows = [row for row in rows if row["deal_id"] in deals]
        else:
            rows = [row for row in rows if str(row[column] or "") == value]
    return rows


def _deals_where(book: Book, column: str, value: str) -> set[str]:
    from headway.engine.compiling import place

    def build(of: Book) -> ir.Table:
        deals = of.deals_with((column,))
        return deals.filter(deals[column].cast("string") == place("value", "string")).select("deal_id")

    return set(book.rows(f"deals where {column}", build, {"value": value}).column("deal_id").to_pylist())


def _numbered(rows: Rows, most: int | None) -> Rows:
    """The first ``most`` rows of each seller, ranked anew from 1."""
    seen: dict[Any, int] = {}
    shown = []
    for row in rows:
        rank = seen[row["rep_id"]] = seen.get(row["rep_id"], 0) + 1
        if most is None or rank <= most:
            shown.append({**row, "rank": rank, "decided": ""})
    return shown


def _sentence(rows: Rows) -> str:
    todo = [row for row in rows if not row["decided"]]
    if not todo:
        return "Nothing to do stands out as of this day."
    clear = [row for row in todo if row["gain"]["low"] > 0]
    if not clear:
        return f"{_count(len(todo))} worth a thought, but none is clear yet: the range of each gain reaches zero."
    sellers = len({row["rep_id"] for row in todo})
    for_whom = f" for {sellers:,} sellers" if sellers > 1 else ""
    minutes = sum(row["minutes"] for row in clear)
    low, value, high = (sum(row["gain"][key] for row in clear) for key in ("low", "value", "high"))
    unit = clear[0]["gain"]["unit"]
    unclear = (
        f"; {len(todo) - len(clear):,} more {'is' if len(todo) - len(clear) == 1 else 'are'} not clear yet"
        if len(todo) > len(clear)
        else ""
    )
    return (
        f"{_count(len(clear))} worth doing{for_whom}, about {_time(minutes)}, worth {show(value, unit)} "
        f"(likely {show(low, unit)} to {show(high, unit)}){unclear}."
    )


def _count(count: int) -> str:
    number = _SMALL[count] if count < len(_SMALL) else f"{count:,}"
    return f"{number} {'thing' if count == 1 else 'things'}"


def _time(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def _not_looked_for(book: Book) -> list[str]:
    def look() -> dict[str, list[str]]:
        from headway.prescribe.rank import unavailable

        return {title: list(tables) for title, tables in unavailable(book).items()}

    return [
        f"Not looked for: {title[0].lower()}{title[1:]}; no {', '.join(tables)} by then."
        for title, tables in book.kept("not looked for", look).items()
    ]
