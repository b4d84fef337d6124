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

    Exit status 3: loaded, but more rows were refused than allowed; the table rejects has them with the reason. What an
    unchanged file refused was told when it was read, and is no status 3 again.

    With snapshot = true a file that lost more than a third of its rows at once stops the sync: see max_gone_share.

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
    files = _counted(len(report.files), "file")
    verb = "stays" if report.stay_refused == 1 else "stay"
    stay = f"; {_counted(report.stay_refused, 'row')} of before {verb} refused" if report.stay_refused else ""
    if not report.fresh:
        anew = f"; the store was built anew for {report.why}" if report.why else ""
        return f"Nothing has changed in {files}{anew}{stay}."
    loaded, refused, gone = (sum(row[key] for row in report.files) for key in ("loaded", "refused", "gone"))
    more = ", more than allowed" if report.too_many_refused else ""
    said = [
        f"Loaded {_counted(loaded, 'row')} of {files}",
        f"{_counted(gone, 'row')} gone, deleted since this sync" if gone else "",
        f"{refused:,} refused{more}, kept with the reason: see 'headway health'" if refused else "none refused",
    ]
    return f"{'; '.join(part for part in said if part)}{stay}."


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
