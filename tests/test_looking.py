"""Files are looked at in a process apart: it says what the same look would say here, errors included."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from headway import looking
from headway.apart import hear
from headway.engine.duckdb import DuckBuilder
from headway.errors import BusyError, SourceError, WorkspaceError
from headway.ingest.layout import write_mapping
from headway.ingest.rehearsal import rehearse
from headway.looking import draft, previews
from headway.settings import load, text_of


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "pipe.csv").write_text("Deal ID,Status,Created Date\nD1,won,2026-01-02\nD2,open,2026-01-03\n", "utf-8")
    return folder


def test_a_draft_and_its_previews_are_those_of_a_look_in_this_process(export: Path, tmp_path: Path) -> None:
    apart = draft(tmp_path / "apart", export, None)
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        assert apart == write_mapping(tmp_path / "here", export, None, builder)
    assert apart.previews[0].rows
    written = (tmp_path / "apart" / "headway.toml").read_text().replace("Apart", "Here")
    assert written == (tmp_path / "here" / "headway.toml").read_text()
    assert previews(tmp_path / "apart") == rehearse(load(tmp_path / "here"))


def test_a_workspace_made_from_python_has_its_files_read_by_another_process(export: Path, tmp_path: Path) -> None:
    text = (
        "import sys\nfrom pathlib import Path\nfrom headway.workspace import create_workspace\nseen = []\n"
        "sys.addaudithook(lambda event, told: seen.append(str(told[0])) if event == 'open' else None)\n"
        "report = create_workspace(sys.argv[1], files=sys.argv[2])\n"
        "assert report.previews[0].rows\nprint(*(path for path in seen if 'pipe.csv' in path))\n"
    )
    command = [sys.executable, "-c", text, str(tmp_path / "w"), str(export)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == []


def test_what_is_wrong_with_the_files_is_told_here(export: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        draft(tmp_path / "w", tmp_path / "nowhere", None)
    assert not (tmp_path / "w").exists()


def test_a_place_that_cannot_be_written_to_is_told_here(export: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match=r"file/w: cannot be written to .Not a directory"):
        draft(tmp_path / "file" / "w", export, None)


def test_a_look_that_needs_too_much_memory_is_ended_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "greedy.py").write_text(
        "from pathlib import Path\nfrom headway import looking_child as child\nfrom headway.apart import answer\n"
        "from headway.settings import Settings\n"
        "def greedy(asked):\n    child._bound(Settings(Path('w'), sync_memory_mb=600))\n    bytearray(700 << 20)\n"
        "child._TASKS = {'greedy': greedy}\nanswer(child.look)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(WorkspaceError, match="w: its files need more memory than sync_memory_mb allows to look at"):
        hear("greedy", {"task": "greedy", "folder": "w"}, thing="w")


def test_of_two_changes_at_once_none_is_lost(export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    draft(folder, export, None)
    chosen = {"name": "Deal ID", "stage": "Status"}
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda one: looking.save(folder, "deals", "pipe.csv", {one[0]: (one[1], "")}), chosen.items()))
    (source,) = tomllib.loads(text_of(folder))["sources"]
    assert chosen.items() <= source["tables"]["deals"].items()


def test_a_change_while_another_takes_long_is_told_to_wait(tmp_path: Path) -> None:
    with FileLock(tmp_path / looking.LOCK), pytest.raises(BusyError, match=r"somebody else is changing the mapping"):
        looking.save(tmp_path, "deals", "pipe.csv", {"name": ("Deal ID", "")}, wait_seconds=0.1)


def test_a_change_in_a_folder_that_cannot_be_written_to_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "headway.toml").symlink_to(tmp_path / "file" / "headway.toml")
    with pytest.raises(WorkspaceError, match="cannot be written to"):
        looking.save(tmp_path, "deals", "pipe.csv", {"name": ("Deal ID", "")})
