"""What every engine offers: the name of its dialect, and a way to run one statement and get Arrow back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class Engine(Protocol):
    """Where statements run; made by the composition root alone."""

    @property
    def dialect(self) -> str:
        """The dialect to which expressions are compiled, as Ibis names it."""

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows of one statement; each ``'@name@'`` in it is bound to ``values[name]``, never pasted."""

    def close(self) -> None:
        """Let go of the store."""
