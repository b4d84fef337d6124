"""One sync from start to end: a fresh generation is built, checked, entered in the ledger, and only then shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from headway.alone import alone
from headway.engine.duckdb import DuckBuilder, WordsError
from headway.engine.shelf import FILE_NAME, Shelf
from headway.errors import StoreError
from headway.ingest import parts
from headway.ingest.ageing import blank_aged, write_anew
from headway.ingest.connectors.files import Feed
from headway.ingest.digests import digest, short_hash
from headway.ingest.exported import Exported
from headway.ingest.generations import Generations
from headway.ingest.late import Told
from headway.ingest.loading import REJECTS
from headway.ingest.lost import but_lost
from headway.ingest.remaking import Change, Recipe, Remaking
from headway.ingest.soundness import missing_rows, sound_generation
from headway.ingest.sync import Before, FileReport, feeds_of, finish_reports, load_feeds, make_newest
from headway.model.build import build_model, known_since, latest_event, write_catalog
from headway.model.catalog import Catalog
from headway.model.days import day_of
from headway.model.decided import merges_of, stamp_of
from headway.schema import histories
from headway.settings import Settings, Source
from headway.state.ledger import LoadedFile, looks_as_facts
from headway.state.store import State

LOCK = ".sync.lock"
NEWER = "other settings or newer code"
# Of what a sync may have in memory, the engine holds a part for its tables; what exceeds it goes to the disk.
_ENGINES_SHARE, _LEAST_MB = 4, 256
# Whoever listens goes through the activities by where they lie in their table.
_BY_PLACE = {"activities"}
Progress = Callable[[str], None]
Contents = dict[str, tuple[int, str]]
Feeds = Sequence[tuple[Source, Feed]]


@dataclass(frozen=True, slots=True)
class Published:
    """What a sync did: one report a file, and the generation that holds its rows.

    ``why`` says for what the store was made anew beside files that have changed; empty where it was for those alone.
    """

    files: tuple[FileReport, ...]
    generation: int
    changed: bool
    why: str = ""

    @property
    def fresh(self) -> tuple[FileReport, ...]:
        """The files that were read now: the others are as they were."""
        return tuple(report for report in self.files if self.changed and report.batch == self.generation)


@dataclass(frozen=True, slots=True)
class _Job:
    """What a sync is given; see :func:`publish`."""

    settings: Settings
    state: State
    now: datetime
    made_with: str
    only: str | None
    progress: Progress
    prepare: Callable[[int], None] | None
    amend: Callable[[DuckBuilder], int] | None


def publish(
    settings: Settings,
    state: State,
    *,
    now: datetime,
    made_with: str,
    only: str | None,
    progress: Progress,
    prepare: Callable[[int], None] | None = None,
    amend: Callable[[DuckBuilder], int] | None = None,
) -> Published:
    """Read the sources and publish what they hold; nothing is shown unless all of it went well.

    Args:
        now: the moment of the sync; without an offset it is UTC. The store holds it in UTC without one, as all times.
        made_with: fingerprint of the code and the settings that shape the store.
        only: the one source to read; the others keep what was read of them.
        prepare: is given the new generation before anybody is shown it, to make the answers of the day.
        amend: changes rows that are kept already, and says how many; then no source is read.

    Errors: :class:`BusyError` while another sync is at work; :class:`SourceError` and :class:`MappingError` for
    what cannot be read; :class:`StoreError` when the new generation is not what was written, or could not be.
    """
    moment = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    job = _Job(settings, state, moment, made_with, only, progress, prepare, amend)
    wrong, mend = "another sync is at work", "wait for it to end, then look again"
    with alone(settings.folder / LOCK, wrong=wrong, mend=mend), _told(settings.folder):
        return _locked(job)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the disk or the engine cannot do is told in our own words; what was published before still stands."""
    try:
        yield
    except (OSError, DuckBuilder.Error) as problem:
        told = str(problem).splitlines()[0]
        mend = "free some space or mend the disk, then sync again"
        if isinstance(problem, WordsError):
            mend = "look at what was last changed in headway.toml, or report this as a fault of ours"
        raise StoreError(
            str(folder / "store"), f"could not be built ({told})", f"{mend}: what was published before still stands"
        ) from problem


def _locked(job: _Job) -> Published:
    generations = Generations(job.settings.folder)
    elsewhere = Exported(generations, job.settings.engine_url)
    job.state.check()
    current = sound_generation(generations, job.state.ledger, job.progress)
    broken = parts.broken(generations.path(current)) if current else set()
    feeds = feeds_of(job.settings, job.only) if job.amend is None else []
    fresh = generations.start()
    builder = DuckBuilder(
        fresh,
        timezone=job.settings.timezone,
        scratch=generations.store / "scratch",
        memory_mb=max(_LEAST_MB, job.settings.sync_memory_mb // _ENGINES_SHARE),
    )
    try:
        reports, blanked, lost = _loaded(job, builder, feeds, current, broken)
        why = _why_anew(job, current) or ("rows that became older than may be kept" if blanked else "")
        still = all(report.batch <= current for report in reports)
        why = why or (_come_to_pass(job, builder, current) if still else "")
        if not why and still:
            builder.close()
            generations.discard(fresh)
            _look_again(job, current, feeds)
            elsewhere.write(current, job.state.ledger.tables(current), job.progress)
            _tidy(generations, elsewhere)
            return Published(tuple(reports), current, changed=False)
        standing = {} if job.amend or why == NEWER else job.state.ledger.tables(current)
        for name in (*blanked, *_replaced(reports), *lost):
            standing.pop(name, None)
        making = Remaking(builder, standing, current + 1)
        reports, catalog, contents = _built(job, builder, reports, making)
        builder.close()
        if blanked or making.sealed or any(report.forgotten for report in reports):
            write_anew(fresh)
        looks = job.state.ledger.last_looks(current) | {source.name: job.now for source, _ in feeds}
        facts = {"as_of": catalog.as_of.isoformat()} | looks_as_facts(looks)
        _record(job, fresh, current, reports, contents, facts)
    except BaseException:
        builder.close()
        generations.discard(fresh)
        raise
    number = generations.settle(fresh)
    elsewhere.write(number, contents, job.progress)
    if job.prepare is not None:
        job.prepare(number)
    generations.show(number)
    _tidy(generations, elsewhere)
    return Published(tuple(reports), number, True, why if current else "")


def _loaded(
    job: _Job, builder: DuckBuilder, feeds: Feeds, current: int, broken: set[str]
) -> tuple[list[FileReport], list[str], list[str]]:
    """Load what is new; the raw tables in which something was blanked, and those that lost rows with a broken part."""
    parts.unfold(builder)
    lost = parts.let_go(builder, broken)
    entries = job.state.ledger.files(current)
    earlier = {(f.source, f.table, f.file): Before(f.content, f.read, f.refused, f.batch) for f in entries}
    reports = load_feeds(
        builder,
        job.settings,
        feeds,
        but_lost(earlier, feeds, lost, job.progress),
        batch=current + 1,
        now=job.now,
        progress=job.progress,
        told=_told_until(job, job.state.ledger.last_looks(current)),
    )
    blanked = blank_aged(builder, job.settings.retention_days, job.now)
    if job.amend is not None and job.amend(builder):
        blanked.append(REJECTS)
    parts.fold(builder)
    return reports, blanked, [f"raw.{table}" for _, table, _ in lost]


def _tidy(generations: Generations, elsewhere: Exported) -> None:
    """Remove what neither the published generation nor the undo needs, also after a sync that did not come so far."""
    generations.tidy()
    parts.tidy(generations)
    elsewhere.tidy()


def _replaced(reports: Sequence[FileReport]) -> set[str]:
    """The raw tables of which rows were changed where they lie: they are compared with nothing.

    Lines that moved, and files of a series that were read again, whose rows bear the numbers of earlier loads.
    """
    found = {report.table for report in reports if report.moved or report.version not in {0, report.batch}}
    return {f"raw.{name}" for table in found for name in (table, histories().get(table, table))}


def _look_again(job: _Job, current: int, feeds: Feeds) -> None:
    """Write down which sources were looked at on another day than before: nothing else depends on when they were."""
    before, today = job.state.ledger.last_looks(current), day_of(job.now, job.settings.timezone)
    told = _told_until(job, before)
    anew = {source.name for source, _ in feeds if source.name not in told or today > told[source.name].day}
    if anew:
        job.state.ledger.looked(current, {**before, **dict.fromkeys(anew, job.now)})


def _told_until(job: _Job, looks: Mapping[str, datetime]) -> dict[str, Told]:
    """Source → until when the current generation could tell of it."""
    zone = job.settings.timezone
    return {source: Told.of(day_of(moment, zone), zone) for source, moment in looks.items()}


def _why_anew(job: _Job, current: int) -> str:
    """For what the current generation no longer holds, whatever the files say; empty where nothing else has changed."""
    facts = job.state.ledger.facts(current)
    if facts.get("made_with") != job.made_with:
        return NEWER
    if facts.get("identities", "") != stamp_of(job.state.identities.spells()):
        return "what people said of who is whom"
    return ""


def _come_to_pass(job: _Job, builder: DuckBuilder, current: int) -> str:
    """Why the day of the answers moves although no file has: facts dated after the last sync lie before this one."""
    if current == 0:
        return ""
    latest = latest_event(builder, job.now, job.settings.timezone)
    moved = latest > date.fromisoformat(job.state.ledger.facts(current)["as_of"])
    return f"what has come to pass by {latest}" if moved else ""


def _built(
    job: _Job, builder: DuckBuilder, reports: Sequence[FileReport], making: Remaking
) -> tuple[list[FileReport], Catalog, Contents]:
    """Make the one truth of the rows just read; what the file holds, to be checked once it is closed."""
    extras = make_newest(builder, making)
    making.sealed = parts.seal(builder, job.settings.long_table_rows, job.progress)
    making.apart = {f"newest.{name}" for name in parts.in_parts(builder) - _BY_PLACE}
    decided = merges_of(job.state.identities.spells(), job.settings.timezone)
    with closing(Shelf(job.settings.folder / FILE_NAME)) as shelf:
        catalog = build_model(
            builder, extras, job.settings,
            now=job.now, made_with=job.made_with, shelf=shelf, progress=job.progress, decided=decided,
        )  # fmt: skip
    finished = finish_reports(builder, reports)
    rows = {**catalog.rows, "statements": _listened(job, builder, making)}
    job.progress("checking and publishing")
    contents = making.contents()
    making.write_down()
    content = short_hash(repr(sorted(contents.items())))
    catalog = replace(catalog, rows=rows, since=known_since(builder), content=content)
    write_catalog(builder, catalog)
    builder.checkpoint()
    return finished, catalog, contents


def _listened(job: _Job, builder: DuckBuilder, making: Remaking) -> int:
    """Make the statements of what was newly said, and of all when it is not known what that is; how many there are."""
    from headway.listen.known_names import known_names, stamp

    heard = Recipe(stamp(known_names(builder)))
    same_names = making.recipes.get("statements") == heard
    making.used["statements"] = heard
    change = making.change_of("activities") if "statements" in making.earlier and same_names else Change.ANEW
    if change is Change.SAME:
        making.changes["statements"] = Change.SAME
        return making.earlier["statements"][0]
    from headway.listen.make import make_statements

    job.progress("listening to what was said")
    if change is Change.ANEW:
        return make_statements(builder)
    move = making.moves["activities"]
    rows = " UNION ALL ".join(f"SELECT activity_id FROM ({part})" for part in (move.added, move.gone) if part)
    return make_statements(builder, rows)


def _record(
    job: _Job, fresh: Path, current: int, reports: Sequence[FileReport], contents: Contents, facts: Mapping[str, str]
) -> None:
    """Open the finished file anew: what it holds must be what was written; then the ledger learns of it."""
    wrong = missing_rows(fresh, {name: rows for name, (rows, _) in contents.items()})
    if wrong:
        raise StoreError(str(fresh), f"lost rows of {wrong[0]} on the way to disk", "check the disk, then sync again")
    made = {
        "made_with": job.made_with,
        "synced_at": job.now.isoformat(),
        "digest": digest(fresh),
        "identities": stamp_of(job.state.identities.spells()),
    }
    read = [_entry(report) for report in reports if report.batch > current]  # an unchanged file's entry stands
    job.state.ledger.record(current + 1, read, contents, {**facts, **made})


def _entry(report: FileReport) -> LoadedFile:
    return LoadedFile(
        source=report.source,
        table=report.table,
        file=report.file,
        content=report.content,
        read=report.read,
        loaded=report.loaded,
        refused=report.refused,
        copies=report.copies,
        batch=report.batch,
    )
