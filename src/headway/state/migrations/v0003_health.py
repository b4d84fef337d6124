"""Step 0003: what people accepted of what is wrong with the data, and what was found at each sync."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "acceptances",
        sa.Column("sequence", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("finding_id", "verdict", "reason")),
        sa.Column("accepted_on", sa.Date, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sqlite_autoincrement=True,
    )
    owner = sa.ForeignKey("ledger_generations.generation", ondelete="CASCADE")
    op.create_table(
        "health",
        sa.Column("generation", sa.Integer, owner, primary_key=True, autoincrement=False),
        sa.Column("finding_id", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
    )
