"""Writes a mapping down as ``headway.toml``, with notes for the person who finishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from headway.ingest.connectors.files import table_of
from headway.ingest.draft import Draft, Mapped
from headway.schema import tables


def document(
    folder: Path, files: Path | None, engine: str | None, draft: Draft | None, notes: Sequence[str]
) -> tomlkit.TOMLDocument:
    """The settings of a new workspace, each thing that could not be placed as a comment."""
    made = tomlkit.document()
    made.add(
        tomlkit.comment("What Headway reads and how; 'headway sync' reads it anew. Lines that begin with # are notes.")
    )
    workspace = tomlkit.table()
    workspace.add("name", folder.resolve().name.replace("-", " ").replace("_", " ").title())
    workspace.add("currency", "USD")
    workspace["currency"].comment("the currency in which money is shown")
    workspace.add("timezone", "UTC")
    workspace["timezone"].comment("days are days here")
    made.add("workspace", workspace)
    if engine is not None:
        url = tomlkit.table()
        url.add("url", engine)
        made.add("engine", url)
    source = tomlkit.table()
    source.add("name", "crm")
    source.add("kind", "files")
    source.add("path", _relative(files, folder) if files is not None else "export")
    source["path"].comment("relative to this file, or absolute")
    if draft is not None:
        _add_tables(source, draft, notes)
    sources = tomlkit.aot()
    sources.append(source)
    made.add("sources", sources)
    return made


def _add_tables(source: Any, draft: Draft, notes: Sequence[str]) -> None:
    for note in notes:
        source.add(tomlkit.comment(note))
    mapped = tomlkit.table(is_super_table=True)
    for name, columns in draft.columns.items():
        files = [file for file, table in draft.placed.items() if table == name]
        if not columns and all(table_of(file) is not None for file in files):
            continue
        table = tomlkit.table()
        if "file" not in columns:
            table.add("file" if len(files) == 1 else "files", files[0] if len(files) == 1 else files)
        for ours, theirs in columns.items():
            table.add(ours, _inline(theirs) if isinstance(theirs, Mapping) else theirs)
        spare = _spare(draft, name, columns)
        if spare:
            table.add(tomlkit.comment("kept under their own names: " + ", ".join(spare)))
        mapped.add(name, table)
    if len(mapped):
        source.add("tables", mapped)


def _spare(draft: Draft, name: str, columns: Mapped) -> list[str]:
    file = draft.file_of(name)
    if file is None:
        return []
    used = {str(entry if isinstance(entry, str) else entry.get("column", "")).lower() for entry in columns.values()}
    return [h for h in draft.profiles[file].headings if h.lower() not in used and h.lower() not in tables()[name].names]


def _inline(entry: Mapping[str, Any]) -> Any:
    table = tomlkit.inline_table()
    for key, value in entry.items():
        table.add(key, _inline(value) if isinstance(value, Mapping) else value)
    return table


def _relative(files: Path, folder: Path) -> str:
    whole, home = files.resolve(), folder.resolve()
    return whole.relative_to(home).as_posix() if whole.is_relative_to(home) else whole.as_posix()
