"""What was said about each deal, as lazy pieces: its texts, the customer's words among them, and what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.listen.heard import SHOWN_P
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LEAST_LETTERS = 3
ALSO = ("cost", "date", "owner")


def texts(book: Book, deals: ir.Table) -> ir.Table:
    """(deal_id, activity_id, at, theirs) of every text about the deals: ``theirs`` are the customer's own words.

    What names the deal, and what names only its account while the deal was open.

    Args:
        deals: with deal_id, account_id, created_at, closed_at.
    """
    done = book.table("activities")
    done = done.filter(done.body.length() >= _LEAST_LETTERS, done.occurred_at < place("known_before", "timestamp"))
    inbound = (done.kind == "email") & (done.direction == "inbound") & (done.speaker.fill_null("unknown") != "rep")
    done = done.select(
        "deal_id", "account_id", "activity_id", at=done.occurred_at,
        theirs=(done.speaker.fill_null("unknown") == "customer") | inbound.fill_null(False),
    )  # fmt: skip
    named = done.semi_join(deals, "deal_id").drop("account_id")
    spans = deals.filter(deals.created_at.notnull()).select("deal_id", "account_id", "created_at", "closed_at")
    loose = done.filter(done.deal_id.isnull(), done.account_id.notnull()).drop("deal_id")
    meant = loose.inner_join(spans, "account_id")
    meant = meant.filter(meant["at"] >= meant.created_at, meant.closed_at.isnull() | (meant["at"] <= meant.closed_at))
    return named.union(meant.select(*named.columns))


def statements(book: Book, said: ir.Table) -> ir.Table:
    """(deal_id, activity_id, at, kind, p, quote, start) of what the customer stated in the texts, or is reported to."""
    told = book.table("statements")
    told = told.filter(told.speaker == "customer", told.kind.isin(["problem", *ALSO]))
    told = told.select("activity_id", "kind", "p", "quote", "start", "speaker")
    return said.select("deal_id", "activity_id", "at").inner_join(told, "activity_id")


def stated(book: Book, deals: ir.Table) -> ir.Table:
    """One row a deal with any text.

    Columns: texts, theirs (the customer's own), first_at (of theirs); of problems most (highest probability of one),
    none_log (log-probability that none is one, texts apart), and the surest one's quote, speaker, said_at,
    activity_id; and whether the customer named a cost, a date, an owner.
    """
    import ibis

    said = texts(book, deals)
    found = statements(book, said)
    problems = found.filter(found.kind == "problem", found.p < 1.0)
    by_text = problems.group_by("deal_id", "activity_id").agg(p=problems.p.max())
    sums = by_text.group_by("deal_id").agg(most=by_text.p.max(), none_log=(1.0 - by_text.p).ln().sum())
    surest = ibis.window(
        group_by="deal_id", order_by=[ibis.desc("p"), problems["at"], problems.activity_id, problems.start]
    )
    best = problems.mutate(nth=ibis.row_number().over(surest)).filter(ibis._.nth == 0)
    best = best.select("deal_id", "quote", "speaker", "activity_id", said_at=best["at"])
    shown = found.filter(found.p >= SHOWN_P)
    also = shown.group_by("deal_id").agg(**{kind: (shown.kind == kind).any() for kind in ALSO})
    counts = said.group_by("deal_id").agg(texts=said.count(), theirs=said.count(where=said.theirs))
    rows = counts
    for other in (sums, best, also):
        rows = rows.left_join(other, "deal_id").drop("deal_id_right")
    return rows


def first_stated(book: Book, said: ir.Table) -> ir.Table:
    """(deal_id, said_at): when the customer first stated a problem, of deals in which that was heard."""
    found = statements(book, said)
    found = found.filter(found.kind == "problem", found.p >= SHOWN_P)
    return found.group_by("deal_id").agg(said_at=found["at"].min())
