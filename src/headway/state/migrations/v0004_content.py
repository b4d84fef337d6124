"""Step 0004: what tells a file's content is a hash of one kind or another, and called so."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Rename the column."""
    op.alter_column("ledger_files", "sha256", new_column_name="content")
