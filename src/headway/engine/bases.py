"""Rows that many expressions begin from: compiled once, standing once in their SQL, and worked out once where it pays.

An expression names them as a table (see :func:`apart`); in the SQL text they come before it, so that an engine may
work out those that are asked for again and again (see :func:`standing`) or write all in one statement
(:func:`inlined`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

_MARKED = re.compile(r"""(["`])@(apart|stands) ([a-z_]+) ((?:(?!\1).|\1\1)*)\1""", re.DOTALL)
_BREAK = "\x1e"  # between what stands and the statement: no SQL of ours holds one


def apart(rows: ir.Table, name: str, compiled: Callable[[ibis.Expr], str], *, stands: bool = False) -> ir.Table:
    """The same rows, compiled here and now: in the SQL of what is made of them they stand once, before all else.

    What many expressions begin from need not be compiled with each of them. It goes with them as the name of a table,
    so that whoever compiles needs to know nothing of it.

    Args:
        name: what they are called in the SQL, in small letters.
        compiled: the SQL of an expression.
        stands: whether they take so long that an engine may keep them while it is asked about the same day.
    """
    import ibis

    kind = "stands" if stands else "apart"
    return ibis.table(rows.schema(), name=f"@{kind} {name} {inlined(compiled(rows))}")


def gathered(text: str) -> str:
    """SQL with what was compiled apart before it, under short names."""
    parts: dict[str, dict[str, str]] = {"apart": {}, "stands": {}}

    def short(found: re.Match[str]) -> str:
        quote, kind, name, part = found[1], found[2], found[3], found[4].replace(found[1] * 2, found[1])
        called = f"{quote}{name} {blake2b(part.encode(), digest_size=4).hexdigest()}{quote}"
        parts[kind][called] = part
        return called

    text = preceded(parts["apart"], _MARKED.sub(short, text))
    return _BREAK.join([*(f"{name} {part}" for name, part in parts["stands"].items()), text])


def standing(sql: str) -> tuple[dict[str, str], str]:
    """The rows that may be kept, by their quoted name, and the statement that reads them under it.

    Example:
        >>> standing("SELECT 1")
        ({}, 'SELECT 1')
    """
    *parts, text = sql.split(_BREAK)
    named = (re.match(r"""(["`]).+?\1""", part) for part in parts)
    return {found[0]: found.string[found.end() + 1 :] for found in named if found}, text


def inlined(sql: str) -> str:
    """The same as one statement, for engines that keep nothing.

    Example:
        >>> inlined('"deals 12" SELECT 1 AS n' + chr(30) + 'SELECT sum(n) FROM "deals 12"')
        'WITH "deals 12" AS (SELECT 1 AS n) SELECT sum(n) FROM "deals 12"'
    """
    return preceded(*standing(sql))


def preceded(parts: dict[str, str], text: str) -> str:
    """A statement with named rows before it, which may have some of its own.

    Example:
        >>> preceded({"a": "SELECT 1"}, "WITH b AS (FROM a) FROM b")
        'WITH a AS (SELECT 1), b AS (FROM a) FROM b'
    """
    if not parts:
        return text
    before = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    rest = text.removeprefix("WITH ")
    return f"WITH {before}, {rest}" if rest != text else f"WITH {before} {text}"
