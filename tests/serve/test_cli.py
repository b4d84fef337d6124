"""The command line: exit status, where words go, and what it does not import."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from headway.errors import BusyError, UsageError
from headway.serve.cli import program as program_module
from headway.serve.cli import run
from headway.serve.cli.options import asked_folder, asked_format, with_shared_options


@pytest.fixture
def failing(monkeypatch):
    """Makes ``headway sync`` end with an error."""

    def end_with(error):
        @click.command("sync")
        def broken():
            raise error

        monkeypatch.setattr(program_module.Program, "get_command", lambda _self, _ctx, _name: broken)
        return run(["sync"])

    return end_with


def test_a_wrong_command_is_wrong_usage_and_told_the_near_one(capsys):
    assert run(["snyc"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Did you mean 'sync'?" in err


@pytest.mark.parametrize(
    "arguments", [["sync", "--frmat", "json"], ["--format", "xml", "sync"], ["decide", "a", "maybe"]]
)
def test_wrong_usage_is_status_2_and_leaves_stdout_empty(arguments, capsys):
    assert run(arguments) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("error", "status"), [(BusyError("my", "is in use", "wait"), 1), (UsageError("--by", "x", "y"), 2)]
)
def test_an_error_of_ours_is_one_sentence_and_its_status(failing, capsys, error, status):
    assert failing(error) == status
    assert capsys.readouterr().err == f"headway: {error}\n"


def test_an_unexpected_error_is_one_line_with_a_hint(failing, capsys, monkeypatch):
    monkeypatch.delenv("HEADWAY_DEBUG", raising=False)
    assert failing(RuntimeError("it\nbroke")) == 1
    assert capsys.readouterr().err == (
        "headway: unexpected RuntimeError: it broke. Next: set HEADWAY_DEBUG=1 to see where it happened.\n"
    )


def test_debug_shows_where(failing, capsys, monkeypatch):
    monkeypatch.setenv("HEADWAY_DEBUG", "1")
    assert failing(RuntimeError("it broke")) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_left_is_no_error(failing, capsys):
    assert failing(BrokenPipeError()) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["-w", "a", "--format", "csv", "x"],
        ["x", "-w", "a", "--format", "csv"],
        ["-w", "b", "--format", "json", "x", "-w", "a", "--format", "csv"],
    ],
)
def test_workspace_and_format_work_before_and_after_the_command(arguments, monkeypatch, capsys):
    @click.command("x")
    @with_shared_options
    def told():
        click.echo(f"{asked_folder()} {asked_format()}")

    monkeypatch.setattr(program_module.Program, "get_command", lambda _self, _ctx, _name: told)
    assert run(arguments) == 0
    assert capsys.readouterr().out == "a csv\n"


def test_a_folder_that_is_no_workspace_is_told_so(tmp_path, capsys):
    assert run(["-w", str(tmp_path), "sync"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "headway.toml" in err
    assert "Traceback" not in err


def test_help_of_every_command_has_an_example(capsys):
    names = program_module.program.list_commands(click.Context(program_module.program))
    for name in names:
        assert run([name, "--help"]) == 0
        assert "Example" in capsys.readouterr().out


def test_help_imports_no_face_and_no_engine():
    heavy = {"fastapi", "altair", "sqlalchemy", "ibis", "mcp", "pandas", "duckdb", "pyarrow", "rich", "scipy"}
    code = (
        "import sys; from headway.serve.cli import run; run(['sync', '--help']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stderr.split())
