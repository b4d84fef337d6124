"""Keeps forgotten people forgotten: what the sources still say of them is blanked before it is kept.

A person is remembered by salted hashes alone, in ``forgotten.json``: of their addresses, of the ids that the sources
give them, and of their full names. It stands beside the state, so that a backup of the state brings nobody back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import accumulate, repeat
from operator import sub
from pathlib import Path
from unicodedata import category, combining, normalize

from headway import disk
from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.casting import NOTHING
from headway.ingest.late import LATE
from headway.ingest.mailboxes import folded, folded_sql
from headway.ingest.mapping import DELETED_AT, KNOWN_AT
from headway.schema import Table

FILE_NAME = "forgotten.json"
BLANK = "[forgotten]"
# Letters of any script; the inner one where more than an address stands without a gap, as in a link.
_ADDRESS = r"""(?<![^\s<>,;:"()@])[^\s<>,;:"()@]+@[^\s<>,;:"()@]+"""
_INNER = r"(?<![\w.%+\-'])[\w.%+\-']+@[\w.\-]*\w"
_AROUND = ".!?'[]{}*_`"
_FEWEST_WORDS = 2  # a first name alone is too many people's
# Letters that are no other letter with a mark, as people write them who lack the key.
_LIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_OURS = {KNOWN_AT.name, DELETED_AT.name, "_source", "_file", "_row", "_loaded_at", "_batch", "_bad", LATE}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Hashes of whom to forget, and of their names.

    Attributes:
        named: of each full name how many words it has, and their hash.
        near: the sum of the numbers of each name's words: only a text with such a run of words is looked at closely.
            None where it was not kept: each text is.

    Example:
        >>> people = Forgotten("salt").with_people(["Ann@Acme.example", "C1"])
        >>> people.has("ann@acme.example"), people.has("bob@acme.example")
        (True, False)
        >>> people.without("Mail ann@acme.example, not bob@acme.example")
        'Mail forgotten-8e975648, not bob@acme.example'
    """

    salt: str
    hashes: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    near: frozenset[int] | None = None

    def has(self, text: str) -> bool:
        """Whether an address or id is of somebody forgotten."""
        return self._hash(text) in self.hashes

    def with_people(self, texts: Iterable[str], names: Iterable[str] = ()) -> Forgotten:
        """The same with more people; what stands for no name is nobody's, nor is a single word."""
        said = [_words(name) for name in names if name.strip().lower() not in NOTHING]
        full = [words for words in said if len(words) >= _FEWEST_WORDS]
        near = frozenset(sum(self._numbers(words)) for words in full)
        return Forgotten(
            self.salt,
            self.hashes | {self._hash(text) for text in texts},
            self.named | {self._named([_plain_word(word) for word in words]) for words in full},
            None if self.named and self.near is None else near | (self.near or frozenset()),
        )

    def without(self, text: str) -> str:
        """A text with every address and every name of theirs replaced."""
        if "@" in text:
            text = re.sub(_ADDRESS, lambda m: self._instead(m[0]), text)
        return self._nameless(text) if self.named else text

    def sql(self, text: str) -> str:
        """SQL that is true where a text is an address or an id of theirs."""
        known = ", ".join(text_literal(one) for one in sorted(self.hashes))
        return f"coalesce(sha256({text_literal(self.salt)} || {folded_sql(text)}) IN ({known}), false)"

    def _instead(self, found: str) -> str:
        """What looks like an address, replaced when it is theirs: as it stands, or without the marks around it."""
        for address in (found, found.rstrip(_AROUND), found.strip(_AROUND)):
            if self.has(address):
                return found.replace(address, self._other(address))
        return re.sub(_INNER, lambda m: self._other(m[0]) if self.has(m[0]) else m[0], found)

    def _nameless(self, text: str) -> str:
        """The text with each run of words blanked that is a name of theirs."""
        if not self._may_name(text):
            return text
        parts, at = [], 0
        for start, end in sorted(self._spans(text)):
            if start >= at:
                parts += [text[at:start], BLANK]
            at = max(at, end)
        return "".join((*parts, text[at:]))

    def _may_name(self, text: str) -> bool:
        """Whether a run of words has the number of a name: said of nearly every text, and quickly, that none has."""
        if self.near is None:
            return True
        sums = list(accumulate(self._numbers(_words(text)), initial=0))
        return not all(self.near.isdisjoint(map(sub, sums[count:], sums)) for count in _counts(self.named))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names of theirs begin and end."""
        words = list(_word().finditer(text))
        plain = [_plain_word(word[0]) for word in words]
        for count in _counts(self.named):
            for first in range(len(words) - count + 1):
                if self._named(plain[first : first + count]) in self.named:
                    yield words[first].start(), words[first + count - 1].end()

    def _numbers(self, words: Iterable[str]) -> Iterator[int]:
        return map(_number, repeat(self.salt), words)

    def _named(self, words: list[str]) -> str:
        """What is kept of a name: how many words it has, and the hash of them in whatever order."""
        return f"{len(words)}:{sha256((self.salt + ' '.join(sorted(words))).encode()).hexdigest()}"

    def _other(self, address: str) -> str:
        """What stands for an address: the same wherever it stood, since it may have been an id."""
        return f"forgotten-{self._hash(address)[:8]}"

    def _hash(self, text: str) -> str:
        return sha256(f"{self.salt}{folded(text)}".encode()).hexdigest()


def _words(text: str) -> list[str]:
    return _word().findall(text)


@cache
def _word() -> re.Pattern[str]:
    """Letters and digits of any script, with the marks that stand on them or are vowels behind them."""
    marks = "".join(letter for letter in map(chr, range(0x300, 0x10000)) if category(letter).startswith("M"))
    return re.compile(rf"[^\W_]+(?:[{marks}]+[^\W_]*)*")


@lru_cache(maxsize=8)
def _counts(named: frozenset[str]) -> tuple[int, ...]:
    """How many words names have."""
    return tuple(sorted({_count(name) for name in named}))


def _count(name: str) -> int:
    return int(name.partition(":")[0])


@lru_cache(maxsize=100_000)
def _number(salt: str, word: str) -> int:
    """A number of a word of a name, the same without its case and marks."""
    return int.from_bytes(sha256(f"{salt}{_plain_word(word)}".encode()).digest()[:4], "big")


@lru_cache(maxsize=100_000)
def _plain_word(word: str) -> str:
    """A word of a name without its case and marks.

    Example:
        >>> _plain_word("ZOË"), _plain_word("Łukasz"), _plain_word("Groß")
        ('zoe', 'lukasz', 'gross')
    """
    letters = normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not combining(letter)).translate(_LIKE)


def load_forgotten(folder: Path) -> Forgotten:
    """Who was forgotten in a workspace; with a new salt where nobody was."""
    path = folder / FILE_NAME
    if not path.exists():
        return Forgotten(os.urandom(16).hex())
    told = json.loads(path.read_text(encoding="utf-8"))
    named = frozenset(name for name in told.get("names", ()) if _count(name) >= _FEWEST_WORDS)
    near = frozenset(told["near"]) if "near" in told else None
    return Forgotten(told["salt"], frozenset(told["hashes"]), named, near)


def keep_forgotten(folder: Path, people: Forgotten) -> None:
    """Write the hashes down, in one step; nothing else is."""
    path = folder / FILE_NAME
    fresh = path.with_suffix(".next")
    disk.remove(fresh)
    fresh.touch(mode=0o600)  # the salt beside the hashes is enough to try addresses
    told: dict[str, object] = {"salt": people.salt, "hashes": sorted(people.hashes), "names": sorted(people.named)}
    told |= {} if people.near is None else {"near": sorted(people.near)}
    fresh.write_text(json.dumps(told, indent=1), encoding="utf-8")
    disk.flush(fresh)
    disk.rename(fresh, path)


def blank_rows(builder: DuckBuilder, place: str, table: Table, people: Forgotten) -> int:
    """Blank what is personal in the rows of forgotten people, and their addresses wherever they stand; rows touched.

    ``place`` holds rows of ``table``: the keys of rows stay, so that nothing that refers to them is lost.
    """
    if not people.hashes:
        return 0
    columns = [name for name in builder.columns(quoted(place)) if name not in _OURS]
    theirs = _theirs(columns, table, people)
    touched = 0
    if theirs:
        known = set(table.names)
        personal = {column.name for column in table.columns if column.personal}
        blanks = ", ".join(f"{quoted(n)} = NULL" for n in columns if n in personal or n not in known)
        touched = int(builder.value(f"SELECT count(*) FROM {quoted(place)} WHERE {theirs}"))
        if touched and blanks:
            builder.execute(f"UPDATE {quoted(place)} SET {blanks} WHERE {theirs}")
    return touched + blank_texts(builder, place, people)


def _theirs(columns: list[str], table: Table, people: Forgotten) -> str:
    """SQL that is true of rows of theirs; empty where no column says whose a row is."""
    return " OR ".join(people.sql(quoted(name)) for name in _naming(table) if name in columns)


def may_hold(builder: DuckBuilder, place: str, table: Table, people: Forgotten) -> str:
    """SQL that is true of every row that :func:`blank_rows` would change, and of some others."""
    columns = [name for name in builder.columns(quoted(place)) if name not in _OURS]
    named = [_may_name(name, people) for name in _texts(builder, place)]
    return " OR ".join(filter(None, (_theirs(columns, table, people), *named))) or "false"


def _texts(builder: DuckBuilder, place: str) -> list[str]:
    return [n for n, kind in builder.columns(quoted(place)).items() if kind == "VARCHAR" and n not in _OURS]


def _may_name(column: str, people: Forgotten) -> str:
    """SQL that is true of the texts in which somebody may be named."""
    may = f"contains({quoted(column)}, '@')"
    if people.named:  # a name has a blank or a mark between its words
        may += f" OR regexp_matches({quoted(column)}, '[\\pL\\pN][^\\pL\\pN]+[\\pL\\pN]')"
    return may


def blank_texts(builder: DuckBuilder, place: str, people: Forgotten) -> int:
    """Blank their addresses and names in every text of a table; how many rows held one."""
    texts = _texts(builder, place)
    rows: set[int] = set()
    for name in texts if people.hashes else ():
        changed = dict(_changed(builder, place, name, people))
        if changed:
            named = {"old": list(changed), "new": list(changed.values())}
            every = "(SELECT unnest($old::VARCHAR[]) AS old, unnest($new::VARCHAR[]) AS new) AS told"
            mine = f"t.{quoted(name)} = told.old"
            rows |= {
                row for (row,) in builder.rows(f"SELECT t.rowid FROM {quoted(place)} AS t, {every} WHERE {mine}", named)
            }
            builder.execute(
                f"UPDATE {quoted(place)} AS t SET {quoted(name)} = told.new FROM {every} WHERE {mine}", named
            )
    return len(rows)


def _changed(builder: DuckBuilder, place: str, column: str, people: Forgotten) -> Iterator[tuple[str, str]]:
    """(text, new text) of the texts that name somebody forgotten, among those that may: each text once."""
    may = _may_name(column, people)
    for texts in builder.batches(f"SELECT DISTINCT {quoted(column)} FROM {quoted(place)} WHERE {may}"):
        for (text,) in texts:
            if (new := people.without(text)) != text:
                yield text, new


def _naming(table: Table) -> tuple[str, ...]:
    """The columns by which a row is a person's own: an address, or an id of theirs."""
    own = [column.name for column in table.columns if column.name == "email" or column.refers == "contacts"]
    return (*own, *(table.key if table.name in {"contacts", "leads"} else ()))
