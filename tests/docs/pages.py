"""Reads the examples of a page: files that it tells to write, commands with their output, and Python sessions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced example: its language, the file that it is (or empty), and its text."""

    language: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a console example, and what it is said to print."""

    line: str
    output: str


def pages() -> list[Path]:
    """Every page that a person reads, but the generated ones."""
    docs = [
        path for path in (ROOT / "docs").rglob("*.md") if path.name not in {"tables.md", "questions.md", "checks.md"}
    ]
    return sorted([*docs, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


def blocks(page: Path) -> list[Block]:
    """The fenced examples of a page, in order."""
    return [_block(match) for match in _FENCE.finditer(page.read_text(encoding="utf-8"))]


def _block(match: re.Match[str]) -> Block:
    indent, language, rest, text = match.groups()
    title = _TITLE.search(rest)
    plain = "\n".join(line.removeprefix(indent) for line in text.splitlines()) + "\n"
    return Block(language, title.group(1) if title else "", plain)


def commands(block: Block) -> Iterator[Command]:
    """Lines that begin with a dollar sign, each with the lines below it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def install(folder: Path, pyproject: str) -> None:
    """Make the entry points of a page's ``pyproject.toml`` found in ``folder``, as pip would."""
    project = tomllib.loads(pyproject)["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    groups = project.get("entry-points", {})
    lines = [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in points.items()) for group, points in groups.items()]
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (info / "entry_points.txt").write_text("\n".join(lines))
