"""Writes expressions in Spark's dialect, by Ibis's compiler alone: its backend would load pandas."""

from __future__ import annotations

from typing import Any


def sql_of(expression: Any) -> str:
    """The SQL of an expression."""
    from ibis.backends.sql.compilers.pyspark import compiler
    from ibis.config import Config, options

    class Told(Config):  # type: ignore[misc]  # (Ibis has no types of its own)
        """What Ibis's backend sets when it is loaded, and its compiler asks for."""

        treat_nan_as_null: bool = False

    if options.pyspark is None:
        options.pyspark = Told()
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, pretty=True))
