"""Turns an Ibis expression into the SQL of a dialect; values stay named places in it until a statement runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from headway.engine import bases
from headway.engine.choice import writer_of
from headway.engine.shelf import Shelf

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

PLACE = re.compile(r"'@([a-z_][a-z0-9_]*)@'")
_NAME = r'"(?:[^"]|"")*"'
_LEFT_OUT = re.compile(rf"EXCLUDE\s*\((\s*{_NAME}(?:\s*,\s*{_NAME})*\s*)\)")


def place(name: str, type_name: str) -> ir.Scalar:
    """A value that is given only when the statement runs, such as the day as of which to answer.

    Args:
        name: lower-case name; the engine binds ``values[name]``.
        type_name: an Ibis type name.
    """
    import ibis

    return ibis.literal(f"@{name}@").cast(type_name)


def smallest(value: ir.StringValue, count: int, where: ir.BooleanValue | None = None) -> ir.ArrayValue:
    """The ``count`` smallest values of a group in their order, without sorting them all; null where there is none."""
    import ibis

    def min(values: str, count: int) -> list[str]:  # type: ignore[empty-body]  # noqa: A001 (the engine's own name)
        """The engine's ``min`` with a count."""

    return ibis.udf.agg.builtin(min)(value, count, where=where)


def apart(rows: ir.Table, name: str, dialect: str, *, stands: bool = False) -> ir.Table:
    """See :func:`headway.engine.bases.apart`."""
    return bases.apart(rows, name, lambda expression: compile_sql(expression, dialect), stands=stands)


def compile_sql(expression: ibis.Expr, dialect: str) -> str:
    """SQL text with its named places still in it; loads Ibis (0.7 s), so its result is kept.

    The same expression gives the same text in every process: Ibis keeps what is left out in a set, so it is sorted.
    """
    text = bases.gathered(writer_of(dialect)(expression))
    return _LEFT_OUT.sub(lambda found: f"EXCLUDE ({', '.join(sorted(re.findall(_NAME, found[1])))})", text)


def kept_sql(shelf: Shelf, key: str, dialect: str, build: Callable[[], ibis.Expr]) -> str:
    """The SQL of an expression that is made and compiled only when it is not on the shelf yet.

    Args:
        key: names the expression and everything on which its shape depends: the code that makes it, too.
    """
    shelved = shelf.get("sql", key)
    if shelved is not None:
        return shelved.decode()
    sql = compile_sql(build(), dialect)
    shelf.put("sql", key, sql.encode())
    return sql


def bind(sql: str, values: dict[str, Any], mark: str = "$") -> tuple[str, dict[str, Any]]:
    """The one statement with ``'@name@'`` as the engine's own parameters, and the values that it uses.

    Example:
        >>> bind("SELECT CAST('@as_of@' AS DATE)", {"as_of": "2026-01-01", "other": 1})
        ('SELECT CAST($as_of AS DATE)', {'as_of': '2026-01-01'})
    """
    sql = bases.inlined(sql)
    used = {name: values[name] for name in PLACE.findall(sql)}
    return PLACE.sub(lambda match: mark + match[1], sql), used


def bind_in_turn(sql: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    """The same for an engine whose parameters have numbers instead of names.

    Example:
        >>> bind_in_turn("SELECT '@day@', '@zone@', '@day@'", {"zone": "UTC", "day": 1})
        ('SELECT $1, $2, $1', [1, 'UTC'])
    """
    sql = bases.inlined(sql)
    names = list(dict.fromkeys(PLACE.findall(sql)))
    return PLACE.sub(lambda match: f"${names.index(match[1]) + 1}", sql), [values[name] for name in names]
