"""The company on which everything is measured: many deals with their stage changes, written once and kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from lab.scale import Scale, write_scale

NOW = "2026-11-21T00:00:00+00:00"
SEED = 7


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder of the measured company, and how large it is."""

    folder: Path
    scale: Scale

    @property
    def export(self) -> Path:
        """Its files."""
        return self.folder / "export"

    @property
    def size(self) -> dict[str, int]:
        """Its rows, for the line that is printed."""
        return {"deals": self.scale.deals, "usage_rows": self.scale.usage_rows}


def company(*, share: float = 1, usage_a_deal: int = 10) -> Bench:
    """Write the company unless it is there already.

    ``HEADWAY_BENCH_DEALS`` sets its size (default one million deals), of which ``share`` is taken; there are
    ``usage_a_deal`` rows of product use to each deal.
    """
    deals = int(share * int(os.environ.get("HEADWAY_BENCH_DEALS", "1000000")))
    few = max(deals // 50, 1)
    scale = Scale(deals=deals, open_deals=few, accounts=max(deals * 3 // 10, 1), usage_rows=usage_a_deal * deals)
    place = Path(os.environ.get("HEADWAY_BENCH_FOLDER", gettempdir()))
    bench = Bench(place / f"headway-bench-{deals}-{usage_a_deal}", scale)
    if not (bench.export / "deals.csv").exists():
        write_scale(bench.export, scale, seed=SEED, form="csv")
    toml = bench.folder / "headway.toml"
    if not toml.exists():
        toml.write_text('[workspace]\nname = "Bench"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n')
    return bench


def synced(bench: Bench) -> Path:
    """The company's workspace, synced."""
    from benchmarks.measure import child

    child("headway", "-w", str(bench.folder), "sync", environment={"HEADWAY_NOW": NOW})
    return bench.folder
