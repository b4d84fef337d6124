"""Bits flipped and files torn at many places: it is told, or nothing that is read has changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from headway.engine.shelf import FILE_NAME, Shelf
from headway.errors import StoreError
from headway.ingest.generations import Generations
from headway.ingest.soundness import is_sound, sound_generation
from headway.state.store import State
from headway.state.tables import METADATA
from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company
from tests.guarantees.records import NOW

DAY = date(2025, 1, 2)
PLACES = 10 * int(os.environ.get("HEADWAY_FAULTS", "1"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company that was synced twice, with words of people in its state."""
    folder = write_company(make_company(5, 8, named=("accounts",)), tmp_path_factory.mktemp("damage") / "it")
    asking.sync(folder)
    with (folder / "export" / "accounts.csv").open("a", encoding="utf-8") as file:
        file.write("another" + "," * 20 + "\n")
    asking.sync(folder, NOW)
    with closing(State(folder / "state.sqlite")) as state:
        for number in range(30):
            state.decisions.add(f"action-{number}", "done", decided_on=DAY, note="as agreed on the phone")
            state.acceptances.add(f"finding-{number}", "accept", "it is known", on=DAY, rows=number, share=0.25)
    return folder


def flips(path: Path, count: int) -> Iterator[int]:
    """Flip one bit at a time at so many places of a file, each once it is read and mended again."""
    whole = path.read_bytes()
    chance = Random(path.name)
    for place in sorted(chance.randrange(len(whole)) for _ in range(count)):
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        yield place
    path.write_bytes(whole)


def test_a_generation_with_any_bit_flipped_or_any_end_cut_is_not_sound(workspace: Path, tmp_path: Path) -> None:
    number = Generations(workspace).current()
    copy = Path(shutil.copy(Generations(workspace).path(number), tmp_path))
    whole = copy.read_bytes()
    with closing(State(workspace / "state.sqlite")) as state:
        assert is_sound(copy, state.ledger, number)
        assert [place for place in flips(copy, 2 * PLACES) if is_sound(copy, state.ledger, number)] == []
        for tenth in range(10):
            copy.write_bytes(whole[: len(whole) * tenth // 10])
            assert not is_sound(copy, state.ledger, number)


def test_of_kept_answers_with_any_bit_flipped_each_is_as_it_was_or_made_again(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(Shelf(path)) as shelf:
        shelf.put_all("answer", [(f"key-{number}", f"content {number} ".encode() * 40) for number in range(60)])
    held = [f"content {number} ".encode() * 40 for number in range(60)]
    for place in flips(path, 2 * PLACES):
        with closing(Shelf(path)) as shelf:
            found = [shelf.get("answer", f"key-{number}") for number in range(60)]
        assert all(one in (None, other) for one, other in zip(found, held, strict=True)), place
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)


def test_a_pointer_with_any_letter_wrong_is_told_or_set_again_to_a_sound_generation(
    workspace: Path, tmp_path: Path
) -> None:
    target = "store/" + Generations(workspace).path(Generations(workspace).current()).name
    for place, letter in enumerate(target):
        folder = tmp_path / str(place)
        shutil.copytree(workspace, folder, symlinks=True, ignore=shutil.ignore_patterns("export"))
        (folder / "headway.duckdb").unlink()
        (folder / "headway.duckdb").symlink_to(target[:place] + chr(ord(letter) ^ 1) + target[place + 1 :])
        with closing(State(folder / "state.sqlite")) as state:
            try:
                number = sound_generation(Generations(folder), state.ledger, lambda _: None)
            except StoreError:
                continue
            assert is_sound(Generations(folder).path(number), state.ledger, number), place
            assert Generations(folder).current() == number
        shutil.rmtree(folder)


def words(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a state tells, after it was looked through."""
    with closing(State(path)) as state:
        state.check()
        database = state._database
        return {table.name: database.rows(select(table)) for table in METADATA.sorted_tables}


def test_a_state_with_any_bit_flipped_is_told_or_says_what_it_said(workspace: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(workspace / "state.sqlite", tmp_path))
    whole, silent, told = words(path), [], 0
    for place in flips(path, 8 * PLACES):
        try:
            silent += [place] if words(path) != whole else []
        except StoreError:
            told += 1
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    assert silent == []
    assert told >= PLACES


def test_a_torn_or_flipped_log_of_the_state_loses_at_most_the_last_words(workspace: Path, tmp_path: Path) -> None:
    """What was on the disk before stands, and of the log nothing without what was written before it."""
    path = Path(shutil.copy(workspace / "state.sqlite", tmp_path))
    with closing(sqlite3.connect(path)) as holder:  # as long as it is open the log stays
        holder.execute("SELECT count(*) FROM audit").fetchone()
        with closing(State(path)) as state:
            for number in range(12):
                state.audit.write("ann", "said", f"word-{number}", DAY)
        base, log = path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()
    assert len(log) > 12 * 4096
    torn = Path(tmp_path / "torn" / "state.sqlite")
    torn.parent.mkdir()
    chance = Random(7)
    for number in range(2 * PLACES):
        hurt = bytearray(log[: chance.randrange(len(log))] if number % 2 else log)
        hurt[chance.randrange(len(hurt))] ^= 4
        torn.write_bytes(base)
        torn.with_name(torn.name + "-wal").write_bytes(hurt)
        with closing(State(torn)) as state:
            state.check()
            said = [entry.thing for entry in state.audit.entries(200)][::-1]
        new = [thing for thing in said if thing.startswith("word-")]
        assert new == [f"word-{number}" for number in range(len(new))]
        assert len(said) - len(new) == 60
