"""A mapping while it is being worked out: which file is which table, which of their columns is ours, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from headway.ingest.profile import Profile
from headway.ingest.sheets import Layout, Sheet

Mapped = dict[str, Any]


@dataclass(slots=True)
class Place:
    """One file as one table: our column → entry of the mapping, with the reason of each.

    Attributes:
        entries: what is said of the rows as a whole, such as ``where`` and ``per``.
    """

    seen: Profile
    table: str
    layout: Layout | None = None
    sheet: Sheet | None = None
    columns: Mapped = field(default_factory=dict)
    entries: Mapped = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file's name in the export."""
        return self.seen.name

    def take(self, column: str, entry: Any, why: str) -> None:
        """Map a column; what is called as ours is needs no entry."""
        if isinstance(entry, str) and entry.lower() == column:
            self.columns.pop(column, None)
        else:
            self.columns[column] = entry
        self.why[column] = why

    def drop(self, column: str) -> None:
        """Map a column no longer."""
        self.columns.pop(column, None)
        self.why.pop(column, None)

    def heading_of(self, column: str) -> str | None:
        """The heading that is read as the column as it stands, if there is one."""
        entry = self.columns.get(column)
        if entry is None:
            return next((name for name in self.seen.headings if name.lower() == column), None)
        if isinstance(entry, str):
            return entry
        plain = entry.get("column") if "lookup" not in entry else None
        return str(plain) if plain in self.seen.headings else None

    def has(self, column: str) -> bool:
        """Whether anything is read as the column."""
        return column in self.columns or self.heading_of(column) is not None


@dataclass(slots=True)
class Draft:
    """The files with a first look at each, the places found for them, and what could not be placed or settled.

    Attributes:
        helpers: (layout, sheet) → file, for files in which values are only looked up.
        dates: ``day-first`` or ``month-first`` when a person has said so.
        asked: questions about days and amounts that read either way.
        currency: the code of the currency to report in, and why; empty where nothing tells.
    """

    profiles: dict[str, Profile]
    places: list[Place] = field(default_factory=list)
    helpers: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    dates: str = ""
    asked: list[str] = field(default_factory=list)
    currency: tuple[str, str] = ("", "")

    def days_first(self, formats: tuple[str, ...]) -> tuple[str, ...]:
        """The formats that are left once a person has said whether days or months come first."""
        wanted = {"day-first": "%d", "month-first": "%m"}.get(self.dates)
        return tuple(f for f in formats if f.startswith(wanted)) or formats if wanted else formats

    def ask(self, question: str) -> None:
        """Note a question that only a person can answer."""
        if question not in self.asked:
            self.asked.append(question)
            self.notes.append(question)

    def take_back(self, file: str) -> None:
        """Say and ask nothing of a file any more."""
        for told in (self.notes, self.asked):
            told[:] = [said for said in told if not said.startswith(f"{file}: ")]

    def of(self, table: str) -> Place | None:
        """The first place of the table."""
        return next((place for place in self.places if place.table == table), None)

    def beside(self, layout: Layout, sheet: str) -> Profile | None:
        """The file that holds another sheet of a layout."""
        file = self.helpers.get((layout.name, sheet))
        if file is None:
            found = [p.seen for p in self.places if p.layout is layout and p.sheet and p.sheet.name == sheet]
            return found[0] if found else None
        return self.profiles[file]
