"""Lands what the engine cannot read itself as a file of texts, so that it takes the same door as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.formats.opened import NOTHING_BROKEN, Opened

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 20_000
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be split; ``line`` counts records, the headings' being the first."""

    line: int
    rule: str
    text: str


def land(
    builder: DuckBuilder,
    headings: Sequence[str],
    records: Iterable[Sequence[str | None] | Broken],
    *,
    counted: int,
    notes: tuple[str, ...] = (),
) -> Opened:
    """Write the records as texts and say how they are read.

    Args:
        counted: how many there are by another count than that of the one who made ``records``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(str(number), pa.string()) for number in range(len(headings))])
    target, broken, batch = _fresh(builder), list[Broken](), list[Sequence[str | None]]()
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for record in records:
            if isinstance(record, Broken):
                broken.append(record)
                continue
            batch.append(record)
            if len(batch) == _BATCH_ROWS:
                writer.write_table(_table(batch, schema))
                batch.clear()
        writer.write_table(_table(batch, schema))
    fields = ", ".join(f"{quoted(str(number))} AS {quoted(name)}" for number, name in enumerate(headings))
    relation = f"(SELECT {fields} FROM read_parquet({text_literal(str(target))}))"
    return Opened(tuple(headings), relation, relation, counted, _told(builder, broken), notes=notes)


def _table(batch: list[Sequence[str | None]], schema: Any) -> pa.Table:
    import pyarrow as pa

    columns = list(zip(*batch, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)


def _told(builder: DuckBuilder, broken: list[Broken]) -> str:
    """SQL of the records that could not be split."""
    if not broken:
        return NOTHING_BROKEN
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {
        "line": pa.array([record.line for record in broken], pa.int64()),
        "column_name": [""] * len(broken),
        "rule": [record.rule for record in broken],
        "text": [shown(record.text) for record in broken],
    }
    target = _fresh(builder)
    pq.write_table(pa.table(rows), target)
    return f"SELECT line, column_name, rule, text FROM read_parquet({text_literal(str(target))})"


def shown(text: str) -> str:
    r"""The beginning of a text, as it can be kept: bytes that are no text are marked.

    Example:
        >>> shown("caf\udce9")
        'caf\ufffd'
    """
    return text[:SHOWN].encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "\ufffd")


def _fresh(builder: DuckBuilder) -> Path:
    folder = builder.scratch()
    return folder / f"{len(list(folder.iterdir()))}.parquet"
