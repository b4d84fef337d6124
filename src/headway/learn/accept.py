"""Accepts what is wrong with the data, with a reason: it goes to the end of the list until it gets worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from headway.errors import NotFoundError
from headway.model.book import Book
from headway.state.acceptances import ACCEPT, UNDO, Acceptance
from headway.state.store import State

# An accepted finding comes back when it concerns more rows than these times those that were accepted.
WORSE = 1.25


def accept(
    state: State,
    findings: Sequence[Mapping[str, Any]],
    finding_id: str,
    *,
    day: date,
    reason: str = "",
    undo: bool = False,
    user: str = "local",
) -> str:
    """Keep the word and say so in one sentence.

    Args:
        findings: rows of ``health`` as of the day.
        finding_id: one of theirs, or one that was accepted before.

    Errors: :class:`NotFoundError` for a finding that is neither, :class:`UsageError` for no reason.
    """
    mine = [row for row in findings if row["finding_id"] == finding_id]
    standing = state.acceptances.as_of(day).get(finding_id)
    if not mine and standing is None:
        raise NotFoundError(finding_id, "is no finding of this workspace", "take a finding_id from 'headway health'")
    title = str(mine[0]["title"]) if mine else finding_id
    rows, share = sum(int(row["rows"]) for row in mine), max((float(row["share"]) for row in mine), default=0.0)
    if undo and standing is None:
        return f"Nothing to undo: '{title}' is not accepted."
    state.acceptances.add(finding_id, UNDO if undo else ACCEPT, reason, on=day, rows=rows, share=share, user=user)
    if undo:
        return f"Undone: '{title}' counts again."
    back = f"it comes back beyond {most(rows):,} row{'' if most(rows) == 1 else 's'}"
    return f"Accepted: '{title}'; {back}. Undo with 'headway accept {finding_id} --undo'."


def most(rows: int) -> int:
    """The most rows that an acceptance of so many covers.

    Example:
        >>> most(1), most(100)
        (1, 125)
    """
    return int(rows * WORSE)


def with_acceptances(
    rows: Sequence[Mapping[str, Any]], state: State, book: Book, generation: int
) -> list[dict[str, Any]]:
    """The rows with ``accepted``, ``worse`` and ``trend``; what is accepted, and no worse since, comes last."""
    accepted = state.acceptances.as_of(book.as_of)
    # The trend is of all rows: who may see only some is not told of the others.
    past = state.trend.before(generation, book.as_of) if book.scope.reps is None else {}
    told = []
    for row in rows:
        word = accepted.get(row["finding_id"])
        worse = word is not None and row["rows"] > most(word.rows)
        trend = [{"synced_at": p.synced_at, "rows": p.rows, "share": p.share} for p in past.get(row["finding_id"], ())]
        told.append({**row, "accepted": None if word is None else _plain(word), "worse": worse, "trend": trend})
    return sorted(told, key=lambda row: row["accepted"] is not None and not row["worse"])


def _plain(word: Acceptance) -> dict[str, Any]:
    return {
        "by": word.user,
        "on": word.accepted_on.isoformat(),
        "reason": word.reason,
        "rows": word.rows,
        "until_rows": most(word.rows),
    }
