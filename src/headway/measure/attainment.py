"""What each seller booked of each quota, and how many full periods in a row were missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from headway.measure.quotas import periods, with_booked
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

_EPOCH = date(1970, 1, 1)
_FULL = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Attained:
    """One quota period of one seller.

    Attributes:
        first, last: its days.
        quota: in the reporting currency; None where its currency has no rate.
        there: the share of its days on which the seller was employed.
        booked: the worth of the deals won in it by who had them then.
        wins: how many.
        ended: whether it had ended by the day asked for.
    """

    rep_id: str
    first: date
    last: date
    quota: float | None
    there: float
    booked: float
    wins: int
    ended: bool

    @property
    def full(self) -> bool:
        """Whether it has ended, with the seller there on every day: only then can a quota be missed."""
        return self.ended and self.there >= _FULL and bool(self.quota and self.quota > 0)

    @property
    def share(self) -> float:
        """Booked over quota."""
        return self.booked / (self.quota or float("nan"))


def attained(book: Book) -> dict[str, list[Attained]]:
    """Each seller's quota periods that had begun by then, the oldest first."""
    if not book.has("quotas"):
        return {}
    found: dict[str, list[Attained]] = {}
    for row in book.rows("attained", _begun).to_pylist():
        found.setdefault(row["rep_id"], []).append(_of(row, book.as_of))
    return {rep: sorted(every, key=lambda one: (one.first, one.last)) for rep, every in sorted(found.items())}


def _begun(book: Book) -> ir.Table:
    from headway.engine.compiling import place

    every = periods(book)
    return with_booked(book, every.filter(every._first <= place("as_of", "date").epoch_days()))


def _of(row: Mapping[str, Any], today: date) -> Attained:
    first, last = (_EPOCH + timedelta(days=row[name]) for name in ("_first", "_last"))
    return Attained(
        row["rep_id"], first, last, row["quota"], row["there"], row["booked"], row["wins"], ended=last <= today
    )


def missed_in_a_row(every: Iterable[Attained]) -> int | None:
    """How many of the last full periods were missed, one after the other; None where none was full.

    A period in progress is none, and neither is one in which the seller came or left.
    """
    full = [one for one in every if one.full]
    if not full:
        return None
    missed = [one.share < _FULL for one in reversed(full)]
    return missed.index(False) if False in missed else len(missed)
