"""Step 0005: each row has a checksum; what lies there already is taken as it is."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from headway.state.checksums import NAME, checksum

revision = "0005"
down_revision: str | None = "0004"
_KEYS = {
    "ledger_generations": ("generation",),
    "ledger_files": ("generation", "source", "table", "file"),
    "ledger_tables": ("generation", "table"),
    "ledger_facts": ("generation", "name"),
    "exposures": ("action_id", "shown_on", "user"),
    "health": ("generation", "finding_id"),
    **dict.fromkeys(("decisions", "audit", "identities", "acceptances"), ("sequence",)),
}


def upgrade() -> None:
    """Add the column to every table, and fill it."""
    connection = op.get_bind()
    for name, keys in _KEYS.items():
        op.add_column(name, sa.Column(NAME, sa.Text))
        table = sa.table(name, *(sa.column(key) for key in (*keys, NAME)))
        filled = sa.update(table).where(*(table.c[key] == sa.bindparam(f"its_{key}") for key in keys))
        filled = filled.values({NAME: sa.bindparam("summed")})
        rows = [
            {f"its_{key}": row[key] for key in keys} | {"summed": checksum(_read(dict(row)))}
            for row in connection.execute(sa.select(sa.literal_column("*")).select_from(table)).mappings()
        ]
        if rows:
            connection.execute(filled, rows)


def _read(row: dict[str, object]) -> dict[str, object]:
    """A row as the tables of today read it: SQLite keeps JSON as text."""
    facts = row.get("facts")
    return row | {"facts": json.loads(facts)} if isinstance(facts, str) else row
