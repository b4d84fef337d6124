"""Writes expressions in Spark's dialect, by Ibis's compiler alone: its backend would load pandas."""

from __future__ import annotations

from typing import Any

from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.config import Config, options


class Told(Config):  # type: ignore[misc]  # (Ibis has no types of its own)
    """What Ibis's backend sets when it is loaded, and its compiler asks for."""

    treat_nan_as_null: bool = False


def written(expression: Any) -> str:
    """The SQL of an expression."""
    if options.pyspark is None:
        options.pyspark = Told()
    compiler = Compiler()
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, pretty=True))


class Compiler(PySparkCompiler):  # type: ignore[misc]
    """What our expressions say in DuckDB's words; the names are Ibis's."""

    __slots__ = ()

    def visit_ScalarUDF(self, op: Any, **given: Any) -> Any:  # noqa: N802
        """A function of the engine's own; a moment in a zone's time is made otherwise."""
        if op.__func_name__ != "timezone":
            return super().visit_ScalarUDF(op, **given)
        zone, moment = given.values()
        return moment if zone.this == "UTC" else self.f.convert_timezone("UTC", zone, moment)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """The middle of some rows, which Ibis would write in a form that Spark does not read."""
        return self.visit_Quantile(op, arg=arg, quantile=0.5, where=where)
