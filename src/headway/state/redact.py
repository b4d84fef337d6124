"""Changes every text of a state, and leaves no trace of what it was in the file."""

from __future__ import annotations

import json
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
                made = {name: _changed(value, change) for name, value in given.items()}
                if made != given:
                    mine = [key == row[key.name] for key in table.primary_key.columns]
                    summed = {NAME: checksum(dict(row) | made)}
                    connection.execute(update(table).where(*mine).values(made | summed))
                    rows += 1
    database.compact()
    return rows


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    return value if value is None else json.loads(change(json.dumps(value, ensure_ascii=False)))
