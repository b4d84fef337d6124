"""Draws charts on the server: an Altair specification becomes SVG for the page and PNG for a message."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The page's colours by name; inside a page they follow the theme, alone they are the light ones.
LIGHT = {
    "ink": "#1b1f24",
    "soft": "#5c646e",
    "line": "#e2e2de",
    "blue": "#1d5bb8",
    "orange": "#b4480f",
    "panel": "#ffffff",
}
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn on a wide and on a narrow page, and the figures where no table has them yet."""

    title: str
    wide: Spec
    narrow: Spec
    rows: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing: wide and narrow for the page, and one that can stand alone."""

    wide_svg: str
    narrow_svg: str
    alone_svg: str


def figure(plan: Plan) -> Figure:
    """Render both drawings of a plan."""
    drawn = svg(plan.wide)
    return Figure(wide_svg=drawn, narrow_svg=svg(plan.narrow), alone_svg=alone(drawn))


def svg(spec: Spec) -> str:
    """SVG of a Vega-Lite specification, without a single style attribute; nothing is fetched for it."""
    import vl_convert  # 30 ms, and only drawings need it

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(drawing: Figure) -> bytes:
    """The drawing as a picture, twice as large as on a page."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing.alone_svg, scale=2))


def alone(drawing: str) -> str:
    """The drawing with the light colours in place of the page's variables.

    Example:
        >>> alone('<line stroke="var(--line)"/>')
        '<line stroke="#e2e2de"/>'
    """
    return re.sub(r"var\(--(\w+)\)", lambda name: LIGHT[name[1]], drawing)


def warm() -> None:
    """Load the renderer, so that the first visitor does not wait for it."""
    import altair as alt  # 0.6 s

    svg(alt.Chart(alt.InlineData(values=[{"a": 1}])).mark_point().encode(x="a:Q").to_dict())
