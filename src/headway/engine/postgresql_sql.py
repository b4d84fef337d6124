"""Writes expressions in PostgreSQL's dialect, by Ibis's compiler alone: its backend would load pandas."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Any
from unicodedata import category

from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.expr import datatypes
from sqlglot import expressions as sge

# A text that can be read as a floating number; of exponents of three digits some cannot.
_NUMBER = r"^\s*[-+]?(\d{1,200}\.?\d{0,200}|\.\d{1,200})([eE][-+]?\d{1,2})?\s*$"
_WHOLE = {1: "SMALLINT", 2: "SMALLINT", 4: "INTEGER", 8: "BIGINT"}
_KIND = re.compile(r"\\p\{(\w+)\}")


def written(expression: Any) -> str:
    """The SQL of an expression; whole numbers and floating ones are of the types that its schema says.

    PostgreSQL adds whole numbers up to a numeric, and gives a numeric for their mean.
    """
    rows = expression.as_table()
    compiler = Compiler()
    tree = compiler.to_sqlglot(rows)
    columns = [_typed(name, dtype) for name, dtype in rows.schema().items()]
    made = sge.select(*columns).from_(sge.Subquery(this=tree, alias=sge.to_identifier("typed", quoted=True)))
    return str(made.sql(dialect=compiler.dialect, pretty=True))


def pattern_of(pattern: str) -> str:
    r"""A regular expression as PostgreSQL reads it: kinds of letters as the ranges that they are.

    Example:
        >>> pattern_of(r"\b(ltd|inc)\b"), pattern_of(r"[^\p{Pc}a]+")
        ('\\y(ltd|inc)\\y', '[^_-_‿-⁀⁔-⁔︳-︴﹍-﹏＿-＿a]+')
    """
    plain = re.sub(r"\[([^\]]*)\]", lambda found: f"[{_KIND.sub(_named, found[1])}]", pattern)
    plain = _KIND.sub(lambda found: f"[{_named(found)}]", plain)
    return plain.replace(r"\b", r"\y").replace(r"\x00", r"\x01")  # no text here holds a letter of number 0


def _named(found: re.Match[str]) -> str:
    return _letters(found[1])


@cache
def _letters(kind: str) -> str:
    """Every letter of a kind that Unicode knows, as ranges."""
    ranges: list[tuple[int, int]] = []
    for code in range(sys.maxunicode + 1):
        if category(chr(code)).startswith(kind):
            first = ranges.pop()[0] if ranges and ranges[-1][1] == code - 1 else code
            ranges.append((first, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _typed(name: str, dtype: Any) -> Any:
    column = sge.column(name, quoted=True)
    wanted = _WHOLE[dtype.nbytes] if dtype.is_integer() else "DOUBLE PRECISION" if dtype.is_floating() else ""
    return sge.alias_(sge.cast(column, wanted), name, quoted=True) if wanted else column


def _read_here(pattern: Any) -> Any:
    return sge.convert(pattern_of(pattern.this)) if isinstance(pattern, sge.Literal) else pattern


class Compiler(PostgresCompiler):  # type: ignore[misc]  # (Ibis has no types of its own)
    """What our expressions say in DuckDB's words, or PostgreSQL does otherwise; the names are Ibis's."""

    __slots__ = ()

    def visit_HexDigest(self, op: Any, *, arg: Any, how: str) -> Any:  # noqa: N802
        """A text's hash."""
        return self.f.md5(arg) if how == "md5" else super().visit_HexDigest(op, arg=arg, how=how)

    def visit_ScalarUDF(self, op: Any, **given: Any) -> Any:  # noqa: N802
        """A function of the engine's own; that which puts a letter and its mark together is called otherwise."""
        if op.__func_name__ == "nfc_normalize":
            return self.f.anon.normalize(*given.values())
        return super().visit_ScalarUDF(op, **given)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        """Yes and no become whole numbers only."""
        if op.arg.dtype.is_boolean() and (to.is_floating() or to.is_decimal()):
            arg = self.cast(arg, datatypes.int32)
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        """A text as the number that it is, if it is one."""
        if not (op.arg.dtype.is_string() and to.is_floating()):
            return super().visit_TryCast(op, arg=arg, to=to)
        return self.if_(self.f.regexp_like(arg, _NUMBER), self.cast(arg, to), sge.null())

    def visit_RegexSearch(self, op: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: ARG002, N802
        """Whether a pattern is found."""
        return self.f.regexp_like(arg, _read_here(pattern))

    def visit_RegexReplace(self, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:  # noqa: N802
        """Every place where it is found, replaced."""
        return super().visit_RegexReplace(op, arg=arg, pattern=_read_here(pattern), replacement=replacement)
