"""Accounts of which some are one company under two ids, with the truth beside them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LEGAL = ("", "", " Inc", " Inc.", ", LLC", " Ltd", " Limited", " GmbH", " S.A.", " Corp")
_TRADES = (
    "Logistics", "Foods", "Systems", "Software", "Energy", "Partners", "Medical", "Consulting", "Robotics", "Motors",
    "Capital", "Media", "Laboratories", "Instruments", "Packaging", "Textiles", "Insurance", "Studios", "Security",
)  # fmt: skip
_ONSETS = (*"bcdfghjklmnprstvw", "br", "cl", "dr", "fl", "gr", "kr", "pl", "st", "tr", "sh")
_NUCLEI = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_CODAS = ("", "", "n", "r", "s", "l", "x", "nd", "rt", "ck")
_STREETS = ("Oak", "Mill", "Station", "Harbour", "King", "Church", "River", "Garden", "Market", "North")
_COUNTRIES = ("US", "US", "US", "DE", "GB", "FR", "NL", "SE")


@dataclass(frozen=True, slots=True)
class Company:
    """One row."""

    account_id: str
    name: str
    domain: str
    street: str
    postal_code: str
    country: str


def duplicates(rows: int, seed: int, share: float = 0.1) -> tuple[list[Company], set[tuple[str, str]]]:
    """Rows in random order, and the pairs (smaller id first) that are one company.

    Args:
        share: rows that are another's second.
    """
    chance = random.Random(seed)
    firsts = [_company(chance, f"A{number:07d}") for number in range(int(rows * (1 - share)))]
    pairs, seconds = set(), []
    for number, first in enumerate(chance.sample(firsts, rows - len(firsts))):
        second = _again(chance, first, f"B{number:07d}")
        seconds.append(second)
        pairs.add((first.account_id, second.account_id))
    every = [*firsts, *seconds]
    chance.shuffle(every)
    return every, pairs


def write_duplicates(folder: Path, rows: int, seed: int) -> set[tuple[str, str]]:
    """``accounts.csv`` in a folder; gives the true pairs."""
    every, pairs = duplicates(rows, seed)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "accounts.csv").open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(("account_id", "name", "domain", "street", "postal_code", "country", "created_at"))
        out.writerows((*_fields(company), "2024-01-01") for company in every)
    return pairs


def _fields(company: Company) -> tuple[str, ...]:
    return tuple(getattr(company, name) for name in Company.__slots__)


def _company(chance: random.Random, key: str) -> Company:
    word = "".join(_syllables(chance)).title()
    second = "" if chance.random() < 0.4 else " " + "".join(_syllables(chance)).title()
    trade = f" {chance.choice(_TRADES)}" if chance.random() < 0.6 else ""
    plain = f"{word}{second}{trade}"
    domain = plain.lower().replace(" ", "") + chance.choice((".com", ".com", ".io", ".de", ".co.uk"))
    return Company(
        key,
        plain + chance.choice(_LEGAL),
        "" if chance.random() < 0.25 else domain,
        f"{chance.randint(1, 400)} {chance.choice(_STREETS)} Street",
        f"{chance.randint(10_000, 99_999)}",
        chance.choice(_COUNTRIES),
    )


def _syllables(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((2, 2, 3))):
        yield chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS)


def _again(chance: random.Random, first: Company, key: str) -> Company:
    """The same company as another person would write it down."""
    name = first.name
    for legal in _LEGAL:
        name = name.removesuffix(legal) if legal else name
    name += chance.choice(_LEGAL)
    if chance.random() < 0.4:
        name = _slip(chance, name)
    if chance.random() < 0.2:
        name = chance.choice((str.upper, str.lower))(name)
    domain = f"https://www.{first.domain}/" if first.domain and chance.random() < 0.2 else first.domain
    return Company(
        key,
        name,
        "" if chance.random() < 0.4 else domain,
        "" if chance.random() < 0.4 else first.street,
        "" if chance.random() < 0.3 else first.postal_code,
        "" if chance.random() < 0.2 else first.country,
    )


def _slip(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + letter + text[place:],
            text[:place] + letter + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )
    )
