"""Which expressions a mapping may hold: plain arithmetic and text on its own columns, checked on the syntax tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from headway.engine.duckdb import Error, WordsError
from headway.errors import MappingError

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

    from headway.engine.duckdb import DuckBuilder

# fmt: off
_ALLOWED = frozenset({
    "Abs", "Add", "Alias", "And", "Between", "Boolean", "Bracket", "Case", "Cast", "Ceil", "Coalesce", "Column",
    "Concat", "ConcatWs", "DataType", "DateAdd", "DateDiff", "DateTrunc", "Div",
    "DPipe", "EQ", "Floor", "GT", "GTE", "Identifier", "If", "ILike", "In", "Interval", "Is", "LT", "LTE",
    "Left", "Length", "Like", "Literal", "Lower", "Mod", "Mul", "Neg", "NEQ", "Not", "Null",
    "Nullif", "Or", "Paren", "RegexpExtract", "RegexpLike", "RegexpReplace", "Replace", "Right", "Round",
    "SplitPart", "StrPosition", "StrToDate", "StrToTime", "Sub", "Substring", "Trim", "TryCast", "TsOrDsAdd",
    "Tuple", "Upper", "Var", "Year", "Month", "Day",
})
# fmt: on
_FUNCTIONS = frozenset(
    {"try_strptime", "strptime", "contains", "starts_with", "ends_with", "replace", "lpad", "rpad", "strip_accents"}
)


def check_expression(text: str, headings: Sequence[str], file: str) -> str:
    """The expression written anew from its checked tree, so that nothing unparsed reaches the engine.

    Errors: :class:`MappingError` for what cannot be parsed, is not on the list, or names a column that the file lacks.

    Example:
        >>> check_expression('lower("Deal Status")', ["Deal Status"], "deals.csv")
        'LOWER("Deal Status")'
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(f"SELECT {text}", dialect="duckdb")
    except SqlglotError as problem:
        raise MappingError(
            file, f"'{text}' is no expression ({str(problem).splitlines()[0]})", "mend it in headway.toml"
        ) from None
    body = tree.expressions[0] if len(tree.expressions) == 1 else None
    if body is None or any(value for key, value in tree.args.items() if key != "expressions"):
        raise MappingError(file, f"'{text}' is more than one expression", "write one value only")
    for node in body.walk():
        _check_node(node, text, file)
    _use_headings(body, headings, file)
    return str(body.sql(dialect="duckdb"))


def columns_in(text: str) -> set[str]:
    """The columns that an expression names, in small letters; none of one that cannot be read."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    with suppress(SqlglotError):
        tree = sqlglot.parse_one(f"SELECT {text}", dialect="duckdb")
        return {column.name.lower() for column in tree.find_all(exp.Column)}
    return set()


def _check_node(node: Expression, text: str, file: str) -> None:
    kind = type(node).__name__
    named = kind == "Anonymous" and str(node.this).lower() in _FUNCTIONS
    if kind not in _ALLOWED and not named:
        what = str(node.this) if kind == "Anonymous" else kind
        raise MappingError(file, f"'{text}' uses {what}, which a mapping may not", "use plain functions of its columns")


def _use_headings(body: Expression, headings: Sequence[str], file: str) -> None:
    from sqlglot import exp

    by_lower = {heading.lower(): heading for heading in headings}
    for column in body.find_all(exp.Column):
        heading = by_lower.get(column.name.lower())
        if heading is None or column.table:
            raise MappingError(file, f"has no column '{column.sql()}'", f"there are {', '.join(headings)}")
        column.set("this", exp.to_identifier(heading, quoted=True))


@contextmanager
def blamed(builder: DuckBuilder, relation: str, file: str, told: Mapping[str, tuple[str, str]]) -> Iterator[None]:
    """Tell which of a person's expressions the engine cannot work out on the rows of a file, and why.

    Args:
        relation: the rows on which they are worked out.
        told: where each stands (``deals.amount``) → (as it is written, as SQL).

    Errors: :class:`MappingError` for the first that fails alone; what none of them causes passes through.
    """
    try:
        yield
    except WordsError:
        for place, (written, sql) in told.items():
            wrong = _wrong(builder, relation, sql)
            if wrong:
                raise MappingError(
                    f"{place} of {file}",
                    f"'{written}' cannot be worked out ({wrong})",
                    "mend it in headway.toml; columns are texts until try_cast makes them numbers or days",
                ) from None
        raise


def _wrong(builder: DuckBuilder, relation: str, sql: str) -> str:
    """Why an expression fails on rows that can be read without it; empty where it does not."""
    with suppress(Error):
        builder.rows(f"SELECT count(COLUMNS(*)) FROM {relation}")
        try:
            builder.rows(f"SELECT count({sql}) FROM {relation}")
        except WordsError as problem:
            return str(problem).splitlines()[0].rstrip(".")
    return ""
