"""The failing rows of one finding, as they were read: where each stands in its file, and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.engine.compiling import place
from headway.errors import NotFoundError
from headway.model.book import Book
from headway.model.checks import all_checks, all_studies
from headway.model.findings import Finding, find, once
from headway.model.nouns import PLACE, unbound
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WRONG, _HOLDS = "wrong", "holds"
_REJECTS = ("row", "table", "column", "rule", "value", "remedy")


def finding_of(book: Book, finding_id: str) -> Finding:
    """The finding of that id as of the book's day; only the checks that its name begins with are run again.

    Errors: :class:`NotFoundError` when nothing of that id was found.
    """
    name = finding_id.rpartition("-")[0]
    checks = [check for check in all_checks() if name == check.name or (check.refused and name.startswith(check.name))]
    studies = [study for study in all_studies() if study.makes(name)]
    # Refused rows have names of their own, by their rule, and are a share of the rows of the table that refused them.
    counting = [noun.name for noun in tables().values() if not noun.made] if any(c.refused for c in checks) else []
    for one in find(book, checks, studies, counting).found:
        if one.id == finding_id:
            return one
    raise NotFoundError(finding_id, f"is nothing that was found as of {book.as_of}", "take one from 'headway health'")


def failing_rows(book: Book, finding: Finding) -> list[dict[str, Any]]:
    """The rows in the order of file and line: these, the key, then the other columns.

    After the key, ``wrong`` names the column that is wrong, where it is one, and ``holds`` what it holds.
    """
    key = f"failing|{finding.check.key}|{finding.name}|{finding.table}|{finding.column}"
    values = {"synced_at": book.catalog.synced_at, "source": finding.source, "remedy": finding.remedy}
    found = once(book).rows(key, lambda book: _rows(book, finding), values)
    rows = found.to_pylist()
    filled = [name for name in found.column_names if name == _HOLDS or any(row[name] is not None for row in rows)]
    return [{name: row[name] for name in filled} for row in rows]


def _rows(book: Book, finding: Finding) -> ir.Table:
    failing = finding.check.failing(book)
    failing = failing.filter(failing["_source"].fill_null("") == place("source", "string"))
    shown = _rejects(failing, finding) if finding.check.table == "rejects" else _whole(book, finding, failing)
    return shown.order_by(*shown.columns[:4])


def _rejects(failing: ir.Table, finding: Finding) -> ir.Table:
    mine = failing.filter(failing["_table"] == finding.table, failing["_column"] == finding.column)
    named = mine["_check"] == finding.name if "_check" in mine.columns else None
    mine = mine if named is None else mine.filter(named)
    return mine.filter(mine["_remedy"] == place("remedy", "string")).select(*_REJECTS)


def _whole(book: Book, finding: Finding, failing: ir.Table) -> ir.Table:
    """Each failing row with everything that its noun says; pairs that stand for rows are shown as they are."""
    import ibis

    table = tables()[finding.check.table]
    key = [*(table.key or (table.multiset_of,))]
    if not set(table.names) <= set(failing.columns):
        if not set(key) <= set(failing.columns):
            counted = failing["_rows"] if "_rows" in failing.columns else failing["_id"]
            return failing.select(found=failing["_id"], rows=counted, wrong=ibis.literal(finding.column))
        rows = book.table(table.name)
        failing = rows.semi_join(failing.select(*key).distinct(), key)
    names = [*table.names, *(others := [name for name in book.extras(table.name) if name not in failing.columns])]
    if others:
        failing = _with_others(failing, table.name, others)
    shown = {"file": failing["_file"], "line": failing["_row"], **{name: failing[name] for name in key}}
    if finding.column:
        shown |= {_WRONG: ibis.literal(finding.column), _HOLDS: failing[finding.column].cast("string")}
    return failing.select(**shown, **{name: failing[name] for name in names if name not in shown})


def _with_others(failing: ir.Table, table: str, others: list[str]) -> ir.Table:
    """The rows with columns that the files brought beside ours, found by the place where each was read."""
    lying = unbound(table, others)
    beside = lying.select(**{f"_of{name}": lying[name] for name in PLACE}, **{name: lying[name] for name in others})
    both = failing.left_join(beside, [failing[name] == beside[f"_of{name}"] for name in PLACE])
    return both.drop(*(f"_of{name}" for name in PLACE))
