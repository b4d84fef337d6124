"""``scripts/bench [NAME ...]``: every benchmark, or those named, one JSON line each."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    *("start", "load", "peers", "model", "increment", "velocity", "actions", "page", "identity", "sellers", "wins"),
    "coverage",
    "change",
    "bottlenecks",
    "bottlenecks_found",
    "context",
    "engines",
)

if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        if name not in NAMES:
            raise SystemExit(f"no benchmark '{name}'; there are {', '.join(NAMES)}")
        import_module(f"benchmarks.{name}").run()
