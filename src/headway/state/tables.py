"""The tables of the state as they are today; ``migrations/`` holds the way that leads here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Float, ForeignKey, Index, Integer, MetaData, Table, Text

from headway.state.checksums import NAME, of_new_row

HEAD = "0005"
"""The newest step in ``migrations/``. Steps are numbered, so a greater one is from a newer Headway."""

VERSION_TABLE = "schema_version"

METADATA = MetaData()


def _summed() -> Column[str]:
    """The column of the rows' checksums; see :mod:`headway.state.checksums`."""
    return Column(NAME, Text, default=of_new_row)


GENERATIONS = Table(
    "ledger_generations",
    METADATA,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    _summed(),
)


def _of_generation() -> Column[int]:
    """The key column of everything that a generation owns, and that goes when it is forgotten."""
    owner = ForeignKey("ledger_generations.generation", ondelete="CASCADE")
    return Column("generation", Integer, owner, primary_key=True, autoincrement=False)


FILES = Table(
    "ledger_files",
    METADATA,
    _of_generation(),
    Column("source", Text, primary_key=True),
    Column("table", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("read", BigInteger, nullable=False),
    Column("loaded", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    Column("copies", BigInteger, nullable=False),
    Column("batch", BigInteger, nullable=False),
    _summed(),
)

TABLES = Table(
    "ledger_tables",
    METADATA,
    _of_generation(),
    Column("table", Text, primary_key=True),
    Column("rows", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    _summed(),
)

FACTS = Table(
    "ledger_facts",
    METADATA,
    _of_generation(),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    _summed(),
)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _words(name: str, *columns: Column[Any] | Index) -> Table:
    """What people said, word by word: the sequence of a removed word is never given again."""
    sequence = Column("sequence", Integer, primary_key=True)
    return Table(name, METADATA, sequence, *columns, _summed(), sqlite_autoincrement=True)


DECISIONS = _words(
    "decisions",
    *_texts("action_id", "verdict"),
    Column("decided_on", Date, nullable=False),
    *_texts("user", "note"),
    Column("facts", JSON, nullable=False),
    Index("decisions_by_action", "action_id"),
)

AUDIT = _words("audit", Column("day", Date, nullable=False), *_texts("user", "what", "thing"))

EXPOSURES = Table(
    "exposures",
    METADATA,
    Column("action_id", Text, primary_key=True),
    Column("shown_on", Date, primary_key=True),
    Column("user", Text, primary_key=True),
    _summed(),
)

IDENTITIES = _words(
    "identities",
    *_texts("table", "from_id", "into_id", "verdict"),
    Column("decided_on", Date, nullable=False),
    *_texts("user", "note"),
)

ACCEPTANCES = _words(
    "acceptances",
    *_texts("finding_id", "verdict", "reason"),
    Column("accepted_on", Date, nullable=False),
    *_texts("user"),
    Column("rows", BigInteger, nullable=False),
    Column("share", Float, nullable=False),
)

HEALTH = Table(
    "health",
    METADATA,
    _of_generation(),
    Column("finding_id", Text, primary_key=True),
    Column("rows", BigInteger, nullable=False),
    Column("share", Float, nullable=False),
    _summed(),
)
