"""Files are looked at in a process apart: it says what the same look would say here, errors included."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from headway.apart import hear
from headway.errors import SourceError, WorkspaceError
from headway.ingest.rehearsal import rehearse
from headway.looking import draft, previews
from headway.settings import load
from headway.workspace import create_workspace


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "pipe.csv").write_text("Deal ID,Status,Created Date\nD1,won,2026-01-02\nD2,open,2026-01-03\n", "utf-8")
    return folder


def test_a_draft_and_its_previews_are_those_of_a_look_in_this_process(export: Path, tmp_path: Path) -> None:
    apart = draft(tmp_path / "apart", export, None)
    assert apart == create_workspace(tmp_path / "here", files=export)
    assert apart.previews[0].rows
    written = (tmp_path / "apart" / "headway.toml").read_text().replace("Apart", "Here")
    assert written == (tmp_path / "here" / "headway.toml").read_text()
    assert previews(tmp_path / "apart") == rehearse(load(tmp_path / "here"))


def test_what_is_wrong_with_the_files_is_told_here(export: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        draft(tmp_path / "w", tmp_path / "nowhere", None)
    assert not (tmp_path / "w").exists()


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
