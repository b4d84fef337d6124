"""What a noun is made of: a table, its columns, and for each column type, unit, meaning, and since when it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Type(StrEnum):
    """The types a column may have; ``engine`` turns them into the types of a dialect."""

    TEXT = "text"
    TIME = "time"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"


NUMBERS = frozenset({Type.MONEY, Type.NUMBER, Type.INTEGER})
DATES = frozenset({Type.DAY, Type.TIME})

WITH_ROW = "its row"
ALWAYS = "always"
PLAN = "plan"
CHANGES = "its last change"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a noun.

    Attributes:
        known: since when its value is known: ``WITH_ROW``, ``ALWAYS``, ``PLAN`` (a plan never hides a row),
            ``CHANGES`` (the last change by then), or the name of the column whose time makes it known.
        free: holds what people write: ``none`` is a word there, and no value elsewhere.
        refers: the table whose key this column holds.
        values: the values that it may take; empty means any. ``closed`` refuses every other value.
        headings: other systems' headings that mean this column, most telling first.
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False
    known: str = WITH_ROW
    personal: bool = False
    free: bool = False
    refers: str = ""
    values: tuple[str, ...] = ()
    closed: bool = False
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One noun: its columns, its key, and what dates a row.

    Attributes:
        key: columns that name a row; a later row with the same key replaces it. Empty for a multiset.
        dated_by: columns whose first known value dates the row; empty with ``parent`` when the parent dates it.
        parent: the column that leads to the row that dates this one when nothing else does.
        always: rows are known at any time (reference data).
        undated_always: so are those rows that nothing dates; with ``parent``, if that is not loaded either.
        made: made by us, never loaded.
        changes_of: the noun of whose fields its rows are changes; empty when they are none.
        file_names: other systems' file names that mean this table.

    Example:
        >>> from headway.schema import tables
        >>> tables()["deals"].key
        ('deal_id',)
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    dated_by: tuple[str, ...] = ()
    parent: str = ""
    always: bool = False
    undated_always: bool = False
    made: bool = False
    multiset_of: str = ""
    changes_of: str = ""
    file_names: tuple[str, ...] = field(default=())

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(c.name for c in self.columns)

    @property
    def versions(self) -> str:
        """The column within each of whose values a newer version replaces an older one; empty when there is none."""
        first = self.multiset_of or (self.key[0] if self.key else "")
        return first if first and self.column(first).required else ""
