"""The scans from which factors are read, one a table: what a deal's rows told by the n-th day of its life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY_SECONDS = 86_400
_LEAST_P = 0.5  # a statement is taken as made when it is more likely than not
_SAID = ("problem", "next_step", "date", "objection")
_THEIRS = ("problem", "objection")  # worth knowing only in the customer's words
_KINDS = {"amount": "float64", "expected_close_on": "date"}
THEN = ("amount", "kind", "competitor", "rep_id", "account_id")


def by_then(moment: ir.TimestampValue, created_at: ir.TimestampValue) -> ir.BooleanValue:
    """Whether a moment lies within the first so many days of the deal's life."""
    return moment.epoch_seconds() <= created_at.epoch_seconds() + place("mark_seconds", "int64")


def closed_deals(book: Book) -> ir.Table:
    """Deals that were won or lost in the window, at a day that is told."""
    deals = book.table("deals")
    return deals.filter(_closed(deals)).select("deal_id", "account_id", "lead_id", "created_at")


def _closed(deals: ir.Table) -> ir.BooleanValue:
    return (
        deals.outcome.notnull()
        & deals.created_at.notnull()
        & (deals.closed_at >= place("window_start", "timestamp"))
        & (deals.closed_at < place("window_end", "timestamp"))
    )


def outcomes(book: Book, columns: tuple[str, ...], where: tuple[str, ...]) -> ir.Table:
    """The closed deals themselves, the latest closed first, with the columns by which they are told apart."""
    deals = book.deals_with(tuple(dict.fromkeys((*columns, *where))))
    tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(where)]
    rows = deals.filter(_closed(deals), *tests)
    life = (rows.closed_at.epoch_seconds() - rows.created_at.epoch_seconds()).cast("float64")
    chosen = {f"_by_{column}": rows[column] for column in columns}
    rows = rows.select(
        "deal_id", "account_id", "closed_at", **chosen,
        won=rows.outcome == "won", life_days=life / DAY_SECONDS,
        opened_month=rows.created_at.year() * 12 + rows.created_at.month() - 1,
    )  # fmt: skip
    return rows.order_by(rows.closed_at.desc(), rows.deal_id)


def _deals(book: Book) -> ir.Table:
    """A deal as it stood then: of what has a history, the value of that day, and how often it had changed."""
    import ibis

    columns = tuple(name for name in book.extras("deals"))
    deals = book.table("deals", columns)
    deals = deals.filter(_closed(deals))
    rows = deals.mutate(_rate=_rate(deals, book.catalog.currency))
    told = [field for field in (*THEN, "stage", "expected_close_on") if field in book.histories]
    if told:
        rows = rows.left_join(_changes(book, deals, told), "deal_id").drop("deal_id_right")
    for field in (*THEN, "stage", "expected_close_on"):
        if field not in told:
            rows = rows.mutate(**{f"moves_{field}": ibis.null("int64"), f"since_{field}": ibis.null("timestamp")})
        elif field in THEN:
            before = ibis.ifelse(rows[f"later_{field}"].fill_null(False), rows[f"first_{field}"], rows[field])
            then = ibis.coalesce(rows[f"last_{field}"], before.cast(_KINDS.get(field, "string")))
            rows = rows.mutate(**{field: then})
    rows = rows.drop("worth")
    return rows.mutate(worth=rows.amount.cast("float64") * rows["_rate"])


def _rate(deals: ir.Table, reporting: str) -> ir.FloatingValue:
    """What one unit of the deal's currency is worth, by the rate at which its amount is counted."""
    import ibis

    own = deals.currency.isnull() | (deals.currency.upper() == reporting)
    return ibis.cases(
        (own, ibis.literal(1.0)),
        (deals.amount != 0, deals.worth.cast("float64") / deals.amount.cast("float64")),
        else_=ibis.null("float64"),
    )


def _changes(book: Book, deals: ir.Table, fields: list[str]) -> ir.Table:
    """For each field: its last value by then, the one before its next change, how often it moved, and when first."""
    changes = book.table("deal_changes")
    changes = changes.filter(changes.field.isin(fields)).inner_join(deals.select("deal_id", "created_at"), "deal_id")
    past = by_then(changes.changed_at, changes.created_at)
    sums: dict[str, ir.Value] = {}
    for field in fields:
        mine = changes.field == field
        kind = _KINDS.get(field, "string")
        new, old = (_read(changes[side], mine, kind) for side in ("new_value", "old_value"))
        moved = mine & past & ((new > old) if field == "expected_close_on" else (new != old))
        sums[f"moves_{field}"] = moved.sum()
        sums[f"since_{field}"] = changes.changed_at.min(where=moved)
        if field in THEN:
            sums[f"last_{field}"] = new.argmax(changes["_seq"], where=mine & past & new.notnull())
            sums[f"first_{field}"] = old.argmin(changes["_seq"], where=mine & ~past)
            sums[f"later_{field}"] = (mine & ~past).any()
    return changes.group_by("deal_id").agg(**sums)


def _read(text: ir.StringValue, mine: ir.BooleanValue, kind: str) -> ir.Value:
    import ibis

    if kind == "string":
        return text
    return ibis.ifelse(mine, text, ibis.null("string")).try_cast(kind)


def _activities(book: Book) -> ir.Table:
    """What was done by then: activities that name the deal, and those that name only its account since it was opened.

    ``ours`` and ``theirs`` say whose words or doing it was; ``said_KIND`` whether such a statement is in its text;
    ``replied_at`` is, for the customer's words, when we next answered; ``lead_at`` when the deal's lead came.
    """
    import ibis

    deals = _with_lead(book, closed_deals(book))
    done = book.table("activities")
    done = done.filter(done.occurred_at.notnull())
    named = done.inner_join(deals.drop("account_id"), "deal_id")
    loose = done.filter(done.deal_id.isnull(), done.account_id.notnull()).drop("deal_id")
    loose = loose.inner_join(deals, "account_id").filter(ibis._.occurred_at >= ibis._.created_at)
    columns = ["activity_id", "deal_id", "kind", "direction", "occurred_at", "contact_id", "speaker", "body"]
    columns += ["created_at", "lead_at"]
    rows = named.select(columns).union(loose.select(columns))
    rows = rows.filter(by_then(rows.occurred_at, rows.created_at))
    theirs = (rows.speaker == "customer") | ((rows.direction == "inbound") & rows.speaker.isnull())
    ours = (rows.direction == "outbound") | ((rows.speaker == "rep") & rows.kind.notin(["note", "task"]))
    rows = rows.mutate(
        letters=rows.body.length().fill_null(0), theirs=theirs.fill_null(False), ours=ours.fill_null(False)
    ).drop("body")
    second = rows.occurred_at.epoch_seconds()
    after = ibis.range_window(group_by="deal_id", order_by=second, preceding=0, following=None)  # of one second, both
    answers = ibis.ifelse(rows.ours, rows.occurred_at, ibis.null("timestamp"))
    return _with_statements(book, rows.mutate(replied_at=answers.min().over(after)))


def _with_lead(book: Book, deals: ir.Table) -> ir.Table:
    """Adds when the deal's lead came."""
    leads = book.table("leads").select(_lead="lead_id", lead_at="created_at")
    return deals.left_join(leads, deals.lead_id == leads["_lead"]).drop("_lead", "lead_id")


def _with_statements(book: Book, rows: ir.Table) -> ir.Table:
    """Adds whether each kind of statement is in the activity's text; a problem must be the customer's."""
    said = book.table("statements")
    said = said.filter(said.kind.isin(_SAID), said.p >= _LEAST_P)
    said = said.filter(said.kind.notin(_THEIRS) | (said.speaker == "customer"))
    told = said.group_by(_activity=said.activity_id).agg(
        **{f"said_{kind}": (said.kind == kind).any() for kind in _SAID}
    )
    joined = rows.left_join(told, rows.activity_id == told["_activity"]).drop("_activity")
    return joined.mutate(**{f"said_{kind}": joined[f"said_{kind}"].fill_null(False) for kind in _SAID})


def _lines(book: Book) -> ir.Table:
    """What a deal would deliver, with its product's family."""
    import ibis

    lines = book.table("deal_lines").semi_join(closed_deals(book), "deal_id")
    products = book.table("products")
    products = products.select(_product="product_id", family="family", _listed=products.list_price)
    lines = lines.left_join(products, lines.product_id == products["_product"])
    quantity = ibis.coalesce(lines.quantity.cast("float64"), 1.0)
    listed, price = (value.cast("float64") for value in (lines.list_price, lines.price))
    known = (listed > 0) & price.notnull()
    return lines.mutate(
        listed=ibis.ifelse(known, quantity * listed, None), asked=ibis.ifelse(known, quantity * price, None)
    )


def _needs(book: Book) -> ir.Table:
    """Capabilities that were asked for by then."""
    deals = closed_deals(book).select("deal_id", "created_at")
    needs = book.table("deal_needs").inner_join(deals, "deal_id")
    return needs.filter(needs.stated_at.isnull() | by_then(needs.stated_at, needs.created_at))


def _leads(book: Book) -> ir.Table:
    """The lead that a deal came from."""
    deals = closed_deals(book).select("deal_id", "lead_id")
    leads = book.table("leads").select(_lead="lead_id", source="source", campaign="campaign")
    return deals.inner_join(leads, deals.lead_id == leads["_lead"]).drop("_lead")


SCANS: Mapping[str, Callable[[Book], ir.Table]] = {
    "deals": _deals,
    "activities": _activities,
    "lines": _lines,
    "needs": _needs,
    "leads": _leads,
}
