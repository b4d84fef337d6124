"""A part that is ready to be read, and what each kind of file must offer for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from headway.engine.duckdb import DuckBuilder
from headway.ingest.formats.part import Part, Reading

NOTHING_BROKEN = "SELECT 0, '', '', '' WHERE false"
# Where the engine lists what it could not split, in a first and in a second look at a file.
LISTS = ("reject_errors", "reject_scans", "again_errors", "again_scans")


@dataclass(frozen=True, slots=True)
class Opened:
    """A part that is ready to be read: ``relation`` is SQL that gives each heading as text, in the part's order."""

    headings: tuple[str, ...]
    relation: str
    lenient: str
    """The same rows without keeping what could not be split: for a second look at refused rows."""
    records: int
    """Data records by the independent count."""
    broken: str = NOTHING_BROKEN
    """SQL giving (line, column, rule, text) of records that could not be split, after ``relation`` ran."""
    listed: bool = False
    """Whether ``broken`` reads the engine's own list, of which there is none where nothing was broken."""
    faults: tuple[str, ...] = ()
    """Texts that stand for an error (``#DIV/0!``): no value of any column."""
    refusal: str = ""
    """Why the whole of it must be refused, where no record of it can be believed."""
    left_out: int = 0
    """Records that are no rows: a report's footer."""
    notes: tuple[str, ...] = ()
    """What a person should know of how it was read: ``read as cp1252``."""

    def with_faults(self, texts: Iterable[str]) -> Opened:
        """The same part, with texts that stand for errors."""
        return replace(self, faults=tuple(sorted(set(texts))))

    def unsplit(self, builder: DuckBuilder) -> str:
        """``broken``, or SQL of nothing where the engine has listed none."""
        return self.broken if not self.listed or builder.has(LISTS[0]) else NOTHING_BROKEN


def drop_lists(builder: DuckBuilder) -> None:
    """Forget what the engine could not split of the file before."""
    for name in LISTS:
        builder.execute(f"DROP TABLE IF EXISTS {name}")


class Format(Protocol):
    """One kind of file."""

    def members(self, part: Part, /) -> tuple[str, ...]:
        """What it holds: ``("",)`` when it is one thing; SourceError when it is not of this kind."""

    def open(self, builder: DuckBuilder, part: Part, reading: Reading, /) -> Opened:
        """Look at a part in a plain file and say how it is read; SourceError when it is not of this kind."""
