"""Hurts a workspace in every way that a disk does, and tells what a sync made of it.

Run as a program of its own, as :mod:`tests.guarantees.killing` is: ``python -m tests.guarantees.faults READY PLACE``.
Prints JSON: for each fault what was said, and whether the next sync left what an undisturbed one leaves.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from headway.engine.shelf import Shelf
from headway.errors import HeadwayError
from headway.ingest.generations import Generations
from headway.publish import publish
from headway.workspace import open_workspace
from tests.guarantees.killing import LATER, MADE_WITH, all_that_is_kept, in_child, lay_out, sync

Fault = tuple[str, Callable[[Path], None]]


def heard(folder: Path) -> list[str]:
    """What a sync says of a workspace, the error's sentence last; never anything but our own errors."""
    said: list[str] = []
    try:
        with closing(open_workspace(folder)) as home:
            publish(home.settings, home.state, now=LATER, made_with=MADE_WITH, only=None, progress=said.append)
    except HeadwayError as problem:
        said.append(f"{type(problem).__name__}: {problem}")
    if aside := Shelf(folder / "cache.sqlite").mend():
        said.append(f"the kept answers were damaged: put aside as {aside}")
    return said


def full_at(folder: Path, size: int) -> list[str]:
    """The same on a disk that gives no file more than so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    return heard(folder)


def disk_full(before: Path, place: Path, whole: Any) -> Iterator[dict[str, Any]]:
    """Every size from nothing to what a sync needs: the old generation stands, and the next sync is well."""
    old = in_child(lambda: all_that_is_kept(before), place / "told")
    needed = Generations(before).path(1).stat().st_size
    for eighth in range(10):
        size = 4096 + needed * eighth // 8
        folder = place / "full"
        shutil.copytree(before, folder, symlinks=True)
        said = in_child(lambda: full_at(folder, size), place / "told")  # noqa: B023 (called at once)
        stands = in_child(lambda: all_that_is_kept(folder), place / "told")[:4] == old[:4]  # noqa: B023
        now = in_child(lambda: (sync(folder, LATER), all_that_is_kept(folder))[1], place / "told")  # noqa: B023
        yield {"fault": f"full at {size}", "said": said, "stands": stands, "well": now == whole}
        shutil.rmtree(folder)


def flipped(path: Path, share: float) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[int((len(content) - 1) * share)] ^= 1 << int(share * 997) % 8
    path.write_bytes(content)


def cut(path: Path, share: float) -> None:
    """Leave the beginning of a file."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def unpoint(folder: Path, content: str | None) -> None:
    """Take the pointer away, or put a file in its place."""
    (folder / "headway.duckdb").unlink()
    if content is not None:
        (folder / "headway.duckdb").write_text(content, encoding="utf-8")


def store_faults() -> Iterator[Fault]:
    """Faults that the sources can mend."""
    shares = (0.0, 0.0003, 0.31, 0.77, 1.0)
    yield from ((f"store flipped at {s}", lambda f, s=s: flipped(Generations(f).path(2), s)) for s in shares)
    yield from ((f"store cut at {s}", lambda f, s=s: cut(Generations(f).path(2), s)) for s in (0.0, 0.99))
    yield "store gone", lambda f: Generations(f).path(2).unlink()
    yield "both generations cut", lambda f: [cut(Generations(f).path(n), 0.5) for n in (1, 2)]  # type: ignore[func-returns-value]
    yield "pointer gone", lambda f: unpoint(f, None)
    yield "pointer torn", lambda f: unpoint(f, "store/0000")
    yield "answers flipped", lambda f: flipped(f / "cache.sqlite", 0.2)
    yield "answers cut", lambda f: cut(f / "cache.sqlite", 0.6)
    yield "answers scrambled", lambda f: (f / "cache.sqlite").write_bytes(b"scrambled" * 999)


def state_faults() -> Iterator[Fault]:
    """Faults of what people decided: nothing can bring it back, so it must be told."""
    yield "state cut", lambda f: cut(f / "state.sqlite", 0.6)
    yield "state emptied", lambda f: cut(f / "state.sqlite", 0.0)
    yield "state gone", lambda f: (f / "state.sqlite").unlink()
    yield "state scrambled", lambda f: (f / "state.sqlite").write_bytes(b"scrambled" * 999)
    yield "state header flipped", lambda f: flipped(f / "state.sqlite", 0.0)


def hurt(before: Path, place: Path, fault: Fault) -> dict[str, Any]:
    """One fault, what a sync said of it, and what then is kept."""
    folder = place / "hurt"
    shutil.copytree(before, folder, symlinks=True)
    fault[1](folder)
    said = in_child(lambda: heard(folder), place / "told")
    kept = in_child(lambda: all_that_is_kept(folder), place / "told")
    aside = sorted(path.name for path in (*folder.iterdir(), *(folder / "store").iterdir()) if "damaged" in path.name)
    found = {"fault": fault[0], "said": said, "kept": kept, "aside": aside}
    shutil.rmtree(folder)
    return found


def main(ready: Path, place: Path) -> None:
    """Try all of it."""
    before, both, fresh = place / "before", place / "both", place / "fresh"
    lay_out("later", ready, before)
    shutil.copytree(before, both, symlinks=True)
    sync(both, LATER)
    lay_out("first", ready, fresh)
    shutil.rmtree(fresh / "export")
    shutil.copytree(ready / "later", fresh / "export")
    sync(fresh, LATER)
    whole, anew = (json.loads(json.dumps(all_that_is_kept(f), default=str)) for f in (both, fresh))
    told = {
        "whole": whole,
        "anew": anew,
        "full": list(disk_full(before, place, whole)),
        "store": [hurt(both, place, fault) for fault in store_faults()],
        "state": [hurt(both, place, fault) for fault in state_faults()],
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("TMPDIR", sys.argv[2])
    main(Path(sys.argv[1]), Path(sys.argv[2]))
