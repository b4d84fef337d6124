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
_EMPTY = -1
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
    """The rows of a noun, sorted by id; empty texts are ''.

    Attributes:
        fields: what is compared, as texts; codes: the same as numbers, one a text, :data:`_EMPTY` where there is none.
        parents: the place of the parent among the rows, else -1; families: the parent as a number.
    """

    ids: pa.Array
    names: pa.Array
    fields: Mapping[str, pa.Array]
    codes: Mapping[str, Ints]
    parents: Ints
    families: Ints


def suggestions(book: Book, table: str) -> list[Suggestion]:
    """Pairs of accounts or contacts that are more likely one than not, likeliest first.

    Args:
        table: ``accounts`` or ``contacts``.
    """
    how = called(table)
    found = book.rows(f"called {table}", how.rows)
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
    rarity = [_rarity(rows.codes[name], left) if name in how.rare else None for name in rows.fields]
    chance = _at_random(rows, rng("identity", table, as_of))
    usual, found_by = [_USUAL[name] for name in rows.fields], [how.found.get(name, ()) for name in rows.fields]
    unlike = [_UNLIKE[name] for name in rows.fields]
    model = learn(levels, chance, usual, len(rows.ids), found=found_by, by_chance=unlike)
    sure = model.probability(levels, rarity)
    likely = np.flatnonzero(sure > _LIKELY)
    order = likely[np.lexsort((right[likely], left[likely], -sure[likely].round(4)))]
    return _suggested(rows, table, left[order], right[order], sure[order], levels[order])


def _rows(found: pa.Table, how: Called) -> _Rows:
    import pyarrow.compute as pc

    found = found.sort_by("id")  # however the rows lie, the same pairs are drawn
    ids, parents = _texts(found, "id"), _texts(found, "parent")
    texts = {name: _texts(found, name) for name in how.fields}
    codes = {name: _codes(column) for name, column in texts.items()}
    places = np.asarray(pc.index_in(parents, value_set=ids).fill_null(-1).to_numpy(), dtype=np.int64)
    return _Rows(ids, _texts(found, "called"), texts, codes, places, _codes(parents))


def _texts(found: pa.Table, name: str) -> pa.Array:
    return found.column(name).fill_null("").combine_chunks()


def _codes(texts: pa.Array) -> Ints:
    """A number for each text, the same for the same."""
    encoded = texts.dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    return np.where(codes == encoded.dictionary.index("").as_py(), _EMPTY, codes)


def _pairs(rows: _Rows, how: Called) -> tuple[Ints, Ints]:
    """Pairs that share a telling piece; of a piece that more than a few rows share, none."""
    many = max(len(rows.ids), 1)
    found = [one * many + other for one, other in (_in_blocks(_codes(piece)) for piece in how.pieces(rows.fields))]
    left, right = np.divmod(np.unique(np.concatenate(found)), many)
    # A subsidiary is not its parent, and not its sister.
    kin = (rows.parents[left] == right) | (rows.parents[right] == left)
    kin |= (rows.families[left] != _EMPTY) & (rows.families[left] == rows.families[right])
    return left[~kin], right[~kin]


def _in_blocks(piece: Ints) -> tuple[Ints, Ints]:
    """Every pair (smaller place first) of rows with the same piece."""
    filled = np.flatnonzero(piece != _EMPTY)
    order = filled[np.argsort(piece[filled], kind="stable")]
    values = piece[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.array([], np.int64)
    sizes = np.diff(np.r_[starts, len(values)])
    pairs = [(np.array([], np.int64), np.array([], np.int64))]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _BLOCK)]):
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(int(size), 1)
        pairs.append((members[:, one].ravel(), members[:, other].ravel()))
    return np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs])


def _at_random(rows: _Rows, chance: np.random.Generator) -> Levels:
    left, right = chance.integers(0, len(rows.ids), (2, min(_RANDOM_PAIRS, 20 * len(rows.ids))))
    other = left != right
    return _levels(rows, left[other], right[other])


def _levels(rows: _Rows, left: Ints, right: Ints) -> Levels:
    """At which level each field of each pair agrees."""
    levels = np.empty((len(left), len(rows.fields)), dtype=np.int8)
    for place, (name, codes) in enumerate(rows.codes.items()):
        one, other = codes[left], codes[right]
        level = np.where(one == other, 0, 1).astype(np.int8)
        missing = (one == _EMPTY) | (other == _EMPTY)
        if name == "name":
            apart = np.flatnonzero((level == 1) & ~missing)
            level[apart] = _nearness(rows.fields[name], left[apart], right[apart])
        levels[:, place] = np.where(missing, MISSING, level)
    return levels


def _nearness(names: pa.Array, left: Ints, right: Ints) -> Levels:
    """How near the names of each pair are to each other, of names that are not the same."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    one, other = names.take(left).to_pylist(), names.take(right).to_pylist()
    alike = cpdist(one, other, scorer=JaroWinkler.normalized_similarity, workers=-1)
    for place in np.flatnonzero(alike >= _CLOSE):
        if _otherwise_numbered(one[place], other[place]):
            alike[place] = 0.0
    return np.where(alike >= _NEAR, 1, np.where(alike >= _CLOSE, 2, 3)).astype(np.int8)


def _otherwise_numbered(one: str, other: str) -> bool:
    """Whether both hold numbers, and not the same: a chain's shops are no slip of the pen of each other."""
    mine, theirs = _NUMBER.findall(one), _NUMBER.findall(other)
    return mine != theirs and bool(mine and theirs)


def _rarity(codes: Ints, left: Ints) -> NDArray[np.float64]:
    """How often the value of the first row of each pair is met, as a share of rows."""
    counts = np.bincount(codes - _EMPTY)
    shares: NDArray[np.float64] = counts[codes[left] - _EMPTY] / len(codes)
    return shares


def _suggested(
    rows: _Rows, table: str, left: Ints, right: Ints, sure: NDArray[np.float64], levels: Levels
) -> list[Suggestion]:
    ids, other_ids, names, other_names = (
        texts.take(side).to_pylist() for texts in (rows.ids, rows.names) for side in (left, right)
    )
    confidence = [min(round(chance, 3), _SUREST) for chance in sure.tolist()]
    why = [_why(tuple(rows.fields), one) for one in levels.tolist()]
    columns = (ids, other_ids, names, other_names, confidence, why)
    return [Suggestion(table, *values) for values in zip(*columns, strict=True)]


def _why(fields: Sequence[str], levels: Sequence[int]) -> str:
    told = [(name, level) for name, level in zip(fields, levels, strict=True) if level != MISSING]
    return ", ".join(f"{_WORDS.get(name, _SAME_OR_NOT)[level]} {name}" for name, level in told)
