"""The rows of one company, drawn from a seed, table by table."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from headway.schema import tables

Row = dict[str, Any]
Tables = dict[str, list[Row]]

FIRST = datetime(2024, 1, 1)
FIRST_DAY = FIRST.date()
DAYS = 420
NOW = datetime(2025, 4, 1, 8)
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
STAGES = ("Qualify", "Discover", "Propose", "Negotiate")
SEGMENTS = ("Retail", "Logistics", "Public sector")
LOADED = tuple(name for name, table in tables().items() if not table.made)
OPTIONAL = tuple(name for name in LOADED if name != "deals")
SAID = (
    "Thanks for the call. We lose two days a week to manual reconciliation and it costs us 40k a year.",
    "Happy to help with the demo next Tuesday.",
    "Our budget is frozen until June; we are also looking at Acme.",
    "Does it export to the ledger? We need single sign-on.",
    "Nächster Schritt: Vertrag bis 12. März — zögern Sie nicht.",
)


HABITS = (
    "by_name",  # a reference holds a name, not a key
    "deleted",  # rows deleted at their source
    "field_history",  # amounts, sellers, competitors and names change
    "known_late",  # rows that arrived after their event
    "late_account",  # accounts recorded after their first deal, or never dated
    "messy",  # closing days beside the history's, closings without a day, reopened deals
    "midnight",  # events on the very edge of a day
    "no_stage",  # the deals file has no stage
    "no_status",  # the deals file has no status
    "other_money",  # other currencies, some without a rate
    "stage_history",
)


def end_of(day: date, zone: str) -> datetime:
    """The first moment (UTC) after a day; written anew, so that it does not share a mistake with the product."""
    following = day + timedelta(days=1)
    local = datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


class Maker:
    """Draws the rows of one company, table by table."""

    def __init__(self, chance: random.Random, zone: str, habits: frozenset[str]) -> None:
        self.chance, self.zone, self.habits = chance, zone, habits
        self.made: Tables = {name: [] for name in LOADED}

    def company(self, deals: int) -> Tables:
        self._reference()
        for number in range(max(3, deals // 4)):
            self._account(number)
        for number in range(deals):
            self._deal(f"D{number:03d}")
        for number in range(deals // 2):
            self._lead(number)
        self._strangers()
        self._money()
        self._merges()
        self._segments()
        if "known_late" in self.habits:
            self._late("deals", "created_at", 0.15)
            self._late("activities", "occurred_at", 0.2)
            self._late("leads", "created_at", 0.15)
        if "deleted" in self.habits:
            self._deleted("deals", "created_at", 0.1)
            self._deleted("activities", "occurred_at", 0.1)
        return self.made

    # -- values ------------------------------------------------------------------------------------------------

    def has(self, habit: str, share: float = 1.0) -> bool:
        return habit in self.habits and self.chance.random() < share

    def moment(self, after: datetime = FIRST, most_days: float = DAYS) -> datetime:
        found = after + timedelta(minutes=self.chance.randint(0, int(most_days * 1440)))
        if self.has("midnight", 0.2):
            edge = end_of(found.date(), self.zone)
            return edge - timedelta(seconds=self.chance.choice((0, 1)))
        return found

    def day(self, after: date = FIRST_DAY, most_days: int = DAYS) -> date:
        return after + timedelta(days=self.chance.randint(0, most_days))

    def some(self, share: float, value: Any) -> Any:
        return value if self.chance.random() < share else None

    def pick(self, table: str, key: str) -> str | None:
        return self.chance.choice(self.made[table])[key] if self.made[table] else None

    def account(self) -> str:
        row = self.chance.choice(self.made["accounts"])
        return str(row["name"]).replace(" ", "").upper() if self.has("by_name", 0.3) else row["account_id"]

    def money(self) -> str:
        return f"{self.chance.randint(100, 250_000)}.{self.chance.choice(('00', '5', '25', '3333'))}"

    def currency(self) -> str | None:
        return self.chance.choice(("EUR", "GBP", "JPY", "USD", None)) if "other_money" in self.habits else None

    def add(self, table: str, **values: Any) -> Row:
        self.made[table].append(values)
        return values

    # -- tables ------------------------------------------------------------------------------------------------

    def _reference(self) -> None:
        for number in range(3):
            manager = "R0" if number else None
            self.add("reps", rep_id=f"R{number}", name=f"Rep {number}", team="ABC"[number], manager_rep_id=manager)
            for quarter in (1, 4, 7, 10):
                start = date(2024, quarter, 1)
                self.add(
                    "quotas",
                    rep_id=f"R{number}",
                    period_start=start,
                    period_end=start + timedelta(days=90),
                    amount="50000",
                    currency="USD",
                )
        for number, name in enumerate(("GTX Pro", "MG Advanced", "GTK 500")):
            self.add("products", product_id=f"P{number}", name=name, list_price="900", unit_cost="300", currency="USD")
        for number, capability in enumerate(("export", "single sign-on")):
            self.add(
                "releases", release_id=f"V{number}", name=f"{number}.0", capability=capability, released_on=self.day()
            )
        self.add(
            "targets",
            metric="bookings",
            group="Retail",
            period_start=date(2024, 1, 1),
            period_end=date(2024, 12, 31),
            value="100000",
            unit="USD",
        )

    def _account(self, number: int) -> None:
        created = self.moment(FIRST, 300)
        if self.has("late_account", 0.5):
            created = self.some(0.5, self.moment(FIRST + timedelta(days=200), 200))
        key = f"A{number:02d}"
        self.add(
            "accounts",
            account_id=key,
            name=f"Company {key}",
            domain=f"www.{key.lower()}.example",
            segment=self.chance.choice((*SEGMENTS, None)),
            country=self.chance.choice(("DE", "US")),
            employees=self.chance.randint(5, 5000),
            created_at=created,
            region="north",
        )
        for person in range(self.chance.randint(0, 2)):
            self.add(
                "contacts",
                contact_id=f"C{number}-{person}",
                account_id=key,
                name="Ann",
                email=f"ann@{key}.example",
                created_at=self.some(0.7, self.moment()),
            )
        for ticket in range(self.chance.randint(0, 2)):
            opened = self.moment()
            self.add(
                "tickets",
                ticket_id=f"T{number}-{ticket}",
                account_id=key,
                opened_at=opened,
                closed_at=self.some(0.6, self.moment(opened, 60)),
                severity="high",
                capability="export",
            )
        for metric in ("logins", "exports")[: self.chance.randint(0, 2)]:
            for day in {self.day() for _ in range(3)}:
                self.add("usage", account_id=key, product_id="P0", day=day, metric=metric, value=self.chance.random())

    def _strangers(self) -> None:
        """People of no account, and of accounts that are not loaded: one of them is mentioned."""
        said = {"kind": "call", "body": "Hello.", "occurred_at": self.moment()}
        self.add("activities", activity_id="S", account_id="Gone", deal_id=None, **said)
        for number, account in enumerate((None, "Elsewhere", "Gone")):
            self.add("contacts", contact_id=f"S{number}", account_id=account, name="Bo", email="bo@s.example")

    def _deal(self, key: str) -> None:
        created = self.moment()
        outcome = self.chance.choice(("open", "open", "won", "won", "lost"))
        closed = self.moment(created, 200) if outcome != "open" else None
        seller = self.pick("reps", "rep_id")
        row = self.add(
            "deals",
            deal_id=key,
            account_id=self.account(),
            rep_id=seller,
            name=f"Deal {key}",
            kind=self.chance.choice(("new", "expansion", None)),
            stage=self.chance.choice(STAGES),
            status=outcome,
            amount=self.some(0.9, self.money()),
            currency=self.currency(),
            created_at=created,
            closed_at=closed,
            expected_close_on=self.some(0.7, self.day(created.date(), 150)),
            region=self.chance.choice(("north", "south")),
            lost_reason=self.some(0.5, "price") if outcome == "lost" else None,
            competitor=self.chance.choice(("Acme", None)),
        )
        if self.has("stage_history", 0.8):
            self._stages(row)
        elif closed is not None:
            row["stage"] = self.chance.choice(("Closed Won", None, STAGES[-1])) if outcome == "won" else None
            if outcome == "won" and "no_status" in self.habits:
                row["stage"] = "won"
            if outcome == "lost" and "no_status" in self.habits:
                row["stage"] = STAGES[0] if self.has("messy", 0.3) else "Closed Lost"
        if "field_history" in self.habits:
            self._fields(row)
        self._around(row)

    def _stages(self, row: Row) -> None:
        """A stage history that ends where the row stands; at times reopened, or beside the row's closing day."""
        until = row["closed_at"] or row["created_at"] + timedelta(days=120)
        path = [None, *STAGES[: self.chance.randint(1, 4)]]
        if self.chance.random() < 0.3:
            path = path[1:] if len(path) > 2 else path
        times = sorted({self._between(row["created_at"], until) for _ in path[1:]})
        reopened = self.has("messy", 0.25)
        if reopened:
            path += ["Closed Lost", "Negotiate"]
            times += [until - timedelta(hours=3), until - timedelta(hours=1)]
            times = sorted(set(times))
        if row["closed_at"] is not None:
            path.append("Closed Won" if row["status"] == "won" else "lost")
            times = [*(t for t in times if t < until), until]
        for old, new, at in zip(path, path[1:], times, strict=False):
            self.add("deal_changes", deal_id=row["deal_id"], field="stage", old_value=old, new_value=new, changed_at=at)
            row["stage"] = new
        if row["closed_at"] is not None:
            self._mess(row)

    def _mess(self, row: Row) -> None:
        if self.has("messy", 0.2):
            row["closed_at"] += timedelta(days=self.chance.choice((-2, 1, 9)))
        elif self.has("messy", 0.15):
            row["closed_at"] = None
        if self.has("messy", 0.2) and row["closed_at"]:
            at = row["closed_at"] - timedelta(hours=2)
            self.add(
                "deal_changes",
                deal_id=row["deal_id"],
                field="status",
                old_value="open",
                new_value=row["status"],
                changed_at=at,
            )

    def _between(self, start: datetime, end: datetime) -> datetime:
        return start + timedelta(minutes=self.chance.randint(0, max(int((end - start).total_seconds() // 60) - 300, 0)))

    def _fields(self, row: Row) -> None:
        values = {
            "amount": self.money,
            "rep_id": lambda: self.pick("reps", "rep_id"),
            "competitor": lambda: "Zenith",
            "name": lambda: f"Deal {self.chance.randint(1, 99)}",
            "kind": lambda: "renewal",
            "account_id": lambda: self.chance.choice(self.made["accounts"])["account_id"],
            "next_step": lambda: "call",
        }
        for name, make in values.items():
            old = row.get(name)
            for _ in range(self.chance.choice((0, 0, 0, 1, 2))):
                new = self.some(0.9, make())
                last = max(
                    (
                        c["changed_at"]
                        for c in self.made["deal_changes"]
                        if (c["deal_id"], c["field"]) == (row["deal_id"], name)
                    ),
                    default=row["created_at"],
                )
                at = self.moment(last + timedelta(minutes=1), 150)
                self.add(
                    "deal_changes", deal_id=row["deal_id"], field=name, old_value=old, new_value=new, changed_at=at
                )
                old = new
            if name in row:
                row[name] = old

    def _around(self, row: Row) -> None:
        """What hangs on a deal: lines, needs, talk; and after a win, the customer's life."""
        deal, account = row["deal_id"], row["account_id"]
        for _ in range(self.chance.randint(0, 2)):
            self.add(
                "deal_lines",
                deal_id=deal,
                product_id=self.chance.choice(("P0", "P1", "GTXPro")),
                quantity=self.chance.randint(1, 9),
                list_price="900",
                price="850",
                unit_cost=self.some(0.5, "300"),
                currency=row["currency"],
            )
        if self.chance.random() < 0.3:
            self.add(
                "deal_needs",
                deal_id=deal,
                capability=self.chance.choice(("export", "single sign-on")),
                importance="required",
                fit=self.chance.choice(("native", "missing")),
                stated_at=self.some(0.5, self.moment(row["created_at"], 90)),
            )
        for _ in range(self.chance.randint(0, 3)):
            self.add(
                "activities",
                activity_id=f"X{len(self.made['activities'])}",
                kind=self.chance.choice(("call", "email", "meeting", "note")),
                direction="inbound",
                occurred_at=self.some(0.95, self.moment(row["created_at"], 150)),
                minutes="30",
                rep_id=row["rep_id"],
                account_id=account,
                contact_id=self.pick("contacts", "contact_id"),
                deal_id=deal,
                speaker=self.chance.choice(("customer", "rep")),
                subject="Re: next",
                body=self.chance.choice(SAID),
            )
        if row["status"] == "won" and row["closed_at"]:
            self._customer(row)

    def _customer(self, row: Row) -> None:
        signed = row["closed_at"]
        for kind in ("kickoff", "deployed")[: self.chance.randint(0, 2)]:
            self.add(
                "milestones",
                account_id=row["account_id"],
                deal_id=row["deal_id"],
                kind=kind,
                reached_at=self.moment(signed, 120),
            )
        key = f"S{row['deal_id']}"
        started = signed.date() + timedelta(days=1)
        ended = self.some(0.4, self.day(started, 240))
        self.add(
            "subscriptions",
            subscription_id=key,
            account_id=row["account_id"],
            deal_id=row["deal_id"],
            product_id="P1",
            arr=self.money(),
            currency=row["currency"],
            started_on=started,
            ended_on=ended,
            end_reason=self.chance.choice(("churn", "term", None)) if ended else None,
            renews_on=started + timedelta(days=365),
        )
        if ended:
            left = {"churn_event_id": f"C{key}", "account_id": row["account_id"], "churned_on": ended}
            self.add("churn_events", subscription_id=key, **left)
        if self.chance.random() < 0.3:
            self.add(
                "subscription_changes",
                subscription_id=key,
                changed_on=self.day(started, 200),
                arr_before="100",
                arr_after="150",
                reason="seats",
            )

    def _segments(self) -> None:
        """Accounts that grew into another segment, or into a country."""
        for row in self.made["accounts"]:
            for name, values in (("segment", SEGMENTS), ("country", ("DE", "US")), ("region", ("south", "west"))):
                if self.chance.random() < 0.2:
                    old, row[name] = row[name], self.chance.choice(values)
                    at = self.moment(row["created_at"] or FIRST, 300)
                    self.add(
                        "account_changes",
                        account_id=row["account_id"], field=name, old_value=old, new_value=row[name], changed_at=at,
                    )  # fmt: skip

    def _merges(self) -> None:
        """Rows that became one, in chains and circles too."""
        for table, key in (("accounts", "account_id"), ("deals", "deal_id"), ("contacts", "contact_id")):
            for row in self.made[table]:
                if self.chance.random() < 0.1:
                    into = self.chance.choice(self.made[table])[key]
                    self.made["merges"].append(
                        {"table": table, "from_id": row[key], "into_id": into, "merged_at": self.moment()}
                    )

    def _lead(self, number: int) -> None:
        created = self.moment()
        stamps = [self.moment(created + timedelta(days=30 * step), 30) for step in range(3)]
        reached = self.chance.randint(0, 4)
        lost = reached == 4
        key = f"L{number:02d}"
        deal = self.chance.choice(self.made["deals"]) if reached == 3 else None
        self.add(
            "leads",
            lead_id=key,
            source=self.chance.choice(("Web", "Fair")),
            company="Company A00",
            rep_id=self.pick("reps", "rep_id"),
            created_at=self.some(0.95, created),
            mql_at=stamps[0] if reached else None,
            sql_at=stamps[1] if reached > 1 and not lost else None,
            converted_at=stamps[2] if deal else None,
            deal_id=deal["deal_id"] if deal else None,
            disqualified_at=stamps[1] if lost else None,
            disqualified_reason="budget" if lost else None,
        )
        if deal:
            deal["lead_id"] = key

    def _money(self) -> None:
        for number in range(10):
            self.add(
                "costs",
                cost_id=f"K{number}",
                kind=self.chance.choice(("marketing", "sales")),
                amount=self.money(),
                currency="USD",
                incurred_on=self.day(),
                segment=self.chance.choice((*SEGMENTS, None)),
            )
        for currency, rate in (("EUR", 1.1), ("GBP", 1.25)):
            for day in sorted({self.day(date(2023, 12, 1), DAYS) for _ in range(6)}):
                self.add("fx_rates", day=day, currency=currency, rate=round(rate + self.chance.random() / 10, 4))

    def _late(self, table: str, event: str, share: float) -> None:
        for row in self.made[table]:
            if row.get(event) is not None and self.chance.random() < share:
                row["known_at"] = self.moment(row[event], 60)

    def _deleted(self, table: str, event: str, share: float) -> None:
        for row in self.made[table]:
            if row.get(event) is not None and self.chance.random() < share:
                row["deleted_at"] = self.moment(row.get("known_at") or row[event], 200)
