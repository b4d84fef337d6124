"""Runs every check over the book with few scans of each table: what was found, of which rows, with what share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from headway.engine.compiling import smallest
from headway.model.book import Book
from headway.model.checks import Check, Study, all_checks, all_studies, with_undated
from headway.model.nouns import bare
from headway.model.scope import EVERYTHING
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_EXAMPLES = 3
_GROUPS = ("key", "check", "table", "column", "source", "remedy")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found in the rows of one source.

    Attributes:
        id: names it at every sync and as of every day: it is made of the check, the place and the source alone.
        rows: failing rows; share: of the table's rows of that source known by then (all refused ones added to them).
        examples: the ids of at most three of the rows, first by id.
    """

    check: Check
    id: str
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


@dataclass(frozen=True, slots=True)
class _Remembering(Book):
    """A book that runs an expression once, however many studies ask for it."""

    asked: dict[tuple[str, str], Any] = field(default_factory=dict)

    def rows(self, key: str, build: Callable[[Book], ir.Table], values: Mapping[str, Any] | None = None) -> pa.Table:
        """What was asked before with the same key and values, else what the engine says."""
        question = (key, repr(sorted((values or {}).items())))
        if question not in self.asked:
            self.asked[question] = Book.rows(self, key, build, values)
        return self.asked[question]


class _Once(Book):
    """A book that works out the deals of a past day once in a statement, however many checks ask for them."""

    def table(self, name: str, extras: Collection[str] = ()) -> ir.Table:
        """The noun, under one name for all where making it takes long, whichever extra columns are wanted."""
        if name != "deals" or self.today:
            return Book.table(self, name, extras)
        every = self.extras(name)
        return bare(Book.table(self, name, every).alias("deals by then"), every, extras)


def find(
    book: Book,
    checks: Iterable[Check] | None = None,
    studies: Iterable[Study] | None = None,
    counting: Iterable[str] = (),
) -> Findings:
    """Run the checks over what was known by the book's day.

    The checks of a table are one statement, in which its rows are worked out once; those that were learned are
    another. A check whose tables had no row by then is not made.

    Args:
        checks: all by default.
        studies: all by default, none where checks are named.
        counting: tables whose rows are counted although no check looks at them: refused rows are a share of theirs.
    """
    every = tuple(all_checks() if checks is None else checks)
    learning = tuple(studies if studies is not None else all_studies() if checks is None else ())
    lying = _lying(book, every)
    able = [c for c in every if all(book.has(n) or (c.of_undated and n in lying) for n in (c.table, *c.needs))]
    studied = [study for study in learning if all(map(book.has, (study.table, *study.needs)))]
    tables_of = {name for check in able for name in (check.table, *check.needs)} - lying
    tables_of |= set(filter(book.has, counting))
    tables_of |= {name for study in studied for name in (study.table, *study.needs)}
    counted = [row for table in sorted(tables_of) for row in _count(book, table, _in_order(able, table))]
    remembering = _Remembering(**_parts(book))
    learned = [check for study in studied for check in study.learn(remembering)]
    for table in sorted({check.table for check in learned}):
        counted += _count_rows(book, table, _in_order(learned, table))
    whole = {(row["table"], row["source"]): row["rows"] for row in counted if not row["key"]}
    known = {table for table, _ in whole} | _known_to_anyone(book, able)
    made = {check.key: check for check in (*able, *learned) if _is_made(check, known, lying)}
    refused = _refused(book) if any(check.refused for check in made.values()) else {}
    found = [_finding(made[row["key"]], row, whole, refused) for row in counted if row["key"] in made]
    names = {check.name for check in made.values()} | {
        study.name for study in studied if known.issuperset((study.table, *study.needs))
    }
    places = [(check.table, *check.needs) for check in every] + [(study.table, *study.needs) for study in learning]
    wanted = {name for place in places for name in place}
    absent = wanted - known - lying - {"rejects"}
    return Findings(tuple(found), tuple(sorted(names)), tuple(sorted(known)), tuple(sorted(absent)))


def _lying(book: Book, checks: Iterable[Check]) -> set[str]:
    """The needed tables whose rows are loaded, but dated by nothing: on the newest day no row leads to any of them."""
    if not book.today or book.scope.reps is not None:
        return set()
    needed = {name for check in checks if check.of_undated for name in check.needs}
    return {name for name in needed if not book.has(name) and book.catalog.rows.get(name, 0)}


def _is_made(check: Check, known: set[str], lying: set[str]) -> bool:
    return (known | lying if check.of_undated else known).issuperset((check.table, *check.needs))


def _known_to_anyone(book: Book, checks: Iterable[Check]) -> set[str]:
    """For a seller: the needed tables that have a row by then, whether or not it is theirs to see."""
    if book.scope.reps is None:
        return set()
    everything = replace(book, scope=EVERYTHING)
    return {name for name in {name for check in checks for name in check.needs} if _count(everything, name, [])}


def _refused(book: Book) -> dict[tuple[str, str], int]:
    """(table, source) → its rows that were refused, each counted once however many of its values are wrong."""
    if not book.has("rejects"):
        return {}

    def build(book: Book) -> ir.Table:
        rows = book.table("rejects")
        lines = rows.filter(rows.table.notnull()).select("table", "source", "row").distinct()
        return lines.group_by("table", "source").agg(rows=lines.count())

    told = book.rows("refused rows of tables", build).to_pylist()
    return {(row["table"], row["source"] or ""): int(row["rows"]) for row in told}


def _finding(
    check: Check, row: Mapping[str, Any], whole: Mapping[tuple[str, str], int], refused: Mapping[tuple[str, str], int]
) -> Finding:
    rows, table, source = row["rows"], row["table"], row["source"]
    of = whole.get((table, source), 0) + (refused.get((table, source), 0) if check.refused else 0)
    place = "|".join((row["check"], table, row["column"], source, row["remedy"] if check.refused else ""))
    return Finding(
        check=check,
        id=f"{row['check'].replace(' ', '_')}-{blake2b(place.encode(), digest_size=4).hexdigest()}",
        name=row["check"],
        source=source,
        table=table,
        column=row["column"],
        rows=rows,
        share=rows / max(of, rows),
        remedy=row["remedy"],
        detail=check.detail.format(rows=rows, measure=row["measure"] or 0.0),
        examples=tuple(dict.fromkeys(row["examples"] or ())),
    )


def _count(book: Book, table: str, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """One row for each (check, source, …) with what was found, and one for each source with the table's rows."""
    alone = [check for check in checks if check.rows is None]
    counted = _flagged_rows(once(book), table, alone)
    return counted + _count_rows(book, table, [check for check in checks if check.rows is not None])


def _count_rows(book: Book, table: str, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """The same of checks that give their rows as expressions, all in one statement."""
    if not checks:
        return []
    names = ",".join(check.key for check in checks)
    values = {"synced_at": book.catalog.synced_at}
    found = once(book).rows(f"checks|{table}|{names}", lambda book: _counted(book, checks), values)
    return [{**row, "rows": int(row["rows"])} for row in found.to_pylist()]


def once(book: Book) -> Book:
    """The same book, which works out the deals of a past day once in a statement."""
    return _Once(**_parts(book))


def _parts(book: Book) -> dict[str, Any]:
    return {field.name: getattr(book, field.name) for field in fields(Book)}


def _in_order(checks: Iterable[Check], table: str) -> list[Check]:
    return sorted((check for check in checks if check.table == table), key=lambda check: check.key)


def _flagged_rows(book: Book, table: str, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """What the checks that look at each row alone found in one scan, and for each source the table's rows."""
    names = ",".join(check.key for check in checks)
    scanned = book.rows(f"scan|{table}|{names}", lambda book: _flagged(book, table, checks)).to_pylist()
    none: dict[str, Any] = {
        "key": "",
        "check": "",
        "table": table,
        "column": "",
        "remedy": "",
        "measure": None,
        "examples": [],
    }
    counted = [{**none, "source": row["source"], "rows": row["rows"]} for row in scanned]
    for row in scanned:
        for i, check in enumerate(checks):
            if row[f"n{i}"]:
                place = {"key": check.key, "check": check.name, "column": check.column, "remedy": check.remedy}
                found = {"source": row["source"], "rows": int(row[f"n{i}"]), "examples": row[f"e{i}"]}
                counted.append({**none, **place, **found})
    return counted


def _flagged(book: Book, table: str, checks: Sequence[Check]) -> ir.Table:
    rows = with_undated(book, table)
    # Rows that nothing dates are counted among the table's, and in no check but those that ask for them.
    dated = True if table == "rejects" else rows["_known_at"].notnull()
    flags = {f"f{i}": check.fails(rows) & dated for i, check in enumerate(checks) if check.fails is not None}
    source = _text(rows["source" if table == "rejects" else "_source"])
    # An id is put together of each row of the table: only where one may have to be named.
    named = {"id": _key_of(rows, table)} if flags else {}
    marked = rows.select(source=source, **named, **flags)
    sums: dict[str, ir.Value] = {"rows": marked.count()}
    for i in range(len(checks)):
        sums |= {f"n{i}": marked[f"f{i}"].sum(), f"e{i}": smallest(marked.id, _EXAMPLES, marked[f"f{i}"])}
    return marked.group_by("source").agg(**sums).order_by("source")


def _counted(book: Book, checks: Sequence[Check]) -> ir.Table:
    import ibis

    every = ibis.union(*(_failing(check, check.failing(book)) for check in checks), distinct=False)
    sums = {"rows": every.rows.sum(), "measure": every.measure.max(), "examples": smallest(every.id, _EXAMPLES)}
    return every.group_by(*_GROUPS).agg(**sums).order_by(*_GROUPS)


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
    names = [name for name in noun.key or (noun.multiset_of,) if name]
    if not names:
        return ibis.literal("")
    return ibis.literal("|").join([_text(rows[name]) for name in names])


def _text(value: ir.Value) -> ir.StringValue:
    return value.cast("string").fill_null("")
