"""What many tests need: the demo company, loaded once for all workers; real public exports; Debian's browser."""

from __future__ import annotations

import gc
import os
import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# What fails on one machine fails on every one; HEADWAY_HYPOTHESIS=thorough looks further with every run.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("further", deadline=None, max_examples=1_000)
settings.load_profile("further" if os.environ.get("HEADWAY_HYPOTHESIS") == "thorough" else "same")

# Expressions are many small things that stay: to look through them for what does not is a fifth of compiling them.
gc.set_threshold(100_000)

ROOT = Path(__file__).parent.parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin: one that comes last lets the other workers wait for it."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    """The workspace of the demo company, loaded: for reading. Whoever decides or syncs takes ``demo_copy``."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo-workspace"
    with FileLock(shared / "demo-workspace.lock"):
        if not (folder / "headway.duckdb").exists():
            _make_demo(folder)
    return folder


@pytest.fixture
def demo_copy(demo_folder, tmp_path) -> Path:
    """A demo workspace of the test's own, to decide and sync in."""
    folder = tmp_path / "demo-workspace"
    shutil.copytree(demo_folder, folder, symlinks=True)
    return folder


def _make_demo(folder: Path) -> None:
    from headway.demo import LAST_DAY, write_company
    from headway.workspace import create_workspace, open_workspace

    write_company(folder / "export")
    create_workspace(folder, files=folder / "export", engine=None)
    workspace = open_workspace(folder)
    try:
        workspace.sync(now=datetime.combine(LAST_DAY + timedelta(days=1), time(8), UTC))
    finally:
        workspace.close()


@pytest.fixture(scope="session")
def public_exports() -> Path:
    """Real public CRM exports, kept beside the repository."""
    folder = Path(os.environ.get("HEADWAY_PUBLIC_EXPORTS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the public exports are not there: {folder}; set HEADWAY_PUBLIC_EXPORTS")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's browser; without one the test fails and says what to install."""
    for name in ("chromium", "chromium-browser"):
        path = shutil.which(name)
        if path:
            return path
    pytest.fail("chromium is not installed. Next: 'sudo apt-get install chromium', then run the tests again.")
