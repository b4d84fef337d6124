"""How often a stage that holds deals up is found in generated companies, and what is claimed where none does."""

from __future__ import annotations

import json
import os

import numpy as np

from lab.waits import STAGES, World, ask, most_to_gain

_SIZES = (60, 200, 550, 2000)
_LEAST = 2.0  # the days of the stage held up, times the share of deals that come to it


def run() -> None:
    """Print a line a size; ``HEADWAY_BENCH_WORLDS`` sets how many companies (default 1,000)."""
    worlds = int(os.environ.get("HEADWAY_BENCH_WORLDS", "1000"))
    for deals in _SIZES:
        held = [_held_up(deals, seed) for seed in range(worlds)]
        null = [bool(ask(World(deals=deals), worlds + seed).claimed) for seed in range(worlds)]
        first, claimed, wrong = np.mean(held, axis=0)
        line = {
            "benchmark": f"bottleneck found, {deals} deals",
            "first": first,
            "claimed": claimed,
            "another_claimed": wrong,
            "claims_where_none": float(np.mean(null)),
            "monte_carlo_error": {
                name: _error(share, worlds) for name, share in (("first", first), ("none", np.mean(null)))
            },
            "worlds": worlds,
            "aim": "first >= .95 at 2,000 deals; nothing claimed where none",
        }
        print(json.dumps(line), flush=True)


def _held_up(deals: int, seed: int) -> tuple[bool, bool, bool]:
    """Whether the stage stands first, whether it is claimed, and whether another one is."""
    stage = seed % len(STAGES)
    world = World(deals=deals).held_up(stage, _LEAST / World().coming[stage])
    found, name = ask(world, seed), STAGES[stage]
    return found.first == most_to_gain(world), name in found.claimed, bool(set(found.claimed) - {name})


def _error(share: float, worlds: int) -> float:
    """Standard error of a share; of 0 or 1, that of one case in all."""
    inside = min(max(float(share), 1 / worlds), 1 - 1 / worlds)
    return round((inside * (1 - inside) / worlds) ** 0.5, 4)
