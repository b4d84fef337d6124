"""``headway different``: a person says that two rows are not one."""

from __future__ import annotations

from datetime import date

import click

from headway.schema.merges import MERGED
from headway.serve.cli.commands.same import judge_pair
from headway.serve.cli.options import Day, with_shared_options


@click.command("different", short_help="Say that two rows are not one: the pair is not asked again.")
@click.argument("table", type=click.Choice(MERGED))
@click.argument("from_id", metavar="ID")
@click.argument("into_id", metavar="OTHER_ID")
@click.option("--undo", is_flag=True, help="Take it back.")
@click.option("--note", default="", help="Why; kept with it.")
@click.option("--as-of", type=Day(), metavar="DAY", help="The day of the decision; default the latest day known.")
@with_shared_options
def command(table: str, from_id: str, into_id: str, undo: bool, note: str, as_of: date | None) -> None:
    """Say that the rows ID and OTHER_ID of a table are two.

    \b
    Example:
      headway different contacts C2 C9
    """
    judge_pair(table, from_id, into_id, "undo" if undo else "different", note, as_of)
