"""The ingesting child ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from headway.errors import WorkspaceError
from headway.workspace import open_workspace

_PARENT = """
import subprocess, sys
program = "import time\\nfrom headway.apart import end_with_caller\\nend_with_caller()\\ntime.sleep(60)"
subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=sys.stdout)
print("started", flush=True)
sys.stdin.read()
"""


def test_the_child_of_a_killed_parent_ends(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"started\n"
        os.kill(parent.pid, signal.SIGKILL)
        assert parent.stdout.read() == b""  # ends only once the child, too, has let go of it


def _workspace(folder: Path, rows: int, more: str = "") -> Path:
    (folder / "export").mkdir()
    lines = "".join(f"D{number},2026-01-01,won\n" for number in range(rows))
    (folder / "export" / "deals.csv").write_text("deal_id,created_at,status\n" + lines, encoding="utf-8")
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n'
    (folder / "headway.toml").write_text(f"[workspace]\n{more}\n{source}", encoding="utf-8")
    return folder


def test_a_sync_that_needs_too_much_memory_is_ended_and_told(tmp_path: Path) -> None:
    workspace = open_workspace(_workspace(tmp_path, 2_000_000, "sync_memory_mb = 512"))
    with pytest.raises(WorkspaceError, match=r"memory|ended early"):
        workspace.sync(now=datetime(2026, 2, 1))
    assert not (tmp_path / "headway.duckdb").exists()


def test_a_sync_that_takes_too_long_is_ended_and_told(tmp_path: Path) -> None:
    program = (
        "import time\nfrom headway.apart import bound\nfrom headway.sync_child import _too_much\n"
        "bound(4096, 0.1, _too_much('it', 'took longer than sync_minutes = 0'))\ntime.sleep(60)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert "sync_minutes" in done.stdout


def test_each_question_is_told_before_its_answer_is_prepared(demo_folder: Path) -> None:
    told: list[str] = []
    workspace = open_workspace(demo_folder)
    assert workspace.prepare(told.append) == []
    workspace.close()
    assert told == [question.name for question in workspace.questions().values() if question.daily]


def test_what_a_sync_may_not_need_is_not_loaded_before_it_begins() -> None:
    """Nor are arrays by the questions: one whose answer is kept makes none."""
    spared = {"numpy", "pyarrow", "ibis", "headway.listen.rules", "sqlalchemy.dialects.postgresql"}
    code = (
        "import sys, headway.sync_child; from headway import discover; discover.load_all('questions'); "
        f"print(*sorted({spared!r} & sys.modules.keys()))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.strip() == ""
