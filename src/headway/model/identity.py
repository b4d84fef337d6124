"""Joins a reference that is no key to the one row that it can mean; two ids are never merged.

A reference that exists as a key is left alone. Otherwise it joins the parent whose name (or domain) is the same
but for case, blanks and marks, if exactly one parent is so named. Each join is kept as a link, to be seen in health.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from headway.model.merges import SPANS, span_columns
from headway.model.nouns import newest
from headway.model.words import plain_name
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

PARENTS = ("accounts", "reps", "products")
LINKS = "identity_links"
ORPHANS = "_orphans"


def references() -> Iterator[tuple[str, str, str]]:
    """(table, column, parent table) of every reference that may be a name."""
    for table in tables().values():
        if not table.made:
            yield from (
                (table.name, column.name, column.refers) for column in table.columns if column.refers in PARENTS
            )


def link_columns() -> dict[str, str]:
    """Columns of the table of links."""
    return dict.fromkeys(("table", "column", "given", "resolved", "how"), "string")


def given(table: str, column: str, histories: Collection[str] = ()) -> ir.Table:
    """What a column of the newest rows refers to, each text once; and what it did, if the history of deals tells."""
    import ibis

    refs = newest(table).select(given=ibis._[column])
    if table == "deals" and column in histories:
        refs = ibis.union(refs, *_past_references(column), distinct=False)
    return refs.filter(refs.given.notnull()).distinct()


def kept_given(table: str, column: str) -> str:
    """The name of the table that keeps what a column of a long table refers to."""
    return f"_given_{table}_{column}"


def ever_given(table: str, column: str, parent: str, *, merged: bool) -> ir.Table:
    """Whatever the rows of a long table may refer to on any day: as it is written, as it is linked, as it is merged.

    Args:
        merged: whether any row of the parent was ever merged.
    """
    import ibis

    links, spans = ibis.table(link_columns(), name=LINKS), ibis.table(span_columns(), name=SPANS)
    mine = links.filter(links.table == table, links.column == column)
    every = [ibis.table({"given": "string"}, name=kept_given(table, column)), mine.select(given=mine.resolved)]
    if merged:
        every.append(spans.filter(spans.table == parent).select(given=spans.holder))
    return ibis.union(*every, distinct=True)


def orphans(table: str, column: str, parent: str, histories: Collection[str] = (), kept: str = "") -> ir.Table:
    """What one column refers to that is no key of its parent.

    Args:
        histories: the fields of a deal that have changes.
        kept: the table that holds what is :func:`given` already, if one does.
    """
    import ibis

    refs = ibis.table({"given": "string"}, name=kept) if kept else given(table, column, histories)
    key = tables()[parent].key[0]
    return refs.anti_join(newest(parent).select(given=ibis._[key]), "given")


def links_of(table: str, column: str, parent: str) -> ir.Table:
    """The links that one referring column needs, given → resolved, of what lies in the table of orphans."""
    import ibis

    parents = newest(parent)
    lost = ibis.table({"given": "string"}, name=ORPHANS).mutate(plain=plain_name(_bare(ibis._.given)))
    names = _names(parents, tables()[parent].key[0])
    single = names.group_by("plain").agg(resolved=ibis._.key.min(), how=ibis._.how.min(), keys=ibis._.key.nunique())
    found = lost.filter(lost.plain != "").join(single.filter(ibis._.keys == 1), "plain")
    return found.select(
        table=ibis.literal(table),
        column=ibis.literal(column),
        given=found.given,
        resolved=found.resolved,
        how=found.how,
    )


def _past_references(column: str) -> list[ir.Table]:
    """What a deal's history says that it referred to."""
    changes = newest("deal_changes")
    mine = changes.filter(changes.field.strip().lower() == column)
    return [mine.select(given=mine.old_value), mine.select(given=mine.new_value)]


def _bare(text: ir.StringValue) -> ir.StringValue:
    """A web address without what stands before its domain; any other text as it is, in small letters."""
    return text.lower().re_replace("^(https?://)?(www[.])?", "")


def _names(parents: ir.Table, key: str) -> ir.Table:
    """Everything by which a parent may be called, made plain."""
    import ibis

    called = parents.select(key=parents[key], text=parents.name, how=ibis.literal("name"))
    if "domain" in parents.columns:
        called = called.union(parents.select(key=parents[key], text=_bare(parents.domain), how=ibis.literal("domain")))
    return called.filter(ibis._.text.notnull()).mutate(plain=plain_name(ibis._.text)).filter(ibis._.plain != "")


def resolved(rows: ir.Table, table: str, columns: list[str]) -> ir.Table:
    """``rows`` with linked references replaced by the keys that they mean."""
    import ibis

    links = ibis.table(link_columns(), name=LINKS)
    for column in columns:
        mine = links.filter(links.table == table, links.column == column).select(
            _given=links.given, _resolved=links.resolved
        )
        joined = rows.left_join(mine, rows[column] == mine._given)
        rows = joined.mutate(**{column: ibis.coalesce(joined._resolved, joined[column])}).drop("_given", "_resolved")
    return rows


def resolved_history(changes: ir.Table, owner: str, columns: list[str]) -> ir.Table:
    """Changes of the references of a noun, with linked values replaced by the keys that they mean."""
    import ibis

    links = ibis.table(link_columns(), name=LINKS)
    links = links.filter(links.table == owner, links.column.isin(columns))
    for value in ("old_value", "new_value"):
        mine = links.select(_field=links.column, _given=links.given, _resolved=links.resolved)
        joined = changes.left_join(mine, [changes.field == mine._field, changes[value] == mine._given])
        text = ibis.coalesce(joined._resolved, joined[value])
        changes = joined.mutate(**{value: text}).drop("_field", "_given", "_resolved")
    return changes
