"""Let a deal go: for deals older than nine in ten wins ever were, whose hours would bring more elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.prescribe.learned import Past
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import now, open_deals, touches, with_talk
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

WINDOW_DAYS = 90  # the hours of the last quarter are taken as those of the next


def applies(book: Book) -> ir.Table:
    """Open deals that took time lately, with the minutes stated for them in the last 90 days."""
    deals = with_talk(open_deals(book), book)
    done = touches(book)
    first = place("as_of", "date").cast("timestamp") - _days(WINDOW_DAYS)
    lately = done.filter(done.occurred_at >= first, done.occurred_at < now(), done.minutes > 0)
    spent = lately.group_by("deal_id").agg(
        freed_minutes=lately.minutes.cast("decimal(18, 4)").sum().cast("float64"), freed_pieces=lately.count()
    )
    deals = deals.inner_join(spent, "deal_id")
    age = (now().epoch_seconds() - deals.created_at.epoch_seconds()) // 86400
    return deals.mutate(since=deals.created_at, age_days=age.cast("int64"))


def _days(count: int) -> ir.IntervalScalar:
    import ibis

    return ibis.interval(days=count)


def narrow(_: Book, past: Past, rows: pa.Table) -> pa.Table:
    """Leave those past the age by which nine in ten wins had been won."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = rows.append_column("limit_days", pa.array([past.win_age_days] * rows.num_rows, pa.float64()))
    return rows.filter(pc.greater(rows.column("age_days"), rows.column("limit_days")))


def title(row: Row) -> str:
    """The action in words."""
    return f"Let the {who(row)} deal go"


def because(row: Row) -> str:
    """One sentence with one number."""
    return (
        f"It is {row['age_days']:,} days old, nine in ten wins came within {row['limit_days']:.0f}, "
        f"and it took {_hours(row['freed_minutes'])} in the last {WINDOW_DAYS} days."
    )


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.1f} hours" if minutes >= 90 else many(round(minutes), "minute")


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    opened = Ground(f"Opened on {day(row['created_at'])} and still open", "deals", row["deal_id"])
    latest = Ground(
        f"The latest of {many(row['freed_pieces'], 'contact')} in {WINDOW_DAYS} days",
        "activities",
        row["last_id"],
        row["last_text"] or None,
    )
    return [opened, latest]


def draft(row: Row) -> str:
    """A mail that closes it kindly."""
    return letter(
        row,
        "I think that this is not the right moment for you, so I will stop asking and close our file.",
        "If I am wrong, one line from you is enough and I am back.",
    )


PLAY = Play(
    name="let_go",
    title="Let the deal go",
    kind="stop",
    minutes=5,
    within_days=5,
    transition="deal: open to given up",
    needs=("deals", "activities"),
    effect="time",
    prior=Prior(
        shift=0.0,
        sd=0.0,
        why="The hours of the last 90 days come free for the next 90 and bring what the average selling minute brings, "
        "less the whole chance of the deal. That an hour elsewhere brings the average is an assumption.",
    ),
    applies=applies,
    narrow=narrow,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
