"""``headway sync``: reads the sources, and publishes a new generation of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from headway.serve.cli.options import asked_format, with_shared_options, workspace

if TYPE_CHECKING:
    from headway.syncing import SyncReport


@click.command("sync", short_help="Load what has changed in the sources.")
@click.option("--source", metavar="NAME", help="This source alone; default all.")
@with_shared_options
def command(source: str | None) -> int:
    """Load what has changed in the sources. Unchanged files are skipped; run twice, it changes nothing.

    Exit status 3: loaded, but more rows were refused than allowed; the table rejects has them with the reason.

    \b
    Example:
      headway -w my sync
      headway -w my sync --source crm --format json
    """
    from headway.serve import clock
    from headway.serve.cli import output

    report = workspace().sync(now=clock.now(), source=source, progress=output.tell)
    output.write(output.bare("sync", sentence(report), report.files, report.notes), asked_format())
    return report.exit_status


def sentence(report: SyncReport) -> str:
    """What the sync did, in one sentence."""
    files = f"{len(report.files)} file" + ("s" if len(report.files) != 1 else "")
    if not report.changed:
        return f"Nothing has changed in {files}."
    read, loaded, refused = (sum(row[key] for row in report.files) for key in ("read", "loaded", "refused"))
    if not read:
        return f"Nothing has changed in {files}; the store was built anew for other settings or newer code."
    told = f"Loaded {loaded:,} row{'s' if loaded != 1 else ''} of {files}"
    if not refused:
        return f"{told}; none refused."
    more = ", more than allowed" if report.too_many_refused else ""
    return f"{told}; {refused:,} refused{more}, kept with the reason: see 'headway health'."
