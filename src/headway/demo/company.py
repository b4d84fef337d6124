"""A whole company, drawn from a seed: every table, and the truth behind it that the files do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headway.demo import rows
from headway.demo.care import care_for
from headway.demo.csv_files import write_csv
from headway.demo.customers import Customers, Fate
from headway.demo.deals import cause_of, draw_record
from headway.demo.dice import stream
from headway.demo.hidden import STORIES, Hidden
from headway.demo.leads import draw_leads
from headway.demo.mess import Mess, make_mess
from headway.demo.offer import PRODUCTS, Quote, draw_needs, draw_quote, draw_releases
from headway.demo.people import currency_of, draw_reps
from headway.demo.pipeline import DEMO, Pipeline, Size, draw_pipeline
from headway.demo.plans import draw_costs, draw_fx, draw_quotas, draw_targets
from headway.demo.rows import Deal, DealChange
from headway.demo.said import Said, number
from headway.demo.talk import Talk
from headway.demo.weeks import WEEKS

TABLES: dict[str, type[Any]] = {
    "accounts": rows.Account,
    "contacts": rows.Contact,
    "reps": rows.Rep,
    "quotas": rows.Quota,
    "targets": rows.Target,
    "leads": rows.Lead,
    "deals": rows.Deal,
    "deal_changes": rows.DealChange,
    "deal_lines": rows.DealLine,
    "deal_needs": rows.DealNeed,
    "products": rows.Product,
    "releases": rows.Release,
    "activities": rows.Activity,
    "subscriptions": rows.Subscription,
    "subscription_changes": rows.SubscriptionChange,
    "usage": rows.Usage,
    "milestones": rows.Milestone,
    "tickets": rows.Ticket,
    "costs": rows.Cost,
    "fx_rates": rows.FxRate,
}


@dataclass(frozen=True, slots=True)
class Company:
    """All rows by table, and the truth behind them.

    Attributes:
        tables: rows as they are written, planted mess included.
        pipeline: the deals as they truly went; it holds the hidden parameters.
        fates: what truly became of each win, by deal id.
        stated_in: for each deal in which the customer stated the problem, the activity that holds it.
        mess: which rows were damaged.
    """

    tables: Mapping[str, list[Any]]
    pipeline: Pipeline
    fates: Mapping[str, Fate]
    stated_in: Mapping[str, str]
    mess: Mess


def write_company(folder: Path, *, seed: int = 7, size: Size = DEMO, hidden: Hidden = STORIES) -> Company:
    """Draw a company and write one CSV file a table into `folder`, byte for byte the same for the same arguments.

    The last day is `weeks.LAST_DAY`, not today's. Returns what was drawn, truth included; the files hold no truth.

    Example:
        >>> import tempfile
        >>> from headway.demo import SMALL
        >>> with tempfile.TemporaryDirectory() as name:
        ...     company = write_company(Path(name), seed=1, size=SMALL)
        ...     sorted(path.name for path in Path(name).iterdir())[:3]
        ['accounts.csv', 'activities.csv', 'contacts.csv']
    """
    company = draw_company(seed, size, hidden)
    folder.mkdir(parents=True, exist_ok=True)
    for name, row in TABLES.items():
        write_csv(folder / f"{name}.csv", row._fields, company.tables[name])
    return company


def draw_company(seed: int, size: Size, hidden: Hidden) -> Company:
    """Return all rows of a company and the truth behind them."""
    pipeline = draw_pipeline(seed, size, hidden)
    quotes, deals, changes = _deals(pipeline)
    leads, lead_of = draw_leads(pipeline, size.dead_leads)
    deals = [deal._replace(lead_id=lead_of.get(deal.deal_id)) for deal in deals]
    customers, fates = _customers(pipeline, deals, quotes)
    talk = [said for i in range(len(deals)) for said in _talk(pipeline, i)]
    activities, stated_in = number([*talk, *_care(pipeline, deals, fates)])
    accounts = list(pipeline.firms.accounts)
    plans = _plans(pipeline, deals)
    mess = make_mess(seed, accounts, deals, changes, activities)
    tables: dict[str, list[Any]] = {
        "accounts": accounts,
        "contacts": [contact for people in pipeline.firms.contacts for contact in people],
        "leads": leads,
        "deals": deals,
        "deal_changes": sorted(changes, key=lambda change: change.changed_at),
        "deal_lines": [line for quote in quotes for line in quote.lines],
        "deal_needs": _needs(pipeline),
        "activities": activities,
        "subscriptions": customers.subscriptions,
        "subscription_changes": customers.subscription_changes,
        "usage": customers.usage,
        "milestones": customers.milestones,
        "tickets": customers.tickets,
    }
    return Company(tables | plans, pipeline, fates, stated_in, mess)


def _deals(pipeline: Pipeline) -> tuple[list[Quote], list[Deal], list[DealChange]]:
    """What was quoted and recorded for each deal; a firm that has bought before buys an expansion."""
    quotes: list[Quote] = []
    deals: list[Deal] = []
    changes: list[DealChange] = []
    customer_since: dict[str, float] = {}
    for i, (deal_id, life) in enumerate(zip(pipeline.ids, pipeline.lives, strict=True)):
        account, segment = pipeline.account(i), pipeline.segment(i)
        since = customer_since.get(account.account_id, WEEKS)
        if life.won:
            customer_since[account.account_id] = min(life.closed, since)
        competed = bool(pipeline.cases.competitor[i])
        quotes.append(draw_quote(pipeline.seed, deal_id, segment, currency_of(account)))
        record = draw_record(
            pipeline.hidden,
            pipeline.seed,
            deal_id,
            life,
            account,
            quotes[i],
            kind="expansion" if since < life.start else "new",
            competed=competed,
            cause=cause_of(pipeline.hidden, life, segment, pipeline.cases.needs[i], competed=competed),
        )
        deals.append(record.deal)
        changes += record.changes
    return quotes, deals, changes


def _customers(pipeline: Pipeline, deals: list[Deal], quotes: list[Quote]) -> tuple[Customers, dict[str, Fate]]:
    """What became of the wins, in the order in which they were won."""
    customers = Customers(pipeline.hidden.slide_weeks)
    fates: dict[str, Fate] = {}
    started: set[str] = set()
    for won, i in sorted((life.closed, i) for i, life in enumerate(pipeline.lives) if life.won):
        deal, first = deals[i], deals[i].account_id not in started
        started.add(deal.account_id)
        fates[deal.deal_id] = customers.add(pipeline.seed, deal, quotes[i], pipeline.segment(i), won, first=first)
    return customers, fates


def _talk(pipeline: Pipeline, i: int) -> list[Said]:
    return Talk(
        hidden=pipeline.hidden,
        rng=stream(pipeline.seed, "talk", pipeline.ids[i]),
        deal_id=pipeline.ids[i],
        life=pipeline.lives[i],
        segment=pipeline.segment(i),
        contacts=pipeline.contacts(i),
        capabilities=pipeline.asked_for(i),
    ).said()


def _care(pipeline: Pipeline, deals: list[Deal], fates: Mapping[str, Fate]) -> list[Said]:
    return [
        said
        for i, deal in enumerate(deals)
        if deal.deal_id in fates
        for said in care_for(
            stream(pipeline.seed, "care", deal.deal_id), fates[deal.deal_id], pipeline.contacts(i)[0], deal.rep_id
        )
    ]


def _needs(pipeline: Pipeline) -> list[rows.DealNeed]:
    fixed = zip(pipeline.ids, pipeline.lives, pipeline.asked, pipeline.cases.needs, strict=True)
    return [
        need
        for deal_id, life, asked, required in fixed
        for need in draw_needs(pipeline.hidden, pipeline.seed, deal_id, life.start, asked, required)
    ]


def _plans(pipeline: Pipeline, deals: list[Deal]) -> dict[str, list[Any]]:
    """Tables that are about the company rather than about a journey."""
    hidden, seed = pipeline.hidden, pipeline.seed
    segment_of = {account.account_id: account.segment for account in pipeline.firms.accounts}
    return {
        "reps": draw_reps(hidden),
        "products": list(PRODUCTS),
        "releases": draw_releases(hidden),
        "quotas": draw_quotas(hidden, deals),
        "targets": draw_targets(hidden, deals, segment_of),
        "costs": draw_costs(hidden, seed, [deal for deal in deals if deal.status == "won"]),
        "fx_rates": draw_fx(seed),
    }
