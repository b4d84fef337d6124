"""Accounts that look like the same company under two ids; ids are never merged silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check
from headway.model.words import plain_name

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """All but the first (by id) of the accounts with one domain or one name; those under a parent are meant."""
    import ibis

    rows = book.table("accounts")
    rows = rows.filter(rows.parent_account_id.isnull())
    domain = rows.domain.lower().re_replace("^www[.]", "")
    called = [rows.select("account_id", "_source", called=text) for text in (domain, plain_name(rows.name))]
    alike = [_later(one.filter(one.called.notnull(), one.called != "")) for one in called]
    return ibis.union(*alike, distinct=True)


def _later(rows: ir.Table) -> ir.Table:
    many = rows.group_by("called").agg(first_id=rows.account_id.min(), ids=rows.count())
    both = rows.inner_join(many.filter(many.ids > 1), "called")
    return both.filter(both.account_id != both.first_id).select("account_id", "_source")


CHECK = Check(
    name="duplicate_accounts",
    title="Accounts that look the same under two ids",
    table="accounts",
    column="account_id",
    remedy="merge them at their source, or name the one as parent_account_id of the other",
    affects=("next",),
    severity=INFO,
    detail="same domain, or same name but for case, blanks and marks, as an account with another id",
    rows=failing,
)
