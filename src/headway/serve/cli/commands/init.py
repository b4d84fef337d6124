"""``headway init``: makes a workspace, and maps the files of an export as far as headings and values tell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from headway.serve.cli.options import asked_format, with_shared_options

if TYPE_CHECKING:
    from headway.ingest.reporting import InitReport


@click.command("init", short_help="Make a workspace and map your export's columns.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--files", type=click.Path(path_type=Path), metavar="PATH", help="A folder (or a file) of your export.")
@click.option("--engine", metavar="URL", help="Where the numbers are made; default duckdb://headway.duckdb.")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    default=None,
    help="How to read days such as 03/04/2026; asked in a terminal where the files do not tell.",
)
@with_shared_options
def command(folder: Path, files: Path | None, engine: str | None, dates: str | None) -> int:
    """Make the workspace DIR: write its headway.toml, with a mapping made from the headings and values of the files.

    Exports of Salesforce, HubSpot, Dynamics 365, Pipedrive, Zoho, Odoo, Zendesk, Stripe and Recurly are known; others
    are mapped by what their headings and values say. The first ten rows of each table as they would be loaded, and
    what could not be placed, are shown on stderr; the latter stands as a comment in headway.toml too. Refuses a
    folder that already has one.

    \b
    Example:
      headway init my --files ~/Downloads/export
      headway init my --files deals.xlsx --dates day-first
    """
    from headway.looking import draft
    from headway.serve.cli import output

    report = draft(folder, files, engine, dates or "")
    if report.asked and dates is None and sys.stdin.isatty() and sys.stderr.isatty():
        report = _asked_again(folder, files, engine, report)
    output.tell(*report.unplaced)
    if asked_format() == "table":
        from headway.serve.cli.previews import print_previews

        print_previews(report.previews)
    if report.complete:
        sentence = f"Made the workspace {folder}. Next: headway -w {folder} sync"
    else:
        sentence = f"Made {folder}/headway.toml, but required columns are missing. Next: name them there, then sync."
    rows = [{"mapped": mapped, **seen.as_row()} for mapped, seen in zip(report.mapped, report.previews, strict=True)]
    output.write(output.bare("init", sentence, rows), asked_format())
    return 0 if report.complete else 1


def _asked_again(folder: Path, files: Path | None, engine: str | None, report: InitReport) -> InitReport:
    """Ask the person what the files do not tell, and map anew with the answer."""
    from headway.looking import draft
    from headway.settings import FILE_NAME

    click.echo(report.asked[0], err=True)
    told = click.prompt(
        "Which comes first", type=click.Choice(["day-first", "month-first", "skip"]), default="skip", err=True
    )
    if told == "skip":
        return report
    (folder / FILE_NAME).unlink()
    return draft(folder, files, engine, told)
