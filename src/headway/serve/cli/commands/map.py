"""``headway map``: shows what the mapping of headway.toml would load, without loading it."""

from __future__ import annotations

import click

from headway.serve.cli.options import asked_format, with_shared_options, workspace


@click.command("map", short_help="Show the first rows of each table as headway.toml would load them.")
@with_shared_options
def command() -> int:
    """Look at every file that headway.toml reads, and show ten rows of its table as they would be loaded.

    Nothing is written. A value that a sync would refuse is marked; what cannot be mapped at all is told, with the
    next step, and ends with exit status 1.

    \b
    Example:
      headway -w my map
      headway -w my map --format json
    """
    from headway.looking import previews
    from headway.serve.cli import output
    from headway.serve.cli.previews import print_previews

    found = previews(workspace().folder)
    wrong = [one for one in found if one.wrong]
    if asked_format() == "table":
        print_previews(found)
    refused = sum(one.refused for one in found)
    tables = len({one.table for one in found})
    sentence = (
        f"{len(found)} file{'s' if len(found) != 1 else ''} would feed {tables} table{'s' if tables != 1 else ''}"
    )
    if wrong:
        sentence += f"; {len(wrong)} cannot be mapped: {wrong[0].wrong}"
    elif refused:
        sentence += f"; of the rows looked at, {refused:,} would be refused."
    else:
        sentence += "; none of the rows looked at would be refused."
    output.write(output.bare("map", sentence, [one.as_row() for one in found]), asked_format())
    return 1 if wrong else 0
