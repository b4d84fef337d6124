"""Get a customer live: for those who pay and have not deployed by the day on which nearly all who do had done so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.words import churned
from headway.prescribe.learned import Past
from headway.prescribe.play import Ground, Play, Prior, Row
from headway.prescribe.standing import with_names
from headway.prescribe.words import day, letter, who

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

MOST_DAYS = 180
_LEAST_DEPLOYED = 20
_PRIOR_YEARS = 5.0  # customer-years that the rate of all customers is worth to those who have not deployed


def customers(book: Book) -> ir.Table:
    """(account_id, started_at, deployed_at, left_at, arr, live, subscription_id): every customer known by then."""
    import ibis

    from headway.model.currency import with_worth

    today = place("as_of", "date")
    paid = book.table("subscriptions").filter(ibis._.account_id.notnull(), ibis._.started_on <= today)
    paid = with_worth(paid.mutate(amount=paid.arr), today, book.catalog.currency)
    runs = paid.ended_on.isnull() | (paid.ended_on >= today)
    ended = churned(paid.end_reason)
    sums = paid.group_by("account_id").agg(
        signed_on=paid.started_on.min(),
        live=runs.any(),
        left_on=paid.ended_on.max(where=ended & ~runs),
        stake=paid.worth.sum(where=runs),
        subscription_id=paid.subscription_id.min(where=runs),
        sold_by=paid.deal_id.min(where=runs),
    )
    kicked = _kickoffs(book)
    used = _deployments(book)
    rows = (
        sums.left_join(kicked, "account_id")
        .drop("account_id_right")
        .left_join(used, "account_id")
        .drop("account_id_right")
    )
    return rows.mutate(started_on=ibis.coalesce(rows.kickoff_on, rows.signed_on))


def _kickoffs(book: Book) -> ir.Table:
    steps = book.table("milestones")
    steps = steps.filter(steps.kind == "kickoff")
    return steps.group_by("account_id").agg(kickoff_on=steps.reached_at.cast("date").min())


def _deployments(book: Book) -> ir.Table:
    """(account_id, deployed_on): the milestone or the first use, whichever came first: whoever uses it has deployed."""
    steps, used = book.table("milestones"), book.table("usage")
    reached = steps.filter(steps.kind.isin(["deployed", "first_value"]))
    reached = reached.select("account_id", on=reached.reached_at.cast("date"))
    first = reached.union(used.filter(used.value > 0).select("account_id", on=used.day))
    return first.group_by("account_id").agg(deployed_on=first.on.min())


def applies(book: Book) -> ir.Table:
    """Every customer, with who sold to it; those who pay and are not live are left by :func:`narrow`."""
    import ibis

    rows = customers(book)
    deals = book.table("deals")
    sold = deals.select(_deal=deals.deal_id, rep_id=deals.rep_id, deal_name=deals.name, lead_id=deals.lead_id)
    rows = rows.left_join(sold, rows.sold_by == sold._deal)
    rows = with_names(rows, book)
    return rows.drop("_deal").mutate(
        deal_id=rows.sold_by, stage=ibis.literal("customer"), amount=rows.stake, worth=rows.stake,
        currency=ibis.literal(book.catalog.currency), since=rows.started_on.cast("timestamp"),
    )  # fmt: skip


def narrow(book: Book, _: Past, rows: pa.Table) -> pa.Table:
    """Leave live customers past the adoption day without deployment; adds it, and their chance to stay a year."""
    import pyarrow as pa

    day_zero = np.datetime64(book.as_of)
    started, deployed, left = (_days(rows, name) for name in ("started_on", "deployed_on", "left_on"))
    live = np.array(rows.column("live").to_pylist(), dtype=bool)
    limit = adoption_days(started, deployed)
    age = (day_zero - started).astype("float64")
    never = np.isnat(deployed)
    a, b, n = _stay(age, limit, (left - started).astype("float64"), ~live & ~np.isnat(left), never)
    size = rows.num_rows
    for name, value in (("limit_days", limit), ("chance_a", a), ("chance_b", b)):
        rows = rows.append_column(name, pa.array(np.full(size, value), pa.float64()))
    rows = rows.append_column("chance_n", pa.array(np.full(size, n), pa.int64()))
    rows = rows.append_column("age_days", pa.array(np.nan_to_num(age).astype(np.int64)))
    return rows.filter(pa.array(live & never & (age > limit), pa.bool_()))


def adoption_days(started: np.ndarray, deployed: np.ndarray) -> float:
    """The day by which 90% of those that ever deployed had, at most 180; 180 below 20 of them."""
    took = (deployed - started)[~np.isnat(deployed) & ~np.isnat(started)].astype("float64")
    if took.size < _LEAST_DEPLOYED:
        return float(MOST_DAYS)
    return float(np.clip(np.quantile(took, 0.9), 1.0, MOST_DAYS))


def _stay(
    age: np.ndarray, limit: float, left_age: np.ndarray, gone: np.ndarray, never: np.ndarray
) -> tuple[float, float, int]:
    """Beta(a, b) of paying another year while not live, and the customers behind it: leavers over customer-years."""
    known = ~np.isnan(age)
    seen = np.where(gone, left_age, age)
    years = np.where(known, np.maximum(seen, 0.0), 0.0) / 365.0
    overall = (float((gone & known).sum()) + 0.5) / (float(years.sum()) + 1.0)
    late = known & never & (seen > limit)
    late_years = float(np.maximum(seen[late] - limit, 0.0).sum()) / 365.0
    rate = (float((gone & late).sum()) + _PRIOR_YEARS * overall) / (late_years + _PRIOR_YEARS)
    stay, weight = float(np.exp(-rate)), late_years + _PRIOR_YEARS
    return stay * weight, (1.0 - stay) * weight, int(late.sum())


def _days(rows: pa.Table, name: str) -> np.ndarray:
    return np.array(rows.column(name).to_pylist(), dtype="datetime64[D]")


def title(row: Row) -> str:
    """The action in words."""
    return f"Get {who(row)} live: agree the day and the first user"


def because(row: Row) -> str:
    """One sentence with one number."""
    usual = f"nine in ten who ever deploy had by day {row['limit_days']:.0f}"
    return f"{row['age_days']:,} days since the start and not deployed; {usual}."


def why(row: Row) -> list[Ground]:
    """The rows that show it."""
    return [
        Ground(
            f"Pays since {day(row['signed_on'])}, and no deployment is on record",
            "subscriptions",
            row["subscription_id"],
        )
    ]


def draft(row: Row) -> str:
    """A mail that asks for it."""
    return letter(
        row,
        "You pay for something that nobody at your side uses yet, and I would like to change that.",
        "Who would use it first, and what stands in the way? I will bring the person from our side who can clear it.",
    )


PLAY = Play(
    name="not_deployed",
    title="Get a customer live who has not deployed",
    kind="do",
    minutes=30,
    within_days=3,
    transition="customer: paying to still paying in a year",
    needs=("subscriptions",),
    any_of=("milestones", "usage"),
    about="account",
    prior=Prior(
        shift=0.80,
        sd=0.50,
        why="Customers who never start rarely stay; but many who can be brought to start would have stayed anyway. "
        "The size is a guess, the spread is wide.",
    ),
    applies=applies,
    narrow=narrow,
    say_title=title,
    say_because=because,
    say_why=why,
    say_draft=draft,
)
