"""Where open deals stand, as lazy pieces that plays put together: who, what was said when, what stage since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.listen.heard import SHOWN_P
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHOLE_LIFE = "open"  # the state of a deal without history, from its creation to its end
LEAST_P = SHOWN_P
_EXCERPT = 240  # characters of a text that are kept as evidence


def now() -> ir.TimestampValue:
    """The first moment that is no longer known."""
    return place("known_before", "timestamp")


def open_deals(book: Book) -> ir.Table:
    """Open deals with the names of their account and seller."""
    deals = book.table("deals")
    deals = deals.filter(deals.status == "open", deals.created_at.notnull())
    deals = deals.select(
        "deal_id",
        "account_id",
        "rep_id",
        "lead_id",
        "stage",
        "amount",
        "currency",
        "worth",
        "created_at",
        "expected_close_on",
        deal_name=deals.name,
    )
    return with_names(deals, book)


def with_names(rows: ir.Table, book: Book) -> ir.Table:
    """Adds ``account_name`` and ``rep_name``."""
    accounts, reps = book.table("accounts"), book.table("reps")
    accounts = accounts.select(_account=accounts.account_id, account_name=accounts.name)
    reps = reps.select(_rep=reps.rep_id, rep_name=reps.name)
    rows = rows.left_join(accounts, rows.account_id == accounts._account)
    return rows.left_join(reps, rows.rep_id == reps._rep).drop("_account", "_rep")


def touches(book: Book) -> ir.Table:
    """(deal_id, activity) for open deals: what names the deal, and what names only its account since it was opened."""
    deals = open_keys(book)
    done = book.table("activities")
    done = done.filter(done.occurred_at.notnull()).select(
        "activity_id",
        "deal_id",
        "account_id",
        "contact_id",
        "occurred_at",
        "minutes",
        "kind",
        "speaker",
        "direction",
        "body",
    )
    named = done.semi_join(deals, "deal_id").drop("account_id")
    loose = done.filter(done.deal_id.isnull(), done.account_id.notnull()).drop("deal_id")
    of_account = loose.inner_join(deals, "account_id")
    of_account = of_account.filter(of_account.occurred_at >= of_account.created_at)
    return named.union(of_account.select(*named.columns))


def open_keys(book: Book) -> ir.Table:
    """(deal_id, account_id, created_at) of open deals."""
    deals = book.table("deals")
    return deals.filter(deals.status == "open", deals.created_at.notnull()).select(
        "deal_id", "account_id", "created_at"
    )


def with_talk(deals: ir.Table, book: Book) -> ir.Table:
    """Adds touches, texts, people, planned, first_at, last_at, and the last activity with its contact."""
    import ibis

    every = touches(book)
    past = every.filter(every.occurred_at < now())
    sums = past.group_by("deal_id").agg(
        touches=past.count(),
        texts=past.count(where=past.body.length() > 2),
        people=past.contact_id.nunique(),
        first_at=past.occurred_at.min(),
        last_at=past.occurred_at.max(),
    )
    recent = ibis.window(group_by="deal_id", order_by=[past.occurred_at.desc(), past.activity_id])
    last = past.mutate(_nth=ibis.row_number().over(recent)).filter(ibis._._nth == 0)
    contacts = book.table("contacts")
    contacts = contacts.select(_contact=contacts.contact_id, contact_name=contacts.name)
    named = last.left_join(contacts, last.contact_id == contacts._contact)
    named = named.select(
        "deal_id", "contact_name", last_id=named.activity_id, last_kind=named.kind, last_speaker=named.speaker,
        last_text=named.body.substr(0, _EXCERPT),
    )  # fmt: skip
    planned = every.group_by("deal_id").agg(planned=every.count(where=every.occurred_at >= now()))
    return _joined(_joined(deals, planned), sums.inner_join(named, "deal_id"))


def with_last_words(deals: ir.Table, book: Book) -> ir.Table:
    """Adds the customer's latest text: ``words_at``, ``words_id`` (its activity), ``words_text``; or null."""
    import ibis

    every = touches(book)
    theirs = (every.speaker == "customer") | ((every.kind == "email") & (every.direction == "inbound"))
    told = every.filter(theirs, every.body.length() > 2, every.occurred_at < now())
    recent = ibis.window(group_by="deal_id", order_by=[told.occurred_at.desc(), told.activity_id])
    last = told.mutate(_nth=ibis.row_number().over(recent)).filter(ibis._._nth == 0)
    text = last.body.substr(0, _EXCERPT)
    return _joined(deals, last.select("deal_id", words_at=last.occurred_at, words_id=last.activity_id, words_text=text))


def with_said(deals: ir.Table, book: Book, kind: str, *, by_customer: bool) -> ir.Table:
    """Adds the last statement of a kind: ``said_at``, ``said_id`` (its activity) and ``said_quote``; or null."""
    import ibis

    every = touches(book).select("deal_id", "activity_id", "occurred_at")
    told = book.table("statements")
    told = told.filter(told.kind == kind, told.p >= LEAST_P)
    if by_customer:
        told = told.filter(told.speaker == "customer")
    told = told.select("activity_id", "start", "quote")
    found = every.inner_join(told, "activity_id")
    recent = ibis.window(group_by="deal_id", order_by=[found.occurred_at.desc(), found.activity_id, found.start])
    last = found.mutate(_nth=ibis.row_number().over(recent)).filter(ibis._._nth == 0)
    last = last.select("deal_id", said_at=last.occurred_at, said_id=last.activity_id, said_quote=last.quote)
    return _joined(deals, last)


def with_stage_since(deals: ir.Table, book: Book) -> ir.Table:
    """Adds ``stage_at``, when the deal last came into its present stage, and ``told``, whether its history says so.

    A deal without history has been in one stay since it was opened. One whose history does not know its present stage
    is left out.
    """
    steps = book.table("journeys")
    steps = steps.filter(steps.kind == "deal", steps.to_state.notnull())
    steps = steps.select(_deal=steps.entity_id, _state=steps.to_state, _at=steps.at, _told=~steps.rebuilt)
    keys = open_keys(book)
    steps = steps.semi_join(keys, steps._deal == keys.deal_id)
    rows = deals.inner_join(steps, deals.deal_id == steps._deal)
    here = rows.filter((rows._told & (rows.stage == rows._state)) | (~rows._told & (rows._state == WHOLE_LIFE)))
    return deals.inner_join(here.group_by("deal_id").agg(stage_at=here._at.max(), told=here._told.any()), "deal_id")


def _joined(deals: ir.Table, other: ir.Table) -> ir.Table:
    return deals.left_join(other, "deal_id").drop("deal_id_right")
