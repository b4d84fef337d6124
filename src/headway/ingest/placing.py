"""Finds for each file of an export the table that it holds: as a sheet of a known system, or by headings like ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from headway import discover
from headway.engine.duckdb import DuckBuilder
from headway.ingest.connectors.files import table_of
from headway.ingest.days_in_names import day_in
from headway.ingest.draft import Draft, Place
from headway.ingest.profile import Profile
from headway.ingest.recipes import find_all
from headway.ingest.recognise import SURELY, file_names, name_score, score
from headway.ingest.sheets import Layout, Sheet
from headway.schema import Table, tables

# A file's name weighs as much as seven headings; a sheet that is a last resort comes after everything else.
_NAME, _HEADING, _MARK, _LAST = 2.0, 0.3, 0.4, -100.0
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    worth: float
    file: str
    table: str
    layout: Layout | None = None
    sheet: Sheet | None = None

    @property
    def sheet_is_last(self) -> bool:
        """Whether the sheet is taken only when nothing else is."""
        return self.sheet is not None and self.sheet.last


def place_files(builder: DuckBuilder, draft: Draft) -> None:
    """Give every file that is recognised its place; each table takes the file that suits it best."""
    for seen in draft.profiles.values():
        own = _own(seen)
        if own is not None:
            draft.places.append(Place(seen, own.name))
    others = {name: seen for name, seen in draft.profiles.items() if _own(seen) is None}
    known = _of_one_system(_sheets(others))
    found = [*known, *_alike(builder, others, {candidate.file for candidate in known if not candidate.sheet_is_last})]
    for one in sorted(found, key=lambda c: (-c.worth, c.file, c.table, c.sheet.name if c.sheet else "")):
        if _fits(draft, one):
            seen = draft.profiles[one.file]
            if one.table:
                draft.places.append(Place(seen, one.table, one.layout, one.sheet))
            elif one.layout is not None and one.sheet is not None:
                draft.helpers[one.layout.name, one.sheet.name] = one.file
    _by_name_alone(draft)
    draft.places.sort(key=lambda place: (list(tables()).index(place.table), place.file))


def _by_name_alone(draft: Draft) -> None:
    """Without any deals, a file that is called so is taken for them: what it lacks is told, and finished by hand."""
    taken = {place.file for place in draft.places} | set(draft.helpers.values())
    if draft.of("deals") is not None:
        return
    for name, seen in draft.profiles.items():
        if name not in taken and name_score(name, file_names(tables()["deals"])) >= SURELY:
            draft.places.append(Place(seen, "deals"))
            return


def _own(seen: Profile) -> Table | None:
    """The table, when file and required columns are named as ours are."""
    table = table_of(seen.name)
    names = {heading.lower() for heading in seen.headings}
    return table if table is not None and all(c.name in names for c in table.columns if c.required) else None


def _sheets(profiles: Mapping[str, Profile]) -> list[_Candidate]:
    found = []
    for layout in discover.load_all("layouts").values():
        for sheet in layout.sheets:
            for file, seen in profiles.items():
                worth = _worth(sheet, seen)
                if worth:
                    found.append(_Candidate(worth, file, sheet.table, layout, sheet))
    return found


def _of_one_system(found: list[_Candidate]) -> list[_Candidate]:
    """Without sheets of other systems, unless the file's name says so, where several files are of one."""
    best: dict[str, _Candidate] = {}
    for candidate in sorted(found, key=lambda c: -c.worth):
        best.setdefault(candidate.file, candidate)
    held = Counter(candidate.layout.name for candidate in best.values() if candidate.layout is not None)
    main, files = held.most_common(1)[0] if held else ("", 0)
    if files < _SEVERAL:
        return found
    return [
        candidate
        for candidate in found
        if candidate.layout is not None
        and candidate.sheet is not None
        and (candidate.layout.name == main or name_score(candidate.file, candidate.sheet.files) >= SURELY)
    ]


def _worth(sheet: Sheet, seen: Profile) -> float:
    """How much speaks for the file being this sheet; 0 when a mark is missing or something rules it out."""
    if not all(find_all(seen, mark) for mark in sheet.marks) or any(find_all(seen, words) for words in sheet.without):
        return 0.0
    named = name_score(seen.name, sheet.files)
    if sheet.named and named < SURELY:
        return 0.0
    words = [form if isinstance(form, tuple) else (form,) for form in sheet.columns.values()]
    known = sum(any(isinstance(w, str) and find_all(seen, w) for w in form) for form in words)
    last = _LAST if sheet.last else 0.0
    return _NAME * named + _HEADING * known + _MARK * len(sheet.marks) + last


def _alike(builder: DuckBuilder, profiles: Mapping[str, Profile], known: set[str]) -> list[_Candidate]:
    """Candidates by headings like ours, whatever system they come from.

    Where several files are those of a known system, the others are its too, and are taken only by their name.
    """
    alone = len(profiles) == 1
    strict = len(known) >= _SEVERAL
    found = [
        _Candidate(score(builder, seen, table, alone=alone), file, table.name)
        for file, seen in profiles.items()
        for table in tables().values()
        if not table.made and (not strict or file in known or name_score(file, file_names(table)) >= SURELY)
    ]
    return [candidate for candidate in found if candidate.worth > 0]


def _fits(draft: Draft, one: _Candidate) -> bool:
    """Whether nothing better has taken the file or the table."""
    helped = one.file in draft.helpers.values()
    mine = [place for place in draft.places if place.file == one.file]
    if helped or any(not _share(one, place) or place.table == one.table for place in mine):
        return False
    if not one.table:
        return (
            one.layout is not None and one.sheet is not None and (one.layout.name, one.sheet.name) not in draft.helpers
        )
    taken = [place for place in draft.places if place.table == one.table]
    return all(_beside(one, place, draft.profiles[one.file]) for place in taken)


def _share(one: _Candidate, place: Place) -> bool:
    """Whether two sheets of one system read the same file."""
    both = one.sheet is not None and place.sheet is not None and one.sheet.shares and place.sheet.shares
    return both and one.layout is place.layout


def _beside(one: _Candidate, place: Place, seen: Profile) -> bool:
    """Whether two files may feed the same table: by the same headings, or as parts that a system keeps apart.

    The same export of another day may have a column more, or less.
    """
    ours, theirs = set(place.seen.headings), set(seen.headings)
    if one.sheet is place.sheet and (
        ours == theirs or (_other_day(place.seen, seen) and (ours < theirs or theirs < ours))
    ):
        return True
    both = one.sheet is not None and place.sheet is not None and one.sheet.beside and place.sheet.beside
    return both and one.layout is place.layout and one.sheet is not place.sheet


def _other_day(one: Profile, other: Profile) -> bool:
    """Whether two files differ in the day of their name alone."""
    named = [day_in(seen.name) for seen in (one, other)]
    return None not in named and len({pattern for pattern, _ in filter(None, named)}) == 1
