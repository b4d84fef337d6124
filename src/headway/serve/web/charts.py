"""Draws charts on the server: an Altair specification becomes SVG for the page and PNG for a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# The page's colours by name; inside a page they follow the theme, alone they are the light ones.
LIGHT = {"ink": "#1b1f24", "soft": "#59616b", "line": "#dfdfdb", "blue": "#1d5bb8", "orange": "#b4480f", "panel": "#ffffff"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing: wide and narrow for the page, and one that can stand alone."""

    wide_svg: str
    narrow_svg: str
    alone_svg: str


def figure(wide: dict[str, Any], narrow: dict[str, Any]) -> Figure:
    """Render both drawings."""
    drawn = svg(wide)
    return Figure(wide_svg=drawn, narrow_svg=svg(narrow), alone_svg=alone(drawn))


def svg(spec: dict[str, Any]) -> str:
    """SVG of a Vega-Lite specification, without a single style attribute."""
    import vl_convert  # 30 ms, and only drawings need it

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def png(drawing: Figure) -> bytes:
    """The drawing as a picture, twice as large as on a page."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing.alone_svg, scale=2))


def alone(drawing: str) -> str:
    """The drawing with the light colours in place of the page's variables."""
    return re.sub(r"var\(--(\w+)\)", lambda name: LIGHT[name[1]], drawing)


def warm() -> None:
    """Load the renderer, so that the first visitor does not wait for it."""
    import altair  # noqa: F401, 0.6 s

    svg({"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}})
