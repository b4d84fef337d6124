"""Which engine an address names, and what each cannot answer yet: gaps are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from headway.errors import SettingsError

DUCKDB: Final = "duckdb"
SPARK: Final = "pyspark"
_SCHEMES: Final = {"duckdb": DUCKDB, "spark": SPARK}

# Questions that an engine cannot answer, and why: DuckDB answers them, with a note. A test fails when a gap closes.
GAPS: Final[Mapping[str, Mapping[str, str]]] = {
    SPARK: {
        "failing": "the rows of a finding are looked for with functions that DuckDB alone has",
        "health": "the smallest examples of a finding are taken by a function that DuckDB alone has",
        "identity": "letters are brought to one form by a function that DuckDB alone has",
        "wins": "the median of some rows of a group is written in a form that Spark does not read",
    }
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and where it is: ``dialect`` as Ibis names it, ``place`` what its address says beyond the scheme."""

    dialect: str
    place: str

    def gap(self, question: str) -> str:
        """Why this engine cannot answer a question; empty where it can."""
        return GAPS.get(self.dialect, {}).get(question, "")


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
        raise SettingsError("[engine] url", f"'{url}' is no engine that is known", f"begin it with one of {known}")
    return Choice(_SCHEMES[scheme], place)
