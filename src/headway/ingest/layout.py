"""Writes ``headway.toml`` for an export: which file is which table, which heading which column, what is left."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import tomlkit

from headway.alone import unwritable
from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError, UsageError, WorkspaceError
from headway.ingest.amounts import settle_amounts
from headway.ingest.currencies import settle_reporting
from headway.ingest.dated import find_series
from headway.ingest.draft import Draft
from headway.ingest.endings import settle_endings
from headway.ingest.fields import settle_fields
from headway.ingest.formats import ENDINGS, Part, is_known, parts_of
from headway.ingest.headings import map_columns
from headway.ingest.headless import read_framed
from headway.ingest.histories import entered_stages, lines_of_deals, nested_stages
from headway.ingest.joins import join_files
from headway.ingest.links import link_files
from headway.ingest.nested import link_nested
from headway.ingest.placing import place_files
from headway.ingest.preview import Preview, preview
from headway.ingest.reporting import InitReport, leave_out_incomplete, report_of
from headway.ingest.resources import split_resources
from headway.ingest.stages import name_stages
from headway.ingest.versions import settle_versions
from headway.ingest.written import document
from headway.settings import FILE_NAME

DATES = ("day-first", "month-first")


def write_mapping(
    folder: Path, files: Path | None, engine: str | None, builder: DuckBuilder, dates: str = ""
) -> InitReport:
    """Make ``folder`` a workspace whose ``headway.toml`` reads ``files``.

    Args:
        dates: ``day-first`` or ``month-first`` for days that can be read either way; else they are asked about.

    Errors: :class:`WorkspaceError` when there is a headway.toml already, or ``folder`` cannot be written to;
    :class:`SourceError` when ``files`` does not exist or holds nothing that is read. Nothing is written then.
    """
    target = folder / FILE_NAME
    _refuse_another(target)
    if dates and dates not in DATES:
        raise UsageError("--dates", f"'{dates}' is neither {' nor '.join(DATES)}", f"say --dates {DATES[0]}")
    if files is None:
        report, made = InitReport(), document(folder, None, engine, None, ())
    else:
        draft = draft_of(builder, files, dates)
        report = replace(report_of(draft), previews=previews_of(builder, draft))
        made = document(folder, files, engine, draft, report.unplaced)
    _write(target, tomlkit.dumps(made))
    return report


def _refuse_another(target: Path) -> None:
    try:
        if target.exists():
            raise WorkspaceError(
                str(target), "exists already", "edit it, delete it to have it made anew, or choose another folder"
            )
    except PermissionError as problem:
        raise unwritable(target.parent, problem) from None


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        with suppress(OSError):  # half of it would stand in the way of the next try
            target.unlink()
        raise unwritable(target.parent, problem) from None


def draft_of(builder: DuckBuilder, files: Path, dates: str = "") -> Draft:
    """Look at every file and work the mapping out.

    Errors: :class:`SourceError` when ``files`` does not exist or holds nothing that can be read.
    """
    profiles, notes = {}, []
    for number, (name, part) in enumerate(_listed(files).items()):
        try:
            profiles[name], told = read_framed(builder, part, number)
            notes += [*told, *(f"{name}: {note}" for note in profiles[name].notes)]
        except SourceError as problem:
            notes.append(f"{name} is left out: {problem.wrong}")
    if not profiles:
        raise SourceError(
            str(files), f"holds no file that can be read ({'; '.join(notes)})", "mend what is said, or export it again"
        )
    draft = Draft(profiles, notes=notes, dates=dates)
    place_files(builder, draft)
    split_resources(builder, draft)
    for place in draft.places:
        map_columns(builder, draft, place)
        settle_versions(builder, draft, place)
    read = list(draft.profiles.values())
    find_series(builder, draft)
    settle_amounts(builder, draft, read)
    join_files(builder, draft)
    nested_stages(builder, draft)
    link_nested(draft)
    link_files(builder, draft)
    leave_out_incomplete(draft)
    entered_stages(builder, draft)
    lines_of_deals(builder, draft)
    settle_fields(builder, draft)
    name_stages(builder, draft)
    settle_endings(builder, draft)
    settle_reporting(builder, draft)
    return draft


def previews_of(builder: DuckBuilder, draft: Draft) -> tuple[Preview, ...]:
    """The first rows of each place as its mapping would load them."""
    return tuple(
        preview(builder, place.table, {**place.entries, **place.columns}, place.seen, draft.profiles.get)
        for place in draft.places
    )


def _listed(files: Path) -> dict[str, Part]:
    if not files.exists():
        raise SourceError(str(files), "does not exist", "give the folder (or file) of your export")
    if files.is_file() and not is_known(files):
        raise SourceError(str(files), "is no kind of file that is read", f"those that are end in {', '.join(ENDINGS)}")
    if files.is_file():
        return {part.name: part for part in parts_of(files, files.name)}
    known = (path for path in sorted(files.rglob("*")) if path.is_file() and is_known(path))
    found = {part.name: part for path in known for part in parts_of(path, path.relative_to(files).as_posix())}
    if not found:
        raise SourceError(str(files), "holds no file that is read", f"files that are read end in {', '.join(ENDINGS)}")
    return found
