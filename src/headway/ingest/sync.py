"""Reads every source into a fresh generation: unchanged files are skipped, refused rows are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol

from xxhash import xxh3_64, xxh3_128

from headway import discover
from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import MappingError, SourceError
from headway.ingest import keeping, loading, newest, parts
from headway.ingest.ageing import blank_older
from headway.ingest.connectors.files import Feed
from headway.ingest.deletions import date_deletions
from headway.ingest.forgetting import blank_rows, blank_texts, load_forgotten
from headway.ingest.formats import Reading, open_part, part_bytes
from headway.ingest.framing import footer_hint
from headway.ingest.landed import name_lines
from headway.ingest.late import Told
from headway.ingest.mapping import plan_columns
from headway.ingest.names import listed_briefly
from headway.ingest.remaking import Remaking
from headway.ingest.remapped import replace_rows
from headway.ingest.series import Version, left_behind, of_these_headings, versions
from headway.ingest.shaping import shape
from headway.ingest.snapshots import COMPARED, compare_snapshots, leave_to_histories, with_history
from headway.schema import Table, histories, tables
from headway.schema.deals import HOW_IT_STANDS
from headway.settings import Settings, Source


class Connector(Protocol):
    """A kind of source: offers files (its own, or landed ones) that feed tables."""

    def feeds(self, source: Source) -> list[Feed]:
        """What there is to read."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file in one sync; ``skipped`` counts the rows of an unchanged file, not read again.

    ``refused_before`` are those of them that were refused when it was read. ``left_out`` counts rows that the mapping
    does not take, and events that were made one case; ``forgotten`` rows of people who are to stay so, or too old;
    ``moved`` keys whose rows are as they were, but on other lines of the file; ``gone`` keys that a snapshot no longer
    holds, deleted as of this sync. Of dated files, ``kept_as`` names the series and ``version`` the load of each.
    """

    source: str
    table: str
    file: str
    read: int = 0
    loaded: int = 0
    refused: int = 0
    skipped: int = 0
    copies: int = 0
    left_out: int = 0
    forgotten: int = 0
    moved: int = 0
    gone: int = 0
    refused_before: int = 0
    content: str = ""
    batch: int = 0
    version: int = 0
    kept_as: str = ""
    max_refused_share: float = 0.01
    notes: tuple[str, ...] = ()

    @property
    def too_many_refused(self) -> bool:
        """Whether more rows were refused than the source allows; an unchanged file told so when read."""
        return self.refused > self.max_refused_share * self.read


@dataclass(frozen=True, slots=True)
class Before:
    """What the ledger says of a file: its content and mapping when it was last loaded, and its rows."""

    content: str
    read: int
    refused: int
    batch: int


Earlier = Mapping[tuple[str, str, str], Before]


def feeds_of(settings: Settings, only: str | None) -> list[tuple[Source, Feed]]:
    """Every (source, feed), in an order that does not depend on how headway.toml lists them.

    Errors: :class:`SourceError` for a source that is not in headway.toml, or when there is none at all.
    """
    sources = sorted((s for s in settings.sources if only in (None, s.name)), key=lambda s: s.name)
    if not sources:
        names = ", ".join(source.name for source in settings.sources) or "none"
        wanted = "no source" if only is None else f"no source '{only}'"
        raise SourceError("headway.toml", f"names {wanted}", f"add a [[sources]] entry; there are: {names}")
    found = []
    for source in sources:
        connector: Connector = discover.load("connectors", source.kind)
        found += [(source, feed) for feed in connector.feeds(source)]
    return found


def fingerprint(settings: Settings, feed: Feed) -> str:
    """Content (with that of files it looks values up in) and mapping: ``CONTENT:MAPPING``, both as hashes."""
    seen = xxh3_128()
    for part in (feed.part, *(feed.beside[name] for name in sorted(feed.beside))):
        try:
            for chunk in part_bytes(part):
                seen.update(chunk)
        except OSError as problem:
            raise SourceError(
                part.name, f"cannot be read ({problem.strerror})", "check that it is yours to read"
            ) from None
    beside = {name: reading.as_mapping() for name, reading in feed.readings.items()}
    said = [feed.mapping, settings.timezone, *([beside] if beside else [])]
    how = json.dumps(said, sort_keys=True, default=str)
    return f"{seen.hexdigest()}:{xxh3_64(how.encode()).hexdigest()}"


def load_feeds(
    builder: DuckBuilder,
    settings: Settings,
    feeds: Sequence[tuple[Source, Feed]],
    earlier: Earlier,
    *,
    batch: int,
    now: datetime,
    progress: Callable[[str], None],
    told: Mapping[str, Told] = MappingProxyType({}),
) -> list[FileReport]:
    """Load each file that changed since ``earlier``.

    Args:
        told: source → until when the store has told of it; without those that were never looked at.

    Returns:
        One report a file; refusals for repeated keys are added by :func:`finish_reports`.
    """
    loading.prepare(builder)
    if feeds and not any(feed.table.name == "deals" for _, feed in feeds):
        progress("no file feeds deals: what is asked of deals has no answer (map one under [sources.tables.deals])")
    _forget_left_behind(builder, feeds, earlier)
    reports, done = [], []
    seen = {_key(source, feed): fingerprint(settings, feed) for source, feed in feeds}
    when = Version(batch, now, None)
    for source, feed, version in _versions(feeds, earlier, seen, when, told, settings.timezone):
        report = FileReport(
            source.name, feed.table.name, feed.name, content=seen[_key(source, feed)],
            max_refused_share=source.max_refused_share, kept_as=feed.kept_as,
        )  # fmt: skip
        if version is None:
            known = earlier[_key(source, feed)]
            reports.append(replace(report, skipped=known.read, refused_before=known.refused, batch=known.batch))
            continue
        if version.first:
            _forget(builder, source.name, feed.table.name, feed.kept_as)
        progress(f"reading {feed.name} as {feed.table.name}")
        reports.append(replace(_load_one(builder, settings, source, feed, report, version), batch=batch))
        done.append((source, feed, version))
        for note in reports[-1].notes:
            progress(note)
    leave_to_histories(builder, {feed.table.name for _, feed, _ in done})
    _compare(builder, done, progress)
    for name, unread in _unread(feeds, {source.name for source, *_ in done}).items():
        progress(f"{name}: not read, as no table of the mapping takes them: {unread}")
    return reports


def _forget(builder: DuckBuilder, source: str, table: str, file: str) -> None:
    """Take out what was read of a file or a series, and what was found by comparing its versions."""
    keeping.forget_file(builder, table, source, file)
    if table in histories():
        keeping.forget_file(builder, histories()[table], source, file + COMPARED)


def _forget_left_behind(builder: DuckBuilder, feeds: Sequence[tuple[Source, Feed]], earlier: Earlier) -> None:
    """Take out what was read of files as parts that are snapshots now, or the other way round: they are read anew."""
    fed: dict[tuple[str, str], list[Feed]] = {}
    for source, feed in feeds:
        fed.setdefault((source.name, feed.table.name), []).append(feed)
    for (source_name, table), mine in fed.items():
        loaded = {file for *of, file in earlier if of == [source_name, table]}
        for name in left_behind(keeping.files_of(builder, table, source_name), mine, loaded):
            _forget(builder, source_name, table, name)


def _versions(
    feeds: Sequence[tuple[Source, Feed]],
    earlier: Earlier,
    seen: Mapping[tuple[str, str, str], str],
    now: Version,
    told: Mapping[str, Told],
    zone: str,
) -> Iterator[tuple[Source, Feed, Version | None]]:
    """Each file with the version as which it is to be loaded; None for one that is as it was."""
    kept: dict[tuple[str, str, str], list[tuple[Source, Feed]]] = {}
    for source, feed in feeds:
        kept.setdefault((source.name, feed.table.name, feed.kept_as), []).append((source, feed))
    for group in kept.values():
        known = {key[2]: earlier[key].content == seen[key] for key in (_key(*each) for each in group) if key in earlier}
        (source, feed), *_ = group
        when = replace(now, told=told.get(source.name))
        if feed.series:
            whole = [feed for _, feed in group]
            found = list(versions(whole, known, batch=when.batch, now=when.moment, told=when.told, zone=zone))
            anew = {feed.name for feed, _ in found}
            yield from ((source, feed, None) for feed in whole if feed.name not in anew)
            yield from ((source, feed, version) for feed, version in found)
        else:
            yield source, feed, None if known.get(feed.name) else _anew(when, earlier, seen, _key(source, feed))


def _anew(
    when: Version, earlier: Earlier, seen: Mapping[tuple[str, str, str], str], key: tuple[str, str, str]
) -> Version:
    """The version as which a file is loaded that is not as it was: in its content, its mapping, or both."""
    if key not in earlier:
        return when
    (content, _, mapping), (told, _, mapped) = seen[key].partition(":"), earlier[key].content.partition(":")
    return replace(when, remapped=mapping != mapped, as_it_was=content == told)


def _compare(
    builder: DuckBuilder, done: Sequence[tuple[Source, Feed, Version]], progress: Callable[[str], None]
) -> None:
    """Find what changed between the snapshots of each file that was read; says how much that is."""
    told_of: dict[tuple[str, str, str], set[str]] = {}  # comparing changes nothing of what was loaded
    for source, feed, version in done:
        if not feed.is_snapshot_of(source) or feed.table.name not in histories():
            continue
        place = feed.table.name, source.name, feed.kept_as
        if place not in told_of:
            told_of[place] = with_history(builder, *place)
        found = compare_snapshots(
            builder, *place, batch=version.batch, now=version.moment, told=version.told, loaded=told_of[place]
        )
        progress(f"{found:,} changes found by comparing {feed.name} with its last version")


def _unread(feeds: Sequence[tuple[Source, Feed]], fresh: AbstractSet[str]) -> dict[str, str]:
    """Source → the files that nothing reads, where something else of it was read anew."""
    return {source.name: listed_briefly(feed.unread) for source, feed in feeds if feed.unread and source.name in fresh}


def _key(source: Source, feed: Feed) -> tuple[str, str, str]:
    return source.name, feed.table.name, feed.name


def _load_one(
    builder: DuckBuilder,
    settings: Settings,
    source: Source,
    feed: Feed,
    report: FileReport,
    version: Version,
) -> FileReport:
    limit = source.max_expanded_mb << 20
    reading = Reading.of(feed.mapping)
    opened = open_part(builder, feed.part, reading, limit)
    shaped = shape(
        builder,
        opened,
        feed.table,
        feed.mapping,
        lambda name: open_part(builder, feed.beside[name], feed.readings.get(name), limit),
        feed.name,
    )
    headings = shaped.opened.headings
    mapping = of_these_headings(shaped.mapping, headings) if feed.series else shaped.mapping
    plan = plan_columns(feed.table, mapping, headings, feed.name)
    if feed.table.name == "deals" and not set(HOW_IT_STANDS) & set(plan.texts):
        raise MappingError(
            feed.name, f"has none of {', '.join(HOW_IT_STANDS)}", "map one of them under [sources.tables.deals]"
        )
    fresh = loading.Fresh(source.name, feed.kept_as, version.batch, version.moment, named=feed.name)
    parts.bring_back(builder, feed.table.name, fresh.mine)
    fresh = replace(fresh, apart=keeping.holds(builder, feed.table.name, fresh))
    load = loading.load_file(builder, feed.part, shaped.opened, plan, fresh)
    if shaped.rows:
        names = (("source", source.name), ("file", fresh.called), ("table", feed.table.name))
        mine = " AND ".join(f"{quoted(name)} = {text_literal(value)}" for name, value in names)
        name_lines(builder, shaped.rows, fresh.place, loading.REJECTS, mine)
    forgotten = _blank(builder, settings, feed.table, fresh)
    date_deletions(builder, feed.table, fresh)
    snapshot = feed.is_snapshot_of(source)
    told = version.told if snapshot else None
    if version.remapped:
        replace_rows(builder, feed.table, fresh, told=told, as_it_was=version.as_it_was)
        told = None
    # What is refused whole says nothing of the rows that were there, nor does what was meant otherwise then.
    believed = snapshot and (load.loaded or not load.refused) and not version.remapped
    gone = keeping.mark_gone(builder, feed.table, source, fresh) if believed else 0
    moved = keeping.keep_rows(builder, feed.table, fresh, told)
    hint = footer_hint(builder, feed.part, feed.table.name, reading) if load.refused else ()
    builder.clear_scratch()
    counts: dict[str, Any] = {
        "read": load.read,
        "loaded": load.loaded,
        "refused": load.refused,
        "left_out": shaped.left_out + opened.left_out,
        "forgotten": forgotten,
        "moved": moved,
        "gone": gone,
    }
    notes = (*(f"{feed.name}: {note}" for note in shaped.opened.notes), *shaped.notes, *hint)
    if gone:
        since = "its day" if feed.series else "this sync"
        notes += (f"{feed.name}: {_rows_are(gone)} gone, and deleted since {since}",)
    return replace(report, **counts, version=version.batch, notes=notes)


def _rows_are(count: int) -> str:
    return f"{count:,} rows that it held are" if count > 1 else "1 row that it held is"


def _blank(builder: DuckBuilder, settings: Settings, table: Table, fresh: loading.Fresh) -> int:
    """Blank what is said of forgotten people, and what is older than may be kept; how many rows held any."""
    people = load_forgotten(settings.folder)
    days = settings.retention_days.get(table.name)
    aged = blank_older(builder, fresh.place, table, fresh.loaded_at - timedelta(days=days)) if days else 0
    return aged + blank_texts(builder, loading.REJECTS, people) + blank_rows(builder, fresh.place, table, people)


def make_newest(builder: DuckBuilder, making: Remaking) -> dict[str, list[str]]:
    """Make the newest rows of every noun and the rejects; gives the extra columns by table."""
    nouns = [table for table in tables().values() if not table.made]
    extras = {table.name: newest.make_newest(builder, table, making) for table in nouns}
    newest.make_rejects(builder, [table.name for table in nouns])
    return extras


def finish_reports(builder: DuckBuilder, reports: Sequence[FileReport]) -> list[FileReport]:
    """Take rows that lost against the same key from loaded to refused."""
    done = []
    for report in reports:
        newest_version = bool(report.read) and not report.skipped and report.version == report.batch
        refused, copies = _repeated(builder, report) if newest_version else (0, 0)
        done.append(replace(report, loaded=report.loaded - refused, refused=report.refused + refused, copies=copies))
    return done


def _repeated(builder: DuckBuilder, report: FileReport) -> tuple[int, int]:
    return newest.duplicates_of(builder, report.table, report.source, report.kept_as, report.batch)


def as_row(report: FileReport) -> dict[str, Any]:
    """The report's row in the contract's JSON."""
    names = ("source", "table", "file", "read", "loaded", "refused", "skipped", "copies", "forgotten", "gone")
    return {name: getattr(report, name) for name in names} | {"skipped": report.skipped + report.left_out}
