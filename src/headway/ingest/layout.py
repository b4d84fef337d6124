"""Writes ``headway.toml`` for an export: which file is which table, which heading which column, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError, WorkspaceError
from headway.ingest.connectors.files import table_of
from headway.ingest.draft import Draft, Mapped
from headway.ingest.formats import ENDINGS, Part, is_known, parts_of
from headway.ingest.meaning import is_flag, is_guess, kind_map, outcome_map
from headway.ingest.profile import Profile, overlap, profile
from headway.ingest.recognise import Match, bare, by_values, matches, place_files
from headway.ingest.written import document
from headway.schema import Column, Table, tables
from headway.settings import FILE_NAME

_WANTED = ("amount", "account_id", "rep_id", "closed_at", "stage")
_JOINS_AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class InitReport:
    """What ``init`` did: a sentence for each table that was placed, and one for each thing that could not be."""

    mapped: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    complete: bool = True


def write_mapping(folder: Path, files: Path | None, engine: str | None, builder: DuckBuilder) -> InitReport:
    """Make ``folder`` a workspace whose ``headway.toml`` reads ``files``.

    Errors: :class:`WorkspaceError` when there is a headway.toml already; :class:`SourceError` when ``files`` does
    not exist or holds nothing that is read. Nothing is written then.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise WorkspaceError(str(target), "exists already", "edit it, or choose another folder")
    if files is None:
        report = InitReport()
        made = document(folder, None, engine, None, ())
    else:
        draft = _draft(builder, files)
        report = _report(draft)
        made = document(folder, files, engine, draft, report.unplaced)
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(tomlkit.dumps(made), encoding="utf-8")
    return report


def _draft(builder: DuckBuilder, files: Path) -> Draft:
    profiles, notes = {}, []
    for number, (name, part) in enumerate(_listed(files).items()):
        try:
            profiles[name] = profile(builder, part, number)
        except SourceError as problem:
            notes.append(f"{name} is left out: {problem.wrong}")
    if not profiles:
        raise SourceError(
            str(files), f"holds no file that can be read ({'; '.join(notes)})", f"read are {', '.join(ENDINGS)}"
        )
    own = {name: table.name for name, seen in profiles.items() if (table := _own(seen)) is not None}
    others = {name: seen for name, seen in profiles.items() if name not in own}
    found = place_files(builder, others)
    draft = Draft(
        profiles, own | {file: table for file, table in found.items() if table not in own.values()}, notes=notes
    )
    for placed in dict.fromkeys(draft.placed.values()):
        _map_columns(builder, draft, tables()[placed])
    _join(builder, draft)
    _derive_lines(builder, draft)
    draft.notes += [f"{name} is not read: no table of ours is like it" for name in profiles if name not in draft.placed]
    return draft


def _listed(files: Path) -> dict[str, Part]:
    if not files.exists():
        raise SourceError(str(files), "does not exist", "give the folder (or file) of your export")
    if files.is_file():
        return {part.name: part for part in parts_of(files, files.name)}
    known = (path for path in sorted(files.rglob("*")) if path.is_file() and is_known(path))
    found = {part.name: part for path in known for part in parts_of(path, path.relative_to(files).as_posix())}
    if not found:
        raise SourceError(str(files), "holds no file that is read", f"files that are read end in {', '.join(ENDINGS)}")
    return found


def _own(seen: Profile) -> Table | None:
    """The table, when file and required columns are named as ours are."""
    table = table_of(seen.name)
    names = {heading.lower() for heading in seen.headings}
    return table if table is not None and all(c.name in names for c in table.columns if c.required) else None


def _map_columns(builder: DuckBuilder, draft: Draft, table: Table) -> None:
    file = draft.file_of(table.name) or ""
    seen = draft.profiles[file]
    lower = {heading.lower() for heading in seen.headings}
    mapped: Mapped = {}
    taken: set[str] = set()
    for column in table.columns:
        if column.name in lower and not column.closed:
            mapped |= _own_column(builder, draft, seen, column)
            continue
        if column.closed:
            status = _status(seen)
            if status is not None and status != column.name:
                mapped[column.name] = status
                draft.notes += _guesses(file, status)
            continue
        found = matches(builder, seen, column)
        best = next((m for m in found if m.heading not in taken or not column.refers), None)
        if best is not None and not (
            best.heading in taken and column.name in {"name", "title"} and table.name == "deals"
        ):
            entry = _entry(best, seen, draft, file)
            if entry is not None:
                mapped[column.name] = entry
                taken.add(best.heading)
    _one_close_day(mapped)
    draft.columns[table.name] = mapped


def _own_column(builder: DuckBuilder, draft: Draft, seen: Profile, column: Column) -> Mapped:
    """A heading that is our own needs an entry only when its values are written in a way that must be named."""
    heading = next(name for name in seen.headings if name.lower() == column.name)
    match = by_values(builder, seen, column, heading, 1.0)
    if match is None:
        draft.notes.append(f"{seen.name}: many values of '{heading}' are no {column.type}; those rows will be refused")
        return {}
    entry = _entry(match, seen, draft, seen.name)
    return {} if entry is None or entry == heading else {column.name: entry}


def _entry(match: Match, seen: Profile, draft: Draft, file: str) -> Any:
    if match.comma:
        return {"column": match.heading, "decimal": ","}
    if match.comma is None:
        draft.notes.append(
            f"{file}: '{match.heading}' reads with a decimal point and with a comma; taken as a point; else say "
            f'{match.column.name} = {{column = "{match.heading}", decimal = ","}}'
        )
    if len(match.formats) == 1:
        return {"column": match.heading, "format": match.formats[0]}
    if match.formats:
        choices = " or ".join(match.formats)
        draft.notes.append(
            f"{file}: '{match.heading}' may be {choices}; say which: {match.column.name} = "
            f'{{column = "{match.heading}", format = "{match.formats[0]}"}}'
        )
        return None
    if match.column.name == "kind" and seen.headings[match.heading].values:
        kinds = kind_map(seen.headings[match.heading].values)
        if kinds:
            return {"column": match.heading, "map": kinds}
    return match.heading


def _status(seen: Profile) -> Any:
    """How won, lost and open are told: by a status, by flags, or by what the stages say."""
    flags = {bare(h.name): h.name for h in seen.headings.values() if is_flag(h.values)}
    if "iswon" in flags and "isclosed" in flags:
        yes = "IN ('true', 't', '1', 'yes')"
        won, closed = (flags[name].replace('"', '""') for name in ("iswon", "isclosed"))
        return {
            "expr": f"CASE WHEN lower(\"{won}\") {yes} THEN 'won' "
            f"WHEN lower(\"{closed}\") {yes} THEN 'lost' ELSE 'open' END"
        }
    column = tables()["deals"].column("status")
    ranked = [bare(word) for word in (column.name, *column.headings)]
    for name in ranked:
        heading = next((h for h in seen.headings.values() if bare(h.name) == name), None)
        outcomes = outcome_map(heading.values) if heading is not None else None
        if heading is not None and outcomes is not None:
            plain = all(value.strip().lower() == outcome for value, outcome in outcomes.items())
            return heading.name if plain else {"column": heading.name, "map": outcomes}
    return None


def _guesses(file: str, status: Any) -> list[str]:
    """Words taken as open only because nothing else could be said of them."""
    words = [word for word in status.get("map", {}) if is_guess(word)] if isinstance(status, Mapping) else []
    if not words:
        return []
    return [
        f"{file}: not known as won, lost or open, and taken as open: {', '.join(words)}; mend status if that is wrong"
    ]


def _one_close_day(mapped: Mapped) -> None:
    """One heading cannot be both the day it closed and the day it is expected to."""
    if mapped.get("closed_at") is not None and mapped.get("closed_at") == mapped.get("expected_close_on"):
        del mapped["expected_close_on"]


def _join(builder: DuckBuilder, draft: Draft) -> None:
    """Choose, among headings that may be a key, the one whose values other files hold; and what in those holds them."""
    for name in ("accounts", "reps", "products", "contacts"):
        file = draft.file_of(name)
        if file is None:
            continue
        parent, key = draft.profiles[file], tables()[name].key[0]
        keys = [m for m in matches(builder, parent, tables()[name].column(key)) if _is_key(parent, m.heading)]
        children = list(_children(builder, draft, name))
        best = max(keys, key=lambda m: (_joined(builder, draft, parent, m.heading, children), m.quality), default=None)
        if best is None:
            continue
        _set(draft, name, key, best.heading)
        _drop_strange(builder, draft, name, best.heading, parent)
        for table, column, headings in children:
            child = draft.profiles[draft.file_of(table) or file]
            ranked = [(overlap(builder, child, h, parent, best.heading), -i, h) for i, h in enumerate(headings)]
            share, _, heading = max(ranked, default=(0.0, 0, ""))
            if share >= _JOINS_AT_LEAST:
                _set(draft, table, column, heading)


def _drop_strange(builder: DuckBuilder, draft: Draft, table: str, key: str, seen: Profile) -> None:
    """A column that should name rows of its own table, but does not, is kept as it is given: a manager's name."""
    for column in tables()[table].columns:
        heading = draft.columns[table].get(column.name)
        if (
            column.refers == table
            and isinstance(heading, str)
            and overlap(builder, seen, heading, seen, key) < _JOINS_AT_LEAST
        ):
            del draft.columns[table][column.name]


def _is_key(seen: Profile, heading: str) -> bool:
    look = seen.headings[heading]
    return look.filled > 0 and look.distinct == look.filled


def _children(builder: DuckBuilder, draft: Draft, parent: str) -> Iterable[tuple[str, str, list[str]]]:
    for table in dict.fromkeys(draft.placed.values()):
        seen = draft.profiles[draft.file_of(table) or ""]
        for column in tables()[table].columns:
            headings = [match.heading for match in matches(builder, seen, column)]
            if column.refers == parent and table != parent and headings:
                yield table, column.name, headings


def _joined(
    builder: DuckBuilder, draft: Draft, parent: Profile, key: str, children: list[tuple[str, str, list[str]]]
) -> float:
    shares = []
    for table, _, headings in children:
        child = draft.profiles[draft.file_of(table) or ""]
        shares.append(max((overlap(builder, child, heading, parent, key) for heading in headings), default=0.0))
    return round(sum(shares), 3)


def _set(draft: Draft, table: str, column: str, heading: str) -> None:
    if heading.lower() == column:
        draft.columns[table].pop(column, None)
    else:
        draft.columns[table][column] = heading


def _derive_lines(builder: DuckBuilder, draft: Draft) -> None:
    """A deal's file that names a product on every row also feeds the deal's lines."""
    file = draft.file_of("deals")
    if file is None or draft.file_of("deal_lines") is not None:
        return
    seen = draft.profiles[file]
    full = max((heading.filled for heading in seen.headings.values()), default=0)
    named = [m.heading for m in matches(builder, seen, tables()["deal_lines"].column("product_id"))]
    named = [heading for heading in named if 0 < seen.headings[heading].filled == full]
    if named:
        deal = draft.columns["deals"].get("deal_id", "deal_id")
        product = _same_product(builder, draft, seen, named)
        draft.columns["deal_lines"] = {"file": file, "deal_id": deal, "product_id": product}


def _same_product(builder: DuckBuilder, draft: Draft, seen: Profile, named: list[str]) -> str:
    """The heading whose values are most often a product's key; that key becomes the products' own."""
    file = draft.file_of("products")
    if file is None:
        return named[0]
    parent = draft.profiles[file]
    keys = [
        m.heading
        for m in matches(builder, parent, tables()["products"].column("product_id"))
        if _is_key(parent, m.heading)
    ]
    ranked = [(overlap(builder, seen, h, parent, k), -i, -j) for i, h in enumerate(named) for j, k in enumerate(keys)]
    share, heading, key = max(ranked, default=(0.0, 0, 0))
    if share >= _JOINS_AT_LEAST:
        _set(draft, "products", "product_id", keys[-key])
    return named[-heading]


def _report(draft: Draft) -> InitReport:
    mapped = [f"{file} → {table}" for file, table in draft.placed.items()]
    unplaced = list(draft.notes)
    file = draft.file_of("deals")
    if file is None:
        unplaced.insert(
            0,
            "no file holds deals: map one under [sources.tables.deals] "
            "(deal_id, created_at and one of status, stage, closed_at)",
        )
        return InitReport(mapped, unplaced, complete=False)
    headings = {h.lower() for h in draft.profiles[file].headings}
    have = set(draft.columns["deals"]) | headings
    missing = [c.name for c in tables()["deals"].columns if c.required and c.name not in have]
    told = bool({"status", "stage", "closed_at"} & have)
    unplaced += [f"deals.{name} is required and was not found in {file}" for name in missing]
    unplaced += [] if told else [f"none of deals.status, stage, closed_at was found in {file}"]
    unplaced += [
        f"deals.{name} was not found in {file}; answers that need it will say so"
        for name in _WANTED
        if name not in have
    ]
    unplaced += _blank(draft, file)
    return InitReport(mapped, unplaced, complete=not missing and told)


def _blank(draft: Draft, file: str) -> list[str]:
    """Required columns that are not filled on every row: those rows will be refused, so it is said beforehand."""
    seen, said = draft.profiles[file], []
    total = max((heading.filled for heading in seen.headings.values()), default=0)
    for column in tables()["deals"].columns:
        entry = draft.columns["deals"].get(column.name, column.name)
        heading = seen.headings.get(entry if isinstance(entry, str) else entry.get("column", ""))
        if column.required and heading is not None and heading.filled < total:
            empty = total - heading.filled
            said.append(
                f"deals.{column.name}: '{heading.name}' is empty in {empty:,} of {total:,} rows looked at; "
                "those rows will be refused "
                "(set max_refused_share in headway.toml to accept them, or map another column)"
            )
    return said
