"""Recognises which table a file holds and which heading means which column, by name and by what the values are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from headway.engine.duckdb import DuckBuilder
from headway.ingest.casting import CODES
from headway.ingest.days_in_names import without_day
from headway.ingest.formats import stem
from headway.ingest.meaning import is_flag, outcome_map
from headway.ingest.names import plain_text
from headway.ingest.notation import day_formats, decimal_comma, mixes_marks, settled_by
from headway.ingest.profile import Profile, fits, unfit
from headway.ingest.tongue import file_words, foreign_words, generic_words, spellings
from headway.schema import Table, tables
from headway.schema.deals import HOW_IT_STANDS
from headway.schema.table import DATES, NUMBERS, Column, Type

SURELY = 0.8
NEARLY = 0.5
_KEYS = {"subscriptionid", "dealid", "opportunityid", "contactid", "accountid"}
_FUZZY_AT_LEAST = 92
_MOST_FIT = 0.9
_ALL_FIT = 1.0
_INSIDE = 1.0  # rows inside of others are more often of a table whose rows belong to others
_TOLD = 0.5  # what the values tell counts where every heading is a plain word
PARENT = "parent."
# Headings that mean something else in every table: alone they say nothing about which table it is.
_GENERIC = {
    "id",
    "name",
    "date",
    "type",
    "status",
    "title",
    "amount",
    "value",
    "owner",
    "description",
    "createddate",
    "createdat",
    "email",
    "country",
}
_PREFIX = re.compile(r"^(property|properties|sf|crm|hs|hubspot|salesforce|tbl|dim|fact|v|export)[_ .]+", re.IGNORECASE)
_SUFFIX = re.compile(
    r"([_ ](c|data|export|table|list|report|view)|__c| ?\([^)]*\)|[-_. ]*\d[\d\-_.]*|"
    rf"[_ ](?:in[_ ])?(?:{CODES}|[€$£]))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A heading that may mean a column of ours, and how well its name says so.

    ``formats`` are those that its days may have if not ISO; ``comma`` says whether its amounts have a decimal comma
    (None: they can be read either way), ``mixed`` that some have and others are as machines write them. ``why`` says
    what settled a format, where values alone do not.
    """

    column: Column
    heading: str
    quality: float
    formats: tuple[str, ...] = ()
    comma: bool | None = False
    mixed: bool = False
    why: str = ""


_WHOSE = re.compile(
    r"^(deal|opportunity|lead|organi[sz]ation|person|contact|account|activity|affaire|transaction|personne|contact|"
    r"activité|geschäft|aktivität|kontakt|negocio|trato|oportunidad|persona|actividad|negócio|oportunidade|pessoa|"
    r"atividade|trattativa|affare|attività|activiteit|persoon|szansa|transakcja|osoba)\s*[-:.]\s+",
    re.IGNORECASE,
)
# The name of another noun's row is a reference to it, not this row's name.
_NAMED = re.compile(
    r"^(organi[sz]ation|organisatie|organisation|organización|organização|organizzazione|organizacja|entreprise|"
    r"empresa|unternehmen|firma|azienda|bedrijf)\s*[-:.]\s+(?:nom|nombre|nome|naam|nazwa)$",
    re.IGNORECASE,
)


# Where the parts of a JSON document stand: {"attributes": {"amount": {"value": 1, "currency": "EUR"}}}.
_HOLDERS = re.compile(r"^(?:attributes|fields|properties|node|_source)[.]", re.IGNORECASE)
_RELATED = re.compile(
    r"^(?:relationships|associations)[.](.+?)(?:[.](?:data|results?))?[.](id|name|email)$", re.IGNORECASE
)
_OF_MONEY = re.compile(r"^(?:amount|value|price|money|total|arr|worth)[.](currency)(?:[_. -]?code)?$", re.IGNORECASE)
_VALUE = re.compile(r"[.](?:value|amount|text|raw|display_?value)$", re.IGNORECASE)


@cache
def bare(name: str) -> str:
    """A heading or file name without prefixes and suffixes that systems add, made plain.

    Example:
        >>> bare("property_dealname"), bare("Amount (USD)"), bare("sf_opportunity_data"), bare("CloseDate")
        ('dealname', 'amount', 'opportunity', 'closedate')
        >>> bare("attributes.amount.value"), bare("relationships.account.data.id"), bare("attributes.amount.currency")
        ('amount', 'accountid', 'currency')
    """
    held = _NAMED.sub(r"\1", _RELATED.sub(r"\1 \2", _HOLDERS.sub("", name.strip())))
    held = _VALUE.sub("", _OF_MONEY.sub(r"\1", held))
    shorter = _PREFIX.sub("", _WHOSE.sub("", held))
    before = ""
    while before != shorter:
        before, shorter = shorter, _SUFFIX.sub("", shorter)
    return plain_text(shorter) or plain_text(name)


def matches(builder: DuckBuilder, seen: Profile, column: Column) -> list[Match]:
    """Headings of the file that may mean the column, best first; values that do not fit the type rule one out."""
    found = []
    for heading in seen.headings.values():
        quality = 0.0 if is_type_of_document(seen, heading.name) else means(column, heading.name)
        if quality > 0:
            match = by_values(builder, seen, column, heading.name, quality)
            if match is not None:
                found.append(match)
    # Of "Amount (converted)" and "Amount" the one that says no more than that.
    return sorted(found, key=lambda match: (-match.quality, bare(match.heading) != plain_text(match.heading)))


def called(builder: DuckBuilder, seen: Profile, column: Column) -> tuple[Match, float] | None:
    """The heading that is surely called like the column where values do not fit, with the share of those that do."""
    named = [h for h in seen.headings.values() if h.filled and means(column, h.name) > NEARLY and not is_flag(h.values)]
    if column.type is Type.TEXT or not named:
        return None
    best = max(named, key=lambda h: means(column, h.name)).name
    share = fits(builder, seen, best, column)
    mixed = column.type is Type.MONEY and mixes_marks(builder, unfit(seen, best, column), best) > 0
    return Match(column, best, NEARLY, mixed=mixed), mixes_marks(builder, seen, best) if mixed else share


def is_type_of_document(seen: Profile, heading: str) -> bool:
    """Whether the heading says what each document is (``"type": "deals"``), beside its attributes."""
    return heading == "type" and any(_HOLDERS.match(name) for name in seen.headings)


def score(builder: DuckBuilder, seen: Profile, table: Table, *, alone: bool) -> float:
    """How much speaks for the file holding this table; 0 when a required column is missing."""
    found = {column.name: matches(builder, seen, column) for column in table.columns}
    missing = [column for column in table.columns if column.required and not found[column.name]]
    deals = table.name == "deals" and _tells_deals(seen, found)
    missing = [c for c in missing if not (c.name in table.key and (_names_its_rows(seen, found) or deals))]
    named = name_score(seen.name, file_names(table))
    if any(named < SURELY or not (column.refers and _leads_elsewhere(seen, column)) for column in missing):
        return 0.0
    if table.name == "deals" and not any(found[name] for name in HOW_IT_STANDS):
        return 0.0
    generic = _GENERIC | generic_words()
    telling = [best[0].quality for best in found.values() if best and plain_text(best[0].heading) not in generic]
    enough = named > 0 or deals or (alone and table.name == "deals") or len(telling) >= max(3, len(table.columns) // 3)
    inside = _INSIDE if is_nested(seen) and any(column.refers for column in missing) else 0.0
    return 2 * named + 0.3 * sum(telling) + inside + _TOLD * deals if enough else 0.0


def _tells_deals(seen: Profile, found: Mapping[str, list[Match]]) -> bool:
    """Whether a file holds deals whatever its name: rows told apart, with days, money and values that say won."""
    ended = any(
        outcome_map(seen.headings[match.heading].values) is not None
        for name in ("status", "stage")
        for match in found[name]
    )
    amount = tables()["deals"].column("amount")
    worth = found["closed_at"] or any(means(amount, name) > NEARLY for name in seen.headings)
    return ended and bool(worth and found["created_at"]) and any(named_apart(seen, name) for name in seen.headings)


def is_nested(seen: Profile) -> bool:
    """Whether the rows lie in those of another list of the same document."""
    return any(name.startswith(PARENT) for name in seen.headings)


def _names_its_rows(seen: Profile, found: Mapping[str, list[Match]]) -> bool:
    """Whether the names of the rows differ, so that they can stand for a key that the file does not have."""
    return any(named_apart(seen, match.heading) for match in found.get("name", ())[:1])


def named_apart(seen: Profile, heading: str) -> bool:
    """Whether a heading holds a value on every row, and another on each."""
    look = seen.headings[heading]
    rows = max(one.filled for one in seen.headings.values())
    return 0 < look.distinct == look.filled == rows


def _leads_elsewhere(seen: Profile, column: Column) -> bool:
    """Whether the file names rows of another table, or lies in one, through which what is missing may be found."""
    if column.refers and is_nested(seen):
        return True
    return any(plain_text(name) in _KEYS and plain_text(name) != plain_text(column.name) for name in seen.headings)


def by_values(builder: DuckBuilder, seen: Profile, column: Column, heading: str, quality: float) -> Match | None:
    """The match of a heading whose values fit the column's type, in a format that may have to be named; else None."""
    if column.closed or seen.headings[heading].filled == 0:
        return Match(column, heading, quality if column.closed else quality / 2)
    if column.type in NUMBERS:
        comma = decimal_comma(builder, seen, heading, whole=column.type is Type.INTEGER)
        if comma is None or comma:
            return Match(column, heading, quality, comma=comma)
    share = fits(builder, seen, heading, column)
    if share >= _ALL_FIT:
        return Match(column, heading, quality)
    if column.type is Type.MONEY and mixes_marks(builder, seen, heading) >= _MOST_FIT:
        return Match(column, heading, quality, mixed=True)
    found = _written_days(builder, seen, column, heading, quality, share) if column.type in DATES else None
    plain = Match(column, heading, quality) if share >= _MOST_FIT else None
    return plain if found is None or (plain is not None and len(found.formats) > 1) else found


def _written_days(
    builder: DuckBuilder, seen: Profile, column: Column, heading: str, quality: float, share: float
) -> Match | None:
    """The match by the format of those days that are not written as machines do, if they have one."""
    formats = day_formats(builder, unfit(seen, heading, column) if share else seen, heading)
    settled = settled_by(builder, seen, heading, formats) if len(formats) > 1 else None
    if settled is not None:
        why = f"{seen.name}: '{heading}' reads two ways; read as {settled[0]}, in which '{settled[1]}' is written"
        return Match(column, heading, quality, settled[:1], why=why)
    return Match(column, heading, quality, tuple(formats)) if formats else None


@cache
def means(column: Column, heading: str) -> float:
    """How surely a heading's words mean the column: 1 to .7 where they are its words, .5 where nearly so, else 0."""
    name = bare(heading)
    words = _words(column)
    if name in words:
        return 1.0 - 0.02 * words.index(name)
    foreign = foreign_words(column)
    ranks = [foreign[spelling] for spelling in spellings(name) if spelling in foreign]
    if ranks:
        return 0.9 - 0.01 * min(ranks)
    near = max((fuzz.ratio(name, word) for word in words if len(word) > 5), default=0.0)
    return NEARLY if near >= _FUZZY_AT_LEAST else 0.0


@cache
def _words(column: Column) -> list[str]:
    return [plain_text(word) for word in (column.name, *column.headings)]


def name_score(file: str, words: Sequence[str]) -> float:
    """How well a file's name is one of the plain words: 1 when it is, less when it ends in one or holds one."""
    name = bare(without_day(stem(file)))
    if name in words:
        return 1.0
    ends = any(len(word) > 3 and name.endswith(word) for word in words)
    return SURELY if ends else 0.4 if any(len(word) > 4 and word in name for word in words) else 0.0


@cache
def file_names(table: Table) -> tuple[str, ...]:
    """The names that files of a table have, plain."""
    return (*(plain_text(name) for name in (table.name, *table.file_names)), *file_words(table.name))
