"""``headway sync``: reads the sources, and publishes a new generation of the store."""

from __future__ import annotations

import click

from headway.serve.cli.options import asked_format, with_shared_options, workspace


@click.command("sync", short_help="Load what has changed in the sources.")
@click.option("--source", metavar="NAME", help="This source alone; default all.")
@with_shared_options
def command(source: str | None) -> int:
    r"""Load what has changed in the sources. Unchanged files are skipped; run twice, it changes nothing.

    Exit status 3: loaded, but more rows were refused than allowed; the table rejects has them with the reason.

    \b
    Example:
      headway -w my sync
      headway -w my sync --source crm --format json
    """
    from headway.serve import clock
    from headway.serve.cli import output

    report = workspace().sync(now=clock.now(), source=source, progress=output.tell)
    output.write(report.to_json(), asked_format())
    return int(report.exit_status)
