"""What is true of a generated company and never written to its files: one frozen value, so that a lab can return it.

Chances are per work week. A pull is added to the log odds of getting ahead: it speeds a deal up and keeps it alive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Segment:
    """A market: an industry within a band of employees, how it buys, and whether it stays."""

    industry: str
    least_employees: int
    most_employees: int
    share: float
    pull: float
    seats: int
    discount: float
    deploys: float
    churns_idle: float
    churns_live: float
    expands: float

    @property
    def name(self) -> str:
        """The segment as the CRM spells it."""
        return f"{self.industry} {_band(self.least_employees, self.most_employees)}"


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller's habits: chance a week to hear the problem, to bring in a second contact, to agree a next step."""

    name: str
    team: str
    asks: float
    widens: float
    plans: float
    pull: float = 0.0
    notes: float = 0.12
    joined: date = date(2023, 3, 6)
    left: date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a deal: chances a week to leave it for the next, the one before, won or lost, and its usual length."""

    name: str
    advance: float
    back: float
    won: float
    lost: float
    usual_weeks: float


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that buyers ask for: how often, what its lack costs (a pull), and since when the product has it."""

    name: str
    asked: float
    pull_when_missing: float
    fit_before: str
    native_from: date | None = None
    industries: tuple[str, ...] = ()
    effort_days: int | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Everything that drives a company.

    Attributes:
        stages: first to last; their rates are those of a deal without any pull.
        base_pull: pull on every deal, before what is its own.
        account_pull_sd, deal_pull_sd: spread of what no file tells, by firm and by deal.
        stuck_factor, stuck_with_step_factor: rates ahead are multiplied by one of them, without and with an agreed
            next step, once a deal has been in its stage for `stuck_after` times the usual weeks.
        sleeps, asleep_factor: chance a week to fall asleep, and what all rates are multiplied by from then on.
        demo_stage: the stage that opens with a demo.
        slide_weeks: use falls for that long before a customer leaves.
        aliased: each seller sells exactly one segment.
    """

    segments: tuple[Segment, ...]
    sellers: tuple[Seller, ...]
    stages: tuple[Stage, ...]
    capabilities: tuple[Capability, ...]
    base_pull: float
    stated_pull: float
    second_pull: float
    next_step_pull: float
    competitor_pull: float
    account_pull_sd: float
    deal_pull_sd: float
    stuck_factor: float
    stuck_with_step_factor: float
    stuck_after: float
    sleeps: float
    asleep_factor: float
    demo_stage: int = 2
    slide_weeks: float = 9.0
    aliased: bool = False

    def seller_segment(self, seller: int) -> int:
        """Index of the one segment that a seller sells when the company is aliased."""
        return seller % len(self.segments)


def _band(least: int, most: int) -> str:
    if most > 1_000:
        return "1000+"
    return f"{least}-{most}"


SEGMENTS = (
    Segment("Retail", 50, 200, 0.24, 0.70, 26, 0.08, 0.26, 0.0260, 0.0018, 0.010),
    Segment("Healthcare", 200, 1_000, 0.15, 0.28, 48, 0.06, 0.93, 0.006, 0.0010, 0.022),
    Segment("Logistics", 50, 200, 0.14, 0.15, 34, 0.08, 0.90, 0.007, 0.0014, 0.016),
    Segment("Manufacturing", 200, 1_000, 0.13, 0.05, 52, 0.09, 0.88, 0.007, 0.0014, 0.014),
    Segment("Finance", 1_000, 12_000, 0.10, -0.25, 92, 0.05, 0.95, 0.004, 0.0006, 0.024),
    Segment("Agencies", 10, 50, 0.12, -0.70, 15, 0.34, 0.62, 0.012, 0.0070, 0.004),
    Segment("Public sector", 1_000, 8_000, 0.05, -0.30, 70, 0.05, 0.85, 0.003, 0.0006, 0.008),
    Segment("Hospitality", 50, 200, 0.07, -0.10, 24, 0.10, 0.84, 0.008, 0.0022, 0.012),
)

SELLERS = (
    Seller("Maya Okonkwo", "East", asks=0.158, widens=0.085, plans=0.15, pull=0.10),
    Seller("Gavin Pruett", "East", asks=0.018, widens=0.040, plans=0.08, notes=0.85),
    Seller("Priya Raman", "East", asks=0.128, widens=0.075, plans=0.13),
    Seller("Tom Brandt", "East", asks=0.090, widens=0.060, plans=0.11),
    Seller("Elena Vasquez", "East", asks=0.112, widens=0.070, plans=0.14, pull=0.05),
    Seller("Jonas Lindqvist", "West", asks=0.098, widens=0.065, plans=0.11),
    Seller("Aisha Karim", "West", asks=0.120, widens=0.060, plans=0.12, pull=0.05),
    Seller("Marcus Webb", "West", asks=0.085, widens=0.055, plans=0.1, left=date(2026, 3, 13)),
    Seller("Sofia Almeida", "West", asks=0.112, widens=0.080, plans=0.13),
    Seller("Daniel Cho", "West", asks=0.105, widens=0.065, plans=0.12, joined=date(2025, 6, 2)),
)

STAGES = (
    Stage("Qualify", 0.180, 0.000, 0.000, 0.063, 3.5),
    Stage("Discover", 0.160, 0.003, 0.000, 0.050, 4.0),
    Stage("Evaluate", 0.145, 0.009, 0.000, 0.043, 4.5),
    Stage("Propose", 0.145, 0.013, 0.009, 0.047, 4.5),
    Stage("Commit", 0.000, 0.009, 0.190, 0.040, 3.5),
)

CAPABILITIES = (
    Capability("Windows client", 0.24, -1.00, "missing", industries=("Manufacturing", "Finance", "Public sector")),
    Capability("SAP connector", 0.16, -1.50, "missing", date(2025, 11, 17), ("Manufacturing", "Logistics", "Retail")),
    Capability("Offline mode", 0.10, -0.25, "custom", effort_days=12),
    Capability("Gantt export", 0.14, 0.0, "missing"),
    Capability("Single sign-on", 0.20, 0.0, "native"),
    Capability("Audit log", 0.12, 0.0, "native"),
)

STORIES = Hidden(
    segments=SEGMENTS,
    sellers=SELLERS,
    stages=STAGES,
    capabilities=CAPABILITIES,
    base_pull=-0.304,
    stated_pull=0.85,
    second_pull=0.30,
    next_step_pull=0.50,
    competitor_pull=-0.30,
    account_pull_sd=0.25,
    deal_pull_sd=0.40,
    stuck_factor=0.05,
    stuck_with_step_factor=0.35,
    stuck_after=1.8,
    sleeps=0.002,
    asleep_factor=0.04,
)
