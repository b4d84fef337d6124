"""Step 0002: what people said of rows that may be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "identities",
        sa.Column("sequence", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("table", "from_id", "into_id", "verdict")),
        sa.Column("decided_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("user", "note")),
        sqlite_autoincrement=True,
    )
