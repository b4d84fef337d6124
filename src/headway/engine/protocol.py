"""What every engine offers: the name of its dialect, and a way to run one statement and get Arrow back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

Writer = Callable[[Any], str]  # an expression in the engine's own words


class Engine(Protocol):
    """Where statements run; made by the composition root alone."""

    @property
    def dialect(self) -> str:
        """The dialect to which expressions are compiled, as Ibis names it."""

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows of one statement; each ``'@name@'`` in it is bound to ``values[name]``, never pasted."""

    def close(self) -> None:
        """Let go of the store."""


class Store(Protocol):
    """The tables from which copies are made."""

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""

    def columns(self, relation: str) -> dict[str, str]:
        """Column name → DuckDB's type."""

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """The rows of a result of any size, some at a time."""


class Elsewhere(Protocol):
    """An engine that reads copies of the store's tables, each called by its table and a hash of what it holds.

    Its file also has ``GAPS`` (question → why this engine cannot answer it) and ``sql_of`` (a :data:`Writer`).
    ``copies`` are name of a table → name of its copy.
    """

    def holds(self, copies: Mapping[str, str]) -> bool:
        """Whether all of a generation's copies are there, to be read."""

    def put(self, store: Store, copies: Mapping[str, str]) -> None:
        """Copy those that are not there yet; what is stopped midway leaves none that is half written."""

    def keep(self, generations: Collection[Mapping[str, str]]) -> None:
        """Remove what belongs to none of the generations."""

    def reader(self, copies: Mapping[str, str]) -> Engine:
        """What answers from the copies of one generation; it reaches for them with its first statement."""
