"""Deletes a person everywhere: a plan that a person can read, then its doing, and hashes that keep it done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from headway import disk
from headway.alone import alone
from headway.engine.duckdb import PARTS, DuckBuilder
from headway.errors import NotFoundError, NothingLoadedError
from headway.ingest import parts
from headway.ingest.exported import Exported
from headway.ingest.forgetting import (
    Forgotten,
    blank_rows,
    blank_texts,
    keep_forgotten,
    load_forgotten,
    may_hold,
)
from headway.ingest.generations import DAMAGED, Generations
from headway.ingest.keeping import has_raw
from headway.ingest.loading import REJECTS
from headway.ingest.mailboxes import folded, folded_sql
from headway.publish import LOCK, Progress, publish
from headway.schema import tables
from headway.settings import FILE_NAME, Settings, text_of
from headway.workspace import Workspace, made_with


@dataclass(frozen=True, slots=True)
class Person:
    """By what somebody is known: ids and addresses, and names; and whether they were forgotten before."""

    ids: frozenset[str]
    names: frozenset[str]
    before: bool = False


def find_person(workspace: Workspace, who: str) -> Person:
    """Everything by which the person with this address or id is known.

    Errors: :class:`NotFoundError` when nothing of them was ever loaded.
    """
    with closing(_opened(workspace)) as builder:
        ids = {folded(who)}
        while more := {text for row in _rows_of(builder, ids) for text in row[0]} - ids:
            ids |= more
        names = frozenset(name for _, name in _rows_of(builder, ids) if name)
        person = Person(frozenset(ids), names, before=load_forgotten(workspace.folder).has(who))
        if person.before:  # perhaps it was not done to its end
            return person
        if not any(count for _, count in _touched(builder, _alone(workspace, person))):
            raise NotFoundError(who, "is nobody of whom anything was loaded", "give an address or a contact_id")
        return person


def plan(workspace: Workspace, person: Person) -> list[dict[str, object]]:
    """What would be changed: one row a place, with how many rows of it; nothing is written."""
    with closing(_opened(workspace)) as builder:
        rows: list[dict[str, object]] = [
            {"place": name, "rows": count, "what": "personal columns and mentions blanked"}
            for name, count in _touched(builder, _alone(workspace, person))
            if count
        ]
    others = len(_older(workspace.settings))
    lines = settings_lines(workspace, person)
    by_hand = f"is yours and stays as it is: mend by hand what names them in {lines_said(lines)}"
    return [
        *rows,
        *([{"place": FILE_NAME, "rows": len(lines), "what": by_hand}] if lines else []),
        {"place": "statements and every derived table", "rows": None, "what": "made again without them"},
        {"place": "store/", "rows": others, "what": "older and damaged generations removed: no undo"},
        {"place": "cache.sqlite", "rows": None, "what": "kept answers removed"},
        {"place": "state.sqlite", "rows": None, "what": "addresses and names in notes replaced; old copies removed"},
        {
            "place": "forgotten.json",
            "rows": len(person.ids),
            "what": "salted hashes kept: the sources bring nobody back",
        },
    ]


def settings_lines(workspace: Workspace, person: Person) -> list[int]:
    """The numbers of the lines of ``headway.toml`` that name the person, or somebody who was forgotten before."""
    people = _people(workspace, person)
    lines = text_of(workspace.folder).splitlines()
    return [number for number, line in enumerate(lines, start=1) if people.without(line) != line]


def lines_said(lines: list[int]) -> str:
    """Numbers of lines in words.

    Example:
        >>> lines_said([3]), lines_said([3, 14])
        ('line 3', 'lines 3, 14')
    """
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"


def apply(workspace: Workspace, person: Person, *, now: datetime, progress: Progress) -> int:
    """Forget the person; gives how many rows of theirs were changed. Killed at any moment, it is run again.

    The hashes are kept first: from then on, no sync brings anything back.
    """
    settings, people = workspace.settings, _people(workspace, person)
    keep_forgotten(settings.folder, people)
    mine, changed = _alone(workspace, person), 0  # with the salt that was kept just now

    def amend(builder: DuckBuilder) -> int:
        nonlocal changed
        for name in parts.in_parts(builder):
            parts.bring_back(builder, name, may_hold(builder, f"raw.{name}", tables()[name], people))
        changed = sum(count for _, count in _touched(builder, mine))
        sum(count for _, count in _touched(builder, people))  # of others perhaps not all was done
        return 1

    workspace.state.redact(people.without)
    stamp = made_with(settings)
    publish(settings, workspace.state, now=now, made_with=stamp, only=None, progress=progress, amend=amend)
    workspace.close()
    with alone(settings.folder / LOCK, wrong="another sync is at work", mend="wait for it to end, then forget again"):
        for left in (*_older(settings), *_copies(settings.folder)):
            disk.remove(left)
        generations = Generations(settings.folder)
        parts.tidy(generations)
        Exported(generations, settings.engine_url).tidy()
    return changed


def _opened(workspace: Workspace) -> DuckBuilder:
    generations = Generations(workspace.folder)
    if generations.current() == 0:
        raise NothingLoadedError(str(workspace.folder), "has nothing loaded yet", "run 'headway sync'")
    builder = DuckBuilder(Path(":memory:"), scratch=generations.store / "scratch")
    builder.copy_schema(generations.path(generations.current()), "raw")
    return builder


def _alone(workspace: Workspace, person: Person) -> Forgotten:
    """The person and nobody else, so that what is counted is theirs."""
    return Forgotten(load_forgotten(workspace.folder).salt).with_people(person.ids, person.names)


def _people(workspace: Workspace, person: Person) -> Forgotten:
    """The person, and whoever was forgotten before."""
    return load_forgotten(workspace.folder).with_people(person.ids, person.names)


def _rows_of(builder: DuckBuilder, ids: set[str]) -> Iterator[tuple[set[str], str | None]]:
    """(ids and addresses, name) of each contact that one of the ids names."""
    if not has_raw(builder, "contacts"):
        return
    columns = builder.columns("raw.contacts")
    named = [name if name in columns else "NULL" for name in ("contact_id", "email", "name")]
    found = builder.rows(
        f"SELECT {', '.join(named)} FROM raw.contacts WHERE list_contains($ids, {folded_sql(named[0])}) "
        f"OR list_contains($ids, {folded_sql(named[1])})",
        {"ids": sorted(ids)},
    )
    for contact, email, name in found:
        addresses = [email] if email and "@" in email else []  # 'none' and 'n/a' stand with many people
        yield {folded(text) for text in (contact, *addresses) if text}, name


def _touched(builder: DuckBuilder, people: Forgotten) -> Iterator[tuple[str, int]]:
    """Blank them in every table that was read, and in the rejects; how many rows each."""
    for table in tables().values():
        if not table.made and has_raw(builder, table.name):
            yield table.name, blank_rows(builder, f"raw.{table.name}", table, people)
            if has_raw(builder, losers := f"{table.name}_losers"):
                blank_texts(builder, f"raw.{losers}", people)
    yield "rejects", blank_texts(builder, REJECTS, people)


def _older(settings: Settings) -> list[Path]:
    """The generations that are not the published one, and what was put aside."""
    generations = Generations(settings.folder)
    number = generations.current()
    stay = {generations.path(number), generations.store / PARTS}
    stay |= set(Exported(generations, settings.engine_url).places(number))
    aside = [path for path in settings.folder.iterdir() if path.suffix == DAMAGED]
    return sorted(path for path in generations.store.iterdir() if path not in stay) + sorted(aside)


def _copies(folder: Path) -> list[Path]:
    """Kept answers, and copies of the state from before an upgrade."""
    return sorted([*folder.glob("cache.sqlite*"), *folder.glob("state.sqlite.before-*")])
