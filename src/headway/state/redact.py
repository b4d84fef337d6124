"""Changes every text of a state, and leaves no trace of what it was in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Text, select, update

from headway.state.database import Database
from headway.state.tables import METADATA


def redact(database: Database, change: Callable[[str], str]) -> int:
    """Put what ``change`` makes of each text in its place; gives how many rows changed."""
    rows = 0
    with database.writing() as connection:
        for table in METADATA.sorted_tables:
            texts = [column for column in table.c if isinstance(column.type, (Text, JSON))]
            keys = list(table.primary_key.columns)
            for row in connection.execute(select(*keys, *texts)).all() if texts else ():
                given = dict(zip((column.name for column in texts), row[len(keys) :], strict=True))
                made = {name: _changed(value, change) for name, value in given.items()}
                if made != given:
                    mine = [key == value for key, value in zip(keys, row[: len(keys)], strict=True)]
                    connection.execute(update(table).where(*mine).values(made))
                    rows += 1
    database.compact()
    return rows


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    return value if value is None else json.loads(change(json.dumps(value, ensure_ascii=False)))
