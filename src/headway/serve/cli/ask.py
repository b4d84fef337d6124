"""Makes the command of a question: the options that it understands, and its answer on stdout."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from headway.question import Option, Question
from headway.serve.cli.options import Condition, Day, asked_format, with_shared_options, workspace


def command(question: Question) -> click.Command:
    """The command ``headway NAME`` of a question.

    Example:
        >>> from headway.question import Answer, question
        >>> @question("How many deals are open")
        ... def count(ask) -> Answer:
        ...     return Answer("count", ask.as_of, "None.")
        >>> made = command(count)
        >>> made.name, "--as-of" in [name for option in made.params for name in option.opts]
        ('count', True)
    """

    def answer(**given: Any) -> None:
        _answer(question, given)

    made = click.Command(
        name=question.name,
        callback=answer,
        params=[*_common(question), *(_own(option) for option in question.options)],
        help=_help(question),
        short_help=question.title,
    )
    return with_shared_options(made)


def _answer(question: Question, given: dict[str, Any]) -> None:
    from headway.serve.cli import output

    arguments = {name: value for name, value in given.items() if value is not None and value != ()}
    if "by" in arguments:
        arguments["by"] = tuple(name.strip() for text in arguments["by"] for name in text.split(",") if name.strip())
    raw = workspace().ask_json(question.name, **arguments)
    known = workspace().status().as_of
    if arguments.get("as_of", known) > known:
        output.tell(f"facts end on {known}: nothing is known of the days after it")
    if asked_format() == "json":
        output.write_bytes(raw)
    else:
        output.write(json.loads(raw), asked_format())


def _help(question: Question) -> str:
    told = (question.ask.__doc__ or "").strip().partition("\n\n")[0]
    grouped = " --by segment" if question.groups else ""
    return (
        f"{question.title.rstrip('.')}.\n\n{told}\n\n\b\nExample:\n"
        f"  headway {question.name}{grouped}\n  headway {question.name} --as-of 2026-01-31 --format json"
    )


def _common(question: Question) -> list[click.Option]:
    found = [click.Option(["--as-of"], type=Day(), metavar="DAY", help="Only what was known at the end of this day.")]
    if question.groups:
        found.append(
            click.Option(["--by"], multiple=True, metavar="COLUMNS", help="Columns that make the groups: a,b.")
        )
    if question.windows:
        found.append(click.Option(["--from", "start"], type=Day(), metavar="DAY", help="First day, inclusive."))
        found.append(click.Option(["--to", "end"], type=Day(), metavar="DAY", help="Last day, inclusive."))
    if question.spans:
        told = "2026-01-01..2026-03-31, or a period such as 2026-Q1."
        found.append(click.Option(["--from", "start"], metavar="SPAN", help=f"Compared with: {told}"))
        found.append(click.Option(["--to", "end"], metavar="SPAN", help=f"What is compared: {told}"))
    found.append(
        click.Option(
            ["--where"], type=Condition(), multiple=True, metavar="COLUMN=VALUE", help="Only these; may be repeated."
        )
    )
    most = "all" if question.limit is None else str(question.limit)
    found.append(click.Option(["--limit"], type=click.IntRange(min=0), help=f"At most so many rows; default {most}."))
    return found


def _own(option: Option) -> click.Option:
    flag = "--" + option.name.replace("_", "-")
    if option.type is bool:
        declared = f"{flag}/--no-{flag[2:]}" if option.default else flag
        return click.Option([declared, option.name], is_flag=True, default=None, help=option.help)
    kind = Day() if option.type is date else option.type
    text = option.help if option.default in (None, "") else f"{option.help} (default {option.default})"
    return click.Option([flag, option.name], type=kind, default=None, help=text)
