"""Blanks what is personal in rows that are older than a workspace wants to keep it (``retention_days``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from headway import disk
from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SettingsError
from headway.ingest import parts
from headway.ingest.keeping import has_raw
from headway.schema import Table, tables


def blank_aged(builder: DuckBuilder, retention_days: Mapping[str, int], now: datetime) -> list[str]:
    """Blank the rows whose time has come; gives the raw tables that held any.

    Errors: :class:`SettingsError` for a table of which nothing personal is kept, or that has no dates.
    """
    able = [t.name for t in tables().values() if not t.made and t.dated_by and any(c.personal for c in t.columns)]
    wrong = sorted(set(retention_days) - set(able))
    if wrong:
        rule = "is no dated table with anything personal in it"
        raise SettingsError(f"[retention_days] {wrong[0]}", rule, f"there are {', '.join(able)}")
    found = []
    for name, days in sorted(retention_days.items()):
        if has_raw(builder, name):
            table, limit = tables()[name], now - timedelta(days=days)
            parts.bring_back(builder, name, _due(builder, f"raw.{name}", table, limit))
            found += [f"raw.{name}"] if blank_older(builder, f"raw.{name}", table, limit) else []
    return found


def blank_older(builder: DuckBuilder, place: str, table: Table, limit: datetime) -> int:
    """Blank the personal columns of the rows of ``table`` that lie in ``place`` and are dated before ``limit``."""
    due = _due(builder, place, table, limit)
    rows = int(builder.value(f"SELECT count(*) FROM {quoted(place)} WHERE {due}"))
    if rows:
        blanks = ", ".join(f"{quoted(name)} = NULL" for name in _personal(builder, place, table))
        builder.execute(f"UPDATE {quoted(place)} SET {blanks} WHERE {due}")
    return rows


def _personal(builder: DuckBuilder, place: str, table: Table) -> list[str]:
    have = builder.columns(quoted(place))
    return [column.name for column in table.columns if column.personal and column.name in have]


def _due(builder: DuckBuilder, place: str, table: Table, limit: datetime) -> str:
    """SQL that is true of rows that are dated before the limit and hold something personal still."""
    have = builder.columns(quoted(place))
    dates = [f"{quoted(name)}::TIMESTAMP" for name in table.dated_by if name in have]
    held = [f"{quoted(name)} IS NOT NULL" for name in _personal(builder, place, table)]
    if not dates or not held:
        return "false"
    return (
        f"coalesce({', '.join(dates)}) < TIMESTAMP {text_literal(limit.isoformat(sep=' '))} AND ({' OR '.join(held)})"
    )


def write_anew(store: Path) -> None:
    """Write a closed store into a new file, so that no byte is left of what was changed in it."""
    clean = store.with_name(f"{store.name}-clean.building")
    disk.remove(clean)
    builder = DuckBuilder(clean)
    try:
        builder.execute(f"ATTACH {text_literal(str(store))} AS worked (READ_ONLY)")
        name = builder.value("SELECT current_database()")
        builder.execute(f"COPY FROM DATABASE worked TO {quoted(str(name))}")
        builder.execute("DETACH worked")
        builder.checkpoint()
    finally:
        builder.close()
    disk.rename(clean, store)
