"""What people said of who is whom that cannot all hold: two that are to be two, though other words make them one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from headway.state.identities import DIFFERENT, SAME, Identity

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book

Row = tuple[str, str]  # a table and an id
Edges = Mapping[Row, Collection[Row]]


def contradictions(words: Iterable[Identity], merged: Iterable[tuple[str, str, str]]) -> dict[Identity, str]:
    """Each word that others contradict, with a sentence that says how.

    Args:
        words: those that stand.
        merged: (table, from_id, into_id) as the sources say.

    Example:
        >>> from datetime import date
        >>> def said(n, one, verdict, other):
        ...     return Identity("accounts", one, other, verdict, date(2026, 3, n), "local", "", n)
        >>> list(contradictions([said(1, "A1", "same", "A2"), said(2, "A1", "different", "A3")],
        ...                     [("accounts", "A2", "A3")]).values())
        ['accounts A1 and A3 are said to be two, but one by other words: A1 = A2 = A3; undo one of them']
        >>> list(contradictions([said(1, "A1", "same", "A2"), said(2, "A1", "same", "A3")], []).values())
        ['accounts A1 is said to be A2 and, later, A3: only the later holds; undo one of them']
    """
    standing = sorted(words, key=lambda word: (word.decided_on, word.sequence))
    same = [(word.table, word.from_id, word.into_id) for word in standing if word.verdict == SAME]
    edges = _edges([*same, *merged])
    return dict(_of_one(standing, edges)) | dict(_of_two(standing))


def told(book: Book, words: Collection[Identity]) -> dict[Identity, str]:
    """The same, beside the merges that the sources told by the book's day; nothing is read where nothing was said."""
    if not any(word.verdict == DIFFERENT for word in words) or not book.has("merges"):
        return contradictions(words, ())
    rows = book.rows("merges told", _merges).to_pylist()
    return contradictions(words, [(row["table"], row["from_id"], row["into_id"]) for row in rows])


def _merges(book: Book) -> ir.Table:
    merges = book.table("merges")
    return merges.filter(merges.into_id.notnull()).select("table", "from_id", "into_id")


def _edges(pairs: Iterable[tuple[str, str, str]]) -> Edges:
    edges: defaultdict[Row, list[Row]] = defaultdict(list)
    for table, one, other in pairs:
        edges[table, one].append((table, other))
        edges[table, other].append((table, one))
    return edges


def _of_one(words: Iterable[Identity], edges: Edges) -> Iterator[tuple[Identity, str]]:
    """Two that are to be two, and are one by other words."""
    for word in words:
        way = _way(edges, (word.table, word.from_id), (word.table, word.into_id)) if word.verdict == DIFFERENT else []
        if way:
            chain = " = ".join(one for _, one in way)
            pair = f"{word.table} {word.from_id} and {word.into_id}"
            yield word, f"{pair} are said to be two, but one by other words: {chain}; undo one of them"


def _of_two(words: Iterable[Identity]) -> Iterator[tuple[Identity, str]]:
    """One that is to become two others, of which nobody said that they are one."""
    same = [word for word in words if word.verdict == SAME]
    became: dict[Row, Identity] = {}
    for word in same:
        before = became.get((word.table, word.from_id))
        became[word.table, word.from_id] = word
        others = _edges([(w.table, w.from_id, w.into_id) for w in same if w not in {word, before}])
        if before and not _way(others, (word.table, before.into_id), (word.table, word.into_id)):
            two = f"{before.into_id} and, later, {word.into_id}"
            yield word, f"{word.table} {word.from_id} is said to be {two}: only the later holds; undo one of them"


def _way(edges: Edges, start: Row, goal: Row) -> list[Row]:
    """The shortest way from one row to another, both included; empty where there is none."""
    came: dict[Row, Row] = {start: start}
    ways = [start]
    for place in ways:
        for following in sorted(set(edges.get(place, ())) - set(came)):
            came[following] = place
            ways.append(following)
    way = [goal] if goal in came else []
    while way and way[0] != start:
        way.insert(0, came[way[0]])
    return way
