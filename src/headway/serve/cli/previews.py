"""Shows the first rows of each table as a mapping would load them, as calm tables on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from headway.ingest.preview import Preview

_PIPED_WIDTH = 160
_LONGEST = 28


def print_previews(previews: Iterable[Preview]) -> None:
    """Print each preview: its table and file, the columns that hold anything, what would be refused."""
    wide = None if sys.stderr.isatty() else _PIPED_WIDTH
    console = Console(stderr=True, highlight=False, emoji=False, markup=False, width=wide)
    for one in previews:
        console.print(Text(f"{one.table} ← {one.file}", style="bold"))
        if one.wrong:
            console.print(Text(one.wrong), soft_wrap=True)
        elif one.rows:
            console.print(_table(one.rows, console.width))
        if one.refused:
            console.print(Text(f"{one.refused:,} of {one.looked_at:,} rows looked at would be refused", style="dim"))


def _table(rows: tuple[Mapping[str, Any], ...], width: int) -> Table:
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim")
    used = 0
    shown: list[str] = []
    for name in names:
        used += min(_LONGEST, max(len(name), *(len(_cell(row[name])) for row in rows))) + 2
        if used > width and shown:
            break
        shown.append(name)
        table.add_column(name, max_width=_LONGEST, no_wrap=True)
    for row in rows:
        table.add_row(*(Text(_cell(row[name])) for name in shown))
    return table


def _cell(value: Any) -> str:
    """A value in one line; midnight is a day."""
    text = "" if value is None else " ".join(str(value).split())
    return text.removesuffix(" 00:00:00")
