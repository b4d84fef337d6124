"""Asks the workspace off the event loop, a few questions at a time, and keeps what cannot have changed since."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

from headway.errors import NothingLoadedError
from headway.serve.web import charts

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from headway.question import Question
    from headway.serve.api import Acceptance, Call, Decision, Word

AT_ONCE = 2
KEPT = 256
PARSED = 32


class Workspace(Protocol):
    """What the faces need of :class:`headway.workspace.Workspace`."""

    folder: Path

    @property
    def state(self) -> Any:
        """What people decided; ``state.exposures`` is an :class:`Exposures`."""

    def questions(self) -> Mapping[str, Question]:
        """Every question by name."""

    def ask_json(self, name: str, **arguments: Any) -> bytes:
        """The JSON bytes of an answer."""

    def status(self) -> Any:
        """What is loaded; :class:`NothingLoadedError` when nothing is."""

    def stamp(self) -> str:
        """Changes whenever any answer may have changed."""

    def decide(
        self, action_id: str, verdict: str, *, note: str = "", as_of: date | None = None, user: str = "local"
    ) -> str:
        """Keep a decision; one sentence."""

    def judge(
        self, table: str, from_id: str, into_id: str, verdict: str, *, note: str = "", as_of: date | None = None
    ) -> str:
        """Keep what was said of two rows; one sentence."""

    def sync(self, *, now: datetime) -> Any:
        """Read the sources into a new generation."""

    def accept(self, finding_id: str, *, reason: str = "", undo: bool = False, as_of: date | None = None) -> str:
        """Keep that a finding is accepted, or that it is not; one sentence."""


class Exposures(Protocol):
    """What the faces need of the workspace's state: a place to write down what was shown."""

    def log(self, action_ids: Iterable[str], shown_on: date, user: str) -> None:
        """Write down what ``user`` was shown; what is written already stays one line."""


class Answers:
    """Answers by call, kept until the workspace's stamp changes; the same call is never under way twice.

    The event loop never waits for a store: every question runs in a pool of ``AT_ONCE`` threads.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.questions = workspace.questions()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="question")
        self._by_content: dict[bytes, Any] = {}
        self._stamp = ""
        self._shown: set[tuple[str, date]] = set()
        self._kept: OrderedDict[tuple[Any, ...], asyncio.Future[Any]] = OrderedDict()

    async def raw(self, call: Call) -> bytes:
        """The answer's JSON bytes."""
        work = partial(self.workspace.ask_json, call.name, **call.arguments())
        return bytes(await self._once(("raw", call.key()), work))

    async def read(self, call: Call) -> dict[str, Any]:
        """The answer as mappings and lists; shared between requests, so it is read and never changed."""
        raw = await self.raw(call)
        answer: dict[str, Any] = await self._once(("read", call.key()), partial(self._parsed, raw))
        return answer

    def _parsed(self, raw: bytes) -> Any:
        """The same bytes are parsed once, even when the stamp has changed since: most decisions leave most answers."""
        digest = blake2b(raw, digest_size=16).digest()
        found = self._by_content.pop(digest, None) or json.loads(raw)
        self._by_content[digest] = found
        while len(self._by_content) > PARSED:
            self._by_content.pop(next(iter(self._by_content)), None)
        return found

    async def run(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """The result of any blocking work that depends on nothing but ``key`` and the workspace's stamp."""
        return await self._once(key, work)

    async def apart(self, work: Callable[[], Any]) -> Any:
        """The result of blocking work that is not kept: the workspace's stamp says nothing of what it reads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def decide(self, decision: Decision) -> str:
        """Keep a decision; the stamp changes with it."""
        kept = partial(
            self.workspace.decide, decision.action_id, decision.verdict, note=decision.note, as_of=decision.as_of
        )
        return str(await asyncio.get_running_loop().run_in_executor(self._pool, kept))

    async def judge(self, word: Word) -> str:
        """Keep what was said of two rows; the stamp changes with it."""
        kept = partial(
            self.workspace.judge, word.table, word.from_id, word.into_id, word.verdict, note=word.note, as_of=word.as_of
        )
        return str(await asyncio.get_running_loop().run_in_executor(self._pool, kept))

    async def accept(self, word: Acceptance) -> str:
        """Keep what was said of a finding; the stamp changes with it."""
        kept = partial(self.workspace.accept, word.finding_id, reason=word.reason, undo=word.undo, as_of=word.as_of)
        return str(await asyncio.get_running_loop().run_in_executor(self._pool, kept))

    async def expose(self, action_ids: Iterable[str], day: date) -> None:
        """Write down what a page showed, once for each action and day: decisions are read against it."""
        fresh = {(action_id, day) for action_id in action_ids} - self._shown
        if fresh:
            self._shown |= fresh
            write = partial(self.workspace.state.exposures.log, sorted(found for found, _ in fresh), day, "local")
            await asyncio.get_running_loop().run_in_executor(self._pool, write)

    async def status(self) -> Any:
        """The workspace's status, or None when nothing is loaded yet."""
        return await self._once(("status",), self._status)

    async def status_json(self) -> dict[str, Any]:
        """The status as plain JSON values.

        Errors: :class:`NothingLoadedError` when nothing is loaded yet.
        """
        status = await self.status()
        if status is None:
            raise NothingLoadedError(str(self.workspace.folder.name), "holds no data yet", "run 'headway sync'")
        names = ("name", "generation", "as_of", "synced_at", "currency", "timezone")
        values = {name: getattr(status, name) for name in names}
        return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items()}

    def _status(self) -> Any:
        try:
            return self.workspace.status()
        except NothingLoadedError:
            return None

    async def _once(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        stamp = self.workspace.stamp()
        if stamp != self._stamp:
            self._kept.clear()  # who still waits holds the future; nobody else will ask under the old stamp
            self._stamp = stamp
        stamped = (stamp, *key)
        future = self._kept.get(stamped)
        if future is None:
            future = asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(self._pool, work))
            self._kept[stamped] = future
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            raise  # the visitor left; others may still be waiting for the same answer
        except BaseException:
            self._kept.pop(stamped, None)
            raise

    async def warm(self) -> None:
        """Start the slow imports of the chart renderer in the background."""
        asyncio.get_running_loop().run_in_executor(self._pool, charts.warm)

    def close(self) -> None:
        """Let the threads go; work under way is finished."""
        self._pool.shutdown(wait=True, cancel_futures=True)
