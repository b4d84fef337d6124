"""What a question is: its name, the options it takes, the tables it needs, and the shape of its answer.

One typed function per file in ``serve/operations`` is turned into a :class:`Question`; the command, the JSON
route, the agent's tool and the page are all made from it, so that they cannot disagree.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any

from headway.units import Estimate


@dataclass(frozen=True, slots=True)
class Answer:
    """What every face gives back: one sentence, rows with the contract's keys, and notes on what was not used.

    Args:
        question: the question's name.
        as_of: the day whose end the answer speaks of.
        answer: one sentence that a person can act on.
        rows: one mapping a row; values are plain JSON values or :class:`~headway.units.Estimate`.
        notes: what could not be used, and assumptions, a sentence each.

    Example:
        >>> from datetime import date
        >>> Answer("deals", date(2026, 1, 31), "No open deal.").to_json()["rows"]
        []
    """

    question: str
    as_of: date
    answer: str
    rows: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object; estimates become mappings, days ISO text."""
        rows = [{key: plain(value) for key, value in row.items()} for row in self.rows]
        day = self.as_of.isoformat()
        return {"question": self.question, "as_of": day, "answer": self.answer, "rows": rows, "notes": list(self.notes)}

    def first(self, limit: int | None) -> Answer:
        """The same with its first rows alone; a note says of how many, where some are left out."""
        rows, notes = first_rows(self.rows, self.notes, limit)
        return replace(self, rows=rows, notes=notes)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """The answer of its JSON object, estimates as estimates again."""
        rows = [{key: _rich(value) for key, value in row.items()} for row in data["rows"]]
        return cls(data["question"], date.fromisoformat(data["as_of"]), data["answer"], rows, data["notes"])


def first_rows(
    rows: Sequence[Mapping[str, Any]], notes: Sequence[str], limit: int | None
) -> tuple[Sequence[Mapping[str, Any]], Sequence[str]]:
    """The first rows of an answer, and its notes with how many there are.

    Example:
        >>> first_rows([{"a": 1}, {"a": 2}], (), 1)
        ([{'a': 1}], ['1 of 2 rows are shown.'])
    """
    if limit is None or len(rows) <= limit:
        return rows, notes
    return rows[:limit], [*notes, f"{limit:,} of {len(rows):,} rows are shown."]


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return [_rich(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"value", "low", "high", "n", "unit"}:
        return Estimate(**value)
    if set(value) == {"value", "reason"} and value["value"] is None:
        return Estimate.unknown(value["reason"])
    return {key: _rich(item) for key, item in value.items()}


def plain(value: Any) -> Any:
    """A JSON value of anything that an answer may hold.

    Example:
        >>> plain(Estimate.unknown("no won deal yet"))
        {'value': None, 'reason': 'no won deal yet'}
    """
    if isinstance(value, Estimate):
        return value.to_json()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question beyond the common ones; ``type`` is str, int, float, bool or date."""

    name: str
    type: type
    default: Any
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question that Headway answers, whichever face asks it.

    Attributes:
        name: command, route, tool and page name.
        title: the page's title and the first line of the command's help.
        needs: tables without which the answer is empty with a note.
        groups: whether ``--by`` is understood; ``windows``: whether ``--from/--to`` are, each a day.
        spans: whether ``--from/--to`` are understood, each a span of days: one is compared with the other.
        limit: rows given when no limit is asked for; None is all.
        daily: answered at sync for the default arguments and read by key afterwards.
        keeps: whether its answer depends on the book alone, so that it may be kept; False when decisions matter.
        sums: the status of the deals whose money it adds up (``won`` or ``open``): of how many of them no worth is
            known is told beside it. Empty for a question that sums no money of deals.
        options: the function's own keyword-only arguments.
        ask: the function itself.
    """

    name: str
    title: str
    ask: Callable[..., Answer]
    needs: tuple[str, ...] = ("deals",)
    groups: bool = False
    windows: bool = False
    spans: bool = False
    limit: int | None = None
    daily: bool = False
    keeps: bool = True
    sums: str = ""
    options: tuple[Option, ...] = field(default=())


def question(
    title: str,
    *,
    needs: tuple[str, ...] = ("deals",),
    groups: bool = False,
    windows: bool = False,
    spans: bool = False,
    limit: int | None = None,
    daily: bool = False,
    keeps: bool = True,
    sums: str = "",
) -> Callable[[Callable[..., Answer]], Question]:
    """Make a :class:`Question` of a typed function whose name is the question's name.

    The first argument is the :class:`~headway.workspace.Ask`; each keyword-only argument, annotated
    ``Annotated[type, "help"]`` and with a default, becomes an option of every face.

    Example:
        >>> @question("How many deals", groups=True)
        ... def count(ask, *, closed: Annotated[bool, "count closed deals only"] = False) -> Answer:
        ...     return Answer("count", ask.as_of, "None.")
        >>> count.name, [option.name for option in count.options]
        ('count', ['closed'])
    """

    def make(ask: Callable[..., Answer]) -> Question:
        return Question(
            name=ask.__name__,
            title=title,
            ask=ask,
            needs=needs,
            groups=groups,
            windows=windows,
            spans=spans,
            limit=limit,
            daily=daily,
            keeps=keeps,
            sums=sums,
            options=_options(ask),
        )

    return make


def _options(ask: Callable[..., Answer]) -> tuple[Option, ...]:
    hints = typing.get_type_hints(ask, include_extras=True, localns={"Ask": Any})
    keyword_only = [p for p in inspect.signature(ask).parameters.values() if p.kind is p.KEYWORD_ONLY]
    return tuple(_option(p.name, hints[p.name], p.default) for p in keyword_only)


def _option(name: str, hint: Any, default: Any) -> Option:
    text = ""
    if typing.get_origin(hint) is Annotated:
        hint, text = typing.get_args(hint)[:2]
    if isinstance(hint, types.UnionType):
        hint = next(arm for arm in typing.get_args(hint) if arm is not type(None))
    return Option(name=name, type=hint, default=default, help=text)
