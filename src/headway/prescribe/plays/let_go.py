"""Let a deal go: no problem was named by the day on which it usually is, and its hours bring more elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.prescribe.learned import Past
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import now, open_deals, touches, with_said, with_talk
from headway.prescribe.unstated import unstated
from headway.prescribe.words import day, letter, many, who

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

WINDOW_DAYS = 90  # the hours of the last quarter are taken as those of the next


def applies(book: Book) -> ir.Table:
    """Open deals without a problem named, that took time lately: the minutes stated for them in the last 90 days."""
    deals = with_said(with_talk(open_deals(book), book), book, "problem", by_customer=True)
    deals = deals.filter(deals.texts > 0, deals.said_at.isnull())
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


def narrow(book: Book, _: Past, rows: pa.Table) -> pa.Table:
    """Leave those past that day; adds what became of past deals like them, which moves their odds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    seen = unstated(book)
    if seen is None:
        return rows.slice(0, 0)
    known = {"limit_days": seen.by_days, "odds_shift": seen.shift, "odds_shift_sd": seen.sd}
    for name, value in known.items():
        rows = rows.append_column(name, pa.array([value] * rows.num_rows, pa.float64()))
    for name, count in (("like_won", seen.won), ("like_n", seen.n), ("chance_n", seen.n)):
        rows = rows.append_column(name, pa.array([count] * rows.num_rows, pa.int64()))
    return rows.filter(pc.greater(rows.column("age_days"), rows.column("limit_days")))


def title(row: Row) -> str:
    """The action in words."""
    return f"Let the {who(row)} deal go"


def because(row: Row) -> str:
    """One sentence with one number."""
    spent = f"{_hours(row['freed_minutes'])} in the last {WINDOW_DAYS} days"
    past = f"of {row['like_n']:,} like it, {row['like_won']:,} were won"
    return f"{spent} and no problem named by day {row['age_days']:,}: {past}."


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.1f} hours" if minutes >= 90 else many(round(minutes), "minute").capitalize()


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    usual = f"nine in ten stated wins had it by day {row['limit_days']:.0f}"
    opened = Ground(f"Open since {day(row['created_at'])} without a problem named; {usual}", "deals", row["deal_id"])
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
        "less the whole chance of the deal, which is moved by what became of past deals without a stated problem. "
        "That an hour elsewhere brings the average is an assumption.",
    ),
    applies=applies,
    narrow=narrow,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
