"""Set a new closing date with the customer: for deals whose expected day has gone by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import open_deals
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir


def applies(book: Book) -> ir.Table:
    """Open deals that were expected to close before today."""
    deals = open_deals(book)
    today = place("as_of", "date")
    deals = deals.filter(deals.expected_close_on < today)
    late = today.epoch_days() - deals.expected_close_on.epoch_days()
    return deals.mutate(since=deals.expected_close_on.cast("timestamp"), days_late=late.cast("int64"))


def title(row: Row) -> str:
    """The action in words."""
    return f"Ask {who(row)} for the day on which they can decide"


def because(row: Row) -> str:
    """One sentence with one number."""
    return f"It was to close {many(row['days_late'], 'day')} ago, on {day(row['expected_close_on'])}."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    return [Ground(f"Expected to close on {day(row['expected_close_on'])}, and still open", "deals", row["deal_id"])]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    return letter(
        row,
        f"We had {day(row['expected_close_on'])} in mind for a decision. What has changed since?",
        "Which day is realistic now, and what has to be clear before then?",
    )


PLAY = Play(
    name="close_date_passed",
    title="Set a new closing date with the customer",
    kind="do",
    minutes=5,
    within_days=1,
    transition="deal: open to won",
    prior=Prior(
        shift=0.12,
        sd=0.12,
        why="A true date helps the forecast at once, and the deal a little where it makes the customer say what is "
        "missing. A guess.",
    ),
    applies=applies,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
