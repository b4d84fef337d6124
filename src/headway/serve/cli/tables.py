"""An answer as a person reads it in a terminal: the sentence, a calm table, then the notes."""

from __future__ import annotations

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

_GROUP = "the keys before the first estimate"
# A terminal cannot hold every key of these answers; --format json and csv have them all. Most wanted first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "velocity": (
        _GROUP,
        "velocity",
        "durable_velocity",
        "deals",
        "win_rate",
        "size",
        "cycle_days",
        "margin",
        "retained",
        "unvalued",
    ),
    "bottlenecks": (
        _GROUP,
        *("days", "gain", "clear", "advance", "lost", "back", "reworked", "entered", "open_now", "pushes", "handovers"),
        *("back_and_forth", "touched", "best_group", "best_gain"),
        *("won_share", "p90_days", "total_days", "count", "deals", "share", "steps"),
    ),
    "deals": ("deal_id", "name", "account_name", "stage", "amount", "age_days", "p_won", "days_to_close", "expected"),
    "health": ("check", "table", "column", "rows", "share", "remedy", "finding_id", "affects", "severity"),
    "wins": (_GROUP, "effect", "won_share", "lost_share", "deals", "verdict", "won_examples", "lost_examples"),
    "model": ("predictor", "verdict", "n", "log_loss", "baseline_log_loss", "brier", "ece", "auc"),
}
_ONLY_IF_ANY = frozenset({"unvalued"})  # counts of what is wrong: a column of zeros tells nothing
_UNBOUNDED = 10_000
_LEAST_TEXT = 24
Row = Mapping[str, Any]


def print_answer(answer: Mapping[str, Any]) -> None:
    """Print a JSON answer; piped, no cell is cut; in a terminal the columns that fit, and what was left out."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _UNBOUNDED, emoji=False, markup=False)
    rows = answer["rows"]
    console.print(Text(answer["answer"], style="bold"), soft_wrap=True)
    notes = list(answer["notes"])
    if rows and answer["question"] == "next":
        from headway.serve.cli.actions import print_actions

        print_actions(console, rows)
    elif rows:
        notes += _print_rows(console, answer["question"], rows)
    for note in notes:
        console.print(Text(f"Note: {note}", style="dim"), soft_wrap=True)


def _print_rows(console: Console, question: str, rows: Sequence[Row]) -> list[str]:
    """Print the rows; gives the notes on what the table does not show."""
    names = columns(question, rows)
    if len(rows) == 1 and any(is_estimate(value) for value in rows[0].values()):
        console.print(_upright(rows[0], names))
        return []
    unknown = [name for name in names if all(_is_unknown(row.get(name)) for row in rows)]
    names = [name for name in names if name not in unknown]
    fitting = _fitting(rows, names, console.width)
    console.print(_table(rows, fitting, tall=console.width < _UNBOUNDED))
    left_out = [heading(name) for name in names if name not in fitting]
    notes = [f"{', '.join(left_out)}: left out here, in --format json and csv."] if left_out else []
    return [*(f"{heading(name)} is not known: {rows[0][name]['reason']}." for name in unknown), *notes]


def columns(question: str, rows: Sequence[Row]) -> list[str]:
    """The keys that a table shows: the chosen ones, else every key that holds a plain value or an estimate.

    Example:
        >>> columns("funnel", [{"step": "won", "entered": 4, "why": [{"text": "x"}], "empty": None}])
        ['step', 'entered']
    """
    keys = list(dict.fromkeys(key for row in rows for key in row))
    wanted = COLUMNS.get(question, tuple(keys))
    if wanted[0] == _GROUP:
        first = next((place for place, key in enumerate(keys) if is_estimate(rows[0].get(key))), len(keys))
        wanted = (*keys[:first], *wanted[1:])
    held = [key for key in wanted if key in keys and any(_holds(row.get(key)) for row in rows)]
    return [key for key in held if key not in _ONLY_IF_ANY or any(row.get(key) for row in rows)]


def _fitting(rows: Sequence[Row], names: Sequence[str], width: int) -> list[str]:
    """The first columns, most wanted first, that a terminal of this width holds without breaking a figure."""
    used = 0
    found: list[str] = []
    for name in names:
        lines = [line for row in rows for line in _cell(name, row.get(name), tall=True).splitlines()]
        wide = max((len(line) for line in lines), default=0)
        is_text = not any(_is_figure(row.get(name)) for row in rows)
        used += max(len(heading(name)) if not is_text else 0, min(wide, _LEAST_TEXT) if is_text else wide) + 2
        if used > width and found:
            return found
        found.append(name)
    return found


def _table(rows: Sequence[Row], names: Sequence[str], *, tall: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for name in names:
        figures = any(_is_figure(row.get(name)) for row in rows)
        table.add_column(heading(name), justify="right" if figures else "left", no_wrap=figures)
    for row in rows:
        table.add_row(*(Text(_cell(name, row.get(name), tall=tall)) for name in names))
    return table


def _upright(row: Row, names: Sequence[str]) -> Table:
    """One row lies better on its side: a line a figure, with its interval and the journeys behind it."""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for name in ("", "figure", "80% interval", "n"):
        table.add_column(name, justify="right" if name in {"figure", "n"} else "left")
    for name in names:
        value = row.get(name)
        if not is_estimate(value):
            table.add_row(heading(name), Text(plain_cell(value, name)), "", "")
        elif value["value"] is None:
            table.add_row(heading(name), "not known", Text(str(value["reason"])), "")
        else:
            table.add_row(heading(name), show(value["value"], value["unit"]), interval(value), f"{value['n']:,}")
    return table


def _cell(name: str, value: Any, *, tall: bool) -> str:
    if not is_estimate(value):
        return plain_cell(value, name)
    if value["value"] is None:
        return "not known"
    return f"{show(value['value'], value['unit'])} · n {value['n']:,}\n{interval(value)}" if tall else figure(value)


def _holds(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, str) for item in value)
    return value not in (None, "") and (is_estimate(value) or not isinstance(value, Mapping))


def _is_unknown(value: Any) -> bool:
    return is_estimate(value) and value["value"] is None


def _is_figure(value: Any) -> bool:
    return is_estimate(value) or (isinstance(value, int | float) and not isinstance(value, bool))
