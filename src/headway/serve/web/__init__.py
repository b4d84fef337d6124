"""The web face: pages for people and JSON for machines, on this machine's own address only."""

from __future__ import annotations

from headway.serve.web.app import make_app

__all__ = ["make_app"]
