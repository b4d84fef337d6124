"""What is said about a deal: calls, mails, meetings and notes, written so that nothing in them knows the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from headway.demo import phrases
from headway.demo.deals import Life
from headway.demo.dice import pick, stream
from headway.demo.hidden import Hidden, Segment
from headway.demo.people import rep_id
from headway.demo.rows import Activity, Contact
from headway.demo.weeks import WEEKS, at, on

_TOUCHES_A_WEEK = 0.62
_ASLEEP_SHARE = 0.06
_KINDS = ("mail out", "mail in", "call", "meeting", "note", "task")
_KIND_EDGES = (0.30, 0.55, 0.78, 0.88, 0.96, 1.0)
_MINUTES = {"call": (5, 35), "email": (3, 12), "meeting": (30, 75), "demo": (40, 60), "note": (5, 15), "task": (2, 8)}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, not yet numbered: when (weeks), and whether it is the customer's own statement of the problem."""

    when: float
    row: Activity
    states_problem: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything needed to write down the talk of one deal."""

    deal_id: str
    life: Life
    segment: Segment
    contacts: tuple[Contact, ...]
    capabilities: tuple[str, ...]
    hidden: Hidden
    rng: np.random.Generator

    def all(self) -> Iterator[Said]:
        """Yield everything said, in no order."""
        yield from self._touches()
        yield from self._turns()
        yield from self._notes()

    def _touches(self) -> Iterator[Said]:
        """The regular back and forth; it thins out to almost nothing when a deal falls asleep."""
        now = self.life.start + 0.02 + 0.1 * self.rng.random()
        while now < self.life.end:
            yield self._touch(now)
            pace = _TOUCHES_A_WEEK * (_ASLEEP_SHARE if now >= self.life.asleep else 1.0)
            now += 0.1 + float(self.rng.exponential(1.0 / pace))

    def _touch(self, now: float) -> Said:
        kind = _KINDS[int(np.searchsorted(_KIND_EDGES, self.rng.random(), side="right"))]
        who = self._contact(now)
        first = who.name.split()[0]
        industry = self.segment.industry.lower()
        if kind == "mail in":
            return self._said(now, "email", "in", who, "customer", "bland", self._bland())
        if kind == "mail out":
            body = pick(self.rng, phrases.REP_MAIL).format(first=first, industry=industry)
            return self._said(now, "email", "out", who, "rep", "rep", body)
        bank: dict[str, Sequence[str]] = {
            "call": phrases.REP_CALL,
            "meeting": phrases.MEETING,
            "note": phrases.NOTES,
            "task": phrases.TASKS,
        }
        spoken = kind in ("call", "meeting")
        body = pick(self.rng, bank[kind]).format(first=first)
        if kind == "call" and self.rng.random() < 0.45:
            return self._said(now, kind, "in", who, "customer", kind, self._bland())
        return self._said(now, kind, "out" if spoken else None, who if spoken else None, "rep", kind, body)

    def _turns(self) -> Iterator[Said]:
        """The turns that move a deal: the problem stated, a second contact, a next step with a date, a demo."""
        life, rng = self.life, self.rng
        if life.stated < life.end:
            yield self._statement(life.stated)
        if life.second < life.end:
            yield self._second(life.second)
        for when, until in life.steps:
            mailed = rng.random() < 0.4
            bank = phrases.NEXT_STEP_MAIL if mailed else phrases.NEXT_STEP
            who = self._contact(when)
            due = on(min(until, when + 3))
            body = pick(rng, bank).format(
                first=who.name.split()[0],
                day=due.day,
                month=phrases.MONTHS[due.month - 1],
                hour=9 + int(rng.random() * 8),
            )
            kind = "email" if mailed else pick(rng, ("call", "meeting"))
            yield self._said(when, kind, "in" if mailed else "out", who, "customer" if mailed else "rep", "step", body)
        evaluate = next((when for when, stage in life.moves if stage == 2), None)
        if evaluate is not None and evaluate < life.end:
            body = pick(rng, phrases.DEMO)
            yield self._said(evaluate, "demo", "out", self._contact(evaluate), "rep", "demo", body)

    def _statement(self, when: float) -> Said:
        rng = self.rng
        due = on(min(when + 8 + 20 * rng.random(), WEEKS + 40))
        boss = self.contacts[-1].name if len(self.contacts) > 1 else "my director"
        extras = {phrases.COSTS: 0.6, phrases.DEADLINES: 0.5, phrases.OWNERS: 0.4}
        parts = [pick(rng, phrases.STATED_OPENERS), pick(rng, phrases.PROBLEMS[self.segment.industry]) + "."]
        parts += [pick(rng, bank) + "." for bank, share in extras.items() if rng.random() < share]
        parts.append(pick(rng, phrases.STATED_CLOSERS))
        body = " ".join(part for part in parts if part).format(
            thousands=2 + int(rng.random() * 38),
            hundreds=2 + int(rng.random() * 48),
            people=2 + int(rng.random() * 3),
            percent=2 + int(rng.random() * 6),
            hours=6 + int(rng.random() * 30),
            boss=boss,
            day=due.day,
            month=phrases.MONTHS[due.month - 1],
        )
        kind = pick(rng, ("email", "email", "call", "meeting"))
        row = self._said(when, kind, "in", self.contacts[0], "customer", "stated", body)
        return Said(when, row.row, states_problem=True)

    def _second(self, when: float) -> Said:
        other = self.contacts[1]
        words = {"first": self.contacts[0].name.split()[0], "other": other.name, "title": other.title}
        if self.rng.random() < 0.35:
            body = pick(self.rng, phrases.SECOND_MAIL).format(**words)
            return self._said(when, "email", "in", other, "customer", "second", body)
        body = pick(self.rng, phrases.SECOND).format(**words)
        return self._said(when, "meeting", "out", other, "rep", "second", body)

    def _notes(self) -> Iterator[Said]:
        """What the seller types for the CRM's sake."""
        now = self.life.start
        while True:
            now += float(self.rng.exponential(1.0 / self.hidden.sellers[self.life.seller_at(now)].notes))
            if now >= min(self.life.end, self.life.asleep):
                return
            body = pick(self.rng, phrases.NOTES)
            yield self._said(now, "note", None, None, "rep", "note", body, longer=3)

    def _bland(self) -> str:
        """Customer talk without a problem; price talk where nobody will pay, and what the buyer needs, shine through."""
        chance = self.rng.random()
        if chance < 0.12 and self.capabilities:
            return pick(self.rng, phrases.NEED_CUSTOMER).format(capability=pick(self.rng, self.capabilities))
        if chance < 0.12 + self.segment.discount:
            return pick(self.rng, phrases.PRICE_CUSTOMER)
        return pick(self.rng, phrases.BLAND_CUSTOMER)

    def _contact(self, now: float) -> Contact:
        joined = now >= self.life.second and self.rng.random() < 0.4
        return self.contacts[1 if joined else 0]

    def _said(
        self,
        when: float,
        kind: str,
        direction: str | None,
        who: Contact | None,
        speaker: str,
        topic: str,
        body: str,
        *,
        longer: int = 1,
    ) -> Said:
        least, most = _MINUTES[kind]
        minutes = longer * (least + int(self.rng.random() * (most - least)))
        return Said(
            when,
            Activity(
                "",
                kind,
                direction,
                at(when),
                minutes,
                rep_id(self.life.seller_at(when)),
                self.contacts[0].account_id,
                who.contact_id if who else None,
                self.deal_id,
                speaker,
                pick(self.rng, phrases.SUBJECTS[topic]),
                body,
            ),
        )


def talk_of(
    hidden: Hidden,
    seed: int,
    deal_id: str,
    life: Life,
    segment: Segment,
    contacts: tuple[Contact, ...],
    capabilities: tuple[str, ...],
) -> list[Said]:
    """Return everything said about one deal before it ended."""
    talk = Talk(deal_id, life, segment, contacts, capabilities, hidden, stream(seed, "talk", deal_id))
    return [said for said in talk.all() if said.when < life.end]


def number(said: Sequence[Said]) -> tuple[list[Activity], dict[str, str]]:
    """Return the activities in the order of time with ids, and for each deal the one in which the problem was stated."""
    rows, stated = [], {}
    for i, item in enumerate(sorted(said, key=lambda one: (one.when, one.row.deal_id or ""))):
        row = item.row._replace(activity_id=f"N{i + 1:05d}")
        rows.append(row)
        if item.states_problem and row.deal_id:
            stated[row.deal_id] = row.activity_id
    return rows, stated
