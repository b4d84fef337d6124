"""Accounts, and people, that are probably one under two ids: found by all that names them, decided by a person."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from headway.model.book import Book
from headway.model.checks import INFO, Check, Study
from headway.model.suggestions import pairs
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NAMED = 500
_ONE = {"accounts": "company", "contacts": "person"}


def study(table: str) -> Study:
    """The study of one table."""

    def learn(book: Book) -> Sequence[Check]:
        found = pairs(book, table)
        return [_check(table, found)] if found else []

    return Study("one_under_two_ids", table, learn)


def _check(table: str, found: Sequence[dict[str, Any]]) -> Check:
    ids = sorted({pair["other_id"] for pair in found})
    best = found[0]
    names = " and ".join(f"'{best[name] or best[key]}'" for name, key in (("name", "id"), ("other_name", "other_id")))
    told = f"{len(found):,} pairs; likeliest {names} ({best['confidence']:.0%})"

    def rows(book: Book) -> ir.Table:
        import ibis

        key, known = tables()[table].key[0], book.table(table)
        mine = known.filter(known[key].isin(ids[:_NAMED]))
        # A statement names so many at most; the first stands for those beyond.
        return mine.select(key, "_source", _rows=ibis.ifelse(mine[key] == ids[0], max(len(ids) - _NAMED, 0) + 1, 1))

    return Check(
        name="one_under_two_ids",
        title=f"Rows that are probably another's {_ONE[table]}",
        table=table,
        column=tables()[table].key[0],
        remedy="look at them with 'headway identity', and say once whether they are one",
        affects=("next",),
        severity=INFO,
        detail=told.replace("{", "{{").replace("}", "}}"),
        unmoved="nothing merges before a person says so",
        variant=blake2b("|".join(ids).encode(), digest_size=6).hexdigest(),
        rows=rows,
    )


CHECK = tuple(study(table) for table in _ONE)
