"""Get the problem stated in the customer's own words: for deals in whose talk nobody on their side has named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import open_deals, with_last_words, with_said, with_talk
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir


def applies(book: Book) -> ir.Table:
    """Open deals with talk on record, and no problem in it that the customer named."""
    deals = with_said(with_last_words(with_talk(open_deals(book), book), book), book, "problem", by_customer=True)
    deals = deals.filter(deals.texts > 0, deals.said_at.isnull())
    return deals.mutate(since=deals.created_at)


def title(row: Row) -> str:
    """The action in words."""
    return f"Ask {who(row)} what goes wrong today, and what it costs them"


def because(row: Row) -> str:
    """One sentence with one number."""
    return f"{many(row['texts'], 'text').capitalize()} on record, and none was found in which they name a problem."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    if row["words_id"] is None:
        text = f"The latest text, on {day(row['last_at'])}; nothing of the customer's own is on record"
        return [Ground(text, "activities", row["last_id"], row["last_text"] or None)]
    text = f"Their latest words, on {day(row['words_at'])}, name no problem"
    return [Ground(text, "activities", row["words_id"], row["words_text"])]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    return letter(
        row,
        "Before we go on I would like to be sure that we solve the right thing.",
        "What is going wrong today, how often does it happen, and what does it cost you each time? "
        "Two or three lines are plenty.",
    )


PLAY = Play(
    name="state_problem",
    title="Get the problem stated in the customer's own words",
    kind="do",
    minutes=10,
    within_days=2,
    transition="deal: open to won",
    needs=("deals", "activities"),
    prior=Prior(
        shift=0.55,
        sd=0.35,
        why="Sellers who bring out the problem and what follows from it close more (Rackham 1988, SPIN Selling): "
        "observed, not randomised, and rules miss some of what is said. The size is a guess, the spread is wide.",
    ),
    applies=applies,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
