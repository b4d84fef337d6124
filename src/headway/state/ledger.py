"""The load ledger: what each generation of the store was made from, so that a store can be checked against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, select

from headway.errors import StoreError
from headway.state.database import Database
from headway.state.tables import FACTS, FILES, GENERATIONS, TABLES

_LOOKED = "looked_at:"
_OF_ALL = ("synced_at", "looked_at")
"""What told of a look at every source at once, before each source had its own."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file as it was loaded into one table: rows read, loaded, refused, and left out as copies."""

    source: str
    table: str
    file: str
    content: str
    read: int
    loaded: int
    refused: int
    copies: int
    batch: int


class Ledger:
    """What was loaded, by generation; a generation is written once, whole, and then only read.

    Example:
        >>> import tempfile
        >>> from headway.state.store import State
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     state = State(f"{folder}/state.sqlite")
        ...     file = LoadedFile("crm", "deals", "deals.csv", "9f86d0", read=3, loaded=2, refused=1, copies=0, batch=1)
        ...     state.ledger.record(1, [file], {"deals": (2, "a1b2")}, {"as_of": "2026-03-02"})
        ...     print(state.ledger.tables(1), state.ledger.facts(1))
        ...     state.close()
        {'deals': (2, 'a1b2')} {'as_of': '2026-03-02'}
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self,
        generation: int,
        files: Sequence[LoadedFile],
        tables: Mapping[str, tuple[int, str]],
        made: Mapping[str, str],
    ) -> None:
        """Write down a generation in one transaction.

        ``files``: those loaded anew for it; ``tables``: name to (rows, content hash); ``made``: facts about its
        making (as_of, synced_at, the settings' fingerprint) as text.
        Errors: :class:`StoreError` when the generation is already there.
        """
        own = {"generation": generation}
        lines = (
            (FILES, [own | asdict(file) for file in files]),
            (TABLES, [own | {"table": name, "rows": rows, "hash": hashed} for name, (rows, hashed) in tables.items()]),
            (FACTS, [own | {"name": name, "value": value} for name, value in made.items()]),
        )
        with self._database.writing() as connection:
            if connection.scalar(select(GENERATIONS).where(GENERATIONS.c.generation == generation)) is not None:
                wrong = "is already in the ledger"
                raise StoreError(f"generation {generation}", wrong, "forget it first if it was never published")
            connection.execute(insert(GENERATIONS), own)
            for table, rows in lines:
                if rows:
                    connection.execute(insert(table), rows)

    def files(self, generation: int) -> list[LoadedFile]:
        """Each file's newest entry as of ``generation``, in the order of source, table and file."""
        key = (FILES.c.source, FILES.c.table, FILES.c.file)
        newest = (
            select(*key, func.max(FILES.c.generation).label("generation"))
            .where(FILES.c.generation <= generation)
            .group_by(*key)
            .subquery()
        )
        same = and_(*(newest.c[part.name] == part for part in key), newest.c.generation == FILES.c.generation)
        columns = [FILES.c[part.name] for part in fields(LoadedFile)]
        query = select(*columns).join(newest, same).order_by(*key)
        return [LoadedFile(*row) for row in self._database.rows(query)]

    def tables(self, generation: int) -> dict[str, tuple[int, str]]:
        """Rows and content hash of each table of exactly this generation, by name; empty for one not recorded."""
        query = select(TABLES.c.table, TABLES.c.rows, TABLES.c.hash).where(TABLES.c.generation == generation)
        return {name: (rows, hashed) for name, rows, hashed in self._database.rows(query.order_by(TABLES.c.table))}

    def facts(self, generation: int) -> dict[str, str]:
        """What was written about the making of exactly this generation; empty for one not recorded."""
        query = select(FACTS.c.name, FACTS.c.value).where(FACTS.c.generation == generation).order_by(FACTS.c.name)
        return dict(self._database.rows(query))

    def looked(self, generation: int, looks: Mapping[str, datetime]) -> None:
        """Write down that these sources were as this generation says when they were looked at again: source → when."""
        facts = looks_as_facts(looks)
        mine = and_(FACTS.c.generation == generation, FACTS.c.name.in_(facts))
        rows = [{"generation": generation, "name": name, "value": value} for name, value in facts.items()]
        with self._database.writing() as connection:
            connection.execute(delete(FACTS).where(mine))
            connection.execute(insert(FACTS), rows)

    def last_looks(self, generation: int) -> dict[str, datetime]:
        """Source → when it was last looked at, by the sync of this generation, since, or before it."""
        facts = self.facts(generation)
        own = {
            name.removeprefix(_LOOKED): datetime.fromisoformat(value)
            for name, value in facts.items()
            if name.startswith(_LOOKED)
        }
        of_all = max((datetime.fromisoformat(facts[name]) for name in _OF_ALL if name in facts), default=None)
        if own or of_all is None:
            return own
        return dict.fromkeys((file.source for file in self.files(generation)), of_all)

    def forget_after(self, generation: int) -> None:
        """Forget every generation after this one: they were recorded, but never published."""
        later = GENERATIONS.c.generation > generation
        if self._database.rows(select(GENERATIONS).where(later).limit(1)):
            with self._database.writing() as connection:
                connection.execute(delete(GENERATIONS).where(later))  # its lines go with it


def looks_as_facts(looks: Mapping[str, datetime]) -> dict[str, str]:
    """When each source was last looked at, as facts about the making of a generation."""
    return {f"{_LOOKED}{source}": moment.isoformat() for source, moment in looks.items()}
