"""Columns of an answer as numpy arrays, read where they lie: Arrow's own way loads pandas where that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

_Array = np.ndarray[Any, np.dtype[Any]]
_KINDS = {
    **{f"{sign}int{bits}": f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
    "float": "float32",
    "double": "float64",
    "date32[day]": "int32",
    **{f"timestamp[{unit}]": f"datetime64[{unit}]" for unit in ("s", "ms", "us", "ns")},
}


def as_array(column: pa.ChunkedArray | pa.Array) -> _Array:
    """A column as ``to_numpy`` gives it: numbers without a value are NaN, moments NaT; text becomes objects.

    Decimals, as which an engine adds up whole numbers, become floats.

    Example:
        >>> import pyarrow as pa
        >>> as_array(pa.chunked_array([pa.array([1, 2]), pa.array([None], pa.int64())]))
        array([ 1.,  2., nan])
    """
    if str(column.type).startswith("decimal"):
        column = column.cast("float64")
    chunks = column.chunks if hasattr(column, "chunks") else [column]
    kind = str(column.type)
    if kind == "bool" and not column.null_count:
        parts = [_bits(chunk, chunk.buffers()[1]) for chunk in chunks]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)
    if kind not in _KINDS:
        found: _Array = (column.combine_chunks() if hasattr(column, "chunks") else column).to_numpy(
            zero_copy_only=False
        )
        return found
    parts = [np.frombuffer(chunk.buffers()[1], _KINDS[kind], len(chunk), _offset(chunk, kind)) for chunk in chunks]
    values = parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, _KINDS[kind])
    if kind.startswith("date"):
        values = values.astype("datetime64[D]")
    return _with_gaps(values, chunks) if column.null_count else values


def taken(table: pa.Table, places: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Table:
    """The rows at these places.

    Example:
        >>> import pyarrow as pa
        >>> taken(pa.table({"a": [5, 6, 7]}), np.array([2, 0])).column("a").to_pylist()
        [7, 5]
    """
    import pyarrow as pa

    places = np.ascontiguousarray(places, dtype=np.int64)
    return table.take(pa.Array.from_buffers(pa.int64(), places.size, [None, pa.py_buffer(places)]))


def _offset(chunk: pa.Array, kind: str) -> int:
    return int(chunk.offset) * np.dtype(_KINDS[kind]).itemsize


def _bits(chunk: pa.Array, buffer: pa.Buffer) -> _Array:
    bits = np.frombuffer(buffer, np.uint8)
    return np.unpackbits(bits, bitorder="little")[chunk.offset : chunk.offset + len(chunk)].astype(bool)


def _with_gaps(values: _Array, chunks: list[pa.Array]) -> _Array:
    known = [_bits(c, c.buffers()[0]) if c.null_count else np.ones(len(c), dtype=bool) for c in chunks]
    gap = np.datetime64("NaT") if values.dtype.kind == "M" else np.nan
    kept = values.copy() if values.dtype.kind in "Mf" else values.astype(np.float64)
    kept[~np.concatenate(known)] = gap
    return kept
