"""What a factor is: one fact about a deal, dated before its outcome, by which won deals may differ from lost ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book


@dataclass(frozen=True, slots=True)
class Factor:
    """One fact about a deal, and the levels that are compared.

    A number is cut into levels at ``cuts`` (meaningful ones, given here) or at quantiles of all deals that are
    compared; never by the outcome. A text is its own level: the most frequent ones, and the others together.

    Attributes:
        title: the fact in a reader's words.
        over: the scan of :mod:`headway.explain.facts` whose rows tell it.
        value: what the rows of one deal add up to, a number or a text; null where it is not known.
        needs: tables, and fields of a deal's history (``deal_changes.rep_id``), without which it is not known at all.
        columns: columns of deals that it reads: one that gives the outcome away makes it unusable.
        cuts: level i is from ``cuts[i - 1]`` on, up to and without ``cuts[i]``.
        parts: cut at quantiles into so many levels instead.
        levels: names of the levels, one more than cuts; empty for texts.
        words: the deals at a level, for a sentence; one for each level, or one with ``{level}``.
        absent: the value of a deal of which the scan has no row; None where that means not known.
        by_segment: the value is divided by the middle one of the deal's segment.
        at_start: known when the deal is opened, so that every closed deal is compared.
        course: it is how far the deal had come rather than what anybody did or what it is: no sentence begins with it
            while there is another.
        remark: what a reader must know of how it is dated; shown when it is used.
    """

    name: str
    title: str
    over: str
    value: Callable[[ir.Table], ir.Value]
    needs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cuts: tuple[float, ...] = ()
    parts: int = 0
    levels: tuple[str, ...] = ()
    words: tuple[str, ...] = ("deals with {level}",)
    absent: float | None = None
    by_segment: bool = False
    at_start: bool = False
    course: bool = False
    remark: str = ""

    def missing(self, book: Book) -> str:
        """What it needs and the book has not; empty when it can be used."""
        return next((need for need in self.needs if not book.has(need)), "")

    def called(self, level: int, name: str) -> str:
        """The deals at a level, in words."""
        words: Sequence[str] = self.words
        return words[level] if len(words) > 1 else words[0].format(level=name)
