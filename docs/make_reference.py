"""Writes the reference pages from what they describe: tables from nouns, questions and checks from the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from headway import discover
from headway.model.checks import Check, all_checks, all_studies
from headway.question import Question
from headway.schema import tables
from headway.schema.table import Column, Table
from headway.serve.cli.program import program, set_up_commands

HERE = Path(__file__).parent / "reference"
_FEW = 6
_OF_ANY_REFERENCE = (
    "Rows that name a row of another table that is not there",
    "load what is missing, or mend the reference at its source; the rows wait for it",
)
_WRITTEN = "<!-- Written by docs/make_reference.py; change what it describes instead. -->\n"
_ABOUT_TABLES = """\
A workspace holds these nouns. Only `deals` is required, and in it `deal_id`, `created_at` and one of `status`, `stage`
or `closed_at`. Times are UTC ISO 8601, days ISO dates, money decimal with its `currency`, ids text. Any file may also
carry `known_at` and `deleted_at`. Columns that stand in no table below are kept, and may be used in `--by`.
"""
_ABOUT_QUESTIONS = """\
Every question is one command, one JSON route, one agent's tool and one call in Python; pages are made from the same
answers; [what a row holds](rows.md) lists their keys.
`-w` and `--format` work before and after a command. Exit status: 0 done; 1 told why not; 2 wrong usage;
3 loaded, but more rows refused than allowed.
"""
_ABOUT_CHECKS = """\
`headway health` looks at everything that was loaded for what is listed here, and tells of each finding the rows, their
share, what each question says without them, and what to do. Each can be accepted with a reason, and its rows exported;
[write your own](../howto/check.md).
"""


def pages() -> dict[str, str]:
    """The text of every generated page, by file name."""
    made = {"tables.md": _tables(), "questions.md": _questions(), "checks.md": _checks()}
    return {name: "\n".join(lines) + "\n" for name, lines in made.items()}


def stale() -> list[str]:
    """The pages that do not say what the code says."""
    return [name for name, text in pages().items() if not _same(HERE / name, text)]


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _tables() -> Iterator[str]:
    yield _WRITTEN
    yield "# Tables\n"
    yield _ABOUT_TABLES
    for table in tables().values():
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    made = " Made by Headway, never loaded." if table.made else ""
    yield f"{table.meaning}{key}{made}\n"
    yield "| column | type | unit | meaning | known since | personal |"
    yield "|---|---|---|---|---|---|"
    for column in table.columns:
        yield _column(column)
    yield ""


def _column(column: Column) -> str:
    values = f" One of {', '.join(f'`{value}`' for value in column.values)}." if column.values else ""
    refers = f" Names a row of [{column.refers}](#{column.refers})." if column.refers else ""
    name = f"`{column.name}`" + (" (required)" if column.required else "")
    meaning = f"{column.meaning}{values}{refers}"
    personal = "yes" if column.personal else ""
    return f"| {name} | {column.type.value} | {column.unit} | {meaning} | {column.known} | {personal} |"


def _checks() -> Iterator[str]:
    yield _WRITTEN
    yield "# What health looks for\n"
    yield _ABOUT_CHECKS
    found: dict[str, list[Check]] = {}
    for check in all_checks():
        found.setdefault(check.name, []).append(check)
    yield "| name | what is wrong | of | changes | what to do |"
    yield "|---|---|---|---|---|"
    for name, checks in sorted(found.items()):
        first, titles = checks[0], {check.title for check in checks}
        wrong, mend = (first.title, first.remedy) if len(titles) == 1 else _OF_ANY_REFERENCE
        changed = ", ".join(f"`{question}`" for question in first.affects) if first.severity == "warning" else ""
        yield f"| `{name}` | {wrong} | {_of(check.table for check in checks)} | {changed} | {_cell(mend)} |"
    yield "\nOther checks are learned from what the columns hold:\n"
    learned: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for study in all_studies():
        said = (sys.modules[study.learn.__module__].__doc__ or "").strip().splitlines()[0]
        learned.setdefault((said, study.names or (study.name,)), []).append(study.table)
    yield "| name | what is wrong | of |"
    yield "|---|---|---|"
    for (said, names), studied in sorted(learned.items(), key=lambda item: item[0][1]):
        yield f"| {', '.join(f'`{name}`' for name in names)} | {_cell(said)} | {_of(studied)} |"


def _of(names: Iterable[str]) -> str:
    """The tables that are looked at; those of nearly every one are not listed."""
    linked = [f"[{name}](tables.md#{name})" for name in sorted(set(names))]
    return "most tables" if len(linked) > _FEW else ", ".join(linked)


def _cell(text: str) -> str:
    return text.rstrip(".").replace("|", "\\|")


def _questions() -> Iterator[str]:
    yield _WRITTEN
    yield "# Questions and commands\n"
    yield _ABOUT_QUESTIONS
    yield "## Questions\n"
    for name in discover.modules("questions"):
        yield from _question(discover.load("questions", name))
    yield "## Set-up commands\n"
    for name in set_up_commands():
        yield from _command(name)


def _question(question: Question) -> Iterator[str]:
    yield f"### {question.name}\n"
    yield f"{question.title.rstrip('.')}.\n"
    told = " ".join((question.ask.__doc__ or "").strip().partition("\n\n")[0].split())
    if told:
        yield f"{told}\n"
    needs = ", ".join(f"[{table}](tables.md#{table})" for table in question.needs) or "nothing"
    name = question.name
    yield f"Command `headway {name}`, route `GET /api/{name}`, tool `{name}`. Needs: {needs}.\n"
    yield from _help(question.name)


def _command(name: str) -> Iterator[str]:
    yield f"### {name}\n"
    yield from _help(name)


def _help(name: str) -> Iterator[str]:
    command = program.get_command(click.Context(program), name)
    if command is not None:
        whole = program.make_context("headway", [], resilient_parsing=True, max_content_width=100, terminal_width=100)
        context = click.Context(command, parent=whole, info_name=name)
        yield "```text"
        yield command.get_help(context)
        yield "```\n"


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for page, text in pages().items():
        (HERE / page).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{HERE / page}\n")
