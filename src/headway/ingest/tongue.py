"""What a language calls our tables, columns and outcomes in the exports that people make in it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from headway import discover
from headway.ingest.names import plain_text
from headway.schema import tables
from headway.schema.table import Column

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NO_MARK = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
_GENERIC_FROM = 3


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. Several words for one thing stand behind each other with ``|`` between, most telling first.

    Attributes:
        code: as in ``de``.
        files: table → names that its files have.
        everywhere: column → headings that mean it in whichever table has it.
        headings: table → column → headings that mean it there alone.
        either: table → heading → the columns (with ``|`` between) that it may mean: it is asked about, never guessed.
        won, lost, open: how a deal stands; ``refusal``: the word before one that denies it.
        deleted: what a status says of a row that was deleted; ``ended`` what ends a case; ``actual`` what tells the
            day on which a deal closed from the expected one.
        kinds: our kind of a deal → beginnings of the words for it; ``activities``: our kind of an activity → the same.
    """

    code: str
    files: Mapping[str, str] = field(default_factory=dict)
    everywhere: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    either: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    won: str = ""
    lost: str = ""
    open: str = ""
    refusal: str = ""
    deleted: str = ""
    ended: str = ""
    actual: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)

    def words(self, table: str, column: str) -> tuple[str, ...]:
        """The headings that mean a column of a table, as they are written."""
        own = self.headings.get(table, {}).get(column, "")
        asked = self.either.get(table, {})
        everywhere = (word for word in self.everywhere.get(column, "").split("|") if word not in asked)
        return tuple(word for word in (*own.split("|"), *everywhere) if word)


@cache
def tongues() -> tuple[Tongue, ...]:
    """Every language that is known."""
    return tuple(discover.load_all("tongues").values())


@cache
def spellings(word: str) -> tuple[str, ...]:
    """A word made plain, and as it is written where its marks cannot be.

    Example:
        >>> spellings("Währung"), spellings("Data zamknięcia")
        (('währung', 'waehrung', 'wahrung'), ('datazamknięcia', 'datazamkniecia'))
    """
    plain = plain_text(word)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return tuple(dict.fromkeys((plain, plain.translate(_WRITTEN_OUT), bare.translate(_NO_MARK))))


@cache
def words_of(column: Column) -> tuple[str, ...]:
    """Every plain word that means a column: its name, other systems' headings, then those of other languages."""
    own = [plain_text(word) for word in (column.name, *column.headings)]
    return tuple(dict.fromkeys([*own, *foreign_words(column)]))


@cache
def foreign_words(column: Column) -> Mapping[str, int]:
    """The plain words of other languages that mean a column, each with its place among those of its language."""
    found: dict[str, int] = {}
    for table in tables().values():
        for tongue in tongues() if column in table.columns else ():
            for rank, word in enumerate(tongue.words(table.name, column.name)):
                for spelling in spellings(word):
                    found[spelling] = min(rank, found.get(spelling, rank))
    return found


@cache
def file_words(table: str) -> tuple[str, ...]:
    """The plain names that files of a table have in other languages."""
    given = (word for tongue in tongues() for word in tongue.files.get(table, "").split("|") if word)
    return tuple(dict.fromkeys(spelling for word in given for spelling in spellings(word)))


@cache
def either_of(table: str) -> Mapping[str, tuple[str, ...]]:
    """Plain words of a table that may mean one column or another → those columns."""
    found: dict[str, tuple[str, ...]] = {}
    for tongue in tongues():
        for word, columns in tongue.either.get(table, {}).items():
            for spelling in spellings(word):
                found[spelling] = tuple(dict.fromkeys((*found.get(spelling, ()), *columns.split("|"))))
    return found


@cache
def generic_words() -> frozenset[str]:
    """Words that mean a column in several tables: alone they say nothing about which table it is; keys do."""
    counted: Counter[str] = Counter()
    for table in tables().values():
        plain = [column for column in table.columns if not column.refers and column.name not in table.key]
        counted.update({word for column in plain for word in foreign_words(column)})
        counted.update(list(either_of(table.name)))
    return frozenset(word for word, times in counted.items() if times >= _GENERIC_FROM)


def value_words(about: str, kind: str = "") -> str:
    """The words of all languages for an attribute of :class:`Tongue` such as ``won``, as alternatives of a pattern.

    Args:
        kind: the one whose words are wanted, of an attribute that has several.
    """
    told = (getattr(tongue, about) for tongue in tongues())
    given = (word for said in told for word in (said.get(kind, "") if kind else said).split("|") if word)
    return "|".join(dict.fromkeys(given))
