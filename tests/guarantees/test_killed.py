"""Guarantee 2: a sync killed at any of its side effects, and run again, leaves what an undisturbed one leaves.

``HEADWAY_KILLS=all`` tries every point; CI thirty of each scene, the last twelve among them. Every fifth is a real
kill.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guarantees.companies import Company, make_company, write_company

ROOT = Path(__file__).parents[2]
MOST = 0 if os.environ.get("HEADWAY_KILLS") == "all" else 30
LONG = 4  # so that some tables lie in parts
_NAMED = ("accounts", "contacts", "deal_changes", "usage")


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """See :func:`write_both`."""
    return write_both(tmp_path_factory.mktemp("kills"))


def write_both(folder: Path) -> Path:
    """A company, and the same some days later: rows changed and added, a file gone, another come."""
    company = make_company(5, 12, named=_NAMED, habits=("stage_history",))
    write_company(company, folder / "first")
    write_company(_days_after(company), folder / "then")
    later = (folder / "then" / "export").rename(folder / "later")
    told = folder / "first" / "headway.toml"
    told.write_text(told.read_text("utf-8").replace("[workspace]", f"[workspace]\nlong_table_rows = {LONG}"), "utf-8")
    (later / "contacts.csv").unlink()
    (later / "usage.csv").rename(later / "usage-2.csv")
    return folder


def _days_after(company: Company) -> Company:
    chance = random.Random(1)
    later = make_company(6, 14, named=_NAMED, habits=("stage_history",)).tables
    kept = {name: [row for row in rows if chance.random() < 0.8] for name, rows in company.tables.items()}
    return company.with_tables({name: [*rows, *later[name][:5]] for name, rows in kept.items()})


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["first", "later", "undo"])
def test_killed_at_any_side_effect_and_run_again_it_is_as_if_nothing_had_been(
    scene: str, ready: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.guarantees.killing", scene, str(ready), str(tmp_path), str(MOST)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["there"] > 100
    assert told["tried"] >= min(MOST or told["there"], told["there"])
    assert told["killed"] >= told["tried"] // 5
    assert told["wrong"] == [], ended.stderr
