"""One sync from start to end: a fresh generation is built, checked, entered in the ledger, and only then shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b, file_digest
from pathlib import Path

from filelock import FileLock, Timeout

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import BusyError, StoreError
from headway.ingest.generations import Generations
from headway.ingest.sync import Before, FileReport, feeds_of, finish_reports, load_feeds, make_newest
from headway.listen.make import make_statements
from headway.model.build import build_model, known_since, write_catalog
from headway.settings import Settings
from headway.state.ledger import LoadedFile
from headway.state.store import State

LOCK = ".sync.lock"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a sync did: one report a file, and the generation that holds its rows."""

    files: tuple[FileReport, ...]
    generation: int
    changed: bool


def publish(
    settings: Settings, state: State, *, now: datetime, made_with: str, only: str | None, progress: Progress
) -> Published:
    """Read the sources and publish what they hold; nothing is shown unless all of it went well.

    Args:
        made_with: fingerprint of the code and the settings that shape the store.
        only: the one source to read; the others keep what was read of them.

    Errors: :class:`BusyError` while another sync is at work; :class:`SourceError` and :class:`MappingError` for
    what cannot be read; :class:`StoreError` when the new generation is not what was written.
    """
    lock = FileLock(settings.folder / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BusyError(
            str(settings.folder), "another sync is at work", "wait for it to end, then look again"
        ) from None
    with lock:
        return _locked(settings, state, now, made_with, only, progress)


def _locked(
    settings: Settings, state: State, now: datetime, made_with: str, only: str | None, progress: Progress
) -> Published:
    generations = Generations(settings.folder)
    current = generations.current()
    state.ledger.forget_after(current)
    sound = current > 0 and _is_sound(generations, current, state)
    if current and not sound:
        progress(f"generation {current} is damaged: building it again from the sources")
    earlier = (
        {(f.source, f.table, f.file): Before(f.sha256, f.read, f.refused, f.batch) for f in state.ledger.files(current)}
        if sound
        else {}
    )
    feeds = feeds_of(settings, only)
    fresh = generations.start(from_scratch=not sound)
    builder = DuckBuilder(fresh, timezone=settings.timezone, scratch=generations.store / "scratch")
    try:
        reports = load_feeds(builder, settings, feeds, earlier, batch=current + 1, now=now, progress=progress)
        same_making = sound and state.ledger.facts(current).get("made_with") == made_with
        if same_making and all(report.batch <= current for report in reports):
            builder.close()
            fresh.unlink()
            return Published(tuple(reports), current, changed=False)
        extras = make_newest(builder)
        catalog = build_model(builder, extras, settings, now=now, made_with=made_with, progress=progress)
        reports = finish_reports(builder, reports)
        progress("listening to what was said")
        rows = {**catalog.rows, "statements": make_statements(builder)}
        catalog = replace(catalog, rows=rows, since=known_since(builder))
        write_catalog(builder, catalog)
        progress("checking and publishing")
        builder.checkpoint()
        contents = table_contents(builder)
    except BaseException:
        builder.close()
        fresh.unlink(missing_ok=True)
        raise
    builder.close()
    _check(fresh, contents)
    day = catalog.as_of.isoformat()
    facts = {"made_with": made_with, "as_of": day, "synced_at": now.isoformat(), "sha256": _digest(fresh)}
    read = [_entry(report) for report in reports if report.batch > current]  # an unchanged file's entry stands
    state.ledger.record(current + 1, read, contents, facts)
    number = generations.publish(fresh)
    generations.tidy()
    return Published(tuple(reports), number, changed=True)


def table_contents(builder: DuckBuilder) -> dict[str, tuple[int, str]]:
    """Rows and content hash of every table of a store; neither the order of rows nor load times change the hash."""
    found = builder.rows(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE NOT temporary AND NOT starts_with(table_name, '_') ORDER BY 1"
    )
    contents = {}
    for (name,) in found:
        place = quoted(name.removeprefix("main."))
        columns = ", ".join(quoted(column) for column in builder.columns(place) if column != "_loaded_at")
        rows, content = builder.rows(f"SELECT count(*), coalesce(sum(hash(({columns}))::HUGEINT), 0) FROM {place}")[0]
        contents[name.removeprefix("main.")] = (int(rows), blake2b(str(content).encode(), digest_size=8).hexdigest())
    return contents


def _digest(store: Path) -> str:
    with store.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _is_sound(generations: Generations, number: int, state: State) -> bool:
    """Whether the published generation is byte for byte what was published, and holds the rows that the ledger says."""
    try:
        if state.ledger.facts(number).get("sha256") != _digest(generations.path(number)):
            return False
    except OSError:
        return False
    try:
        builder = DuckBuilder(generations.path(number), read_only=True)
    except StoreError:
        return False
    try:
        held = {name: rows for name, (rows, _) in state.ledger.tables(number).items()}
        return bool(held) and all(
            int(builder.value(f"SELECT count(*) FROM {quoted(name)}")) == rows for name, rows in held.items()
        )
    except DuckBuilder.Error:
        return False
    finally:
        builder.close()


def _check(fresh: Path, contents: dict[str, tuple[int, str]]) -> None:
    """Open the finished file anew: what it holds must be what was written."""
    builder = DuckBuilder(fresh, read_only=True)
    try:
        wrong = [
            n for n, (rows, _) in contents.items() if int(builder.value(f"SELECT count(*) FROM {quoted(n)}")) != rows
        ]
    finally:
        builder.close()
    if wrong:
        raise StoreError(str(fresh), f"lost rows of {wrong[0]} on the way to disk", "check the disk, then sync again")


def _entry(report: FileReport) -> LoadedFile:
    return LoadedFile(
        source=report.source,
        table=report.table,
        file=report.file,
        sha256=report.sha256,
        read=report.read,
        loaded=report.loaded,
        refused=report.refused,
        copies=report.copies,
        batch=report.batch,
    )
