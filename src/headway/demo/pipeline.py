"""The deals of a company as they truly went, before anything is written down about them."""

from __future__ import annotations

from dataclasses import dataclass

from headway.demo.dice import Flags, stream
from headway.demo.hidden import Hidden, Segment
from headway.demo.life import Life, lives
from headway.demo.opportunities import Openings, draw_cases, draw_openings
from headway.demo.people import Firms, draw_firms
from headway.demo.process import Cases, Play, State
from headway.demo.rows import Account, Contact
from headway.demo.weeks import WEEKS, at


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a company to draw: deals over all weeks, and leads that led nowhere."""

    deals: int
    dead_leads: int


DEMO = Size(deals=1_600, dead_leads=1_400)
SMALL = Size(deals=220, dead_leads=120)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What was fixed for each deal (`cases`), what it asked for, the course of its life; the order is that of `ids`."""

    hidden: Hidden
    seed: int
    ids: tuple[str, ...]
    openings: Openings
    firms: Firms
    cases: Cases
    asked: Flags
    lives: tuple[Life, ...]

    def segment(self, i: int) -> Segment:
        """Return the segment of deal `i`."""
        return self.hidden.segments[int(self.cases.segment[i])]

    def account(self, i: int) -> Account:
        """Return the firm of deal `i`."""
        return self.firms.accounts[int(self.openings.account[i])]

    def contacts(self, i: int) -> tuple[Contact, ...]:
        """Return the people at the firm of deal `i`, first in touch first."""
        return self.firms.contacts[int(self.openings.account[i])]

    def asked_for(self, i: int) -> tuple[str, ...]:
        """Return the capabilities that the buyer of deal `i` speaks of."""
        return tuple(c.name for c, wanted in zip(self.hidden.capabilities, self.asked[i], strict=True) if wanted)


def draw_pipeline(seed: int, size: Size, hidden: Hidden) -> Pipeline:
    """Return the deals of a company, played from their first day to their end or the company's last day."""
    openings = draw_openings(seed, size.deals)
    firms = draw_firms(hidden, seed, [at(moment) for moment in openings.first_seen.tolist()])
    cases, asked = draw_cases(hidden, seed, openings, firms.segment)
    state = State.fresh(cases)
    play = Play(hidden, stream(seed, "process"), WEEKS)
    play.live(cases, state, cases.start)
    ids = tuple(f"D{i + 1:04d}" for i in range(size.deals))
    return Pipeline(hidden, seed, ids, openings, firms, cases, asked, tuple(lives(cases, state, play.trace)))
