"""Loads the files of a folder through the real door, in a process of its own; says for each what became of it."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.errors import HeadwayError
from headway.ingest.formats import open_part, parts_of
from headway.ingest.loading import REJECTS, Fresh, load_file, prepare
from headway.ingest.mapping import plan_columns
from headway.schema import tables

EVENTS = {"deal_id": "case:concept:name", "new_value": "concept:name", "changed_at": "time:timestamp",
          "field": {"const": "stage"}}  # fmt: skip
ADDRESS_SPACE = 6 << 30


def loaded(builder: DuckBuilder, part: Any) -> dict[str, Any]:
    """The counts of one part, or the sentence that refuses it whole."""
    table, mapping = (tables()["deal_changes"], EVENTS) if ".xes" in part.name else (tables()["deals"], {})
    try:
        opened = open_part(builder, part)
        plan = plan_columns(table, mapping, opened.headings, part.name)
        done = load_file(builder, part, opened, plan, Fresh("crm", part.name, 1, datetime(2026, 1, 1)))
        kept = int(builder.value("SELECT count(*) FROM raw._new"))
        refused = int(builder.value(f"SELECT count(DISTINCT row) FROM {REJECTS}"))
        whole = builder.value(f"SELECT max(value) FROM {REJECTS} WHERE rule = 'count'")
        found = {"read": done.read, "loaded": done.loaded, "refused": done.refused, "kept": kept,
                "rejects": refused, "whole": whole}  # fmt: skip
    except HeadwayError as problem:
        return {"told": str(problem)}
    else:
        return found
    finally:
        builder.execute(f"DELETE FROM {REJECTS}")
        builder.clear_scratch()


def _peak_mb() -> int:
    """The most memory that this program had at once; what getrusage says begins with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    builder = DuckBuilder(Path(":memory:"), scratch=folder / "scratch")
    prepare(builder)
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        began = time.perf_counter()
        name = path.name.partition("_")[2]
        file = folder / "one" / name
        file.parent.mkdir(exist_ok=True)
        path.replace(file)
        found: dict[str, Any] = {"file": path.name}
        try:
            found["parts"] = {part.member: loaded(builder, part) for part in parts_of(file, name)}
        except Exception as problem:  # noqa: BLE001 (what the caller must see)
            found["crash"] = f"{type(problem).__name__}: {problem}"
        file.replace(path)
        found["seconds"] = time.perf_counter() - began
        found["peak_mb"] = _peak_mb()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
