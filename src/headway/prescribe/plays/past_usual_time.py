"""Find out what holds a deal up: for deals that are in their stage for longer than three in four used to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.prescribe.learned import Past, usual_days
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import now, open_deals, with_stage_since
from headway.prescribe.words import day, letter, who

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def applies(book: Book) -> ir.Table:
    """Open deals with the day on which they came into their present stage."""
    deals = with_stage_since(open_deals(book), book)
    days = (now().epoch_seconds() - deals.stage_at.epoch_seconds()) // 86400
    return deals.mutate(since=deals.stage_at, stage_days=days.cast("int64"))


def narrow(book: Book, past: Past, rows: pa.Table) -> pa.Table:
    """Leave those past the upper quartile of their stage, open spells censored, as learned by then."""
    import pyarrow as pa

    usual = usual_days(book, past.deals)
    told = rows.column("told").to_pylist()
    stages = [stage if known else "" for stage, known in zip(rows.column("stage").to_pylist(), told, strict=True)]
    median, limit, spells = (
        zip(*(usual.get(stage, (None, None, 0)) for stage in stages), strict=True) if stages else ((), (), ())
    )
    rows = rows.append_column("usual_days", pa.array(median, pa.float64())).append_column(
        "limit_days", pa.array(limit, pa.float64())
    )
    rows = rows.append_column("spells", pa.array(spells, pa.int64()))
    over = [
        most is not None and days > most
        for days, most in zip(rows.column("stage_days").to_pylist(), limit, strict=True)
    ]
    return rows.filter(pa.array(over, pa.bool_()))


def title(row: Row) -> str:
    """The action in words."""
    return (
        f"Ask {who(row)} what keeps it in {row['stage']}" if row["told"] else f"Ask {who(row)} what it still waits for"
    )


def because(row: Row) -> str:
    """One sentence with one number."""
    if not row["told"]:
        return f"{row['stage_days']:,} days open; three in four are decided within {row['limit_days']:.0f}."
    return f"{row['stage_days']:,} days in {row['stage']}; three in four leave it within {row['limit_days']:.0f}."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    text = (
        f"{'In ' + row['stage'] if row['told'] else 'Open'} since {day(row['stage_at'])}: "
        f"{row['stage_days']:,} days, where half stay under "
        f"{row['usual_days']:.0f} ({row['spells']:,} past stays)"
    )
    return [Ground(text, "deals", row["deal_id"])]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    return letter(
        row,
        "We have been at the same point for some time. Is there something on your side that has to happen first, "
        "or something that I owe you?",
        "If it has become less urgent, tell me so: then I will come back when it suits you.",
    )


PLAY = Play(
    name="past_usual_time",
    title="Move a deal on that is past its stage's usual time",
    kind="do",
    minutes=10,
    within_days=3,
    transition="deal: its stage to the next",
    needs=("deals",),
    prior=Prior(
        shift=0.30,
        sd=0.22,
        why="Deals that stand still are lost more often than moving ones; asking brings some back and lets others end. "
        "No trial is known to us: a cautious guess.",
    ),
    applies=applies,
    narrow=narrow,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
