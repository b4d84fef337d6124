"""``headway same``: a person says that two rows are one."""

from __future__ import annotations

from datetime import date

import click

from headway.schema.merges import MERGED
from headway.serve.cli.options import Day, asked_format, with_shared_options, workspace


@click.command("same", short_help="Say that two rows are one: the first becomes the second.")
@click.argument("table", type=click.Choice(MERGED))
@click.argument("from_id", metavar="ID")
@click.argument("into_id", metavar="OTHER_ID")
@click.option("--undo", is_flag=True, help="Take it back.")
@click.option("--note", default="", help="Why; kept with it.")
@click.option("--as-of", type=Day(), metavar="DAY", help="The day of the decision; default the latest day known.")
@with_shared_options
def command(table: str, from_id: str, into_id: str, undo: bool, note: str, as_of: date | None) -> None:
    """Say that the row ID of a table is the row OTHER_ID ('headway identity' suggests pairs).

    \b
    Example:
      headway same accounts A17 A4 --note "They moved their domain"
      headway same accounts A17 A4 --undo
    """
    judge_pair(table, from_id, into_id, "undo" if undo else "same", note, as_of)


def judge_pair(table: str, from_id: str, into_id: str, verdict: str, note: str, as_of: date | None) -> None:
    """Keep the word and say so."""
    from headway.serve.cli import output

    sentence = workspace().judge(table, from_id, into_id, verdict, note=note, as_of=as_of)
    output.write(output.bare("identity", sentence), asked_format())
