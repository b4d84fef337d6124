"""A value or an estimate as the words of a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.units import SHARE, is_share, show


def heading(name: str) -> str:
    """A key as a heading.

    Example:
        >>> heading("p_won_30")
        'p won 30'
    """
    return name.replace("_", " ")


def figure(value: Mapping[str, Any]) -> str:
    """An estimate on one line.

    Example:
        >>> figure({"value": 0.31, "low": 0.25, "high": 0.37, "n": 84, "unit": "share"})
        '31% (25% to 37%), n 84'
        >>> figure({"value": 1.3, "low": 1.3, "high": 1.3, "n": 12, "unit": "share"})
        '130%, n 12'
        >>> figure({"value": None, "reason": "no won deal yet"})
        'not known: no won deal yet'
    """
    if value["value"] is None:
        return f"not known: {value['reason']}"
    likely = "" if value["low"] == value["high"] else f" ({interval(value)})"
    return f"{show(value['value'], value['unit'])}{likely}, n {value['n']:,}"


def plain_cell(value: Any, name: str = "") -> str:
    """A value that is no estimate; a share or a probability reads as percent.

    Example:
        >>> plain_cell(84000), plain_cell(0.12345), plain_cell(None), plain_cell(True), plain_cell(["deals", "next"])
        ('84,000', '0.123', '', 'yes', 'deals, next')
        >>> plain_cell(0.25, "share")
        '25%'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and is_share(name):
        return show(value, SHARE)
    if isinstance(value, float) and abs(value) < 1000:
        return f"{value:.3g}"
    if isinstance(value, int | float):
        return f"{value:,.0f}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def interval(value: Mapping[str, Any]) -> str:
    """Its 80% interval, the unit's words not said again.

    Example:
        >>> interval({"value": 5, "low": 4, "high": 7, "n": 3, "unit": "USD/day"})
        '$4 to $7'
    """
    if value.get("low") is None or value.get("high") is None:
        return "no interval"
    ends = (show(value[end], value["unit"]).removesuffix(" a day") for end in ("low", "high"))
    return " to ".join(ends)
