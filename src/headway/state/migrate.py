"""Brings a state to the newest schema: one transaction for all steps, a copy of the old file first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationStep, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from headway.state.tables import METADATA, VERSION_TABLE

STEPS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, steps: Path = STEPS) -> None:
    """Run the missing steps of the folder ``steps`` inside the transaction that ``connection`` is in.

    The caller commits: a process that dies on the way leaves the schema that was there before.
    """
    context = context_of(connection, steps)
    with Operations.context(context):
        context.run_migrations()


def context_of(connection: Connection, steps: Path = STEPS) -> MigrationContext:
    """How Alembic sees this state: its version table, our tables, and the steps of the folder ``steps``."""
    scripts = ScriptDirectory(steps, version_locations=[steps])

    def missing(current: Any, _context: MigrationContext) -> list[RevisionStep]:
        newest_first = scripts.iterate_revisions("head", current, implicit_base=True)
        found = [MigrationStep.upgrade_from_script(scripts.revision_map, script) for script in newest_first]
        return found[::-1]

    options = {"fn": missing, "version_table": VERSION_TABLE, "target_metadata": METADATA}
    return MigrationContext.configure(connection, opts=options)


def keep_copy(path: Path, connection: Connection, version: str) -> Path:
    """Copy the SQLite file as it is at ``version`` to a file beside it, whole, and return the copy's path.

    ``connection`` must be another one than the writer's: SQLite copies only outside of a transaction.
    """
    copy = path.with_name(f"{path.name}.before-upgrade-from-{version}")
    copy.unlink(missing_ok=True)
    raw = connection.connection.cursor()
    raw.execute("VACUUM INTO ?", (str(copy),))
    raw.close()
    return copy
