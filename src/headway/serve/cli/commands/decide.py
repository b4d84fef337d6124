"""``headway decide``: keeps what a person decided about an action."""

from __future__ import annotations

from datetime import date

import click

from headway.serve.cli.options import Day, asked_format, with_shared_options, workspace

VERDICTS = ("done", "later", "dismissed", "undo")


@click.command("decide", short_help="Say what became of an action: done, later, dismissed, undo.")
@click.argument("action_id", metavar="ACTION_ID")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.option("--note", default="", help="Why; kept with the decision.")
@click.option("--as-of", type=Day(), metavar="DAY", help="The day of the decision; default the latest day known.")
@with_shared_options
def command(action_id: str, verdict: str, note: str, as_of: date | None) -> None:
    """Keep what you decided about the action ACTION_ID (the last line of each action of 'headway next').

    \b
    Example:
      headway decide ACTION_ID done --note "They named the cost themselves"
      headway decide ACTION_ID undo
    """
    from headway.serve.cli import output

    sentence = workspace().decide(action_id, verdict, note=note, as_of=as_of)
    output.write(output.bare("decide", sentence), asked_format())
