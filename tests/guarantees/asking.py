"""Asks every question there is through the public command, and compares answers as the guarantees say."""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import date, datetime
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from headway import discover
from headway.engine.shelf import Shelf
from headway.publish import Published, publish
from headway.question import Question
from headway.serve.cli import run
from headway.workspace import Workspace, made_with, open_workspace
from tests.guarantees.records import NOW

THOROUGH = os.environ.get("HEADWAY_HYPOTHESIS") == "thorough"


def examples(number: int) -> settings:
    """So many examples, always the same ones and not made smaller: both would cost minutes.

    ``HEADWAY_HYPOTHESIS=thorough`` looks ten times as long, with other seeds, and makes what it finds small.
    """
    quick = settings(
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        max_examples=number,
    )
    return settings(quick, derandomize=False, phases=list(Phase), max_examples=10 * number) if THOROUGH else quick


_KEPT = TemporaryDirectory()


def share_compiled(folder: Path) -> None:
    """Let a workspace begin with the SQL that others compiled, and give them its own: keys must say all that matters.

    A workspace keeps its SQL from one generation to the next just so; here it also spares minutes of compiling.
    """
    shared = Path(_KEPT.name) / "cache.sqlite"
    for path in (shared, folder / "cache.sqlite"):
        Shelf(path).put("", "", b"")
    with closing(sqlite3.connect(folder / "cache.sqlite")) as connection, connection:
        connection.execute("ATTACH ? AS shared", (str(shared),))
        for ours, theirs in (("main", "shared"), ("shared", "main")):
            connection.execute(f"INSERT OR REPLACE INTO {ours}.shelf SELECT * FROM {theirs}.shelf WHERE kind = 'sql'")


def sync(folder: Path, now: datetime = NOW, only: str | None = None, *, prepare: bool = False) -> Published:
    """A sync in this process: what the child does, without starting an interpreter; prepare: one daily answer too."""
    share_compiled(folder)
    workspace = open_workspace(folder)

    def ahead(generation: int) -> None:
        with closing(Workspace(workspace.settings, generation=generation)) as unseen:
            unseen.ask_json("velocity")

    try:
        return publish(
            workspace.settings,
            workspace.state,
            now=now,
            made_with=made_with(workspace.settings),
            only=only,
            progress=lambda _: None,
            prepare=ahead if prepare else None,
        )
    finally:
        workspace.close()
        share_compiled(folder)


def questions() -> dict[str, Question]:
    """Every question that exists: one more file is one more here."""
    return discover.load_all("questions")


def command(folder: Path, *arguments: str) -> dict[str, Any]:
    """The JSON answer of ``headway -w FOLDER ARGUMENTS --format json``, run in this process."""
    status, told, problem = heard("-w", str(folder), *arguments, "--format", "json")
    assert status == 0, f"headway {' '.join(arguments)}: exit {status}: {problem}"
    return json.loads(told)


def heard(*arguments: str) -> tuple[int, str, str]:
    """(exit status, stdout, stderr) of a command."""
    out, err = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(arguments)
    return status, out.buffer.getvalue().decode(), err.getvalue()


def ways(question: Question, day: date) -> Iterator[tuple[str, ...]]:
    """The ways in which a question is asked: plainly, and with whatever it takes of groups and windows."""
    plain = (question.name, "--as-of", day.isoformat())
    yield plain
    more = ("--by", "segment,region", "--where", "kind=new") if question.groups else ()
    more += ("--from", "2024-02-01", "--to", "2024-12-31") if question.windows else ()
    more += ("--from", "2024-02-01..2024-06-30", "--to", "2024-07-01..2024-12-31") if question.spans else ()
    if more:
        yield plain + more


def answers(folder: Path, day: date) -> dict[tuple[str, ...], dict[str, Any]]:
    """The answers to every question as of a day."""
    asked = (way for question in questions().values() for way in ways(question, day) if question.ask is not None)
    share_compiled(folder)
    told = {way: command(folder, *way) for way in asked}
    share_compiled(folder)
    return told


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two answers differ: ids, order and words exactly, numbers beyond 1e-9."""
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return [] if one is other else [f"{place}: {one!r} is not {other!r}"]
    if isinstance(one, int | float) and isinstance(other, int | float):
        same = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        return [] if same else [f"{place}: {one!r} is not {other!r}"]
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return _of_mappings(one, other, place)
    if isinstance(one, Sequence) and isinstance(other, Sequence) and not isinstance(one, str):
        found = (
            [] if len(one) == len(other) else [f"{place}: {len(one)} rows, not {len(other)}: {one!r} {other!r}"[:2000]]
        )
        pairs = enumerate(zip(one, other, strict=False))
        return found + [problem for i, (a, b) in pairs for problem in differences(a, b, f"{place}[{i}]")]
    return [] if one == other else [f"{place}: {one!r} is not {other!r}"]


def _of_mappings(one: Mapping[str, Any], other: Mapping[str, Any], place: str) -> list[str]:
    keys = [] if list(one) == list(other) else [f"{place}: keys {list(one)} are not {list(other)}"]
    return keys + [p for key in one if key in other for p in differences(one[key], other[key], f"{place}.{key}")]


def assert_same(one: Mapping[tuple[str, ...], Any], other: Mapping[tuple[str, ...], Any]) -> None:
    """Every answer of two workspaces is the same."""
    wrong = [f"headway {' '.join(way)}{problem}" for way in one for problem in differences(one[way], other[way])]
    assert not wrong, "\n".join(wrong[:20])


def book_rows(folder: Path, day: date) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every noun as the book gives it as of a day, in a fixed order, without where it stood in a file."""
    from headway.schema import tables

    workspace = open_workspace(folder)
    try:
        book = workspace.book(day)
        return {name: _rows(book, name) for name in tables() if name not in {"rejects", "statements"}}
    finally:
        workspace.close()


def _rows(book: Any, name: str) -> list[tuple[Any, ...]]:
    left_out = {"_source", "_file", "_row", "_loaded_at", "_seq", "_state", "_before"}

    def build(book: Any) -> Any:
        rows = book.table(name)
        return rows.select(*(column for column in sorted(rows.columns) if column not in left_out))

    found = book.rows(f"test every {name}", build)
    rows = zip(*(found.column(column).to_pylist() for column in found.column_names), strict=True)
    return sorted((tuple(zip(found.column_names, row, strict=True)) for row in rows), key=repr)
