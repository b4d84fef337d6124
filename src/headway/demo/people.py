"""Who is in the company's book: its sellers, the firms they sell to, and the people who work there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise, product

import numpy as np

from headway.demo.dice import Ints, pick, pick_by_share, stream
from headway.demo.hidden import Hidden
from headway.demo.names import COUNTRIES, FIRM_KINDS, FIRM_WORDS, FIRST_NAMES, LAST_NAMES, TITLES
from headway.demo.rows import Account, Contact, Rep

MANAGERS = {"East": ("M01", "Helen Marsh"), "West": ("M02", "Victor Osei")}
_HOME = "fieldplan.example"


@dataclass(frozen=True, slots=True)
class Firms:
    """Accounts, the segment index of each, and the contacts of each, most important first."""

    accounts: tuple[Account, ...]
    segment: Ints
    contacts: tuple[tuple[Contact, ...], ...]


def rep_id(seller: int) -> str:
    """Return the id of the seller at this place of `Hidden.sellers`.

    >>> rep_id(0)
    'R01'
    """
    return f"R{seller + 1:02d}"


def draw_reps(hidden: Hidden) -> list[Rep]:
    """Return the two managers and the sellers under them."""
    managers = [
        Rep(key, name, _email(name, _HOME), team, None, date(2021, 1, 11), None)
        for team, (key, name) in MANAGERS.items()
    ]
    sellers = [
        Rep(rep_id(i), s.name, _email(s.name, _HOME), s.team, MANAGERS[s.team][0], s.joined, s.left)
        for i, s in enumerate(hidden.sellers)
    ]
    return managers + sellers


def draw_firms(hidden: Hidden, seed: int, first_seen: list[datetime]) -> Firms:
    """Return one account, with two to five contacts, for each time at which a firm was first heard of."""
    rng = stream(seed, "firms")
    n = len(first_seen)
    segment = pick_by_share(rng, [s.share for s in hidden.segments], n)
    country = pick_by_share(rng, [share for _, share, _ in COUNTRIES], n)
    names = _firm_names(hidden, rng, segment)
    accounts: list[Account] = []
    contacts: list[tuple[Contact, ...]] = []
    people = 0
    for i, (name, seen) in enumerate(zip(names, first_seen, strict=True)):
        kind = hidden.segments[segment[i]]
        employees = int(np.exp(rng.uniform(np.log(kind.least_employees), np.log(kind.most_employees))))
        parent = accounts[int(rng.random() * i)].account_id if i > 20 and rng.random() < 0.03 else None
        domain = f"{_slug(name)}.{'example' if rng.random() < 0.7 else 'test'}"
        account_id = f"A{i + 1:04d}"
        accounts.append(
            Account(
                account_id, name, domain, kind.industry, COUNTRIES[country[i]][0], employees, kind.name, parent, seen
            )
        )
        contacts.append(_people(rng, account_id, domain, seen, people))
        people += len(contacts[-1])
    return Firms(tuple(accounts), segment, tuple(contacts))


def currency_of(account: Account) -> str:
    """Return the currency in which a firm buys."""
    return next(currency for country, _, currency in COUNTRIES if country == account.country)


def _people(rng: np.random.Generator, account_id: str, domain: str, seen: datetime, before: int) -> tuple[Contact, ...]:
    names: list[str] = []
    count = 2 + int(rng.random() * 3.4)
    while len(names) < count:
        name = f"{pick(rng, FIRST_NAMES)} {pick(rng, LAST_NAMES)}"
        if name not in names:
            names.append(name)
    return tuple(
        Contact(
            f"C{before + i + 1:05d}",
            account_id,
            name,
            _email(name, domain),
            pick(rng, TITLES[i]),
            seen,
        )
        for i, name in enumerate(names)
    )


def _firm_names(hidden: Hidden, rng: np.random.Generator, segment: Ints) -> list[str]:
    """No two firms share a name: each industry deals from its own shuffled pack, then starts on double names."""
    packs: dict[str, list[str]] = {}
    for kind in sorted({s.industry for s in hidden.segments}):
        pack = [f"{word} {tail}" for word, tail in product(FIRM_WORDS, FIRM_KINDS[kind])]
        pairs = [f"{one} {two} {tail}" for (one, two), tail in product(pairwise(FIRM_WORDS), FIRM_KINDS[kind])]
        packs[kind] = [pairs[k] for k in rng.permutation(len(pairs))] + [pack[k] for k in rng.permutation(len(pack))]
    return [packs[hidden.segments[k].industry].pop() for k in segment]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower().replace("&", "and"))


def _email(name: str, domain: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{domain}"
