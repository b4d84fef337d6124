"""Runs a piece of Python or a command in a fresh process, and says how long it took and how much memory it held."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds that its own clock measured (or the whole process's), and its peak memory."""

    seconds: float
    peak_mb: float


def child(*command: str, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command of this environment as a whole process."""
    place = Path(sys.executable).parent
    started = perf_counter()
    process = subprocess.Popen(
        [str(place / command[0]), *command[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    _, status, used = os.wait4(process.pid, 0)
    if status not in {0, 3 << 8}:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    return Run(perf_counter() - started, used.ru_maxrss / 1024)


def code(text: str, *arguments: str) -> Run:
    """Run Python text in a fresh process; it prints one number, the seconds that count."""
    process = subprocess.run(
        [sys.executable, "-c", f"{text}\n{_PEAK}", *arguments], check=True, capture_output=True, text=True
    )
    seconds, peak = process.stdout.split()[-2:]
    return Run(float(seconds), float(peak))


_PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"


def in_turn(ours: Any, peer: Any, rounds: int = ROUNDS) -> tuple[Run, Run, float]:
    """Ours and the peer's, A B A B …: the medians, and the median of the ratios pair by pair."""
    pairs = [(ours(), peer()) for _ in range(rounds)]
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    ratio = statistics.median(a.seconds / b.seconds for a, b in pairs)
    return _median(first), _median(second), ratio


def _median(runs: list[Run]) -> Run:
    return Run(statistics.median(run.seconds for run in runs), max(run.peak_mb for run in runs))


def say(
    name: str, aim: str, ours: Run, peer: Run | None = None, ratio: float | None = None, **more: Any
) -> dict[str, Any]:
    """One JSON line, which is given back too."""
    line: dict[str, Any] = {
        "benchmark": name,
        "ours_seconds": round(ours.seconds, 4),
        "ours_peak_mb": round(ours.peak_mb),
    }
    if peer is not None and ratio is not None:
        line |= {"peer_seconds": round(peer.seconds, 4), "peer_peak_mb": round(peer.peak_mb), "ratio": round(ratio, 3)}
    line |= more | {"aim": aim}
    print(json.dumps(line), flush=True)
    return line


def table(lines: list[dict[str, Any]]) -> None:
    """The lines again as one table; *times* is how many times as long the peer took."""
    width = max(len(line["benchmark"]) for line in lines)
    print(f"\n{'':{width}}  {'ours s':>8} {'MB':>6}  {'peer s':>8} {'MB':>6}  {'times':>6}  aim")
    for line in lines:
        ours = f"{line['ours_seconds']:>8.3f} {line['ours_peak_mb']:>6}"
        peer = f"{'':>8} {'':>6}  {'':>6}"
        if "ratio" in line:
            peer = f"{line['peer_seconds']:>8.3f} {line['peer_peak_mb']:>6}  {1 / line['ratio']:>6.1f}"
        print(f"{line['benchmark']:{width}}  {ours}  {peer}  {line['aim']}", flush=True)
