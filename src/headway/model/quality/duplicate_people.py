"""People who look the same under two ids: one address twice, or one name at one company under several addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check
from headway.model.words import plain_name

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(by_address: bool) -> Callable[[Book], ir.Table]:
    """All but the first (by id) of the contacts with one address, or of one name, company and another address."""

    def rows(book: Book) -> ir.Table:
        contacts = book.table("contacts")
        people = contacts.select(
            "contact_id", "_source", _account=contacts.account_id, _name=plain_name(contacts.name),
            _email=contacts.email.strip().lower(),
        )  # fmt: skip
        if by_address:
            people = people.filter(people["_email"].contains("@"))
            shared = ["_email"]
        else:
            people = people.filter(people["_account"].notnull(), people["_name"] != "", people["_email"].notnull())
            shared = ["_account", "_name"]
        many = people.group_by(shared).agg(
            _first=people.contact_id.min(), _ids=people.count(), _addresses=people["_email"].nunique()
        )
        many = many.filter(many["_ids"] > 1, many["_addresses"] == 1 if by_address else many["_addresses"] > 1)
        both = people.inner_join(many, shared)
        return both.filter(both.contact_id != both["_first"]).select("contact_id", "_source")

    return rows


CHECK = (
    Check(
        name="duplicate_people",
        title="People with one mail address under two ids",
        table="contacts",
        column="email",
        remedy="merge them at their source; here they are two people until then",
        affects=("next",),
        severity=INFO,
        unmoved="no figure counts people",
        rows=failing(by_address=True),
    ),
    Check(
        name="many_addresses",
        title="People of one name at one company under several addresses",
        table="contacts",
        column="name",
        remedy="merge them at their source if they are one person; here they are several until then",
        affects=("next",),
        severity=INFO,
        unmoved="no figure counts people",
        rows=failing(by_address=False),
    ),
)
