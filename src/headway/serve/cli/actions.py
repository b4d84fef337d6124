"""The list of actions in a terminal: what to do, for whom, what it is worth, how long it takes, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from headway.serve.cli.figures import figure


def print_actions(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the actions, seller by seller, best first."""
    for seller, actions in groupby(rows, key=_seller):
        console.print()
        console.print(Text(seller, style="bold"))
        for action in actions:
            _print_action(console, action)
    console.print()


def _seller(row: Mapping[str, Any]) -> str:
    return str(row.get("rep_name") or row.get("rep_id") or "No seller")


def _print_action(console: Console, action: Mapping[str, Any]) -> None:
    lines = [
        (f"{action['rank']:>3}  {action['title']}", ""),
        (f"     {_about(action)}", "dim"),
        (f"     {worth(action)}", ""),
        (f"     Why: {action.get('because') or _reasons(action)}", ""),
        (f"     {action['action_id']}", "dim"),
    ]
    for text, style in lines:
        if text.strip():
            console.print(Text(text, style=style), soft_wrap=True)


def _about(action: Mapping[str, Any]) -> str:
    known = (action.get("subtitle"), action.get("account_name"), action.get("deal_id"), action.get("account_id"))
    return next((str(value) for value in known if value), "")


def worth(action: Mapping[str, Any]) -> str:
    """What the action is believed to bring, on what ground, and the minutes that it takes.

    Example:
        >>> gain = {"value": 4120.0, "low": 900.0, "high": 7300.0, "n": 84, "unit": "USD"}
        >>> worth({"gain": gain, "basis": "data", "minutes": 20, "due_on": "2026-02-02"})
        'Gain $4.1k ($900 to $7.3k), n 84 · from your data · 20 min · due 2026-02-02'
    """
    basis = {"data": "from your data", "prior": "from a shipped prior", "both": "from a prior and your data"}
    parts = [f"Gain {figure(action['gain'])}", basis.get(str(action.get("basis")), "")]
    if action.get("minutes"):
        parts.append(f"{action['minutes']:.0f} min")
    if action.get("due_on"):
        parts.append(f"due {action['due_on']}")
    return " · ".join(part for part in parts if part)


def _reasons(action: Mapping[str, Any]) -> str:
    return "; ".join(str(reason.get("text", "")) for reason in action.get("why") or ())
