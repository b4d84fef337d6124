"""What is said about a deal: calls, mails, meetings and notes, written so that nothing in them knows the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from headway.demo import phrases
from headway.demo.dice import pick
from headway.demo.hidden import Hidden, Segment
from headway.demo.life import Life
from headway.demo.people import rep_id
from headway.demo.rows import Activity, Contact
from headway.demo.said import Said
from headway.demo.weeks import at, on

_TOUCHES_A_WEEK = 0.62
_ASLEEP_SHARE = 0.06
_KINDS = ("mail out", "mail in", "call out", "call in", "meeting", "note", "task")
_KIND_EDGES = (0.30, 0.55, 0.68, 0.78, 0.88, 0.96, 1.0)
_MINUTES = {"call": (5, 35), "email": (3, 12), "meeting": (30, 75), "demo": (40, 60), "note": (5, 15), "task": (2, 8)}
_EXTRAS = ((phrases.COSTS, 0.6), (phrases.DEADLINES, 0.5), (phrases.OWNERS, 0.4))
_SPOKEN_OF_NEEDS = 0.12
_MAILED = 0.4
_REPORTED = 0.3
_SECOND_SPEAKS = 0.4


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything needed to write down the talk of one deal; `contacts` are those of the firm, first in touch first."""

    hidden: Hidden
    rng: np.random.Generator
    deal_id: str
    life: Life
    segment: Segment
    contacts: tuple[Contact, ...]
    capabilities: tuple[str, ...]

    def said(self) -> list[Said]:
        """Return everything said before the deal ended, in no order."""
        every = [*self._touches(), *self._turns(), *self._notes()]
        return [one for one in every if one.when < self.life.end]

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
        match kind:
            case "mail in":
                return self._customer(now, "email", who, "bland", self._bland())
            case "call in":
                return self._customer(now, "call", who, "call", self._bland())
            case "mail out":
                return self._rep(now, "email", who, "rep", self._line(who, phrases.REP_MAIL, phrases.REP_MAIL_CLOSERS))
            case "call out":
                return self._rep(now, "call", who, "call", self._line(who, phrases.REP_CALL, phrases.REP_CALL_CLOSERS))
            case "meeting":
                return self._rep(now, kind, who, kind, self._line(who, phrases.MEETING, phrases.MEETING_CLOSERS))
        bank = phrases.NOTES if kind == "note" else phrases.TASKS
        return self._rep(now, kind, None, kind, self._line(who, bank))

    def _turns(self) -> Iterator[Said]:
        """The turns that move a deal: the problem stated, a second contact, a next step with a date, a demo."""
        if self.life.stated < self.life.end:
            yield from self._statement(self.life.stated)
        if self.life.second < self.life.end:
            yield self._second(self.life.second)
        for when, until in self.life.steps:
            yield self._next_step(when, until)
        shown = next((when for when, stage in self.life.moves if stage == self.hidden.demo_stage), None)
        if shown is not None:
            who = self._contact(shown)
            yield self._rep(shown, "demo", who, "demo", self._line(who, phrases.DEMO))

    def _statement(self, when: float) -> Iterator[Said]:
        """The problem in the customer's words, often with its cost, date or owner; some sellers' notes repeat it."""
        rng, problem = self.rng, pick(self.rng, phrases.PROBLEMS[self.segment.industry])
        parts = [pick(rng, phrases.STATED_OPENERS), problem + "."]
        parts += [pick(rng, bank) + "." for bank, share in _EXTRAS if rng.random() < share]
        parts.append(pick(rng, phrases.STATED_CLOSERS))
        due = on(when + 8 + 20 * rng.random())
        body = " ".join(part for part in parts if part).format(
            thousands=2 + int(rng.random() * 38),
            hundreds=2 + int(rng.random() * 48),
            people=2 + int(rng.random() * 3),
            percent=2 + int(rng.random() * 6),
            hours=6 + int(rng.random() * 30),
            boss=self.contacts[-1].name,
            day=due.day,
            month=phrases.MONTHS[due.month - 1],
        )
        kind = pick(rng, ("email", "email", "call", "meeting"))
        yield Said(when, self._customer(when, kind, self.contacts[0], "stated", body).row, states_problem=True)
        if rng.random() < _REPORTED:
            quote = pick(rng, phrases.REPORTED).format(first=_first_name(self.contacts[0]), problem=problem)
            yield self._rep(when + 0.02 + 0.2 * rng.random(), "note", None, "note", quote)

    def _second(self, when: float) -> Said:
        other = self.contacts[1]
        words = {"first": _first_name(self.contacts[0]), "other": other.name, "title": other.title}
        if self.rng.random() < _MAILED:
            body = pick(self.rng, phrases.SECOND_MAIL).format(**words)
            return self._customer(when, "email", other, "second", body)
        return self._rep(when, "meeting", other, "second", pick(self.rng, phrases.SECOND).format(**words))

    def _next_step(self, when: float, until: float) -> Said:
        who, due = self._contact(when), on(until)
        words = {
            "first": _first_name(who),
            "day": due.day,
            "month": phrases.MONTHS[due.month - 1],
            "hour": 9 + int(self.rng.random() * 8),
        }
        if self.rng.random() < _MAILED:
            return self._customer(when, "email", who, "step", pick(self.rng, phrases.NEXT_STEP_MAIL).format(**words))
        kind = pick(self.rng, ("call", "meeting"))
        return self._rep(when, kind, who, "step", pick(self.rng, phrases.NEXT_STEP).format(**words))

    def _notes(self) -> Iterator[Said]:
        """What the seller types for the CRM's sake; it takes longer than any call deserves."""
        now = self.life.start
        while True:
            now += float(self.rng.exponential(1.0 / self.hidden.sellers[self.life.seller_at(now)].notes))
            if now >= min(self.life.end, self.life.asleep):
                return
            note = self._rep(now, "note", None, "note", pick(self.rng, phrases.NOTES))
            yield Said(now, note.row._replace(minutes=3 * note.row.minutes))

    def _bland(self) -> str:
        """Customer talk without a problem; what the buyer needs, and that nobody will pay, shine through."""
        chance = self.rng.random()
        if chance < _SPOKEN_OF_NEEDS and self.capabilities:
            return pick(self.rng, phrases.NEED_CUSTOMER).format(capability=pick(self.rng, self.capabilities))
        if chance < _SPOKEN_OF_NEEDS + self.segment.discount:
            return pick(self.rng, phrases.PRICE_CUSTOMER)
        parts = [
            pick(self.rng, bank) for bank in (phrases.BLAND_OPENERS, phrases.BLAND_CUSTOMER, phrases.BLAND_CLOSERS)
        ]
        return " ".join(part for part in parts if part)

    def _line(self, who: Contact, *banks: Sequence[str]) -> str:
        """One line of a seller: a piece from each bank, with names and figures filled in."""
        line = " ".join(pick(self.rng, bank) for bank in banks).strip()
        return line.format(
            first=_first_name(who),
            industry=self.segment.industry.lower(),
            minute=5 + int(self.rng.random() * 50),
            hours=2 + int(self.rng.random() * 9),
            people=2 + int(self.rng.random() * 12),
        )

    def _contact(self, now: float) -> Contact:
        joined = now >= self.life.second and self.rng.random() < _SECOND_SPEAKS
        return self.contacts[1 if joined else 0]

    def _customer(self, when: float, kind: str, who: Contact, topic: str, body: str) -> Said:
        row = self._activity(when, kind, who, topic)
        return Said(when, row._replace(direction="inbound", speaker="customer", body=body))

    def _rep(self, when: float, kind: str, who: Contact | None, topic: str, body: str) -> Said:
        row = self._activity(when, kind, who, topic)
        return Said(when, row._replace(direction="outbound" if who else None, speaker="rep", body=body))

    def _activity(self, when: float, kind: str, who: Contact | None, topic: str) -> Activity:
        least, most = _MINUTES[kind]
        return Activity(
            activity_id="",
            kind=kind,
            direction=None,
            occurred_at=at(when),
            minutes=least + int(self.rng.random() * (most - least)),
            rep_id=rep_id(self.life.seller_at(when)),
            account_id=self.contacts[0].account_id,
            contact_id=who.contact_id if who else None,
            deal_id=self.deal_id,
            speaker="unknown",
            subject=pick(self.rng, phrases.SUBJECTS[topic]),
            body="",
        )


def _first_name(contact: Contact) -> str:
    return contact.name.split(maxsplit=1)[0]
