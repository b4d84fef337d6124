"""`wins`: false claims where nothing differs, plain counting beside; what is found where it was planted; coverage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from os import environ

import numpy as np

from benchmarks.company import company, synced
from benchmarks.measure import child, say
from headway.explain.judging import DIFFERENCE, judge
from lab.differences import Drawn, draw_differences
from lab.lived import lived

WORLDS = int(environ.get("HEADWAY_BENCH_WORLDS", "200"))
DEALS = 1600
MATTERS = frozenset({"stated", "second", "next_step", "competitor", "Windows client", "SAP connector", "Offline mode"})


def run() -> None:
    """One line for each kind of world, then the time over one million deals."""
    for deals in (60, 200, 550, 2000):
        for confounded in (False, True):
            drawn = (draw_differences(seed, deals, confounded=confounded) for seed in range(WORLDS))
            _say("wins null, drawn", drawn, frozenset(), deals=deals, confounded=confounded, aim="claims <= .05")
    for deals in (200, 550, 2000):
        _coverage(deals)
    for world in ("null", "idle", "stories"):
        matters = MATTERS if world == "stories" else frozenset()
        for at_end in (False, True) if world == "idle" else (False,):
            drawn = (lived(world, 1000 + seed, DEALS, at_end=at_end) for seed in range(WORLDS))
            counted = "plain counting, facts at the end" if at_end else "facts of one day of life"
            _say(f"wins {world}, lived", drawn, matters, deals=DEALS, counted=counted, aim="false claims <= .05")
    if environ.get("HEADWAY_BENCH_WORLDS"):
        return  # a quick look at the claims alone
    folder = str(synced(company()))
    say("wins over 1M deals, whole command", "< 10 s", child("headway", "-w", folder, "wins", "--format", "json"))


def _say(name: str, worlds: Iterable[Drawn], matters: frozenset[str], **more: object) -> None:
    """How many worlds have a false claim, the false discovery rate, and how many true facts are found a world."""
    false, share, found = [], [], []
    for drawn in worlds:
        claims = {drawn.names[one.fact] for one in judge(drawn.closed, drawn.facts) if one.verdict == DIFFERENCE}
        wrong = claims - matters
        false.append(bool(wrong))
        share.append(len(wrong) / max(len(claims), 1))
        found.append(len(claims & matters))
    line = {
        "benchmark": name,
        "worlds": len(false),
        "worlds_with_a_false_claim": round(float(np.mean(false)), 4),
        "false_discovery_rate": round(float(np.mean(share)), 4),
        "error": round(float(np.std(share) / np.sqrt(len(share))), 4),
        "found_a_world": round(float(np.mean(found)), 2),
    }
    print(json.dumps(line | more), flush=True)


def _coverage(deals: int) -> None:
    """How often the 80% range of a planted effect holds it, and how often it is found."""
    held, found = [], []
    for seed in range(WORLDS):
        drawn = draw_differences(seed, deals, pull=1.0)
        planted = next(one for one in judge(drawn.closed, drawn.facts) if drawn.names[one.fact] == "planted")
        held.append(planted.contrast.low <= drawn.effect <= planted.contrast.high)
        found.append(planted.verdict == DIFFERENCE)
    line = {
        "benchmark": "wins coverage of 80% ranges",
        "deals": deals,
        "worlds": WORLDS,
        "held": round(float(np.mean(held)), 4),
        "error": round(float(np.sqrt(0.16 / WORLDS)), 4),
        "found": round(float(np.mean(found)), 4),
        "aim": ".76 to .84",
    }
    print(json.dumps(line), flush=True)
