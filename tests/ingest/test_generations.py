"""Generations are whole or invisible: the pointer moves last, and what an interrupted sync left is swept up."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.ingest.generations import Generations


def _published(folder: Path, *contents: str) -> Generations:
    generations = Generations(folder)
    for content in contents:
        fresh = generations.start()
        fresh.write_text(content, encoding="utf-8")
        generations.show(generations.settle(fresh))
        generations.tidy()
    return generations


def test_without_a_pointer_there_is_none(tmp_path: Path) -> None:
    assert Generations(tmp_path).current() == 0


def test_the_pointer_names_the_newest_and_one_is_kept_to_undo(tmp_path: Path) -> None:
    generations = _published(tmp_path, "one", "two", "three")
    assert generations.current() == 3
    assert generations.pointer.read_text(encoding="utf-8") == "three"
    assert sorted(path.name for path in generations.store.iterdir()) == ["000002.duckdb", "000003.duckdb"]


def test_a_fresh_one_begins_as_a_copy_and_leaves_the_published_alone(tmp_path: Path) -> None:
    generations = _published(tmp_path, "one")
    fresh = generations.start()
    assert fresh.read_text(encoding="utf-8") == "one"
    fresh.write_text("half", encoding="utf-8")
    assert generations.pointer.read_text(encoding="utf-8") == "one"
    assert not generations.start(from_scratch=True).exists()


@pytest.mark.parametrize("left", ["000002.building", "000002.building.wal", "000002.duckdb", "000007.duckdb"])
def test_what_was_left_behind_is_swept_up(left: str, tmp_path: Path) -> None:
    generations = _published(tmp_path, "one")
    (generations.store / left).write_text("rubbish", encoding="utf-8")
    (tmp_path / ".headway.duckdb.next").symlink_to("nowhere")
    fresh = generations.start()
    assert sorted(path.name for path in generations.store.iterdir()) == ["000001.duckdb", "000002.building"]
    generations.show(generations.settle(fresh))
    assert generations.current() == 2


def test_a_pointer_that_is_no_generation_is_none(tmp_path: Path) -> None:
    (tmp_path / "headway.duckdb").write_text("a file of somebody's", encoding="utf-8")
    assert Generations(tmp_path).current() == 0
