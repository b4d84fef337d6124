"""What a kind of file of another system is made of: the marks by which it is known, and what its headings mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A heading's words, a recipe, or several of these of which the first that the file can fill is taken.
Form = str | Mapping[str, Any] | tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of file. Headings are written plain: without case, blanks and marks (``Close Date`` is ``closedate``).

    Attributes:
        table: our noun that its rows are; empty for a file in which values are only looked up.
        files: names that such files have, plain.
        marks: headings by which it is known: all of them must be there, of ``a|b`` either.
        without: headings that rule it out.
        columns: our column to the headings that mean it, most telling first, or to a recipe: an entry of
            ``headway.toml`` in which plain headings stand for theirs (``{closedate}`` in an expression) and the
            ``file`` of a lookup is the name of another sheet.
        entries: entries of the table itself, such as ``where`` or ``fields``, as recipes.
        shares: other sheets of the system may read the same file for other tables.
        beside: other files may feed the same table beside this one.
        named: the name of the file must say what it is.
        last: taken only when nothing else holds the table.
        note: what a person should know who has such a file mapped.
    """

    name: str
    table: str
    files: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    columns: Mapping[str, Form] = field(default_factory=dict)
    entries: Mapping[str, Any] = field(default_factory=dict)
    shares: bool = False
    beside: bool = False
    named: bool = False
    last: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one system, in the headings of its export, of its programming interface and of warehouses.

    Example:
        >>> from headway import discover
        >>> "salesforce" in discover.load_all("layouts")
        True
    """

    name: str
    sheets: tuple[Sheet, ...]
