"""Which engine an address names. A further engine is one file of this folder and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from headway.engine.protocol import Elsewhere, Writer
from headway.errors import SettingsError

DUCKDB: Final = "duckdb"
SPARK: Final = "pyspark"
POSTGRESQL: Final = "postgres"
# Scheme of an address → dialect, as Ibis names it; the file of each is loaded when it is asked for something.
_SCHEMES: Final = {"duckdb": DUCKDB, "spark": SPARK, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}
_FILES: Final = {SPARK: "headway.engine.spark", POSTGRESQL: "headway.engine.postgresql"}


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and where it is: ``dialect`` as Ibis names it, ``place`` what its address says beyond the scheme."""

    dialect: str
    place: str

    @property
    def gaps(self) -> Mapping[str, str]:
        """Questions that this engine cannot answer, and why: DuckDB answers them, with a note."""
        found: Mapping[str, str] = {} if self.dialect == DUCKDB else import_module(_FILES[self.dialect]).GAPS
        return found

    def elsewhere(self, folder: Path) -> Elsewhere | None:
        """The engine, for one that reads copies of the store's tables; None for DuckDB, which reads the store.

        Args:
            folder: in the workspace, where an engine may keep the copies.
        """
        if self.dialect == DUCKDB:
            return None
        made: Elsewhere = import_module(_FILES[self.dialect]).Elsewhere(self.place, folder)
        return made


def writer_of(dialect: str) -> Writer:
    """What writes expressions in a dialect."""
    if dialect == DUCKDB:
        import ibis

        return lambda expression: str(ibis.to_sql(expression, dialect=DUCKDB))
    written: Writer = import_module(_FILES[dialect]).sql_of
    return written


def chosen(url: str) -> Choice:
    """The engine of an address.

    Errors: :class:`SettingsError` for an address of no engine.

    Example:
        >>> chosen("spark://local[2]")
        Choice(dialect='pyspark', place='local[2]')
    """
    scheme, slashes, place = url.partition("://")
    if not slashes or scheme not in _SCHEMES:
        known = ", ".join(f"{name}://" for name in _SCHEMES)
        raise SettingsError("[engine] url", f"'{scheme}' is no engine that is known", f"begin it with one of {known}")
    return Choice(_SCHEMES[scheme], place)
