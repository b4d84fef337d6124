"""A workspace of a few made-up rows in memory, for the states that a real company shows rarely or never."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from headway.calendar import Calendar
from headway.errors import NotFoundError, NothingLoadedError
from headway.question import Answer, Question, question
from headway.units import Estimate

AS_OF = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Status:
    """What the real status holds."""

    generation: int = 1
    as_of: date = AS_OF
    synced_at: datetime = datetime(2026, 3, 2, 8, 40, tzinfo=UTC)
    name: str = "Acme"
    currency: str = "USD"
    timezone: str = "UTC"
    fiscal: Calendar = field(default_factory=Calendar)


def money(value: float, low: float, high: float, n: int = 64) -> Estimate:
    return Estimate(value, low, high, n, "USD")


def share(value: float, low: float, high: float, n: int = 64) -> Estimate:
    return Estimate(value, low, high, n, "share")


def action(rank: int, title: str, **changes: Any) -> dict[str, Any]:
    """One row of ``next`` with every key; what matters is given."""
    row: dict[str, Any] = {
        "rank": rank,
        "action_id": f"a{rank}",
        "rep_id": "r1",
        "play": "second_person",
        "deal_id": f"d{rank}",
        "account_id": f"c{rank}",
        "lead_id": None,
        "title": title,
        "why": [],
        "gain": money(4200, 400, 9000),
        "basis": "both",
        "minutes": 5,
        "due_on": "2026-03-05",
        "explores": False,
        "rep_name": "Maya Lind",
        "account_name": "Brightwater Foods",
        "deal_name": "Rollout",
        "stage": "Propose",
        "amount": 84000.0,
        "currency": "USD",
        "subtitle": "Brightwater Foods · Propose · $84k",
        "because": "One person has spoken so far.",
        "kind": "do",
        "odds": {"now": share(0.27, 0.2, 0.35), "with": share(0.42, 0.31, 0.52)},
        "draft": "",
        "decided": "",
    }
    return {**row, **changes}


WHY = [
    {"text": "Finance joined on day 21 and it was won", "table": "deals", "id": "d77", "quote": None},
    {"text": "Nobody who signs has spoken", "table": "activities", "id": "a12", "quote": "our CFO <b>decides</b>"},
]

ACTIONS = [
    action(
        1,
        "Get the finance lead into Thursday's call",
        gain=money(12400, 4100, 22000),
        why=WHY,
        because="Deals this size win 42% when finance hears the price first-hand, 27% when not.",
        draft="Hi Dana, on Thursday we get to pricing and payback.\nWould it help if I sent a one-page summary today?",
    ),
    action(
        2,
        "Send Okafor Labs the two-page security answer",
        gain=money(8100, 2000, 14000),
        minutes=10,
        due_on="2026-03-02",
        subtitle="Okafor Labs · Evaluate · $61k",
        because="Asked on Tuesday. Day 6 in security review; the ones that win are out by day 9.",
    ),
    action(
        3,
        "Ask Lindqvist AB for their go-live date",
        subtitle="Lindqvist AB · Discover · $38k",
        due_on="2026-03-20",
        because="They said why they are switching but not by when.",
    ),
    action(
        4,
        "Offer Pinnacle Care the phased rollout",
        gain=money(3800, -900, 9000, 9),
        minutes=15,
        basis="prior",
        subtitle="Pinnacle Care · Commit · $112k",
        because="Their only open worry is migration.",
    ),
    action(
        5,
        "Let the Tidewell deal go",
        kind="stop",
        gain=money(610, 240, 1100, 73),
        minutes=2,
        odds={},
        subtitle="Tidewell · Discover · $12k",
        because="No problem in their own words after three calls.",
        due_on=None,
    ),
    action(
        6,
        "Call Ötzi & Söhne <script>alert(1)</script>",
        rep_id="r2",
        rep_name="Ben Okoro",
        gain=Estimate.unknown("no deal like it has closed yet"),
    ),
]


@question("What to do next", limit=7, daily=True)
def next_(ask: Any, *, decided: Annotated[bool, "show also what was decided on"] = False) -> Answer:
    return Answer(
        "next", AS_OF, "Six things are worth doing. The first is worth $12k.", ask, ["Worth is a difference."]
    )


@question("Open deals", daily=True)
def deals(ask: Any) -> Answer:
    rows = [
        {
            "deal_id": f"d{i}",
            "p_won": share(0.1 + i / 100, i / 100, 0.3 + i / 100, 40 + i),
            "p_won_30": share(0.1, 0, 0.2),
            "p_won_90": share(0.2, 0.1, 0.3),
            "days_to_close": Estimate(30 + i, 20, 60 + i, 50, "days"),
            "expected": money(1000 * i, 500 * i, 2000 * i),
            "reasons": [{"text": "Late in its stage", "effect": -0.05}],
            "rep_id": "r1" if i % 2 else "r2",
            "account_id": f"c{i}",
            "account_name": f"Firm {i}",
            "name": f"=Deal {i}",
            "stage": "Propose" if i % 3 else "Discover",
            "amount": 10000.0 * i,
            "currency": "USD",
            "age_days": i,
            "expected_close_on": "2026-04-01",
        }
        for i in range(1, 61)
    ]
    return Answer("deals", AS_OF, "60 open deals, expected to bring $1.8M.", rows)


@question("Revenue velocity", groups=True, windows=True, daily=True)
def velocity(ask: Any, *, form: Annotated[str, "rate or classic"] = "rate") -> Answer:
    names = {"rep_id": ("r1", "r2", "r3")}.get((ask["by"] or ("",))[0], ("",))
    rows = [
        {
            **({"rep_id": name} if name else {}),
            "deals": Estimate(1.2 + k, 1.0 + k, 1.5 + k, 400, "per_day"),
            "win_rate": share(0.31, 0.29, 0.33, 400),
            "size": money(21000, 18000, 24000, 400),
            "cycle_days": Estimate(63, 58, 70, 400, "days"),
            "margin": share(0.7, 0.68, 0.72, 400),
            "retained": Estimate.unknown("no subscriptions table"),
            "velocity": Estimate(7800, 7000, 8700, 400, "USD/day"),
            "durable_velocity": Estimate.unknown("no subscriptions table"),
            "closed_win_rate": share(0.3, 0.28, 0.32),
            "won": 120 * (k + 1),
            "created": 400,
        }
        for k, name in enumerate(names)
    ]
    return Answer(
        "velocity", AS_OF, "Selling brings $7.8k a day (likely $7k to $8.7k).", rows, ["Retained is not known."]
    )


@question("Data health", needs=(), daily=True)
def health(ask: Any) -> Answer:
    rows = [
        {
            "source": "crm",
            "table": "deals",
            "check": "zero_lost",
            "rows": 12,
            "share": 0.04,
            "affects": ["losses"],
            "remedy": "Keep the amount when a deal is lost.",
            "title": "Lost deals without an amount",
            "severity": "warning",
        }
    ]
    return Answer("health", AS_OF, "One check found something.", rows)


def source(name: str, **changes: Any) -> dict[str, Any]:
    """One row of ``sources`` with every key, sound unless told otherwise."""
    row: dict[str, Any] = {
        "source": name,
        "last_event": "2026-02-28",
        "silent_days": 2,
        "usual_gap_days": 3.0,
        "last_sync": "2026-03-02T08:40:12.702585",
        "fresh": True,
        "complete": True,
        "rows": 1600,
        "tables": {"accounts": 300, "deals": 1300},
        "stale": [],
        "holes": [],
        "empty": [],
        "agrees": True,
        "rows_gone": 0,
        "rows_added": 0,
    }
    return {**row, **changes}


@question("Sources: fresh, complete, agreeing", needs=())
def sources(ask: Any) -> Answer:
    return Answer("sources", AS_OF, "What the sources brought.", ask)


@question("One under two ids", needs=())
def identity(ask: Any) -> Answer:
    pair = {"table": "accounts", "confidence": 0.99, "why": "same name", "note": "", "contradicted": ""}
    names = {"name": "Acme <Ltd>", "other_name": ""}
    rows = [
        {**pair, **names, "id": "A1", "other_id": "A2", "decision": None},
        {**pair, **names, "id": "A1", "other_id": "A3", "decision": "same"},
    ]
    return Answer("identity", AS_OF, "One pair of companies may be one.", rows)


@question("Steps from lead to customer", groups=True)
def funnel(ask: Any) -> Answer:
    rows = [
        {"step": step, "entered": n, "reached_next": share(p, p - 0.05, p + 0.05, n), "matured": n - 3}
        for step, n, p in (("lead", 400, 0.4), ("mql", 160, 0.5), ("sql", 12, 0.6))
    ]
    return Answer("funnel", AS_OF, "Four in ten leads become an MQL.", rows)


@question("Nothing here")
def blank(ask: Any) -> Answer:
    return Answer("blank", AS_OF, "No row.", [], ["There are no subscriptions; load the table subscriptions."])


def _named(questions: tuple[Question, ...]) -> dict[str, Question]:
    from dataclasses import replace

    return {q.name.strip("_"): replace(q, name=q.name.strip("_")) for q in questions}


QUESTIONS = _named((next_, deals, velocity, health, sources, identity, funnel, blank))


@dataclass
class Shown:
    """Stands for the state: remembers what was shown, and calls itself its exposures."""

    calls: list[tuple[list[str], date]] = field(default_factory=list)

    @property
    def exposures(self) -> Shown:
        return self

    def log(self, action_ids: list[str], shown_on: date, user: str) -> None:
        self.calls.append((list(action_ids), shown_on))


@dataclass
class Pretend:
    """Satisfies what the faces need of a workspace."""

    folder: Path = Path("acme")
    loaded: bool = True
    current: Status = field(default_factory=Status)
    decisions: dict[str, str] = field(default_factory=dict)
    decided_as_of: date | None = None
    asked: list[str] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=lambda: [source("crm")])
    writes: int = 0
    state: Shown = field(default_factory=Shown)

    def questions(self) -> Mapping[str, Question]:
        return QUESTIONS

    def stamp(self) -> str:
        return f"1.{self.writes}"

    def status(self) -> Status:
        if not self.loaded:
            raise NothingLoadedError("acme", "holds no data yet", "run 'headway sync'")
        return self.current

    def ask_json(self, name: str, **arguments: Any) -> bytes:
        self.status()
        self.asked.append(name)
        rows = [{**row, "decided": self.decisions.get(row["action_id"], "")} for row in ACTIONS]
        wanted = [row for row in rows if arguments.get("decided") or not row["decided"]]
        given = {"next": wanted, "sources": self.sources}.get(name, {"by": ()} | arguments)
        return json.dumps(QUESTIONS[name].ask(given).to_json()).encode()

    def decide(self, action_id: str, verdict: str, *, note: str = "", as_of: date | None = None, user: str = "") -> str:
        if action_id not in {row["action_id"] for row in ACTIONS}:
            raise NotFoundError(action_id, "is no action")
        self.decisions[action_id] = "" if verdict == "undo" else verdict
        self.decided_as_of = as_of
        self.writes += 1
        return f"Kept: {verdict}."
