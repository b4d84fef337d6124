"""By what rows are called: the texts by which two accounts, or two people, may be seen to be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from headway.ingest.mailboxes import folded_column
from headway.model.book import Book
from headway.model.spoken import company, domain_of, person
from headway.model.words import plain_name

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

# An address at one of these says nothing about whose company it is.
FREE_MAIL = (
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "hotmail.com", "outlook.com", "live.com", "msn.com",
    "icloud.com", "me.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "proton.me",
    "protonmail.com", "mail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "126.com", "orange.fr", "free.fr",
    "laposte.net", "libero.it", "wp.pl", "o2.pl", "seznam.cz", "naver.com", "rediffmail.com",
)  # fmt: skip
_STREET = re.compile(r"street|address|strasse|straße|adresse|calle|rue\b", re.IGNORECASE)
_ZIP = re.compile(r"zip|postal|postcode|plz", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Called:
    """The rows of a noun by what they are called.

    Attributes:
        rows: id, called (the name as people write it), parent, and a text for each of ``fields``; empty is null.
        fields: what is compared, in order.
        found: of the first levels of a field at which no two rows agree without being compared, how many pairs to a
            row agree so by chance where it is usual; none if not given.
        rare: fields in which to agree on a rare value says more.
        pieces: the fields' texts → what two rows must share, in one of them, to be compared.
    """

    rows: Callable[[Book], ir.Table]
    fields: tuple[str, ...]
    found: Mapping[str, tuple[float, ...]]
    rare: frozenset[str]
    pieces: Callable[[Mapping[str, pa.Array]], list[pa.Array]]


def called(table: str) -> Called:
    """How the rows of ``accounts`` or ``contacts`` are called."""
    if table == "accounts":
        chance = {"name": (0.002, 0.006), "domain": (0.004,), "place": (0.02,)}
        rare = frozenset(("name", "domain"))
        return Called(_accounts, ("name", "domain", "place", "country"), chance, rare, _pieces_of_companies)
    chance = {"name": (0.05,), "email": (0.002,)}
    return Called(_contacts, ("name", "email", "company"), chance, frozenset(("name",)), _pieces_of_people)


def _accounts(book: Book) -> ir.Table:
    import ibis

    extras = book.extras("accounts")
    found = [next((name for name in extras if kind.search(name)), None) for kind in (_STREET, _ZIP)]
    places = [name for name in found if name is not None]
    rows = book.table("accounts", places)
    domain = domain_of(rows.domain)
    where = _place(rows, places)
    return rows.select(
        id=rows.account_id,
        called=rows.name,
        parent=rows.parent_account_id,
        name=company(rows.name),
        domain=ibis.ifelse(domain.isin(FREE_MAIL), ibis.null("string"), domain),
        place=where,
        country=plain_name(rows.country),
    )


def _contacts(book: Book) -> ir.Table:
    import ibis

    rows = book.table("contacts")
    return rows.select(
        id=rows.contact_id,
        called=ibis.coalesce(rows.name, rows.email),
        parent=ibis.null("string"),
        name=person(rows.name),
        email=folded_column(rows.email),
        company=rows.account_id,
    )


def _place(rows: ir.Table, columns: list[str]) -> ir.StringValue:
    """Street and postal code where files brought them."""
    import ibis

    parts = [plain_name(rows[name]) for name in columns]
    if not parts:
        return ibis.null("string")
    return reduce(lambda one, other: one + " " + other, parts)


def _pieces_of_companies(fields: Mapping[str, pa.Array]) -> list[pa.Array]:
    joined = _joined(fields["name"])
    return [fields["domain"], fields["place"], *_ends(joined)]


def _pieces_of_people(fields: Mapping[str, pa.Array]) -> list[pa.Array]:
    import pyarrow.compute as pc

    joined, email, company = _joined(fields["name"]), fields["email"], fields["company"]
    at_work = [_both(piece, company) for piece in _ends(joined)]
    local = pc.list_element(pc.split_pattern(email, "@", max_splits=1), 0)
    return [email, joined, _both(local, company), *at_work]


def _joined(names: pa.Array) -> pa.Array:
    """Names without blanks and accents."""
    import pyarrow as pa
    import pyarrow.compute as pc

    joined = pc.replace_substring(names, " ", "")
    marked = pc.invert(pc.string_is_ascii(joined))
    bare = pa.array([_bare(name) for name in joined.filter(marked).to_pylist()], pa.string())
    return pc.replace_with_mask(joined, marked, bare)


def _bare(name: str) -> str:
    split = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _ends(joined: pa.Array) -> list[pa.Array]:
    """The whole, and how it begins and ends: a slip of the pen leaves one of the ends as it was."""
    import pyarrow.compute as pc

    sizes, slices = pc.utf8_length(joined), ((0, 6), (0, 10), (-6, None), (-10, None))
    return [
        joined,
        *(
            pc.if_else(pc.greater(sizes, abs(stop or start)), pc.utf8_slice_codeunits(joined, start, stop), "")
            for start, stop in slices
        ),
    ]


def _both(one: pa.Array, other: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    given = pc.and_(pc.not_equal(one, ""), pc.not_equal(other, ""))
    return pc.if_else(given, pc.binary_join_element_wise(one, other, "|"), "")
