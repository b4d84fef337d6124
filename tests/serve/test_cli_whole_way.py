"""The whole way on the command line: init, sync, ask, decide, on files as people have them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

DEALS = """\
Opportunity ID,Account Name,Owner,Stage,Amount,Created Date,Close Date,Status
1,Northline,Dana,Proposal,12000,2026-01-03,2026-02-20,won
2,Ostrava,Dana,Proposal,8500,2026-01-09,2026-03-02,lost
3,Pine,Eli,Proposal,22000,2026-01-12,2026-03-15,won
4,Quarry,Eli,Discovery,17250,2026-02-02,,open
"""


def headway(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return subprocess.run(
        [sys.executable, "-m", "headway", *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def mapped(tmp_path_factory) -> Path:
    """A folder with an export and the workspace ``my`` that was made from it, loaded."""
    folder = tmp_path_factory.mktemp("mapped")
    (folder / "export").mkdir()
    (folder / "export" / "pipeline.csv").write_text(DEALS)
    made = headway("init", "my", "--files", "export", folder=folder)
    assert made.returncode == 0, made.stderr
    loaded = headway("-w", "my", "sync", folder=folder)
    assert loaded.returncode == 0, loaded.stderr
    return folder


def test_the_answer_alone_is_on_stdout(mapped):
    done = headway("-w", "my", "sync", "--format", "json", folder=mapped)
    told = json.loads(done.stdout)
    assert told["question"] == "sync"
    assert [(row["read"], row["skipped"]) for row in told["rows"]] == [(0, 4)]
    assert {"source", "table", "file", "read", "loaded", "refused", "skipped"} <= set(told["rows"][0])


QUESTIONS = ("velocity", "deals", "health", "next", "model", "funnel")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_format_tells_the_same_rows(mapped, name):
    as_json = json.loads(headway("-w", "my", "--format", "json", name, folder=mapped).stdout)
    as_csv = headway("-w", "my", name, "--format", "csv", folder=mapped)
    as_table = headway(name, folder=mapped, HEADWAY_WORKSPACE="my")
    assert as_json["question"] == name
    assert len(list(csv.DictReader(io.StringIO(as_csv.stdout)))) == len(as_json["rows"])
    assert as_table.stdout.startswith(as_json["answer"][:40])
    assert as_json["answer"] in as_csv.stderr


def test_an_unknown_column_is_wrong_usage_and_nothing_is_answered(mapped):
    done = headway("-w", "my", "velocity", "--by", "sgement", folder=mapped)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_day_before_the_first_deal_is_answered_without_a_figure(mapped, name):
    done = headway("-w", "my", name, "--as-of", "2020-01-01", "--format", "json", folder=mapped)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["question"], told["as_of"]) == (name, "2020-01-01")
    assert not any(row.get("n") for row in told["rows"])


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_limit_is_kept(mapped, name):
    done = headway("-w", "my", name, "--limit", "1", "--format", "json", folder=mapped)
    rows = json.loads(done.stdout)["rows"]
    assert len(rows) <= len({row.get("rep_id") for row in rows} | {None})


def test_a_decision_is_kept_and_an_unknown_action_told(mapped):
    actions = json.loads(headway("-w", "my", "next", "--format", "json", folder=mapped).stdout)["rows"]
    if actions:
        assert headway("-w", "my", "decide", actions[0]["action_id"], "done", folder=mapped).returncode == 0
        assert headway("-w", "my", "decide", actions[0]["action_id"], "undo", folder=mapped).returncode == 0
    lost = headway("-w", "my", "decide", "no-such-action", "done", folder=mapped)
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "no-such-action" in lost.stderr


def test_init_refuses_a_workspace_that_exists(mapped):
    again = headway("init", "my", "--files", "export", folder=mapped)
    assert again.returncode == 1
    assert "headway.toml" in again.stderr


def test_more_refused_than_allowed_is_status_3_and_the_rest_is_loaded(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "deals.csv").write_text("deal_id,created_at,status\n1,2026-01-01,won\n2,not a day,open\n")
    headway("init", "my", "--files", "export", folder=tmp_path)
    done = headway("-w", "my", "sync", "--format", "json", folder=tmp_path)
    row = json.loads(done.stdout)["rows"][0]
    assert done.returncode == 3
    assert (row["read"], row["loaded"], row["refused"]) == (2, 1, 1)


def test_an_empty_workspace_says_what_to_do(tmp_path):
    headway("init", "my", folder=tmp_path)
    done = headway("-w", "my", "velocity", folder=tmp_path)
    assert done.returncode == 1
    assert "sync" in done.stderr


def test_a_reader_that_leaves_early_hears_nothing(mapped):
    line = f"{sys.executable} -m headway -w my deals --format csv | head -0"
    done = subprocess.run(line, shell=True, cwd=mapped, capture_output=True, text=True, timeout=300)
    assert done.stderr == "" or "Traceback" not in done.stderr


def test_a_sync_whose_progress_nobody_reads_is_done(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "deals.csv").write_text("deal_id,created_at,status\n1,2026-01-01,won\n")
    headway("init", "my", "--files", "export", folder=tmp_path)
    line = f"{sys.executable} -m headway -w my sync 2>&1 >/dev/null | head -1"
    subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, check=True, timeout=300)
    assert headway("-w", "my", "velocity", folder=tmp_path).returncode == 0


def test_a_question_imports_no_other_face(mapped):
    code = (
        "import sys; from headway.serve.cli import run; run(['-w', 'my', 'velocity', '--format', 'json']);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=mapped, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not {"fastapi", "altair", "ibis", "mcp", "pandas", "rich", "headway.serve.operations.deals"} & loaded


def test_serve_answers_on_loopback_until_it_is_interrupted(mapped):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = headway("-w", "my", "serve", "--port", port, folder=mapped)
        assert refused.returncode == 1
        assert f"port {port}" in refused.stderr
    command = [sys.executable, "-m", "headway", "-w", "my", "serve", "--port", port]
    with subprocess.Popen(command, cwd=mapped, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert f"http://127.0.0.1:{port}/" in process.stderr.readline()
            page = httpx.get(f"http://127.0.0.1:{port}/api/status", timeout=60)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert page.status_code == 200


def test_serve_refuses_every_other_address(mapped):
    done = headway("-w", "my", "serve", "--host", "0.0.0.0", folder=mapped)
    assert done.returncode == 2
    assert "loopback" in done.stderr


def test_the_demo_shows_actions_is_used_again_and_spares_a_foreign_folder(tmp_path):
    first = headway("demo", "company", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "Gain" in first.stdout
    assert "http://127.0.0.1:8317/" in first.stderr
    again = headway("demo", "company", folder=tmp_path)
    assert again.returncode == 0
    assert "used again" in again.stderr
    assert again.stdout == first.stdout
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    spared = headway("demo", "mine", folder=tmp_path)
    assert spared.returncode == 1
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
