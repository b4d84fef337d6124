"""Parquet: typed already, read as text through the same door as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.unique_names import unique_names


class Parquet:
    """Parquet; the rows are counted by the file's own footer.

    Nested values take the form that they have out of JSON: ``a.b`` headings, plain lists joined; lists of objects and
    maps stay JSON text.
    """

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, _builder: DuckBuilder, part: Part, _reading: Reading) -> Opened:
        """See :class:`Format`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(part.path) as file:
                rows, schema = file.metadata.num_rows, file.schema_arrow
                found = [pair for field in schema for pair in _texts(field.type, quoted(field.name), field.name)]
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise SourceError(
                part.name, f"is no Parquet file ({problem}): it is refused whole", "export it again"
            ) from problem
        headings = unique_names([name for name, _ in found])
        fields = ", ".join(f"{text} AS {quoted(name)}" for name, (_, text) in zip(headings, found, strict=True))
        relation = f"(SELECT {fields} FROM read_parquet({text_literal(str(part.path))}))"
        return Opened(headings, relation, relation, rows)


def _texts(kind: Any, value: str, name: str) -> Iterator[tuple[str, str]]:
    """(heading, SQL of the text) of a column, or of each field of a nested one."""
    import pyarrow.types as of

    if of.is_struct(kind):
        for field in kind:
            inner = f"struct_extract({value}, {text_literal(field.name)})"
            yield from _texts(field.type, inner, f"{name}.{field.name}")
    elif of.is_list(kind) and not of.is_nested(kind.value_type):
        yield name, f"array_to_string(CAST({value} AS VARCHAR[]), '; ')"
    elif of.is_nested(kind):
        yield name, f"CAST(to_json({value}) AS VARCHAR)"
    else:
        yield name, f"CAST({value} AS VARCHAR)"
