"""Step 0001: the load ledger, decisions, what was shown, and the audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("ledger_generations", sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False))
    _ledger(
        "ledger_files",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("source", "table", "file")),
        sa.Column("sha256", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("read", "loaded", "refused", "copies", "batch")),
    )
    _ledger(
        "ledger_tables",
        sa.Column("table", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    _ledger(
        "ledger_facts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    _log(
        "decisions",
        ["action_id", "verdict", "user", "note"],
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_index("decisions_by_action", "decisions", ["action_id"])
    _log("audit", ["user", "what", "thing"], sa.Column("day", sa.Date, nullable=False))
    op.create_table(
        "exposures",
        sa.Column("action_id", sa.Text, primary_key=True),
        sa.Column("shown_on", sa.Date, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
    )


def _ledger(name: str, *columns: sa.Column[Any]) -> None:
    owner = sa.ForeignKey("ledger_generations.generation", ondelete="CASCADE")
    op.create_table(name, sa.Column("generation", sa.Integer, owner, primary_key=True, autoincrement=False), *columns)


def _log(name: str, texts: list[str], *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("sequence", sa.Integer, primary_key=True),
        *(sa.Column(text, sa.Text, nullable=False) for text in texts),
        *columns,
        sqlite_autoincrement=True,
    )
