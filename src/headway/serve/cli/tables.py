"""An answer as a person reads it in a terminal: the sentence, a calm table, then the notes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from headway.serve.cli.figures import figure, heading, interval, plain_cell
from headway.serve.cli.flat import is_estimate
from headway.units import show

# A terminal cannot hold every key of these answers; --format json and csv have them all.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "deals": ("name", "deal_id", "stage", "amount", "age_days", "p_won", "days_to_close", "expected"),
    "health": ("table", "check", "severity", "rows", "share", "affects", "remedy"),
    "model": ("predictor", "verdict", "n", "log_loss", "baseline_log_loss", "brier", "auc"),
}
_UNBOUNDED = 10_000


def print_answer(answer: Mapping[str, Any]) -> None:
    """Print a JSON answer; piped, no cell is cut, in a terminal figures take as many lines as they need."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _UNBOUNDED, emoji=False, markup=False)
    rows = answer["rows"]
    console.print(Text(answer["answer"], style="bold"), soft_wrap=True)
    if rows and answer["question"] == "next":
        from headway.serve.cli.actions import print_actions

        print_actions(console, rows)
    elif rows:
        names = columns(answer["question"], rows)
        alone = len(rows) == 1 and any(is_estimate(value) for value in rows[0].values())
        console.print(_upright(rows[0], names) if alone else _table(rows, names))
    for note in answer["notes"]:
        console.print(Text(f"Note: {note}", style="dim"), soft_wrap=True)


def columns(question: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys that a table shows: the chosen ones, else every key that holds a plain value or an estimate.

    Example:
        >>> columns("funnel", [{"step": "won", "entered": 4, "why": [{"text": "x"}], "empty": None}])
        ['step', 'entered']
    """
    keys = list(dict.fromkeys(key for row in rows for key in row))
    chosen = [key for key in COLUMNS.get(question, keys) if key in keys]
    return [key for key in chosen if any(_holds(row.get(key)) for row in rows)]


def _holds(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value) and bool(value)
    return value not in (None, "") and (is_estimate(value) or not isinstance(value, Mapping))


def _table(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Table:
    tall = len(names) * 18 > shutil.get_terminal_size().columns and sys.stdout.isatty()
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for name in names:
        numeric = any(is_estimate(row.get(name)) or _is_figure(row.get(name)) for row in rows)
        table.add_column(heading(name), justify="right" if numeric and not tall else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name), tall=tall)) for name in names))
    return table


def _upright(row: Mapping[str, Any], names: Sequence[str]) -> Table:
    """One row lies better on its side: a line a figure, with its interval and the journeys behind it."""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for name in ("", "figure", "80% interval", "n"):
        table.add_column(name, justify="right" if name in {"figure", "n"} else "left")
    for name in names:
        value = row.get(name)
        if not is_estimate(value):
            table.add_row(heading(name), Text(plain_cell(value)), "", "")
        elif value["value"] is None:
            table.add_row(heading(name), "not known", Text(str(value["reason"])), "")
        else:
            table.add_row(heading(name), show(value["value"], value["unit"]), interval(value), f"{value['n']:,}")
    return table


def _cell(value: Any, *, tall: bool) -> str:
    if not is_estimate(value):
        return plain_cell(value)
    if value["value"] is None or not tall:
        return figure(value) if value["value"] is not None else "not known"
    return f"{show(value['value'], value['unit'])}\n{interval(value)}\nn {value['n']:,}"


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
