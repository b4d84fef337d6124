"""Rows out of nested values: objects flattened to ``a.b`` headings, scalars of lists joined, lists of objects apart."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# Numbers keep the text in which they were written.
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_BETWEEN = "; "
# The dot of a key, told from the one between a key and that of its object: {"a.b": 1} is not {"a": {"b": 1}}.
_OWN_DOT = "\x1f"


@dataclass(slots=True)
class Row:
    """One object as texts by name (see :func:`shown`), and the lists of objects that lie in it by their place."""

    texts: dict[str, str | None] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def flat(record: Mapping[str, Any]) -> Row:
    """The object as a row.

    Example:
        >>> row = flat({"id": "1", "owner": {"name": "Ada"}, "tags": ["a", "b"], "lines": [{"sku": "x"}]})
        >>> row.texts, row.lists
        ({'id': '1', 'owner.name': 'Ada', 'tags': 'a; b'}, {'lines': [{'sku': 'x'}]})
    """
    row = Row()
    _fill(row, record, "")
    return row


def shown(name: str) -> str:
    """The heading of a name in a row; two names may have one.

    Example:
        >>> names = list(flat({"owner.name": "Bo", "owner": {"name": "Al"}}).texts)
        >>> len(names), {shown(name) for name in names}
        (2, {'owner.name'})
    """
    return name.replace(_OWN_DOT, ".")


def _fill(row: Row, record: Mapping[str, Any], before: str) -> None:
    for key, value in record.items():
        name = before + key.replace(".", _OWN_DOT)
        if isinstance(value, dict):
            _fill(row, value, name + ".")
        elif isinstance(value, list):
            objects = [part for part in value if isinstance(part, dict)]
            rest = [_text(part) or "" for part in value if not isinstance(part, dict)]
            if objects:
                row.lists.setdefault(shown(name), []).extend(objects)
            if rest:
                row.texts[name] = _BETWEEN.join(rest)
        else:
            row.texts[name] = _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def below(rows: Iterator[Row], place: str) -> Iterator[Row]:
    """The objects of the list at ``place`` in each row, each with its row's own texts as ``parent.…``.

    ``place`` may lead through several lists: ``lines/taxes``.
    """
    first, _, rest = place.partition("/")
    found = (_child(part, row) for row in rows for part in row.lists.get(first, ()))
    return below(found, rest) if rest else found


def _child(record: dict[str, Any], parent: Row) -> Row:
    row = flat(record)
    row.texts |= {f"parent.{name}": text for name, text in parent.texts.items()}
    return row


def places(row: Row) -> set[str]:
    """Where lists of objects lie in a row, those in their objects included.

    Example:
        >>> sorted(places(flat({"lines": [{"taxes": [{"rate": 1}]}]})))
        ['lines', 'lines/taxes']
    """
    found = set(row.lists)
    for name, objects in row.lists.items():
        found |= {f"{name}/{deeper}" for part in objects for deeper in places(flat(part))}
    return found


def elements(text: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each element of each list that objects lead to, with the keys that do; read one after the other.

    A document without any such list is one element itself.

    Errors: ValueError and IndexError for what is no JSON.

    Example:
        >>> list(elements('{"page": 1, "data": {"deals": [{"id": 1}, {"id": 2}]}}'))
        [(('data', 'deals'), {'id': '1'}), (('data', 'deals'), {'id': '2'})]
    """
    place = _next(text, 0)
    if text[place] == "[":
        place = yield from _array(text, place)
    else:
        value, place = DECODER.raw_decode(text, place)
        if not isinstance(value, dict):
            raise ValueError("it is no list and no object")
        inner = list(_nested(value, ()))
        yield from inner or [((), value)]
    if text[place:].strip():
        raise ValueError("it goes on after its end")


def _next(text: str, place: int) -> int:
    while text[place] in " \t\r\n":
        place += 1
    return place


def _array(text: str, place: int) -> Generator[tuple[tuple[str, ...], Any], None, int]:
    """Yield the elements of a list; returns the place behind it."""
    place = _next(text, place + 1)
    while text[place] != "]":
        value, place = DECODER.raw_decode(text, place)
        yield (), value
        place = _next(text, place)
        if text[place] == ",":
            place = _next(text, place + 1)
        elif text[place] != "]":
            raise ValueError(f"there is no comma at character {place:,}")
    return place + 1


def _nested(value: dict[str, Any], keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _nested(inner, (*keys, key))
        elif isinstance(inner, list) and any(isinstance(part, dict) for part in inner):
            yield from (((*keys, key), part) for part in inner)
