"""Turns an Ibis expression into the SQL of a dialect; values stay named places in it until a statement runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from headway.engine.choice import SPARK
from headway.engine.shelf import Shelf

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

PLACE = re.compile(r"'@([a-z_][a-z0-9_]*)@'")
_NAME = r'"(?:[^"]|"")*"'
_APART = re.compile(r"""(["`])@apart ([a-z_]+) ((?:(?!\1).|\1\1)*)\1""", re.DOTALL)
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


def apart(rows: ir.Table, name: str, dialect: str) -> ir.Table:
    """The same rows, compiled here and now: in the SQL of what is made of them they stand once, before all else.

    What many expressions begin from need not be compiled with each of them. It goes with them as the name of a table,
    so that whoever compiles needs to know nothing of it.

    Args:
        name: what they are called in the SQL, in small letters.
    """
    import ibis

    return ibis.table(rows.schema(), name=f"@apart {name} {compile_sql(rows, dialect)}")


def _with_parts(text: str) -> str:
    """SQL with what was compiled apart before it, under short names."""
    parts: dict[str, str] = {}

    def short(found: re.Match[str]) -> str:
        quote, name, part = found[1], found[2], found[3].replace(found[1] * 2, found[1])
        called = f"{quote}{name} {blake2b(part.encode(), digest_size=4).hexdigest()}{quote}"
        parts[called] = part
        return called

    text = _APART.sub(short, text)
    if not parts:
        return text
    before = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    rest = text.removeprefix("WITH ")
    return f"WITH {before}, {rest}" if rest != text else f"WITH {before} {text}"


def compile_sql(expression: ibis.Expr, dialect: str) -> str:
    """SQL text with its named places still in it; loads Ibis (0.7 s), so its result is kept.

    The same expression gives the same text in every process: Ibis keeps what is left out in a set, so it is sorted.
    """
    text = _with_parts(_translated(expression, dialect))
    return _LEFT_OUT.sub(lambda found: f"EXCLUDE ({', '.join(sorted(re.findall(_NAME, found[1])))})", text)


def _translated(expression: ibis.Expr, dialect: str) -> str:
    if dialect == SPARK:
        from headway.engine.spark_sql import sql_of

        return sql_of(expression)
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))


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
    """The statement with ``'@name@'`` as the engine's own parameters, and the values that it uses.

    Example:
        >>> bind("SELECT CAST('@as_of@' AS DATE)", {"as_of": "2026-01-01", "other": 1})
        ('SELECT CAST($as_of AS DATE)', {'as_of': '2026-01-01'})
    """
    used = {name: values[name] for name in PLACE.findall(sql)}
    return PLACE.sub(lambda match: mark + match[1], sql), used
