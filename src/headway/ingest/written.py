"""Writes a mapping down as ``headway.toml``, each line with its reason, and notes for the person who finishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import InlineTable, Table

from headway.engine.choice import chosen
from headway.ingest.connectors.files import table_of
from headway.ingest.draft import Draft, Place
from headway.schema import tables
from headway.settings import refuse_passwords


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
    code, why = draft.currency if draft is not None else ("", "")
    workspace.add("currency", code or "USD")
    workspace["currency"].comment("the currency in which money is shown" + (f": {why}" if why else ""))
    workspace.add("timezone", "UTC")
    workspace["timezone"].comment("days are days here")
    made.add("workspace", workspace)
    if engine is not None:
        chosen(engine)
        refuse_passwords(engine)
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


def grouped(draft: Draft) -> list[tuple[str, list[tuple[list[str], Place]]]]:
    """Table → its mappings, each with the files that it reads: files with the same headings share one."""
    found: dict[str, list[tuple[list[str], Place]]] = {}
    for place in draft.places:
        mine = found.setdefault(place.table, [])
        same = next((files for files, other in mine if _read_alike(other, place)), None)
        if same is not None:
            same.append(place.file)
        else:
            mine.append(([place.file], place))
    return list(found.items())


def _read_alike(one: Place, other: Place) -> bool:
    if "snapshots" in {**one.entries, **other.entries}:
        return False
    return set(one.seen.headings) == set(other.seen.headings) and one.seen.reading == other.seen.reading


def needs_entry(files: Sequence[str], place: Place) -> bool:
    """Whether the files are not read as the table by their own names and headings."""
    return bool(place.columns or place.entries or place.seen.reading.as_mapping()) or any(
        (table := table_of(file)) is None or table.name != place.table for file in files
    )


def _add_tables(source: Any, draft: Draft, notes: Sequence[str]) -> None:
    for note in notes:
        source.add(tomlkit.comment(note))
    mapped = tomlkit.table(is_super_table=True)
    for name, mappings in grouped(draft):
        wanted = [one for one in mappings if len(mappings) > 1 or needs_entry(*one)]
        if len(wanted) == 1:
            mapped.add(name, _table(*wanted[0]))
        elif wanted:
            several = tomlkit.aot()
            for files, place in wanted:
                several.append(_table(files, place))
            mapped.add(name, several)
    if len(mapped):
        source.add("tables", mapped)


def _table(files: list[str], place: Place) -> Table:
    table = tomlkit.table()
    if "snapshots" not in place.entries:
        table.add("file" if len(files) == 1 else "files", files[0] if len(files) == 1 else files)
    for key, entry in {**place.seen.reading.as_mapping(), **place.entries}.items():
        table.add(key, as_item(entry))
    for ours, theirs in place.columns.items():
        table.add(ours, as_item(theirs))
        if place.why.get(ours):
            table[ours].comment(place.why[ours])
    spare = _spare(place)
    if spare and place.entries.get("keep", "stages" not in place.entries and "fields" not in place.entries):
        table.add(tomlkit.comment("kept under their own names: " + ", ".join(spare)))
    return table


def _spare(place: Place) -> list[str]:
    used = {
        str(entry if isinstance(entry, str) else entry.get("column", "")).lower() for entry in place.columns.values()
    }
    ours = tables()[place.table].names
    return [heading for heading in place.seen.headings if heading.lower() not in used and heading.lower() not in ours]


def as_item(entry: Any) -> Any:
    """An entry as TOML: a table within a line where it is one."""
    if isinstance(entry, Mapping):
        table: InlineTable = tomlkit.inline_table()
        for key, value in entry.items():
            table.add(key, as_item(value))
        return table
    if isinstance(entry, list | tuple):
        array = tomlkit.array()
        for value in entry:
            array.append(as_item(value))
        return array
    return tomlkit.item(entry)


def _relative(files: Path, folder: Path) -> str:
    whole, home = files.resolve(), folder.resolve()
    return whole.relative_to(home).as_posix() if whole.is_relative_to(home) else whole.as_posix()
