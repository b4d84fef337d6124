"""``headway init``: makes a workspace, and maps the files of an export as far as their headings tell."""

from __future__ import annotations

from pathlib import Path

import click

from headway.serve.cli.options import asked_format, with_shared_options


@click.command("init", short_help="Make a workspace and map your export's columns.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--files", type=click.Path(path_type=Path), metavar="PATH", help="A folder of CSV, Parquet or JSONL files."
)
@click.option("--engine", metavar="URL", help="Where the numbers are made; default duckdb://headway.duckdb.")
@with_shared_options
def command(folder: Path, files: Path | None, engine: str | None) -> int:
    """Make the workspace DIR: write its headway.toml, with a mapping made from the headings of the files.

    What could not be placed is listed on stderr and stands as a comment in headway.toml. Refuses a folder that
    already has one.

    \b
    Example:
      headway init my --files ~/Downloads/export
    """
    from headway.serve.cli import output
    from headway.workspace import create_workspace

    report = create_workspace(folder, files=files, engine=engine)
    output.tell(*report.unplaced)
    if report.complete:
        sentence = f"Made the workspace {folder}. Next: headway -w {folder} sync"
    else:
        sentence = f"Made {folder}/headway.toml, but required columns are missing. Next: name them there, then sync."
    output.write(output.bare("init", sentence, _rows(report.mapped)), asked_format())
    return 0 if report.complete else 1


def _rows(mapped: object) -> list[dict[str, str]]:
    sentences = mapped if isinstance(mapped, list | tuple) else ()
    return [{"mapped": str(sentence)} for sentence in sentences]
