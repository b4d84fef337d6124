"""Parquet: typed already, read as text through the same door as everything else."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading


class Parquet:
    """Parquet; the rows are counted by the file's own footer."""

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, _builder: DuckBuilder, part: Part, _reading: Reading) -> Opened:
        """See :class:`Format`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            meta = pq.ParquetFile(part.path)
        except (pa.ArrowException, OSError) as problem:
            raise SourceError(part.name, f"is no Parquet file ({problem})", "export it again") from problem
        headings = tuple(meta.schema_arrow.names)
        fields = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in headings)
        relation = f"(SELECT {fields} FROM read_parquet({text_literal(str(part.path))}))"
        return Opened(headings, relation, relation, meta.metadata.num_rows)
