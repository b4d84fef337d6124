"""Whether a generation is what was published: its bytes, its rows and the ledger must agree; else it is put aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import file_digest
from pathlib import Path

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import StoreError
from headway.ingest import parts
from headway.ingest.digests import digest
from headway.ingest.generations import Generations
from headway.state.ledger import Ledger

Contents = Mapping[str, tuple[int, str]]


def sound_generation(generations: Generations, ledger: Ledger, progress: Callable[[str], None]) -> int:
    """The published generation from which to go on; 0 when all must be read again from the sources.

    A damaged generation is put aside under a name that ``progress`` is told, and the one before takes its place; a
    pointer that is gone or torn is set again. Generations that were recorded but never published are forgotten.
    Errors: :class:`StoreError` when the ledger does not know what is published: then the state was lost.
    """
    current = generations.current()
    if current and not ledger.facts(current):
        raise StoreError(
            "state.sqlite",
            f"does not know generation {current}, which is published: it was emptied or replaced, decisions included",
            "restore it from a backup; to begin anew without them, delete headway.duckdb",
        )
    if current and is_sound(generations.path(current), ledger, current):
        ledger.forget_after(current)
        return current
    if current:
        aside = generations.put_aside(current)
        progress(f"generation {current} is damaged: put aside as {aside}" if aside else f"generation {current} is gone")
    return _recovered(generations, ledger, progress)


def _recovered(generations: Generations, ledger: Ledger, progress: Callable[[str], None]) -> int:
    """Point at the newest generation that is sound; the sources bring what came after it."""
    for number in generations.present():
        if is_sound(generations.path(number), ledger, number):
            generations.show(number)
            ledger.forget_after(number)
            progress(f"going on from generation {number}")
            return number
        if ledger.facts(number):
            progress(f"generation {number} is damaged: put aside as {generations.put_aside(number)}")
    generations.hide()
    ledger.forget_after(0)
    return 0


def is_sound(store: Path, ledger: Ledger, number: int) -> bool:
    """Whether a generation is byte for byte what was published, and holds the rows that the ledger says.

    Rows are not counted where a part is broken: that costs those rows alone, and whoever syncs reads them again.
    """
    held = {name: rows for name, (rows, _) in ledger.tables(number).items()}
    try:
        if not held or not _bytes_stand(store, ledger.facts(number)):
            return False
        return bool(parts.broken(store)) or not missing_rows(store, held)
    except (OSError, StoreError, DuckBuilder.Error):
        return False


def _bytes_stand(store: Path, facts: Mapping[str, str]) -> bool:
    """Whether the file's bytes are those that were written down; earlier versions of Headway wrote another hash."""
    if "digest" in facts:
        return facts["digest"] == digest(store)
    with store.open("rb") as stream:
        return facts.get("sha256") == file_digest(stream, "sha256").hexdigest()


def missing_rows(store: Path, held: Mapping[str, int]) -> list[str]:
    """The tables of a closed file that do not hold the rows that they should."""
    builder = DuckBuilder(store, read_only=True)
    try:
        return [n for n, rows in held.items() if int(builder.value(f"SELECT count(*) FROM {quoted(n)}")) != rows]
    finally:
        builder.close()
