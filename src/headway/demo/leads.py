"""Leads: where interest came from, how far it got, and which of it became a deal."""

from __future__ import annotations

import numpy as np

from headway.demo.deals import Life
from headway.demo.dice import Ints, pick, pick_by_share, stream
from headway.demo.hidden import Hidden
from headway.demo.names import FIRST_NAMES, LAST_NAMES
from headway.demo.people import Firms, rep_id
from headway.demo.rows import Lead
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
_REASONS = ("No budget", "Too small", "Student or job seeker", "No answer", "Not a fit")


def draw_leads(
    hidden: Hidden,
    seed: int,
    lives: tuple[Life, ...],
    deal_ids: tuple[str, ...],
    firms: Firms,
    account: Ints,
    n_dead: int,
) -> tuple[list[Lead], dict[str, str]]:
    """Return all leads by time of creation, and the lead of each deal that came from one; `n_dead` led nowhere."""
    rng = stream(seed, "leads")
    drafts = [
        (life.start, _converted(rng, life, deal_id, firms, int(account[i])))
        for i, (life, deal_id) in enumerate(zip(lives, deal_ids, strict=True))
        if rng.random() < _DEALS_FROM_LEADS
    ]
    drafts += [_dead(hidden, rng) for _ in range(n_dead)]
    drafts.sort(key=lambda draft: (draft[1].created_at, draft[1].email))
    leads = [lead._replace(lead_id=f"L{i + 1:05d}") for i, (_, lead) in enumerate(drafts)]
    return leads, {lead.deal_id: lead.lead_id for lead in leads if lead.deal_id}


def _converted(rng: np.random.Generator, life: Life, deal_id: str, firms: Firms, account: int) -> Lead:
    source, campaign = _source(rng)
    firm = firms.accounts[account]
    sql = life.start - 0.1 - rng.random()
    mql = sql - 0.1 - 2 * rng.random()
    created = mql - 0.1 - 3 * rng.random()
    return Lead(
        "",
        source,
        campaign,
        firm.account_id,
        rep_id(life.seller),
        firm.name,
        firms.contacts[account][0].email,
        at(created),
        at(mql),
        at(sql),
        at(life.start),
        deal_id,
        None,
        None,
    )


def _dead(hidden: Hidden, rng: np.random.Generator) -> tuple[float, Lead]:
    """A lead that led nowhere: given up at some step, or still open when it is young."""
    source, campaign = _source(rng)
    created = WEEKS * float(rng.random()) ** 0.8
    mql = created + 0.1 + 3 * rng.random() if rng.random() < 0.42 else np.inf
    sql = mql + 0.1 + 2 * rng.random() if rng.random() < 0.4 else np.inf
    ends = max(t for t in (created, mql, sql) if t < np.inf) + 1 + float(rng.exponential(4))
    seller = _present(hidden, rng, created)
    name = f"{pick(rng, FIRST_NAMES)} {pick(rng, LAST_NAMES)}"
    company = f"{pick(rng, LAST_NAMES)} {pick(rng, ('Group', 'Services', 'Ltd', 'Partners', 'Trading', 'Systems'))}"
    email = f"{name.lower().replace(' ', '.')}@{company.split()[0].lower()}.test"
    gone = ends < WEEKS
    return created, Lead(
        "",
        source,
        campaign,
        None,
        rep_id(seller),
        company,
        email,
        at(created),
        at(mql) if mql < WEEKS else None,
        at(sql) if sql < WEEKS else None,
        None,
        None,
        at(ends) if gone else None,
        pick(rng, _REASONS) if gone else None,
    )


def _present(hidden: Hidden, rng: np.random.Generator, now: float) -> int:
    there = [
        i for i, s in enumerate(hidden.sellers) if s.joined <= on(now) and (s.left is None or now < moment(s.left))
    ]
    return pick(rng, there)


def _source(rng: np.random.Generator) -> tuple[str, str]:
    name, _, campaigns = SOURCES[int(pick_by_share(rng, [share for _, share, _ in SOURCES], 1)[0])]
    return name, pick(rng, campaigns)
