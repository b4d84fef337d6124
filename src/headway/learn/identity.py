"""Keeps what a person said of two rows: that they are one company or person, or that they are not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from headway.errors import NotFoundError, UsageError
from headway.model.contradictions import told
from headway.schema import tables
from headway.schema.merges import MERGED
from headway.state.identities import SAME, UNDO
from headway.state.store import State

if TYPE_CHECKING:
    from headway.model.book import Book


def judge(
    state: State,
    book: Book,
    table: str,
    from_id: str,
    into_id: str,
    verdict: str,
    *,
    day: date,
    note: str = "",
    user: str = "local",
) -> str:
    """Write the word down and say so in one sentence, and what it contradicts; numbers follow at the next sync.

    Args:
        table: whose rows they are.
        from_id: the row that is no more when they are the same; ``into_id`` stands for it.
        verdict: ``same``, ``different`` or ``undo``.

    Errors: :class:`UsageError` for another table or verdict, or a row and itself; :class:`NotFoundError` for an id
    that was not known by then.
    """
    if table not in MERGED:
        raise UsageError(table, "has no rows that can be one", f"name one of {', '.join(MERGED)}")
    pair = (table, *sorted((from_id, into_id)))
    standing = state.identities.as_of(day).get(pair)  # type: ignore[arg-type]
    if verdict == UNDO:
        if standing is None:
            return f"Nothing to undo: nothing was said of {from_id} and {into_id}."
        from_id, into_id = standing.from_id, standing.into_id
    else:
        _check_known(book, table, {from_id, into_id} - ({standing.from_id} if standing else set()))
    state.identities.add(table, from_id, into_id, verdict, decided_on=day, note=note, user=user)
    if verdict == UNDO:
        return f"Undone: {from_id} and {into_id} are as they were; 'headway sync' brings it into the numbers."
    said = f"{from_id} and {into_id} are two; it is not asked again."
    if verdict == SAME:
        said = f"{from_id} is {into_id} since {day}; 'headway sync' brings it into the numbers."
    against = told(book, state.identities.as_of(day).values())
    return f"{said} But what was said contradicts itself: {'; '.join(against.values())}." if against else said


def _check_known(book: Book, table: str, ids: set[str]) -> None:
    from headway.engine.compiling import place

    key = tables()[table].key[0]
    for one in sorted(ids):
        found = book.rows(
            f"whether {table} holds",
            lambda b: b.table(table).filter(lambda rows: rows[key] == place("id", "string")).select(key),
            {"id": one},
        )
        if not found.num_rows:
            raise NotFoundError(one, f"is no id of {table} known by {book.as_of}", "take ids from 'headway identity'")
