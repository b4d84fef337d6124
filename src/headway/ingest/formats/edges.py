"""The first and the last records of a part as they stand: from them it is seen what is no row of its table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from headway.ingest.formats.encodings import SAMPLE_BYTES, encoding_of
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.plain_copy import ending_of
from headway.ingest.formats.texts import numbered_records

SEPARATORS = ",;\t|"
MOST = 60
Record = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """The ends of a part.

    Attributes:
        head: (lines above it, record), of the first that are not blank.
        tail: the last records, blank ones too (without a field).
    """

    head: tuple[tuple[int, Record], ...] = ()
    tail: tuple[Record, ...] = ()


class Framed(Protocol):
    """A kind of file in which something may stand above and below the table."""

    def edges(self, part: Part, /) -> Edges:
        """The ends of a part in a plain file; SourceError when it is not of this kind."""


def edges_of_text(part: Part) -> Edges:
    """The ends of a text file, split by the separator that explains most of its first records."""
    encoding = encoding_of(part, Reading())
    with part.path.open("rb") as stream:
        text = stream.read(SAMPLE_BYTES).decode(encoding.name, errors="replace").lstrip("\ufeff")
    heads = {separator: _head(text, separator) for separator in SEPARATORS}
    separator = max(heads, key=lambda one: _agree(heads[one]))
    tail = () if encoding.is_wide else ending_of(part.path, encoding, separator).records
    return Edges(heads[separator], tail)


def _head(text: str, separator: str) -> tuple[tuple[int, Record], ...]:
    found = zip(range(MOST), numbered_records(text, separator), strict=False)
    return tuple((above, tuple(record)) for _, (above, record) in found if any(field.strip() for field in record))


def _agree(head: tuple[tuple[int, Record], ...]) -> tuple[float, int]:
    """The share of the records that have the most usual number of fields, of those that have several."""
    widths = Counter(len(record) for _, record in head if len(record) > 1)
    if not widths:
        return 0.0, 0
    (width, times), *_ = widths.most_common(1)
    return round(times / len(head), 1), width
