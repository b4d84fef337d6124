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
_WHOLE = 6
_MAIN = ("deals", "accounts", "contacts", "leads", "activities", "subscriptions")


def print_previews(previews: Iterable[Preview]) -> None:
    """Print each preview: its table and file, the columns that hold anything, what would be refused.

    Of many, only the first of each main table shows its rows; the others are told in a line each.
    """
    shown = list(previews)
    firsts = {one.table: place for place, one in reversed(list(enumerate(shown)))}
    whole = range(len(shown)) if len(shown) <= _WHOLE else [firsts[table] for table in _MAIN if table in firsts]
    wide = None if sys.stderr.isatty() else _PIPED_WIDTH
    console = Console(stderr=True, highlight=False, emoji=False, markup=False, width=wide)
    for place, one in enumerate(shown):
        if place not in whole and not one.wrong:
            refused = f", {one.refused:,} would be refused" if one.refused else ""
            looked_at = f"{one.looked_at:,} rows looked at{_of(one)}{refused}"
            console.print(Text(f"{one.table} ← {one.file}: {looked_at}"), soft_wrap=True)
            continue
        console.print(Text(f"{one.table} ← {one.file}", style="bold"))
        if one.wrong:
            console.print(Text(one.wrong), soft_wrap=True)
        elif one.rows:
            console.print(_table(one.rows, console.width))
        if one.refused:
            said = f"{one.refused:,} of {one.looked_at:,} rows looked at would be refused{_of(one)}"
            console.print(Text(said, style="dim"))
        elif one.first:
            console.print(Text(f"none of the rows looked at would be refused{_of(one)}", style="dim"))


def _of(one: Preview) -> str:
    """Which part of the file was looked at, when it was not all of it."""
    return f" (the first {one.first:,} of {one.of:,} in the file)" if one.first else ""


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
