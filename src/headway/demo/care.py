"""What is said to a customer after the win, on the account rather than on the deal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from headway.demo import phrases
from headway.demo.customers import Fate
from headway.demo.dice import pick
from headway.demo.rows import Activity, Contact
from headway.demo.said import Said
from headway.demo.weeks import WEEKS, at

_WEEKS_BETWEEN = 11.0


def care_for(rng: np.random.Generator, fate: Fate, contact: Contact, owner: str) -> Iterator[Said]:
    """Yield the kickoff and the check-ins with one customer until the customer leaves."""
    now, topic = fate.kickoff, "kickoff"
    while now < min(WEEKS, fate.churned):
        bank = {
            "kickoff": phrases.KICKOFF,
            "live": phrases.CARE_WHEN_LIVE,
            "idle": phrases.CARE_WHEN_IDLE,
        }[topic]
        yield Said(now, _activity(rng, now, contact, owner, pick(rng, bank), topic))
        now += _WEEKS_BETWEEN * (0.6 + 0.8 * rng.random())
        topic = "live" if now > fate.deployed else "idle"


def _activity(rng: np.random.Generator, now: float, contact: Contact, owner: str, body: str, topic: str) -> Activity:
    return Activity(
        activity_id="",
        kind="meeting" if topic == "kickoff" else pick(rng, ("call", "meeting")),
        direction="outbound",
        occurred_at=at(now),
        minutes=20 + int(rng.random() * 40),
        rep_id=owner,
        account_id=contact.account_id,
        contact_id=contact.contact_id,
        deal_id=None,
        speaker="rep",
        subject="Kickoff" if topic == "kickoff" else "Check-in",
        body=body,
    )
