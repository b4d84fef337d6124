"""Loads one file into a store in memory, as a sync would, and gives back what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.ingest.formats import Part, Reading, open_part
from headway.ingest.loading import Fresh, Load, load_file, prepare
from headway.ingest.mapping import plan_columns
from headway.ingest.remaking import Remaking
from headway.ingest.shaping import shape
from headway.ingest.sync import Earlier, FileReport, feeds_of, finish_reports, load_feeds, make_newest
from headway.schema import tables
from headway.settings import load as settings_of

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The counts, what the shape left out and says, the rows that were kept, and those that were refused."""

    load: Load
    left_out: int
    notes: tuple[str, ...]
    rows: Rows
    rejects: Rows


def load(
    path: Path, table: str = "deals", mapping: Mapping[str, Any] | None = None, zone: str = "UTC", member: str = ""
) -> Loaded:
    """Load a file of any format; raises what a sync would tell."""
    builder = DuckBuilder(Path(":memory:"), timezone=zone)
    try:
        prepare(builder)
        part = Part(path, member, path.name)
        shaped = shape(
            builder,
            open_part(builder, part, Reading.of(mapping or {})),
            tables()[table],
            mapping or {},
            lambda name: open_part(builder, Part(path.parent / name, "", name)),
            path.name,
        )
        plan = plan_columns(tables()[table], shaped.mapping, shaped.opened.headings, path.name)
        done = load_file(builder, part, shaped.opened, plan, Fresh("crm", path.name, 1, datetime(2026, 1, 1)))
        return Loaded(
            done,
            shaped.left_out + shaped.opened.left_out,
            (*shaped.opened.notes, *shaped.notes),
            builder.run("SELECT * FROM raw._new ORDER BY _row").to_pylist(),
            builder.run("SELECT * FROM raw.rejects ORDER BY ALL").to_pylist(),
        )
    finally:
        builder.close()


def one(folder: Path, column: str, value: str, table: str = "deals", zone: str = "UTC") -> Any:
    """The typed value of one cell; None where the row was refused for it."""
    others = {
        "deals": {"deal_id": "D1", "created_at": "2026-01-01", "status": "open"},
        "accounts": {"account_id": "A1"},
        "activities": {"activity_id": "X1"},
        "usage": {"account_id": "A1", "day": "2026-01-01", "metric": "m"},
    }
    cells = {**others[table], column: value}
    path = folder / f"{table}.csv"
    texts = ['"' + text.replace('"', '""') + '"' for text in cells.values()]
    path.write_text(",".join(cells) + "\n" + ",".join(texts) + "\n", encoding="utf-8")
    found = load(path, table, zone=zone)
    return found.rows[0][column] if found.rows else None


def read_sources(folder: Path) -> list[FileReport]:
    """Read every source of a workspace into a store in memory, as the first half of a sync would."""
    builder = DuckBuilder(Path(":memory:"))
    try:
        return read_into(builder, folder)
    finally:
        builder.close()


def read_into(
    builder: DuckBuilder,
    folder: Path,
    batch: int = 1,
    earlier: Earlier | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[FileReport]:
    """Read every source of a workspace into the store of a builder."""
    settings = settings_of(folder)
    feeds = feeds_of(settings, None)
    now = datetime(2026, 11, batch)
    reports = load_feeds(builder, settings, feeds, earlier or {}, batch=batch, now=now, progress=progress)
    make_newest(builder, Remaking(builder, {}, batch))
    return finish_reports(builder, reports)
