"""Bring in a second person: for deals in which one person alone has been in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import open_deals, with_talk
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir


def applies(book: Book) -> ir.Table:
    """Open deals with exactly one contact in all that was done."""
    deals = with_talk(open_deals(book), book)
    deals = deals.filter(deals.people == 1, deals.touches > 1)
    return deals.mutate(since=deals.first_at)


def title(row: Row) -> str:
    """The action in words."""
    return f"Bring a second person at {who(row)} into the talk"


def because(row: Row) -> str:
    """One sentence with one number."""
    name = str(row.get("contact_name") or "").strip() or "The same person"
    return f"{name} is the only one in touch, in {many(row['touches'], 'contact')} since {day(row['first_at'])}."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    text = f"The latest of {many(row['touches'], 'contact')}, on {day(row['last_at'])}: nobody else has taken part"
    return [Ground(text, "activities", row["last_id"], row["last_text"] or None)]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    return letter(
        row,
        "Who else would notice if this went well, or badly? I would like to hear their view before we go further.",
        "Would you bring them to our next call, or shall I write them two lines that you can forward?",
    )


PLAY = Play(
    name="second_person",
    title="Bring in a second person",
    kind="do",
    minutes=10,
    within_days=5,
    transition="deal: open to won",
    needs=("deals", "activities"),
    prior=Prior(
        shift=0.45,
        sd=0.30,
        why="Most purchases are made by groups, and deals that hang on one person end when that person turns away; "
        "won deals have more contacts, but partly because they go on for longer. A guess, halved for that.",
    ),
    applies=applies,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
