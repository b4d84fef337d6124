"""The composition root: the only module that opens engines and reads settings; here questions are asked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from headway import discover
from headway.asking import Where, read_options
from headway.calendar import Calendar, Period
from headway.engine.choice import DUCKDB, chosen
from headway.engine.shelf import FILE_NAME, Shelf
from headway.errors import NothingLoadedError, StoreError, UsageError
from headway.ingest.exported import Exported
from headway.ingest.generations import POINTER, Generations
from headway.model.book import Book
from headway.model.catalog import TABLE, Catalog
from headway.model.scope import EVERYTHING, Scope
from headway.model.unvalued import Summed, with_unvalued
from headway.question import Answer, Question, first_rows
from headway.settings import Settings, load
from headway.syncing import SyncReport, run_child

if TYPE_CHECKING:
    from headway.engine.duckdb import DuckReader
    from headway.engine.protocol import Engine
    from headway.ingest.reporting import InitReport
    from headway.state.store import State

_VARIABLE = "HEADWAY_WORKSPACE"
_STATE = "state.sqlite"
# Past so many, the answers of the day take many times as long to make as a day's rows take to read.
_MANY_DEALS = 100_000
_Place = tuple[int, int]  # a generation's number and its file: the number may be given again after an undo


@dataclass(frozen=True, slots=True)
class Status:
    """What is published: for faces to show beside every answer."""

    name: str
    generation: int
    as_of: date
    synced_at: datetime
    currency: str
    timezone: str
    fiscal: Calendar


@dataclass(frozen=True, slots=True)
class Ask:
    """What a question's function gets: the book, and the options that all questions share.

    Attributes:
        beside: the groupings that are asked for in turn, ``by`` among them, so that one reading may serve them all.
        spans: the two that are compared, where the question compares; None where not said.
        gap: why the engine that was chosen does not answer it.
    """

    workspace: Workspace
    book: Book
    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    beside: tuple[tuple[str, ...], ...] = ()
    spans: tuple[Period | None, Period | None] = (None, None)
    gap: str = ""

    @property
    def as_of(self) -> date:
        """The day as of which to answer."""
        return self.book.as_of

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.book.settings

    @property
    def state(self) -> State:
        """What people decided."""
        return self.workspace.state


class Workspace:
    """A folder with its settings, its store and its state; ``Workspace.NAME(...)`` asks the question NAME.

    Example:
        >>> from headway import open_workspace
        >>> open_workspace("nowhere")
        Traceback (most recent call last):
        headway.errors.NotAWorkspaceError: nowhere: has no headway.toml. Next: ...
    """

    def __init__(self, settings: Settings, *, generation: int | None = None) -> None:
        self.settings = settings
        self._only = generation  # one that is not shown yet, to make its answers ahead
        self.folder = settings.folder
        self._generations = Generations(settings.folder)
        self._shelf = Shelf(settings.folder / FILE_NAME)
        self._opened: tuple[_Place, DuckReader, Catalog] | None = None
        self._exported = Exported(self._generations, settings.engine_url)
        self._lock = Lock()

    def questions(self) -> Mapping[str, Question]:
        """Every question that can be asked, by name."""
        return discover.load_all("questions")

    def ask(
        self,
        name: str,
        *,
        as_of: date | None = None,
        by: Sequence[str] = (),
        start: date | str | None = None,
        end: date | str | None = None,
        where: Where = (),
        limit: int | None = None,
        scope: Scope = EVERYTHING,
        **options: Any,
    ) -> Answer:
        """The answer to a question, as of the end of a day.

        Errors: :class:`NotFoundError` for an unknown question, :class:`UsageError` for an option that it does not
        take or a column that does not exist, :class:`NothingLoadedError` before the first sync.
        """
        common = dict(as_of=as_of, by=by, start=start, end=end, where=where, limit=limit)  # noqa: C408 (names are ours)
        return Answer.from_json(json.loads(self.ask_json(name, scope=scope, **common, **options)))

    def ask_json(self, name: str, *, scope: Scope = EVERYTHING, **arguments: Any) -> bytes:
        """The same answer as the bytes of its JSON; one that was asked before is read by key."""
        question: Question = discover.load("questions", name)
        return self._json(question, *self._ask(question, scope, arguments))

    def _json(self, question: Question, ask: Ask, options: Mapping[str, Any]) -> bytes:
        if not question.keeps:
            return self._answer(question, ask, options)
        spans = [[span and span.label for span in ask.spans]] if question.spans else []
        asked = [question.name, ask.by, ask.start, ask.end, ask.where, options, *spans]
        key = json.dumps(asked, default=str, sort_keys=True)
        whole = ask.book.kept_bytes(key, partial(self._answer, question, replace(ask, limit=None), options))
        if ask.limit is None:
            return whole
        answer = json.loads(whole)
        rows, notes = first_rows(answer["rows"], answer["notes"], ask.limit)
        return json.dumps(answer | {"rows": rows, "notes": notes}, ensure_ascii=False).encode()

    def book(self, as_of: date | None = None, scope: Scope = EVERYTHING) -> Book:
        """The book as of a day; by default that of the latest event known at the sync."""
        _, engine, catalog = self._current()
        return Book(engine, self._shelf, catalog, self.settings, as_of or catalog.as_of, scope)

    def _engine_of(self, question: Question) -> tuple[Engine, str]:
        """Where a question is answered, and why not by the engine that was chosen; empty where it is."""
        (number, _), reader, _ = self._current()
        engine, gap = self._exported.answers(question.name, number)
        return engine or reader, gap

    def status(self) -> Status:
        """What is published. Errors: :class:`NothingLoadedError` before the first sync."""
        (generation, _), _, catalog = self._current()
        return Status(
            self.settings.name,
            generation,
            catalog.as_of,
            catalog.synced_at,
            catalog.currency,
            catalog.timezone,
            self.settings.fiscal,
        )

    def stamp(self) -> str:
        """Changes whenever any answer may have changed: with each generation and each decision."""
        parts = [str(self._generations.current())]
        for name in (POINTER, _STATE, f"{_STATE}-wal"):
            try:
                facts = (self.folder / name).stat()
                parts.append(f"{facts.st_mtime_ns}.{facts.st_size}")
            except OSError:
                parts.append("")
        return "-".join(parts)

    @cached_property
    def state(self) -> State:
        """What people decided, and the load ledger."""
        from headway.state.store import State

        return State(self.folder / _STATE)

    def sync(
        self, *, now: datetime, source: str | None = None, progress: Callable[[str], None] | None = None
    ) -> SyncReport:
        """Read the sources into a new generation, in a child process: foreign files never enter this one.

        Args:
            now: the moment of the sync, UTC.
            source: only this source.
            progress: told one line for each step.
        """
        return run_child(self.folder, now=now, source=source, progress=progress)

    def decide(
        self, action_id: str, verdict: str, *, note: str = "", as_of: date | None = None, user: str = "local"
    ) -> str:
        """Write down what a person decided about an action, dated by the workspace's day.

        Errors: :class:`NotFoundError` for an action that nobody was shown; :class:`UsageError` for another verdict.
        """
        from headway.learn.decide import decide

        book = self.book(as_of)
        return decide(self.state, self.actions(book), action_id, verdict, day=book.as_of, note=note, user=user)

    def judge(
        self,
        table: str,
        from_id: str,
        into_id: str,
        verdict: str,
        *,
        note: str = "",
        as_of: date | None = None,
        user: str = "local",
    ) -> str:
        """Write down that two rows are the ``same`` or ``different``, or ``undo`` it; numbers follow at the next sync.

        Errors: :class:`NotFoundError` for an id that is not known; :class:`UsageError` for another verdict or table.
        """
        from headway.learn.identity import judge

        book = self.book(as_of)
        return judge(self.state, book, table, from_id, into_id, verdict, day=book.as_of, note=note, user=user)

    def accept(
        self, finding_id: str, *, reason: str = "", undo: bool = False, as_of: date | None = None, user: str = "local"
    ) -> str:
        """Write down that a finding of ``health`` is accepted and why, or take that back.

        Errors: :class:`NotFoundError` for a finding that is none; :class:`UsageError` for no reason.
        """
        from headway.learn.accept import accept

        day = self.book(as_of).as_of
        found = self.ask("health", as_of=day).rows
        return accept(self.state, found, finding_id, day=day, reason=reason, undo=undo, user=user)

    def record_health(self) -> None:
        """Keep what health found in the published generation, once, for the trend."""
        found = self.ask("health").rows
        told = ((row["finding_id"], row["rows"], row["share"]) for row in found)
        self.state.trend.record(self.status().generation, told)

    def actions(self, book: Book) -> list[dict[str, Any]]:
        """Every action that could be proposed as of the book's day, best first within a seller, before any decision."""
        from headway.prescribe.rank import actions

        return list(book.kept("actions", lambda: actions(book)))

    @property
    def takes_long(self) -> bool:
        """Whether there are so many deals that what is new should be seen before the answers of the day are made.

        Of fewer they are made first, so that nobody who opens the new store waits for them.
        """
        return self._current()[2].rows.get("deals", 0) > _MANY_DEALS

    def prepare(self, told: Callable[[str], None] | None = None) -> list[str]:
        """Work out the answers that people open every day, so that they are read by key.

        Args:
            told: the name of each question before it is worked out.

        Returns:
            A sentence for each that could not be: a faulty extension must not keep a store from being shown.
        """
        failed = []
        for question in self.questions().values():
            if told is not None and question.daily:
                told(question.name)
            try:
                self._prepare(question)
            except Exception as problem:  # noqa: BLE001 (an extension may raise anything)
                failed.append(f"'{question.name}' could not be prepared: {type(problem).__name__}: {problem}")
        return failed

    def tidy_answers(self) -> Path | None:
        """Drop what was worked out from earlier generations; a damaged file is put aside, under this name."""
        if self._generations.current():
            self._shelf.clear("answer", self._current()[2].edition)
        return self._shelf.mend()

    def _prepare(self, question: Question) -> None:
        if not question.daily:
            return
        alone = [(column,) for column in (*self.settings.segment, "rep_id")] if question.groups else []
        asked = []
        for by in ((), *dict.fromkeys(alone)):
            with suppress(UsageError):  # a segment column that no file brought yet
                asked.append(self._ask(question, EVERYTHING, {"by": by}))
        beside = tuple(ask.by for ask, _ in asked)
        for ask, options in asked:
            self._json(question, replace(ask, beside=beside if len(beside) > 1 else ()), options)

    def close(self) -> None:
        """Let go of the store and the state."""
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None
        self._exported.close()
        self._shelf.close()
        if "state" in self.__dict__:
            self.state.close()

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        """``workspace.velocity(by=["segment"])`` asks the question of that name."""
        if name.startswith("_") or name not in discover.modules("questions"):
            raise AttributeError(f"a workspace has no '{name}', and no question of that name")
        return partial(self.ask, name)

    def _current(self) -> tuple[_Place, DuckReader, Catalog]:
        """The published generation, opened once; a newer one takes its place when the pointer moved."""
        number = self._only or self._generations.current()
        if number == 0:
            raise NothingLoadedError(str(self.folder), "has nothing loaded yet", "run 'headway sync'")
        try:
            with self._lock:
                place = (number, _inode(self._generations.path(number)))
                if self._opened is None or self._opened[0] != place:
                    self._opened = (place, *self._open(number))
                return self._opened
        except StoreError:
            if self._only or self._generations.current() == number:
                raise
        return self._current()  # it was published over between two looks, and is gone

    def _open(self, number: int) -> tuple[DuckReader, Catalog]:
        from headway.engine.duckdb import DuckReader

        self._shelf.prefix = discover.code_stamp()
        reader = DuckReader(self._generations.path(number))
        content = reader.value(f"SELECT content FROM {TABLE}")
        with suppress(KeyError, TypeError, ValueError):
            catalog = Catalog.from_json(content)
            if catalog.made_with == made_with(self.settings):
                return reader, catalog
        reader.close()
        wrong = "was built by another version, or for another currency or time zone"
        raise StoreError(str(self.folder), wrong, "run 'headway sync'")

    def _ask(self, question: Question, scope: Scope, given: Mapping[str, Any]) -> tuple[Ask, Mapping[str, Any]]:
        """What is asked of the book, and the question's own options."""
        asked = read_options(question, given, self.settings.fiscal)
        engine, gap = self._engine_of(question)
        book = replace(self.book(asked.as_of, scope), engine=engine)
        book.check_columns((*asked.by, *(column for column, _ in asked.where)))
        ask = Ask(self, book, asked.by, asked.start, asked.end, asked.where, asked.limit, spans=asked.spans, gap=gap)
        return ask, asked.own

    def _answer(self, question: Question, ask: Ask, options: Mapping[str, Any]) -> bytes:
        missing = [ask.book.missing(table) for table in question.needs if not ask.book.has(table)]
        if missing:
            note = "; ".join(missing)
            answer = Answer(question.name, ask.as_of, f"Nothing to answer from: {note}.", (), (note,))
        else:
            answer = question.ask(ask, **options)
            nobody = ask.book.nobody(ask.where)
            if nobody:
                answer = replace(answer, notes=(nobody, *answer.notes))
            if question.sums:
                summed = Summed(question.sums, question.groups, ask.by, ask.start, ask.end, ask.where)
                answer = with_unvalued(answer, ask.book, summed)
        if ask.gap:
            answer = replace(answer, notes=(*answer.notes, f"answered by DuckDB: {ask.gap}"))
        return json.dumps(answer.to_json(), ensure_ascii=False, default=str).encode()


def open_workspace(folder: Path | str | None = None) -> Workspace:
    """The workspace in ``folder``, else in ``HEADWAY_WORKSPACE``, else in the current folder.

    Errors: :class:`NotAWorkspaceError` when it has no ``headway.toml``.
    """
    place = Path(folder or os.environ.get(_VARIABLE) or ".")
    return Workspace(load(place))


def create_workspace(
    folder: Path | str, *, files: Path | str | None = None, engine: str | None = None, dates: str = ""
) -> InitReport:
    """Write ``headway.toml`` for the files in ``files`` (see :func:`headway.ingest.layout.write_mapping`).

    Another process looks at the files, within the limits of a sync: see :func:`headway.looking.draft`.
    """
    from headway.looking import draft

    return draft(Path(folder), None if files is None else Path(files), engine, dates)


def made_with(settings: Settings) -> str:
    """What shapes a store beside its sources: the code, the reporting currency, the time zone, the calendar."""
    engine = chosen(settings.engine_url).dialect
    told = (discover.code_stamp(), settings.currency, settings.timezone, settings.fiscal)
    return "|".join(str(part) for part in (*told, *([engine] if engine != DUCKDB else ())))


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0
