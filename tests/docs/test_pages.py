"""The documentation is true: every example of every page runs, every link leads somewhere, the reference is current."""

from __future__ import annotations

import doctest
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks, commands, install, pages

_LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def runs(page: Path) -> bool:
    return any(block.language == "console" or ">>>" in block.text for block in blocks(page))


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in pages() if runs(p)], ids=lambda p: str(p.relative_to(ROOT)))
def test_the_examples_of_a_page_run(page, tmp_path):
    for block in blocks(page):
        if block.file:
            write(block, tmp_path)
        elif block.language == "console":
            for command in commands(block):
                run(command.line, command.output, tmp_path)
    session = "\n".join(block.text for block in blocks(page) if ">>>" in block.text and not block.file)
    if session:
        run_session(session, page.name, tmp_path)


def write(block: Block, folder: Path) -> None:
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
    if path.name == "pyproject.toml":
        install(folder, block.text)


def environment(folder: Path) -> dict[str, str]:
    tools = str(Path(sys.executable).parent)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return clean | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(folder), "COLUMNS": "100"}


def run(line: str, expected: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    told = f"$ {line}\n{done.stdout}"
    assert done.returncode == 0, told
    if expected.strip():
        assert doctest.OutputChecker().check_output(expected, done.stdout, _OPTIONS), f"{told}\nexpected:\n{expected}"


def run_session(text: str, name: str, folder: Path) -> None:
    """In a process of its own, where the page's files and entry points are found."""
    session = folder / "session.txt"
    session.write_text(text, encoding="utf-8")
    code = (
        f"import doctest, sys; sys.exit(doctest.testfile({str(session)!r}, False, {name!r}, optionflags={_OPTIONS})[0])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    targets = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []


def test_the_reference_says_what_the_code_says():
    make = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    assert make["stale"]() == [], "run ./scripts/docs"
