"""What a play is: when it applies, what to say, its minutes, the transition it is believed to change, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from headway.model.book import Book
from headway.prescribe.learned import Past

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Row = Mapping[str, Any]
Kind = Literal["do", "stop"]
Effect = Literal["odds", "time"]
About = Literal["deal", "account"]


@dataclass(frozen=True, slots=True)
class Prior:
    """What a play is believed to do before the company's own outcomes say more.

    Attributes:
        shift: by how much it moves the log-odds of the transition, on average over those who try it.
        sd: standard deviation of that belief.
        why: where the belief comes from, and how weak it is.
    """

    shift: float
    sd: float
    why: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact on which an action stands: a sentence, and the row that proves it.

    Attributes:
        table, id: the row; ``id`` holds the key's values in the table's order, joined by ``|``.
        quote: a substring of the row's text, or None.
    """

    text: str
    table: str
    id: str
    quote: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The contract's ``why`` entry."""
        return {"text": self.text, "table": self.table, "id": self.id, "quote": self.quote}


def _all(_: Book, __: Past, rows: pa.Table) -> pa.Table:
    return rows


@dataclass(frozen=True, slots=True)
class Play:
    """One thing that a seller can do about a deal or a customer.

    Attributes:
        name: as in the answer's ``play``; title: the same in words.
        kind: ``do``, or ``stop`` for leaving off.
        minutes: what it takes.
        within_days: by when it is due, counted from the day of the list.
        needs: tables without which its absence cannot be seen, so that it cannot be claimed.
        any_of: tables of which one is enough, in the same sense.
        transition: the step that it is believed to change.
        about: whose action it is; of one deal or one account the best alone is shown.
        effect: ``odds`` (the odds of that step change) or ``time`` (hours come free, the step is given up).
        prior: the belief, for ``odds``.
        applies: the rows to which it applies, as known by then: those of :mod:`headway.prescribe.standing` with
            ``since`` (the moment from which the condition holds) and what the words below need; ``chance_a`` and
            ``chance_b`` when the odds are not the deal's; ``odds_shift`` and ``odds_shift_sd`` when the past moves
            them; ``freed_minutes`` and ``freed_pieces`` for ``time``;
            ``chance_n`` when others than the closed deals stand behind the odds.
        narrow: leaves of those rows the ones that what was learned from the past lets stand.
        say_title, say_because, say_why, say_draft: the words, each a pure function of one row.
    """

    name: str
    title: str
    kind: Kind
    minutes: int
    within_days: int
    transition: str
    prior: Prior
    applies: Callable[[Book], ir.Table]
    say_title: Callable[[Row], str]
    say_because: Callable[[Row], str]
    say_why: Callable[[Row], list[Ground]]
    say_draft: Callable[[Row], str]
    needs: tuple[str, ...] = ("deals",)
    any_of: tuple[str, ...] = ()
    effect: Effect = "odds"
    about: About = "deal"
    narrow: Callable[[Book, Past, pa.Table], pa.Table] = field(default=_all)

    def lacks(self, book: Book) -> tuple[str, ...]:
        """The tables that it needs and that have no row by then; empty when it can be claimed."""
        missing = tuple(table for table in self.needs if not book.has(table))
        if self.any_of and not any(book.has(table) for table in self.any_of):
            missing += (" or ".join(self.any_of),)
        return missing
