"""``headway accept``: says that something wrong with the data is known, and why it may stay."""

from __future__ import annotations

from datetime import date

import click

from headway.serve.cli.options import Day, asked_format, with_shared_options, workspace


@click.command("accept", short_help="Say that a finding of health is known, and why it may stay.")
@click.argument("finding_id", metavar="FINDING_ID")
@click.option("--reason", default="", help="Why; kept with it, and shown.")
@click.option("--undo", is_flag=True, help="Take it back.")
@click.option("--as-of", type=Day(), metavar="DAY", help="The day of the word; default the latest day known.")
@with_shared_options
def command(finding_id: str, reason: str, undo: bool, as_of: date | None) -> None:
    """Accept the finding FINDING_ID ('headway health --format json' names it): it goes to the end of the list.

    It comes back when it concerns a quarter more rows than were accepted.

    \b
    Example:
      headway accept zombies-59464727 --reason "Framework contracts: they stay open for years"
      headway accept zombies-59464727 --undo
    """
    from headway.serve.cli import output

    sentence = workspace().accept(finding_id, reason=reason, undo=undo, as_of=as_of)
    output.write(output.bare("health", sentence), asked_format())
