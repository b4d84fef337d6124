"""Leads: where interest came from, how far it got, and which of it became a deal."""

from __future__ import annotations

import numpy as np

from headway.demo.dice import pick, pick_by_share, stream
from headway.demo.hidden import Hidden
from headway.demo.names import FIRST_NAMES, LAST_NAMES
from headway.demo.people import rep_id
from headway.demo.pipeline import Pipeline
from headway.demo.rows import Account, Contact, Lead
from headway.demo.weeks import WEEKS, at, moment, on

SOURCES = (
    ("Website", 0.30, ("Rota guide download", "Pricing page", "Newsletter")),
    ("Webinar", 0.18, ("Overtime webinar", "Planning basics", "Seasonal staffing")),
    ("Outbound", 0.22, ("Multi-site list", "Operations leaders")),
    ("Event", 0.12, ("Workforce Expo", "Logistics Day")),
    ("Partner", 0.10, ("Payroll partners", "Integrators")),
    ("Referral", 0.08, ("Customer referral",)),
)
_DEALS_FROM_LEADS = 0.72
_QUALIFIED = 0.42
_FROM_KNOWN_FIRM = 0.2
_FIRM_TAILS = ("Group", "Services", "Ltd", "Partners", "Trading", "Systems")
_REASONS = ("No budget", "Too small", "Student or job seeker", "No answer", "Not a fit")


def draw_leads(pipeline: Pipeline, n_dead: int) -> tuple[list[Lead], dict[str, str]]:
    """Return all leads by time of creation, and the lead of each deal that came from one; `n_dead` led nowhere."""
    rng = stream(pipeline.seed, "leads")
    drafts = [_converted(rng, pipeline, i) for i in range(len(pipeline.ids)) if rng.random() < _DEALS_FROM_LEADS]
    drafts += [_dead(rng, pipeline) for _ in range(n_dead)]
    drafts.sort(key=lambda lead: (lead.created_at, lead.email))
    leads = [lead._replace(lead_id=f"L{i + 1:05d}") for i, lead in enumerate(drafts)]
    return leads, {lead.deal_id: lead.lead_id for lead in leads if lead.deal_id}


def _converted(rng: np.random.Generator, pipeline: Pipeline, i: int) -> Lead:
    life = pipeline.lives[i]
    sql = life.start - 0.1 - rng.random()
    mql = sql - 0.1 - 2 * rng.random()
    lead = _new(rng, mql - 0.1 - 3 * rng.random(), pipeline.account(i), pipeline.contacts(i)[0])
    return lead._replace(
        rep_id=rep_id(life.seller),
        mql_at=at(mql),
        sql_at=at(sql),
        converted_at=at(life.start),
        deal_id=pipeline.ids[i],
    )


def _dead(rng: np.random.Generator, pipeline: Pipeline) -> Lead:
    """A lead that led nowhere: given up at some step, or still open when it is young."""
    created = WEEKS * float(rng.random()) ** 0.8
    mql = created + 0.1 + 3 * rng.random() if rng.random() < _QUALIFIED else np.inf
    sql = mql + 0.1 + 2 * rng.random() if rng.random() < _QUALIFIED else np.inf
    ends = max(t for t in (created, mql, sql) if t < np.inf) + 1 + float(rng.exponential(4))
    if rng.random() < _FROM_KNOWN_FIRM:
        firms = pipeline.firms
        i = int(rng.random() * len(firms.accounts))
        lead = _new(rng, created, firms.accounts[i], firms.contacts[i][-1])
    else:
        lead = _stranger(rng, created)
    return lead._replace(
        rep_id=rep_id(_present(pipeline.hidden, rng, created)),
        mql_at=at(mql) if mql < WEEKS else None,
        sql_at=at(sql) if sql < WEEKS else None,
        disqualified_at=at(ends) if ends < WEEKS else None,
        disqualified_reason=pick(rng, _REASONS) if ends < WEEKS else None,
    )


def _new(rng: np.random.Generator, created: float, firm: Account, contact: Contact) -> Lead:
    """A lead from a firm; its account is known only when it was there before the lead."""
    lead = _stranger(rng, created)
    account_id = firm.account_id if firm.created_at < lead.created_at else None
    return lead._replace(account_id=account_id, company=firm.name, email=contact.email)


def _stranger(rng: np.random.Generator, created: float) -> Lead:
    source, _, campaigns = SOURCES[int(pick_by_share(rng, [share for _, share, _ in SOURCES], 1)[0])]
    name = f"{pick(rng, FIRST_NAMES)} {pick(rng, LAST_NAMES)}".lower().replace(" ", ".")
    firm = pick(rng, LAST_NAMES)
    return Lead(
        lead_id="",
        source=source,
        campaign=pick(rng, campaigns),
        account_id=None,
        rep_id="",
        company=f"{firm} {pick(rng, _FIRM_TAILS)}",
        email=f"{name}@{firm.lower()}.test",
        created_at=at(created),
        mql_at=None,
        sql_at=None,
        converted_at=None,
        deal_id=None,
        disqualified_at=None,
        disqualified_reason=None,
    )


def _present(hidden: Hidden, rng: np.random.Generator, now: float) -> int:
    there = [
        i for i, s in enumerate(hidden.sellers) if s.joined <= on(now) and (s.left is None or now < moment(s.left))
    ]
    return pick(rng, there)
