"""Keeps forgotten people forgotten: what the sources still say of them is blanked before it is kept.

A person is remembered by salted hashes alone, in ``forgotten.json``: of their addresses, of the ids that the sources
give them, and of their full names. It stands beside the state, so that a backup of the state brings nobody back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from unicodedata import combining, normalize

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest import disk
from headway.ingest.late import LATE
from headway.ingest.mapping import DELETED_AT, KNOWN_AT
from headway.schema import Table

FILE_NAME = "forgotten.json"
BLANK = "[forgotten]"
# Letters of any script; the inner one where more than an address stands without a gap, as in a link.
_ADDRESS = r"""(?<![^\s<>,;:"()@])[^\s<>,;:"()@]+@[^\s<>,;:"()@]+"""
_INNER = r"(?<![\w.%+\-'])[\w.%+\-']+@[\w.\-]*\w"
_AROUND = ".!?'[]{}*_`"
_BLANKS = " \t\r\n\xa0"
_WORD = r"[^\W_]+"
# Letters that are no other letter with a mark, as people write them who lack the key.
_LIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
# An alias is the same mailbox: what follows a plus everywhere, and dots where Google delivers.
_ALIAS = r"^([^@+]+)\+[^@]*@"
_GOOGLE = r"^[^@]+@(gmail|googlemail)\.com$"
_OURS = {KNOWN_AT.name, DELETED_AT.name, "_source", "_file", "_row", "_loaded_at", "_batch", "_bad", LATE}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Hashes of whom to forget and of their names, and (only while it is being done) the names themselves.

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
    names: tuple[str, ...] = field(default=(), repr=False)

    def has(self, text: str) -> bool:
        """Whether an address or id is of somebody forgotten."""
        return self._hash(text) in self.hashes

    def with_people(self, texts: Iterable[str], names: Iterable[str] = ()) -> Forgotten:
        """The same with more people."""
        more, every = {self._hash(text) for text in texts}, {*self.names, *names}
        spelled = [[_plain_word(word) for word in re.findall(_WORD, name)] for name in names]
        named = self.named | {self._named(words) for words in spelled}
        return Forgotten(self.salt, self.hashes | more, named, tuple(sorted(every, key=len, reverse=True)))

    def without(self, text: str) -> str:
        """A text with every address and every name of theirs replaced."""
        if "@" in text:
            text = re.sub(_ADDRESS, lambda m: self._instead(m[0]), text)
        if self.named:
            text = self._nameless(text)
        for name in self.names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", BLANK, text, flags=re.IGNORECASE)
        return text

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
        words = list(re.finditer(_WORD, text))
        plain = [_plain_word(word[0]) for word in words]
        spans = [
            (words[first].start(), words[first + count - 1].end())
            for count in {int(name.partition(":")[0]) for name in self.named}
            for first in range(len(words) - count + 1)
            if self._named(plain[first : first + count]) in self.named
        ]
        after = len(text)
        for start, end in sorted(spans, key=lambda span: (-span[0], -span[1])):
            if end <= after:  # of two that overlap, the later is taken
                text, after = f"{text[:start]}{BLANK}{text[end:]}", start
        return text

    def _named(self, words: list[str]) -> str:
        """What is kept of a name: how many words it has, and the hash of them in whatever order."""
        return f"{len(words)}:{sha256((self.salt + ' '.join(sorted(words))).encode()).hexdigest()}"

    def _other(self, address: str) -> str:
        """What stands for an address: the same wherever it stood, since it may have been an id."""
        return f"forgotten-{self._hash(address)[:8]}"

    def _hash(self, text: str) -> str:
        return sha256(f"{self.salt}{folded(text)}".encode()).hexdigest()


@lru_cache(maxsize=100_000)
def _plain_word(word: str) -> str:
    """A word of a name without its case and marks.

    Example:
        >>> _plain_word("ZOË"), _plain_word("Łukasz"), _plain_word("Groß")
        ('zoe', 'lukasz', 'gross')
    """
    letters = normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not combining(letter)).translate(_LIKE)


def folded(text: str) -> str:
    r"""An address or id as it is compared: composed, and in small letters one by one, as the engine makes them.

    An alias of a mailbox is that mailbox.

    Example:
        >>> folded(" BO\u0308B@Acme.example") == folded("böb@acme.example"), folded("ΝΙΚΟΣ"), folded("İ")
        (True, 'νικοσ', 'i')
        >>> folded("z.quill+crm@acme.example"), folded("Z.Quill+a@googlemail.com"), folded("a+b")
        ('z.quill@acme.example', 'zquill@gmail.com', 'a+b')
    """
    plain = "".join(letter.lower()[0] for letter in normalize("NFC", text.strip(_BLANKS)))
    plain = re.sub(_ALIAS, r"\1@", plain)
    if re.search(_GOOGLE, plain):
        return f"{plain.partition('@')[0].replace('.', '')}@gmail.com"
    return plain


def folded_sql(text: str) -> str:
    """SQL of what :func:`folded` makes of a text."""
    plain = f"lower(nfc_normalize(trim({text}, {text_literal(_BLANKS)})))"
    own = f"regexp_replace({plain}, {text_literal(_ALIAS)}, '\\1@')"
    google = f"regexp_matches({own}, {text_literal(_GOOGLE)})"
    return f"CASE WHEN {google} THEN replace(split_part({own}, '@', 1), '.', '') || '@gmail.com' ELSE {own} END"


def load_forgotten(folder: Path) -> Forgotten:
    """Who was forgotten in a workspace; with a new salt where nobody was."""
    path = folder / FILE_NAME
    if not path.exists():
        return Forgotten(os.urandom(16).hex())
    told = json.loads(path.read_text(encoding="utf-8"))
    return Forgotten(told["salt"], frozenset(told["hashes"]), frozenset(told.get("names", ())))


def keep_forgotten(folder: Path, people: Forgotten) -> None:
    """Write the hashes down, in one step; nothing else is."""
    path = folder / FILE_NAME
    fresh = path.with_suffix(".next")
    disk.remove(fresh)
    fresh.touch(mode=0o600)  # the salt beside the hashes is enough to try addresses
    told = {"salt": people.salt, "hashes": sorted(people.hashes), "names": sorted(people.named)}
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
    theirs = " OR ".join(people.sql(quoted(name)) for name in _naming(table) if name in columns)
    touched = 0
    if theirs:
        known = set(table.names)
        personal = {column.name for column in table.columns if column.personal}
        blanks = ", ".join(f"{quoted(n)} = NULL" for n in columns if n in personal or n not in known)
        touched = int(builder.value(f"SELECT count(*) FROM {quoted(place)} WHERE {theirs}"))
        if touched and blanks:
            builder.execute(f"UPDATE {quoted(place)} SET {blanks} WHERE {theirs}")
    return touched + blank_texts(builder, place, people)


def blank_texts(builder: DuckBuilder, place: str, people: Forgotten) -> int:
    """Blank their addresses and names in every text of a table; how many rows held one."""
    texts = [n for n, kind in builder.columns(quoted(place)).items() if kind == "VARCHAR" and n not in _OURS]
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
    may = f"contains({quoted(column)}, '@')"
    if people.named:  # a name has a blank or a mark between its words
        may += f" OR regexp_matches({quoted(column)}, '[\\pL\\pN][^\\pL\\pN]+[\\pL\\pN]')"
    for (text,) in builder.rows(f"SELECT DISTINCT {quoted(column)} FROM {quoted(place)} WHERE {may}"):
        if (new := people.without(text)) != text:
            yield text, new


def _naming(table: Table) -> tuple[str, ...]:
    """The columns by which a row is a person's own: an address, or an id of theirs."""
    own = [column.name for column in table.columns if column.name == "email" or column.refers == "contacts"]
    return (*own, *(table.key if table.name in {"contacts", "leads"} else ()))
