"""Full disks, torn and flipped files: what is damaged is told, put aside and built again; decisions are never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company
from tests.guarantees.test_killed import ROOT, write_both


@pytest.mark.slow
def test_of_every_fault_of_the_disk_it_is_told_and_what_can_be_is_built_again_as_it_was(tmp_path: Path) -> None:
    """One test, because what they begin from takes longer to make than to hurt."""
    ready, place = tmp_path / "ready", tmp_path / "place"
    write_both(ready)
    place.mkdir()
    command = [sys.executable, "-m", "tests.guarantees.faults", str(ready), str(place)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    _assert_old_stands_on_a_full_disk(told)
    _assert_damaged_stores_are_built_again(told)
    _assert_damaged_states_are_told(told)


def _assert_old_stands_on_a_full_disk(told: dict[str, Any]) -> None:
    assert len(told["full"]) == 10
    for fault in told["full"]:
        assert fault["stands"], fault
        assert fault["well"], fault
        assert fault["said"][-1].startswith("StoreError: "), fault
        assert "Next: " in fault["said"][-1], fault


def _assert_damaged_stores_are_built_again(told: dict[str, Any]) -> None:
    files = 6
    for fault in told["store"]:
        whole = told["anew"] if fault["fault"].startswith("both") else told["whole"]
        assert fault["kept"][:files] == whole[:files], fault["fault"]
        if fault["fault"].startswith(("store flipped", "store cut")):
            assert fault["aside"] == ["000002.damaged"], fault["fault"]
            assert any("damaged: put aside as" in line for line in fault["said"]), fault["fault"]
        if fault["fault"] in {"answers cut", "answers scrambled"}:
            assert fault["aside"] == ["cache.sqlite.damaged"]
        if fault["fault"].startswith("pointer"):
            assert "going on from generation 2" in fault["said"]


def _assert_damaged_states_are_told(told: dict[str, Any]) -> None:
    assert len(told["state"]) == 5
    for fault in told["state"]:
        (said,) = fault["said"]
        assert said.startswith("StoreError: "), fault["fault"]
        assert "backup" in said, fault["fault"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = write_company(make_company(3, 6, named=()), tmp_path / "it")
    asking.sync(folder)
    if os.geteuid() == 0:  # root may write anywhere: only a mount stops it
        mount = ["mount", "--bind", "-o", "ro", str(folder), str(folder)]
        if subprocess.run(mount, capture_output=True).returncode != 0:
            pytest.skip("neither a user without rights nor one who may mount")
    else:
        folder.chmod(0o555)
    try:
        status, _, problem = asking.heard("-w", str(folder), "sync")
        assert (status, "cannot be" in problem, "Next: " in problem) == (1, True, True), problem
        status, answer, problem = asking.heard("-w", str(folder), "velocity", "--format", "json")
        assert (status, bool(json.loads(answer)["answer"])) == (0, True), problem
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(folder)], check=True)
        else:
            folder.chmod(0o755)


_READER = """
import json, sys, time
from pathlib import Path
from headway.workspace import open_workspace
folder = Path(sys.argv[1])
workspace, waits, days, failed = open_workspace(folder), [], set(), []
while not (folder / "stop").exists():
    start = time.perf_counter()
    try:
        answer = json.loads(workspace.ask_json("velocity"))
        days.add(answer["rows"][0]["deals"]["n"])
    except Exception as problem:
        failed.append(repr(problem))
    waits.append(time.perf_counter() - start)
    if len(waits) == 1:
        (folder / "ready").touch()
    time.sleep(0.002)
print(json.dumps({"asked": len(waits), "worst": max(waits[1:]), "seen": len(days), "failed": failed}))
"""


@pytest.mark.slow
def test_readers_in_other_processes_neither_fail_nor_wait_while_twenty_generations_are_published(
    tmp_path: Path,
) -> None:
    company = make_company(4, 40, named=(), habits=("stage_history",))
    folder = write_company(company, tmp_path / "it")
    asking.sync(folder, prepare=True)
    with subprocess.Popen([sys.executable, "-c", _READER, str(folder)], stdout=subprocess.PIPE) as reader:
        deals = (folder / "export" / "deals.csv").read_text(encoding="utf-8").splitlines()
        for number in range(20):
            more = deals[1].replace(deals[1].partition(",")[0], f"new-{number}", 1)
            deals.append(more)
            (folder / "export" / "deals.csv").write_text("\n".join(deals) + "\n", encoding="utf-8")
            assert asking.sync(folder, prepare=True).changed
        (folder / "stop").touch()
        out, _ = reader.communicate()
    told = json.loads(out)
    assert told["failed"] == []
    assert told["seen"] > 10
    assert told["worst"] < 0.2, told
