"""The company on which everything is measured: many deals with their stage changes, written once and kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from lab.scale import Scale, write_scale

NOW = "2026-11-21T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder of the measured company; ``HEADWAY_BENCH_DEALS`` sets its size (default one million deals)."""

    folder: Path

    @property
    def export(self) -> Path:
        """Its files."""
        return self.folder / "export"


def company() -> Bench:
    """Write the company unless it is there already."""
    deals = int(os.environ.get("HEADWAY_BENCH_DEALS", "1000000"))
    bench = Bench(Path(os.environ.get("HEADWAY_BENCH_FOLDER", gettempdir())) / f"headway-bench-{deals}")
    if not (bench.export / "deals.csv").exists():
        write_scale(bench.export, Scale(deals=deals), seed=7, form="csv")
    toml = bench.folder / "headway.toml"
    if not toml.exists():
        toml.write_text('[workspace]\nname = "Bench"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n')
    return bench


def synced(bench: Bench) -> Path:
    """The company's workspace, synced."""
    from benchmarks.measure import child

    child("headway", "-w", str(bench.folder), "sync", environment={"HEADWAY_NOW": NOW})
    return bench.folder
