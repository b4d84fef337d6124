"""Changes every text of a state, and leaves no trace of what it was in the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Text, select, update

from headway.state.checksums import NAME, checksum
from headway.state.database import Database
from headway.state.tables import METADATA


def redact(database: Database, change: Callable[[str], str]) -> int:
    """Put what ``change`` makes of each text in its place; gives how many rows changed."""
    rows = 0
    with database.writing() as connection:
        for table in METADATA.sorted_tables:
            texts = [c.name for c in table.c if isinstance(c.type, (Text, JSON)) and c.name != NAME]
            for row in connection.execute(select(table)).mappings().all() if texts else ():
                given = {name: row[name] for name in texts}
                made = {name: changed(value, change) for name, value in given.items()}
                if made != given:
                    mine = [key == row[key.name] for key in table.primary_key.columns]
                    summed = {NAME: checksum(dict(row) | made)}
                    connection.execute(update(table).where(*mine).values(made | summed))
                    rows += 1
    database.compact()
    return rows


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """Each text by itself, since a name may not reach from one into the next."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(name): changed(held, change) for name, held in value.items()}
    return [changed(held, change) for held in value] if isinstance(value, list) else value
