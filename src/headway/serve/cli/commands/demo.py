"""``headway demo``: a company made from a seed, loaded, with the first things to do."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import click

from headway.errors import WorkspaceError
from headway.serve.cli.options import asked_format, with_shared_options

if TYPE_CHECKING:
    from headway.workspace import Workspace

MARK = "demo.txt"
_MARK_TEXT = "Made by 'headway demo': an invented company, the same on every machine. Delete this folder when done.\n"


@click.command("demo", short_help="Make a company, load it, and show its first actions.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]", default="headway-demo")
@with_shared_options
def command(folder: Path) -> None:
    """Make an invented company in DIR (default ./headway-demo), load it, and show what to do first.

    \b
    Example:
      headway demo
    """
    from headway.serve.cli import output

    workspace = _open(folder)
    report = workspace.sync(now=_moment(), progress=output.tell)
    if report.exit_status:
        output.tell(f"More rows were refused than allowed; see 'headway -w {folder} health'.")
    output.write(workspace.ask("next", limit=1).to_json(), asked_format())
    output.tell(f"Next: {_program()} serve -w {folder}, then http://127.0.0.1:8317/")


def _program() -> str:
    """How this program is called from here: by its name where that is found, else by its path."""
    return "headway" if which("headway") else sys.argv[0]


def _moment() -> datetime:
    """Now, or the morning after the company's last day where the machine's clock is behind it."""
    from headway.demo import LAST_DAY
    from headway.serve import clock

    return max(clock.now(), datetime.combine(LAST_DAY + timedelta(days=1), time(8), UTC))


def _open(folder: Path) -> Workspace:
    from headway.demo import write_company
    from headway.serve.cli import output
    from headway.workspace import create_workspace, open_workspace

    if (folder / MARK).is_file():
        output.tell(f"{folder} holds the demo company already; it is used again.")
    elif folder.is_dir() and any(folder.iterdir()):
        raise WorkspaceError(str(folder), "holds something else", "name a folder that is new or empty")
    else:
        output.tell(f"Making a company in {folder}")
        write_company(folder / "export")
        (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    if not (folder / "headway.toml").is_file():
        create_workspace(folder, files=folder / "export", engine=None)
    return open_workspace(folder)
