"""What comes in: when each deal starts, with which firm, in whose hands, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.demo.dice import Flags, Floats, Ints, stream
from headway.demo.hidden import Hidden
from headway.demo.process import Cases
from headway.demo.weeks import WEEKS, moment

_GROWTH = 0.5  # arrivals grow by this share over the whole time
_FROM_OLD_ACCOUNT = 0.28
_LACKED_BY_OTHERS = 0.45  # how often a firm outside the industries of a need has it, against one inside
_REQUIRED = 0.8
_COMPETED = 0.32


@dataclass(frozen=True, slots=True)
class Openings:
    """When n deals start (weeks, ascending), the account index of each, and when each account was first seen."""

    start: Floats
    account: Ints
    first_seen: Floats


def draw_openings(seed: int, n: int) -> Openings:
    """Return when the deals start and with whom; about one in four is with a firm that was there before."""
    rng = stream(seed, "openings")
    part = rng.random(n)
    start = np.sort(WEEKS * (np.sqrt(1 + _GROWTH * (2 + _GROWTH) * part) - 1) / _GROWTH)
    again = (rng.random(n) < _FROM_OLD_ACCOUNT) & (np.arange(n) > n // 10)
    new = np.cumsum(~again) - 1
    account = np.where(again, (rng.random(n) * (new + 1)).astype(np.int64), new)
    first_seen = np.maximum(start[~again] - 0.2 - 3 * rng.random(int((~again).sum())), 0.0)
    return Openings(start, account, first_seen)


def draw_cases(hidden: Hidden, seed: int, openings: Openings, account_segment: Ints) -> tuple[Cases, Flags]:
    """Return what is fixed for each deal, and which capabilities it asks for (`Cases.needs` holds the required)."""
    rng = stream(seed, "cases")
    n = len(openings.start)
    segment = account_segment[openings.account]
    asked = rng.random((n, len(hidden.capabilities))) < _chance_asked(hidden)[segment]
    of_account = rng.normal(0.0, hidden.account_pull_sd, len(account_segment))
    seller = _sellers(hidden, rng, openings.start, segment)
    next_seller, handover = _handovers(hidden, rng, seller, segment)
    cases = Cases(
        start=openings.start,
        segment=segment,
        seller=seller,
        next_seller=next_seller,
        handover=handover,
        needs=asked & (rng.random(asked.shape) < _REQUIRED),
        competitor=rng.random(n) < _COMPETED,
        pull=hidden.base_pull + of_account[openings.account] + rng.normal(0.0, hidden.deal_pull_sd, n),
    )
    return cases, asked


def _chance_asked(hidden: Hidden) -> Floats:
    return np.array(
        [
            [
                c.asked * (1.0 if not c.industries else 2.0 if s.industry in c.industries else _LACKED_BY_OTHERS)
                for c in hidden.capabilities
            ]
            for s in hidden.segments
        ]
    )


def _sellers(hidden: Hidden, rng: np.random.Generator, at: Floats, segment: Ints) -> Ints:
    """A seller who is there at the time and sells this segment, all equally likely."""
    weight = rng.random((len(at), len(hidden.sellers))) * _may_sell(hidden)[segment]
    for i, seller in enumerate(hidden.sellers):
        gone = np.inf if seller.left is None else moment(seller.left)
        weight[(at < moment(seller.joined)) | (at >= gone), i] = 0.0
    index: Ints = weight.argmax(axis=1)
    return index


def _handovers(hidden: Hidden, rng: np.random.Generator, seller: Ints, segment: Ints) -> tuple[Ints, Floats]:
    """Who takes over when a seller leaves, and when (infinity: never)."""
    left = np.array([np.inf if s.left is None else moment(s.left) for s in hidden.sellers])
    weight = rng.random((len(seller), len(left))) * np.isinf(left) * _may_sell(hidden)[segment]
    stays = np.isinf(left[seller])
    return np.where(stays, seller, weight.argmax(axis=1)), left[seller]


def _may_sell(hidden: Hidden) -> Flags:
    """(segments, sellers): who sells what."""
    own = np.array([hidden.seller_segment(i) for i in range(len(hidden.sellers))])
    may: Flags = (own == np.arange(len(hidden.segments))[:, None]) | (not hidden.aliased)
    return may
