"""Joins the files of an export: which heading is the key that other files hold, and how names become ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from headway.engine.duckdb import DuckBuilder
from headway.ingest.draft import Draft, Place
from headway.ingest.profile import JOINS_AT_LEAST, Profile, overlap
from headway.ingest.recipes import find_all
from headway.ingest.recognise import matches
from headway.schema import tables

_PARENTS = ("accounts", "reps", "products", "contacts", "deals", "subscriptions")
# Nearly all: what is left are rows that wait for their parent. Below, the heading also names rows of other tables.
_JOINS_WHOLLY = 0.98
# By what else than its key a row of a table is called in other files.
_CALLED = "name|fullname|accountname|companyname|username|displayname|email|login|ownername|productname|productcode|sku"
_SEVERAL_TABLES = (
    "whatid|regardingobjectid|regardingobjectidvalue|relatedto|relatedtoid|resid|regarding|parentid|parentidid"
)


@dataclass(frozen=True, slots=True)
class _Child:
    """A column of a place that names rows of another table, and the headings that it may be read from."""

    place: Place
    column: str
    headings: tuple[str, ...]


def join_files(builder: DuckBuilder, draft: Draft) -> None:
    """Choose keys by how many of the other files' values they hold; look names up where those hold names."""
    for table in _PARENTS:
        parent = draft.of(table)
        if parent is None or "per" in parent.entries:
            continue
        children = [child for child in _children(builder, draft, table) if child.place is not parent]
        key = _key(builder, parent, children)
        if key is None:
            continue
        own, why = tables()[table].key[0], "its values are in other files"
        parent.take(own, key, parent.why.get(own, why) if key == parent.heading_of(own) else why)
        _drop_strange(builder, parent, key)
        for child in children:
            _join(builder, child, parent, key)


def _children(builder: DuckBuilder, draft: Draft, parent: str) -> Iterator[_Child]:
    for place in draft.places:
        for column in tables()[place.table].columns:
            if column.refers != parent or place.entries.get("per"):
                continue
            known = place.heading_of(column.name)
            if known is None and column.name in place.columns:
                continue
            alike = [match.heading for match in matches(builder, place.seen, column)]
            headings = list(dict.fromkeys([*([known] if known else []), *alike]))
            if headings:
                yield _Child(place, column.name, tuple(headings))


def _key(builder: DuckBuilder, parent: Place, children: list[_Child]) -> str | None:
    """The heading that names the rows: what a layout says, unless only another one holds what other files name."""
    column = tables()[parent.table].column(tables()[parent.table].key[0])
    given = parent.heading_of(column.name)
    if given is None and column.name in parent.columns:
        return None
    found = [match.heading for match in matches(builder, parent.seen, column) if _is_key(parent.seen, match.heading)]
    keys = list(dict.fromkeys([*([given] if given else []), *found]))
    if parent.sheet is not None and given is not None:  # where others hold names, these are looked up
        keys = [key for key in keys if key == given or key not in find_all(parent.seen, _CALLED)]
    held = {key: _joined(builder, parent, key, children) for key in keys}
    if parent.sheet is None and not any(share >= JOINS_AT_LEAST for share in held.values()):
        held |= _held_by_values(builder, parent, children)
        keys = list(held)
    if not keys:
        return given
    best = max(keys, key=lambda key: (held[key], -keys.index(key)))
    if parent.sheet is not None and given is not None and not held[given] < JOINS_AT_LEAST <= held[best]:
        return given
    return best


def _held_by_values(builder: DuckBuilder, parent: Place, children: list[_Child]) -> dict[str, float]:
    """Headings that nothing reads, whatever they are called, of whose values the other files hold most."""
    used = {parent.heading_of(column) for column in tables()[parent.table].names}
    called = find_all(parent.seen, _CALLED)
    rest = [h for h in parent.seen.headings if h not in used and h not in called and _is_key(parent.seen, h)]
    held = {heading: _joined(builder, parent, heading, children) for heading in rest} if children else {}
    return {heading: share for heading, share in held.items() if share >= JOINS_AT_LEAST}


def _is_key(seen: Profile, heading: str) -> bool:
    look = seen.headings[heading]
    return look.filled > 0 and look.distinct == look.filled


def _joined(builder: DuckBuilder, parent: Place, key: str, children: list[_Child]) -> float:
    shares = [max(overlap(builder, c.place.seen, h, parent.seen, key) for h in c.headings) for c in children]
    return round(sum(shares), 3)


def _drop_strange(builder: DuckBuilder, parent: Place, key: str) -> None:
    """A column that should name rows of its own table, but does not, is kept as it is given: a manager's name."""
    for column in tables()[parent.table].columns:
        heading = parent.heading_of(column.name) if column.refers == parent.table else None
        if heading is not None and parent.seen.headings[heading].filled:
            called = _called(builder, parent.seen, heading, parent)
            if overlap(builder, parent.seen, heading, parent.seen, key) >= JOINS_AT_LEAST:
                continue
            parent.drop(column.name)
            if called is not None:
                parent.take(column.name, _lookup(heading, parent, called, key), f"'{heading}' holds their names")


def _join(builder: DuckBuilder, child: _Child, parent: Place, key: str) -> None:
    seen = child.place.seen
    ranked = [(overlap(builder, seen, h, parent.seen, key), -i, h) for i, h in enumerate(child.headings)]
    share, _, heading = max(ranked)
    if share >= JOINS_AT_LEAST or (share and _names_several(seen, heading)):
        if share < _JOINS_WHOLLY and _names_several(seen, heading):
            own = {"file": parent.file, "on": heading, "key": key, "value": key}
            child.place.take(child.column, {"lookup": own}, f"those of '{heading}' that are in {parent.file}")
            return
        if heading != child.place.heading_of(child.column) and not _formatted(child):
            child.place.take(child.column, heading, f"its values are in {parent.file}")
        return
    for heading in child.headings:
        called = _called(builder, seen, heading, parent)
        if called is not None:
            why = f"'{heading}' holds the names in {parent.file}"
            child.place.take(child.column, _lookup(heading, parent, called, key), why)
            return


def _formatted(child: _Child) -> bool:
    return isinstance(child.place.columns.get(child.column), Mapping)


def _names_several(seen: Profile, heading: str) -> bool:
    """Whether the heading names rows of several tables, as a task's WhatId does."""
    return heading in find_all(seen, _SEVERAL_TABLES)


def _called(builder: DuckBuilder, seen: Profile, heading: str, parent: Place) -> str | list[str] | None:
    """By which other heading the parent's rows are called in a child's heading, if by any."""
    named = [name for name in find_all(parent.seen, _CALLED) if parent.seen.headings[name].filled]
    shares = [(overlap(builder, seen, heading, parent.seen, name), -i, name) for i, name in enumerate(named)]
    share, _, best = max(shares, default=(0.0, 0, ""))
    if share >= JOINS_AT_LEAST:
        return best
    parts = [next(iter(find_all(parent.seen, word)), None) for word in ("firstname", "lastname")]
    if all(parts):
        whole = [str(part) for part in parts]
        return whole if overlap(builder, seen, heading, parent.seen, *whole) >= JOINS_AT_LEAST else None
    return None


def _lookup(heading: str, parent: Place, called: str | list[str], key: str) -> dict[str, object]:
    return {"column": heading, "lookup": {"file": parent.file, "key": called, "value": key}}
