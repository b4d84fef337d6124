"""Companies without any fault, drawn from a seed: whatever a check finds in them is a false alarm."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta

from tests.model.quality.faulty import NOW, Company, Row

DEALS, ACCOUNTS, SELLERS = 320, 60, 5
_DAYS = 420
_STAGES = ("Qualify", "Propose", "Negotiate")
_SYLLABLES = re.findall("..", "bacodefegahujokelimanopequrisotu")
_FIRST = ("Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gil", "Hana", "Ivo", "Jun", "Kai", "Lea", "Max", "Nia", "Otto")


def draw(seed: int, companies: int = 1) -> list[Company]:
    """Every row of some companies: nothing is missing, twice, late or against another, and no column tells the end."""
    chance, words = random.Random(seed), set[str]()
    return [_Maker(chance, words, f"{'abcdefgh'[number]}-").company() for number in range(companies)]


class _Maker:
    """Draws table by table, every id with the company's mark; the last event lies within a day of the sync."""

    def __init__(self, chance: random.Random, words: set[str], mark: str) -> None:
        self.chance, self.words, self.mark = chance, words, mark
        self.end = NOW.replace(tzinfo=None) - timedelta(hours=14)
        self.made: Company = {}

    def company(self) -> Company:
        self.made["reps"] = [
            {"rep_id": f"{self.mark}R{n}", "name": f"{_FIRST[n]} {self.word()}"} for n in range(SELLERS)
        ]
        self.made["products"] = [
            {"product_id": f"{self.mark}P{n}", "name": self.word(), "currency": "USD"} for n in range(40)
        ]
        for table in ("accounts", "contacts", "deals", "deal_changes", "activities", "leads", "subscriptions"):
            self.made[table] = []
        for number in range(ACCOUNTS):
            self.account(f"{self.mark}A{number}")
        for number in range(DEALS):
            self.deal(f"{self.mark}D{number}")
        return self.made

    def word(self) -> str:
        """A name that nothing else bears."""
        while (found := "".join(self.chance.choice(_SYLLABLES) for _ in range(4)).title()) in self.words:
            pass
        self.words.add(found)
        return found

    def worked(self, moment: datetime) -> str:
        """The moment of that day at which somebody was at work."""
        clock = timedelta(hours=self.chance.randint(8, 17), seconds=self.chance.randint(0, 3599))
        return f"{moment.replace(hour=0, minute=0, second=0, microsecond=0) + clock}"

    def account(self, key: str) -> None:
        name = self.word()
        born = self.worked(self.end - timedelta(days=_DAYS + self.chance.randint(1, 300)))
        self.made["accounts"].append({
            "account_id": key, "name": name, "domain": f"{name.lower()}.example", "created_at": born,
            "industry": self.chance.choice(("Retail", "Health")), "employees": str(self.chance.randint(5, 9000)),
            "segment": self.chance.choice(("Small", "Large")), "region": self.chance.choice("NESW"),
        })  # fmt: skip
        for _ in range(2):
            person = f"{self.chance.choice(_FIRST)} {self.word()}"
            self.made["contacts"].append({
                "contact_id": f"{self.mark}C{len(self.made['contacts'])}", "account_id": key, "name": person,
                "email": f"{person.lower().replace(' ', '.')}@{name.lower()}.example", "created_at": born,
            })  # fmt: skip

    def deal(self, key: str) -> None:
        opened = self.end - timedelta(days=self.chance.uniform(2, _DAYS))
        lives = self.chance.lognormvariate(3.6, 0.5)
        closed = opened + timedelta(days=lives)
        outcome = "open" if closed > self.end else "won" if self.chance.random() < 0.3 else "lost"
        reached = self.stages(key, opened, min(closed, self.end), outcome)
        row: Row = {
            "deal_id": key, "account_id": f"{self.mark}A{self.chance.randrange(ACCOUNTS)}", "lead_id": "",
            "rep_id": f"{self.mark}R{self.chance.randrange(SELLERS)}", "name": f"{self.word()} plan", "stage": reached,
            "status": outcome, "amount": f"{round(self.chance.lognormvariate(9, 0.8), -2):.0f}", "currency": "USD",
            "created_at": self.first, "closed_at": "" if outcome == "open" else self.last,
            "expected_close_on": f"{self.end + timedelta(days=self.chance.randint(5, 60)):%Y-%m-%d}",
            "lost_reason": self.chance.choice(("price", "timing")) if outcome == "lost" else "",
            "source": self.chance.choice(("Fair", "Web", "Partner")), "score": f"{self.chance.gauss(50, 12):.1f}",
            "city": self.chance.choice(("Oslo", "Lima", "Kyiv", "Pune", "Bonn", "Cork")),
        }  # fmt: skip
        self.made["deals"].append(row)
        self.calls(row, opened, min(closed, self.end))
        if self.chance.random() < 0.3:
            self.lead(row)
        if outcome == "won":
            self.subscription(row, closed)

    def stages(self, key: str, opened: datetime, until: datetime, outcome: str) -> str:
        """The history of its stage, day after day; gives the stage that it reached."""
        self.first = self.last = self.worked(opened)
        reached = ""
        for number in range(3):
            moment = opened + (until - opened) * number / 3
            if number and moment - opened < timedelta(days=number + 1):
                break
            self.change(key, reached, _STAGES[number], self.first if not number else self.worked(moment))
            reached = _STAGES[number]
        if outcome != "open":
            self.last = self.worked(until + timedelta(days=1)) if until.date() < self.end.date() else f"{until}"
            self.change(key, reached, f"Closed {outcome.title()}", self.last)
            reached = f"Closed {outcome.title()}"
        return reached

    def change(self, key: str, old: str, new: str, moment: str) -> None:
        row = {"deal_id": key, "field": "stage", "old_value": old, "new_value": new, "changed_at": moment}
        self.made["deal_changes"].append(row)

    def calls(self, deal: Row, opened: datetime, until: datetime) -> None:
        for _ in range(self.chance.randint(1, 3)):
            moment = self.worked(opened + (until - opened) * self.chance.random())
            self.made["activities"].append({
                "activity_id": f"{self.mark}X{len(self.made['activities'])}",
                "kind": self.chance.choice(("call", "email")),
                "occurred_at": max(moment, deal["created_at"]), "deal_id": deal["deal_id"],
                "account_id": deal["account_id"], "rep_id": deal["rep_id"], "minutes": str(self.chance.randint(3, 60)),
            })  # fmt: skip

    def lead(self, deal: Row) -> None:
        asked = datetime.fromisoformat(deal["created_at"]) - timedelta(days=self.chance.uniform(1, 30))
        key = f"{self.mark}L{len(self.made['leads'])}"
        deal["lead_id"] = key
        self.made["leads"].append({
            "lead_id": key, "source": self.chance.choice(("Web", "Fair")), "account_id": deal["account_id"],
            "rep_id": deal["rep_id"], "created_at": self.worked(asked - timedelta(days=1)),
            "converted_at": deal["created_at"], "deal_id": deal["deal_id"],
        })  # fmt: skip

    def subscription(self, deal: Row, closed: datetime) -> None:
        started = closed.date()
        left = started + timedelta(days=self.chance.randint(100, 900))
        ended = left if left < self.end.date() else None
        key = f"{self.mark}S{len(self.made['subscriptions'])}"
        earlier = sum(row["account_id"] == deal["account_id"] for row in self.made["subscriptions"])
        self.made["subscriptions"].append({
            "subscription_id": key, "account_id": deal["account_id"], "deal_id": deal["deal_id"],
            "product_id": f"{self.mark}P{earlier}", "arr": deal["amount"], "currency": "USD",
            "started_on": f"{started}", "ended_on": f"{ended or ''}", "end_reason": "churn" if ended else "",
        })  # fmt: skip
