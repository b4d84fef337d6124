"""Suggests which accounts, and which people, are one under two ids; a person decides, nothing is merged by itself.

Rows are compared by what names them (name without legal form and marks, web domain or mail address, place). Only
pairs that share a telling piece are looked at; how much each agreement says is learned from the company's own rows
(:mod:`headway.stats.linkage`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from headway.model.book import Book
from headway.model.called import Called, called
from headway.stats.linkage import MISSING, Levels, learn
from headway.stats.seeds import rng

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

_NUMBER = re.compile(r"\d+")
_BLOCK = 40
_RANDOM_PAIRS = 400_000
_NEAR, _CLOSE = 0.95, 0.88
# Beside what a row says there is always what it does not: no pair is surer than this.
_LIKELY, _SUREST = 0.5, 0.99
# Of rows that are the same, the shares usually seen: name same, near, close, other; the rest same or other.
_USUAL = {
    "name": (0.6, 0.2, 0.1, 0.1),
    "domain": (0.8, 0.2),
    "email": (0.6, 0.4),
    "place": (0.7, 0.3),
    "country": (0.95, 0.05),
    "company": (0.7, 0.3),
}
# The same of rows that are not.
_UNLIKE = {
    "name": (0.001, 0.002, 0.01, 0.987),
    "domain": (0.001, 0.999),
    "email": (0.001, 0.999),
    "place": (0.002, 0.998),
    "country": (0.3, 0.7),
    "company": (0.02, 0.98),
}
_WORDS = {"name": ("same", "nearly the same", "similar", "another")}
_SAME_OR_NOT = ("same", "another")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two rows of a table that may be one.

    Attributes:
        confidence: the probability that they are, by what their fields agree on.
        why: the fields that agree, and those that do not.
    """

    table: str
    id: str
    other_id: str
    name: str
    other_name: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a noun as arrays; empty texts are ''."""

    ids: NDArray[np.object_]
    names: NDArray[np.object_]
    fields: Mapping[str, NDArray[np.object_]]
    parents: NDArray[np.object_]


def suggestions(book: Book, table: str) -> list[Suggestion]:
    """Pairs of accounts or contacts that are more likely one than not, likeliest first.

    Args:
        table: ``accounts`` or ``contacts``.
    """
    how = called(book, table)
    found = book.rows(f"called {table}", lambda _: how.rows)
    return compare(found, how, table, book.as_of)


def pairs(book: Book, table: str) -> list[dict[str, Any]]:
    """The suggestions of a table as plain values, worked out once for a day; none where it has no row."""

    def made() -> list[dict[str, Any]]:
        return [asdict(one) for one in suggestions(book, table)] if book.has(table) else []

    return list(book.kept(f"identity {table}", made))


def compare(found: pa.Table, how: Called, table: str, as_of: date) -> list[Suggestion]:
    """The suggestions of rows already read; see :func:`suggestions`."""
    rows = _rows(found, how)
    left, right = _pairs(rows, how)
    if not len(left):
        return []
    levels = _levels(rows, left, right)
    rarity = [_rarity(rows.fields[name], left) if name in how.rare else None for name in rows.fields]
    chance = _at_random(rows, rng("identity", table, as_of))
    usual, found_by = [_USUAL[name] for name in rows.fields], [how.found.get(name, ()) for name in rows.fields]
    unlike = [_UNLIKE[name] for name in rows.fields]
    model = learn(levels, chance, usual, len(rows.ids), found=found_by, by_chance=unlike)
    sure = model.probability(levels, rarity)
    likely = np.flatnonzero(sure > _LIKELY)
    order = likely[np.lexsort((rows.ids[right[likely]], rows.ids[left[likely]], -sure[likely].round(4)))]
    return [_suggestion(rows, table, int(left[i]), int(right[i]), float(sure[i]), levels[i]) for i in order]


def _rows(found: pa.Table, how: Called) -> _Rows:
    found = found.sort_by("id")  # however the rows lie, the same pairs are drawn
    texts = {name: _texts(found, name) for name in how.fields}
    return _Rows(_texts(found, "id"), _texts(found, "called"), texts, _texts(found, "parent"))


def _texts(found: pa.Table, name: str) -> NDArray[np.object_]:
    return np.array(found.column(name).fill_null("").to_pylist(), dtype=object)


def _pairs(rows: _Rows, how: Called) -> tuple[Ints, Ints]:
    """Pairs that share a telling piece; of a piece that more than a few rows share, none."""
    places = [_in_blocks(piece) for piece in how.pieces(rows.fields)]
    both = np.unique(np.concatenate([pair for pair in places if len(pair)] or [np.empty((0, 2), np.int64)]), axis=0)
    left, right = both[:, 0], both[:, 1]
    # A subsidiary is not its parent, and not its sister.
    kin = (rows.parents[left] == rows.ids[right]) | (rows.parents[right] == rows.ids[left])
    kin |= (rows.parents[left] != "") & (rows.parents[left] == rows.parents[right])
    return left[~kin], right[~kin]


def _in_blocks(piece: NDArray[np.object_]) -> Ints:
    """Every pair (smaller place first) of rows with the same piece."""
    filled = np.flatnonzero(piece != "")
    order = filled[np.argsort(piece[filled], kind="stable")]
    values = piece[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.array([], np.int64)
    sizes = np.diff(np.r_[starts, len(values)])
    pairs = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _BLOCK)]):
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(int(size), 1)
        pairs.append(np.sort(np.stack([members[:, one].ravel(), members[:, other].ravel()], axis=1), axis=1))
    return np.concatenate(pairs) if pairs else np.empty((0, 2), np.int64)


def _at_random(rows: _Rows, chance: np.random.Generator) -> Levels:
    left, right = chance.integers(0, len(rows.ids), (2, min(_RANDOM_PAIRS, 20 * len(rows.ids))))
    other = left != right
    return _levels(rows, left[other], right[other])


def _levels(rows: _Rows, left: Ints, right: Ints) -> Levels:
    """At which level each field of each pair agrees."""
    levels = np.empty((len(left), len(rows.fields)), dtype=np.int8)
    for place, (name, texts) in enumerate(rows.fields.items()):
        one, other = texts[left], texts[right]
        level = np.where(one == other, 0, _nearness(one, other) if name == "name" else 1)
        levels[:, place] = np.where((one == "") | (other == ""), MISSING, level)
    return levels


def _nearness(one: NDArray[np.object_], other: NDArray[np.object_]) -> Levels:
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    alike = cpdist(one, other, scorer=JaroWinkler.normalized_similarity, workers=-1)
    alike = np.where(_otherwise_numbered(one, other), 0.0, alike)
    return np.where(alike >= _NEAR, 1, np.where(alike >= _CLOSE, 2, 3)).astype(np.int8)


def _otherwise_numbered(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Where both names hold numbers, and not the same: a chain's shops are no slip of the pen of each other."""
    numbers = {name: _NUMBER.findall(name) for name in {*one, *other}}
    pairs = zip(one, other, strict=True)
    return np.array([numbers[a] != numbers[b] and bool(numbers[a] and numbers[b]) for a, b in pairs], dtype=bool)


def _rarity(texts: NDArray[np.object_], left: Ints) -> NDArray[np.float64]:
    """How often the value of the first row of each pair is met, as a share of rows."""
    _, place, counts = np.unique(texts.astype(str), return_inverse=True, return_counts=True)
    shares: NDArray[np.float64] = counts[place[left]] / len(texts)
    return shares


def _suggestion(rows: _Rows, table: str, left: int, right: int, chance: float, levels: Sequence[int]) -> Suggestion:
    one, other = sorted((left, right), key=lambda place: str(rows.ids[place]))
    told = [(name, int(level)) for name, level in zip(rows.fields, levels, strict=True) if level != MISSING]
    why = ", ".join(f"{_WORDS.get(name, _SAME_OR_NOT)[level]} {name}" for name, level in told)
    return Suggestion(
        table, rows.ids[one], rows.ids[other], rows.names[one], rows.names[other], min(round(chance, 3), _SUREST), why
    )
