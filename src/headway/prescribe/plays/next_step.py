"""Agree a next step with a date: for deals with nothing ahead that both sides have agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from headway.listen.dates import due_on
from headway.model.book import Book
from headway.prescribe.learned import Past
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import open_deals, with_said, with_talk
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_FIRST_GUESS_DAYS = 7.0  # how far ahead a step lies when no step of the company names a day


def applies(book: Book) -> ir.Table:
    """Open deals without a planned activity, whose talk can be read, and the last next step agreed, if any."""
    deals = with_said(with_talk(open_deals(book), book), book, "next_step", by_customer=False)
    seen = deals.touches.isnull() | (deals.texts > 0)
    deals = deals.filter(deals.planned.fill_null(0) == 0, seen)
    return deals.mutate(since=deals.created_at)


def narrow(book: Book, _: Past, rows: pa.Table) -> pa.Table:
    """Leave those whose agreed day has passed; a step without a day holds for as long as the others usually do."""
    import pyarrow as pa

    said, quotes = rows.column("said_at").to_pylist(), rows.column("said_quote").to_pylist()
    until = _until(said, quotes)
    none_ahead = [step is None or step < book.as_of for step in until]
    since = [
        created if step is None else max(created, datetime.combine(step + timedelta(days=1), created.time().min))
        for created, step in zip(rows.column("created_at").to_pylist(), until, strict=True)
    ]
    at = rows.schema.get_field_index("since")
    rows = rows.set_column(at, "since", pa.array(since, rows.schema.field(at).type))
    rows = rows.append_column("step_on", pa.array(until, pa.date32()))
    return rows.filter(pa.array(none_ahead, pa.bool_()))


def _until(said: Sequence[datetime | None], quotes: Sequence[str | None]) -> list[date | None]:
    """The day up to which each agreed step holds; None where none was agreed."""
    told = [
        (at.date(), due_on(quote or "", at.date())) if at is not None else None
        for at, quote in zip(said, quotes, strict=True)
    ]
    ahead = [(due - on).days for on, due in (one for one in told if one is not None) if due is not None]
    usual = timedelta(days=median(ahead) if ahead else _FIRST_GUESS_DAYS)
    return [None if one is None else one[1] or one[0] + usual for one in told]


def title(row: Row) -> str:
    """The action in words."""
    return f"Agree a next step with {who(row)}, with a date"


def because(row: Row) -> str:
    """One sentence with one number."""
    if row["step_on"] is not None:
        return f"The last agreed step was for {day(row['step_on'])}; nothing is agreed after it."
    if row["touches"]:
        return f"{many(row['touches'], 'contact').capitalize()} so far, and no step with a date was ever agreed."
    return f"Nothing is on record since the deal was opened on {day(row['created_at'])}."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    grounds: list[Ground] = []
    if row["said_id"] is not None:
        grounds.append(
            Ground(f"The last step agreed, on {day(row['said_at'])}", "activities", row["said_id"], row["said_quote"])
        )
    if row["last_id"] is not None and row["last_id"] != row["said_id"]:
        text = f"The latest contact, on {day(row['last_at'])}, sets no day"
        grounds.append(Ground(text, "activities", row["last_id"], row["last_text"] or None))
    return grounds or [
        Ground(f"Open since {day(row['created_at'])} without a contact on record", "deals", row["deal_id"])
    ]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    step: Any = row["step_on"]
    lead_in = (
        f"Since {step.day} {step:%B} we have nothing in the calendar."
        if step is not None
        else "We have nothing in the calendar yet."
    )
    return letter(
        row,
        f"{lead_in} What would be the most useful next step for you?",
        "I suggest 30 minutes this week: which day suits you?",
    )


PLAY = Play(
    name="next_step",
    title="Agree a next step with a date",
    kind="do",
    minutes=5,
    within_days=2,
    transition="deal: open to won",
    needs=("deals", "activities"),
    prior=Prior(
        shift=0.40,
        sd=0.25,
        why="A dated promise is kept more often than a vague one (implementation intentions: Gollwitzer and Sheeran "
        "2006, 94 tests, d = .65 on doing what was intended); how much of that reaches a signature is a guess.",
    ),
    applies=applies,
    narrow=narrow,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
