"""A whole company, drawn from a seed: every table, and the truth behind it that the files do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headway.demo import rows
from headway.demo.care import care_for
from headway.demo.csv_files import write_csv
from headway.demo.customers import Customers, Fate
from headway.demo.deals import cause_of, draw_record
from headway.demo.dice import Flags, stream
from headway.demo.hidden import STORIES, Hidden
from headway.demo.leads import draw_leads
from headway.demo.life import Life, lives
from headway.demo.mess import Mess, make_mess
from headway.demo.offer import PRODUCTS, Quote, draw_needs, draw_quote, draw_releases
from headway.demo.opportunities import Openings, draw_cases, draw_openings
from headway.demo.people import Firms, currency_of, draw_firms, draw_reps
from headway.demo.plans import draw_costs, draw_fx, draw_quotas, draw_targets
from headway.demo.process import Cases, Play, State
from headway.demo.rows import Contact, Deal, DealChange
from headway.demo.said import Said, number
from headway.demo.talk import Talk
from headway.demo.weeks import WEEKS, at

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
class Size:
    """How much of a company to draw: deals over all weeks, and leads that led nowhere."""

    deals: int
    dead_leads: int


DEMO = Size(deals=1_600, dead_leads=1_400)
SMALL = Size(deals=220, dead_leads=120)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The deals as they truly went: what was fixed, the state at the end, and the course of each."""

    ids: tuple[str, ...]
    openings: Openings
    firms: Firms
    cases: Cases
    asked: Flags
    state: State
    lives: tuple[Life, ...]

    def contacts(self, i: int) -> tuple[Contact, ...]:
        """Return the people at the firm of deal `i`."""
        return self.firms.contacts[self.openings.account[i]]


@dataclass(frozen=True, slots=True)
class Company:
    """All rows by table, and the truth behind them: parameters, courses, planted mess, where the problem was stated."""

    tables: dict[str, list[Any]]
    hidden: Hidden
    pipeline: Pipeline
    fates: dict[str, Fate]
    stated_in: dict[str, str]
    mess: Mess


def write_company(folder: Path, *, seed: int = 7, size: Size = DEMO, hidden: Hidden = STORIES) -> Company:
    """Draw a company and write one CSV file a table into `folder`, byte for byte the same for the same arguments.

    The last day is `weeks.LAST_DAY`, not today's. Returns what was drawn, truth included; the files hold no truth.

    >>> import tempfile
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


def draw_pipeline(seed: int, size: Size, hidden: Hidden) -> Pipeline:
    """Return the deals of a company as they truly went."""
    openings = draw_openings(seed, size.deals)
    firms = draw_firms(hidden, seed, [at(moment) for moment in openings.first_seen.tolist()])
    cases, asked = draw_cases(hidden, seed, openings, firms.segment)
    state = State.fresh(cases)
    play = Play(hidden, stream(seed, "process"), WEEKS)
    play.live(cases, state, cases.start)
    ids = tuple(f"D{i + 1:04d}" for i in range(size.deals))
    return Pipeline(ids, openings, firms, cases, asked, state, tuple(lives(cases, state, play.trace)))


def draw_company(seed: int, size: Size, hidden: Hidden) -> Company:
    """Return all rows of a company and the truth behind them."""
    pipeline = draw_pipeline(seed, size, hidden)
    quotes, deals, changes = _deals(pipeline, seed, hidden)
    leads, lead_of = draw_leads(
        hidden,
        seed,
        lives=pipeline.lives,
        deal_ids=pipeline.ids,
        firms=pipeline.firms,
        account=pipeline.openings.account,
        n_dead=size.dead_leads,
    )
    deals = [deal._replace(lead_id=lead_of.get(deal.deal_id)) for deal in deals]
    customers, fates = _customers(pipeline, seed, hidden, deals, quotes)
    talk = [said for i in range(len(deals)) for said in _talk(pipeline, seed, hidden, i)]
    activities, stated_in = number([*talk, *_care(pipeline, seed, deals, fates)])
    accounts = list(pipeline.firms.accounts)
    segment_of = {account.account_id: account.segment for account in accounts}
    plan: dict[str, list[Any]] = {
        "quotas": draw_quotas(hidden, deals),
        "targets": draw_targets(hidden, deals, segment_of),
        "costs": draw_costs(hidden, seed, [deal for deal in deals if deal.status == "won"]),
    }
    mess = make_mess(seed, accounts, deals, changes, activities)
    tables: dict[str, list[Any]] = {
        "accounts": accounts,
        "contacts": [contact for people in pipeline.firms.contacts for contact in people],
        "reps": draw_reps(hidden),
        "leads": leads,
        "deals": deals,
        "deal_changes": sorted(changes, key=lambda change: change.changed_at),
        "deal_lines": [line for quote in quotes for line in quote.lines],
        "deal_needs": _needs(pipeline, seed, hidden),
        "products": list(PRODUCTS),
        "releases": draw_releases(hidden),
        "activities": activities,
        "subscriptions": customers.subscriptions,
        "subscription_changes": customers.subscription_changes,
        "usage": customers.usage,
        "milestones": customers.milestones,
        "tickets": customers.tickets,
        "fx_rates": draw_fx(seed),
        **plan,
    }
    return Company(tables, hidden, pipeline, fates, stated_in, mess)


def _deals(pipeline: Pipeline, seed: int, hidden: Hidden) -> tuple[list[Quote], list[Deal], list[DealChange]]:
    quotes: list[Quote] = []
    deals: list[Deal] = []
    changes: list[DealChange] = []
    customer_since: dict[int, float] = {}
    for i, (deal_id, life) in enumerate(zip(pipeline.ids, pipeline.lives, strict=True)):
        owner = int(pipeline.openings.account[i])
        account = pipeline.firms.accounts[owner]
        segment = hidden.segments[pipeline.cases.segment[i]]
        quote = draw_quote(seed, deal_id, segment, currency_of(account))
        kind = "expansion" if customer_since.get(owner, WEEKS) < life.start else "new"
        if life.won:
            customer_since[owner] = min(life.closed, customer_since.get(owner, WEEKS))
        competed = bool(pipeline.cases.competitor[i])
        cause = cause_of(hidden, life, segment, pipeline.cases.needs[i], competed=competed)
        record = draw_record(hidden, seed, deal_id, life, account, quote, kind=kind, competed=competed, cause=cause)
        quotes.append(quote)
        deals.append(record.deal)
        changes += record.changes
    return quotes, deals, changes


def _customers(
    pipeline: Pipeline, seed: int, hidden: Hidden, deals: list[Deal], quotes: list[Quote]
) -> tuple[Customers, dict[str, Fate]]:
    customers, fates, started = Customers(hidden.slide_weeks), {}, set()
    won = sorted((life.closed, i) for i, life in enumerate(pipeline.lives) if life.won)
    for when, i in won:
        segment = hidden.segments[pipeline.cases.segment[i]]
        first = deals[i].account_id not in started
        started.add(deals[i].account_id)
        fates[deals[i].deal_id] = customers.add(seed, deals[i], quotes[i], segment, when, first=first)
    return customers, fates


def _talk(pipeline: Pipeline, seed: int, hidden: Hidden, i: int) -> list[Said]:
    asked = tuple(c.name for c, wanted in zip(hidden.capabilities, pipeline.asked[i], strict=True) if wanted)
    return Talk(
        hidden=hidden,
        rng=stream(seed, "talk", pipeline.ids[i]),
        deal_id=pipeline.ids[i],
        life=pipeline.lives[i],
        segment=hidden.segments[pipeline.cases.segment[i]],
        contacts=pipeline.contacts(i),
        capabilities=asked,
    ).said()


def _care(pipeline: Pipeline, seed: int, deals: list[Deal], fates: dict[str, Fate]) -> list[Said]:
    return [
        said
        for i, deal in enumerate(deals)
        if deal.deal_id in fates
        for said in care_for(
            stream(seed, "care", deal.deal_id), fates[deal.deal_id], pipeline.contacts(i)[0], deal.rep_id
        )
    ]


def _needs(pipeline: Pipeline, seed: int, hidden: Hidden) -> list[rows.DealNeed]:
    return [
        need
        for i, deal_id in enumerate(pipeline.ids)
        for need in draw_needs(
            hidden, seed, deal_id, pipeline.lives[i].start, pipeline.asked[i], pipeline.cases.needs[i]
        )
    ]
