"""What a check of the data is, and how all of them are run over the book with few scans of each table.

A check is one file in ``model/quality``: it gives the rows that fail, and says what they do to which answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from headway import discover
from headway.model.book import Book
from headway.model.nouns import unbound
from headway.model.scope import EVERYTHING
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

WARNING: Literal["warning"] = "warning"
INFO: Literal["info"] = "info"
_EXAMPLES = ("first", "second", "third")
_GROUPS = ("key", "check", "table", "column", "source", "remedy")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be wrong with the rows of a table.

    Attributes:
        name: names the check in answers; the same for every column that it looks at.
        title: what is wrong, as a person says it.
        table: the table whose rows fail; ``column`` the one that is wrong, empty for the whole row.
        needs: tables without any row of which there is nothing to check.
        affects: names of the questions whose answers it changes.
        remedy: what to do about it.
        severity: ``warning`` when a number is changed, ``info`` when it is only good to know.
        detail: a sentence with ``{rows}`` and ``{measure:.0f}``, shown with what was found.
        refused: whether its rows are not among the rows of the table.
        rows: the failing rows: the key columns of the table and ``_source``. It may add ``_id`` (shown instead of
            the key), ``_rows`` (how many rows it stands for), ``_measure`` (a number, the same on every row, for
            ``detail``), and ``_check``, ``_table``, ``_column``, ``_remedy`` in place of the check's own.

    Example:
        >>> check = Check("no_name", "Accounts without a name", "accounts", "Name them.",
        ...               rows=lambda book: book.table("accounts").filter(lambda row: row.name.isnull()))
        >>> check.severity, check.affects
        ('warning', ())
    """

    name: str
    title: str
    table: str
    remedy: str
    rows: Callable[[Book], ir.Table]
    column: str = ""
    needs: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    severity: Literal["info", "warning"] = WARNING
    detail: str = ""
    refused: bool = False

    @property
    def key(self) -> str:
        """What tells it from every other check."""
        return f"{self.name}:{self.table}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found in the rows of one source.

    Attributes:
        rows: failing rows; share: of the table's rows of that source known by then (refused ones added to them).
        examples: the ids of at most three of the rows, first by id.
    """

    check: Check
    name: str
    source: str
    table: str
    column: str
    rows: int
    share: float
    remedy: str
    detail: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found.

    Attributes:
        checked: names of the checks that were made, and of the tables in which they looked.
        absent: tables of which no row was known by then: what needs them was not checked.
    """

    found: tuple[Finding, ...]
    checked: tuple[str, ...]
    tables: tuple[str, ...]
    absent: tuple[str, ...]


class _Once(Book):
    """A book that works out the deals of a past day once in a statement, however many checks ask for them."""

    def table(self, name: str) -> ir.Table:
        """The noun, under a name of its own where making it takes long."""
        rows = Book.table(self, name)
        return rows.alias("deals_by_then") if name == "deals" and not self.today else rows


def all_checks() -> tuple[Check, ...]:
    """Every check, in a stable order; a file may define one or several of the same kind."""
    found: list[Check] = []
    for extension in discover.load_all("checks").values():
        found += [extension] if isinstance(extension, Check) else extension
    return tuple(found)


def find(book: Book, checks: Iterable[Check] | None = None) -> Findings:
    """Run the checks over what was known by the book's day.

    The checks of a table are one statement, in which its rows are worked out once. A check whose tables had no row
    by then is not made.

    Args:
        checks: all by default.
    """
    every = tuple(all_checks() if checks is None else checks)
    able = [check for check in every if all(map(book.has, (check.table, *check.needs)))]
    counted = []
    for table in sorted({name for check in able for name in (check.table, *check.needs)}):
        mine = sorted((check for check in able if check.table == table), key=lambda check: check.key)
        counted += _count(book, table, mine)
    whole = {(row["table"], row["source"]): row["rows"] for row in counted if not row["key"]}
    known = {table for table, _ in whole} | _known_to_anyone(book, able)
    made = {check.key: check for check in able if known.issuperset((check.table, *check.needs))}
    found = [_finding(made[row["key"]], row, whole) for row in counted if row["key"] in made]
    names = {check.name for check in made.values()}
    wanted = {name for check in every for name in (check.table, *check.needs)}
    absent = wanted - known - {"rejects"}
    return Findings(tuple(found), tuple(sorted(names)), tuple(sorted(known)), tuple(sorted(absent)))


def _known_to_anyone(book: Book, checks: Iterable[Check]) -> set[str]:
    """For a seller: the needed tables that have a row by then, whether or not it is theirs to see."""
    if book.scope.reps is None:
        return set()
    everything = replace(book, scope=EVERYTHING)
    return {name for name in {name for check in checks for name in check.needs} if _count(everything, name, [])}


def with_undated(book: Book, table: str) -> ir.Table:
    """The rows known by then and, for the newest day, those that nothing dates (a line of an unknown deal).

    What nothing dates is in no other answer, and a parent that comes later may still date it; so it is told for the
    newest day alone, and never for a day of the past.
    """
    rows = book.table(table)
    timeless = table in {"deals", "rejects"} or tables()[table].always
    if timeless or not book.today or book.scope.reps is not None:
        return rows
    lying = unbound(table, book.catalog.extras.get(table, []))
    return rows.union(lying.filter(lying["_known_at"].isnull(), lying.deleted_at.isnull()))


def _finding(check: Check, row: Mapping[str, Any], whole: Mapping[tuple[str, str], int]) -> Finding:
    rows, table, source = row["rows"], row["table"], row["source"]
    of = whole.get((table, source), 0) + (rows if check.refused else 0)
    return Finding(
        check=check,
        name=row["check"],
        source=source,
        table=table,
        column=row["column"],
        rows=rows,
        share=rows / max(of, rows),
        remedy=row["remedy"],
        detail=check.detail.format(rows=rows, measure=row["measure"] or 0.0),
        examples=tuple(dict.fromkeys(row[name] for name in _EXAMPLES if row[name] is not None)),
    )


def _count(book: Book, table: str, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """One row for each (check, source, …) with what was found, and one for each source with the table's rows."""
    book = _Once(**{field.name: getattr(book, field.name) for field in fields(book)})
    names = ",".join(check.key for check in checks)
    values = {"synced_at": book.catalog.synced_at}
    found = book.rows(f"checks|{table}|{names}", lambda book: _counted(book, table, checks), values)
    return [{**row, "rows": int(row["rows"])} for row in found.to_pylist()]


def _counted(book: Book, table: str, checks: Sequence[Check]) -> ir.Table:
    import ibis

    every = ibis.union(_whole(book, table), *(_failing(check, check.rows(book)) for check in checks), distinct=False)
    sums = every.group_by(*_GROUPS).agg(rows=every.rows.sum(), measure=every.measure.max())
    named = every.filter(every.key != "", every.id.notnull())
    named = named.mutate(place=ibis.row_number().over(ibis.window(group_by=_GROUPS, order_by=named.id)))
    named = named.filter(named.place < len(_EXAMPLES))
    first = {name: named.id.max(where=named.place == place) for place, name in enumerate(_EXAMPLES)}
    examples = named.group_by(*_GROUPS).agg(**first)
    counted = sums.left_join(examples, _GROUPS, rname="example_{name}").select(*sums.columns, *_EXAMPLES)
    return counted.order_by(*_GROUPS)


def _whole(book: Book, table: str) -> ir.Table:
    """How many rows of the table there are by source, in the shape of what fails."""
    import ibis

    rows = with_undated(book, table)
    source = rows["source" if table == "rejects" else "_source"]
    counted = rows.group_by(source=_text(source)).agg(rows=rows.count())
    none = ibis.literal("")
    return counted.select(
        key=none, check=none, table=ibis.literal(table), column=none, source=counted.source, remedy=none,
        id=ibis.null("string"), rows=counted.rows, measure=ibis.null("float64"),
    )  # fmt: skip


def _failing(check: Check, rows: ir.Table) -> ir.Table:
    """The rows of one check in the shape that all share."""
    import ibis

    def own(name: str, otherwise: ir.Value) -> ir.Value:
        return rows[name] if name in rows.columns else otherwise

    return rows.select(
        key=ibis.literal(check.key),
        check=own("_check", ibis.literal(check.name)),
        table=own("_table", ibis.literal(check.table)),
        column=own("_column", ibis.literal(check.column)),
        source=_text(rows["_source"]),
        remedy=own("_remedy", ibis.literal(check.remedy)),
        id=rows["_id"] if "_id" in rows.columns else _key_of(rows, check.table),
        rows=own("_rows", ibis.literal(1)).cast("int64"),
        measure=own("_measure", ibis.null("float64")).cast("float64"),
    )


def _key_of(rows: ir.Table, table: str) -> ir.StringValue:
    """The key's values in the table's order; the owner's for rows that have no key of their own."""
    import ibis

    noun = tables()[table]
    names = noun.key or (noun.multiset_of,)
    return ibis.literal("|").join([_text(rows[name]) for name in names])


def _text(value: ir.Value) -> ir.StringValue:
    return value.cast("string").fill_null("")
