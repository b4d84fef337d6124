"""Small companies for the guarantees: every table of the contract at times, rows as plain dicts, written as CSV."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from headway.schema import tables
from tests.guarantees.records import HABITS, OPTIONAL, ZONES, Maker, Row, Tables


@dataclass(frozen=True, slots=True, repr=False)
class Company:
    """Rows by table, and what a workspace says about them; times are UTC without a zone, days are days of ``zone``."""

    tables: Tables
    zone: str = "UTC"
    time_style: str = "plain"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recipe: str = ""

    def __repr__(self) -> str:
        """How to make it again: its rows would fill pages."""
        return self.recipe or f"Company({ {name: len(rows) for name, rows in self.tables.items()} })"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """The same when hypothesis shows it."""
        printer.text(repr(self))

    def with_tables(self, changed: Tables) -> Company:
        """The same workspace with other rows."""
        return replace(self, tables=changed)


def headings(company: Company, table: str) -> tuple[str, ...]:
    """The columns of a table's file: ours, ``known_at``, ``deleted_at`` and one extra."""
    return company.columns.get(table) or (*tables()[table].names, "known_at", "deleted_at", "region")


def cell(value: Any, style: str) -> str:
    """The text of a value; times in one of the three ways in which the contract lets them be written."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        if style == "offset":
            return value.replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Kolkata")).isoformat()
        return value.isoformat() + ("Z" if style == "zulu" else "")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_table(path: Path, names: Sequence[str], rows: Sequence[Row], style: str = "plain") -> None:
    """One CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([cell(row.get(name), style) for name in names] for row in rows)


def write_settings(folder: Path, zone: str = "UTC", sources: Sequence[tuple[str, str]] = (("crm", "export"),)) -> None:
    """``headway.toml`` with the sources in the order given."""
    head = f'[workspace]\nname = "Small"\ncurrency = "USD"\ntimezone = "{zone}"\n'
    entries = [f'\n[[sources]]\nname = "{name}"\nkind = "files"\npath = "{path}"\n' for name, path in sources]
    (folder / "headway.toml").write_text(head + "".join(entries), encoding="utf-8")


def write_company(company: Company, folder: Path) -> Path:
    """A workspace with the company's export, not synced yet."""
    export = folder / "export"
    export.mkdir(parents=True)
    for table, rows in company.tables.items():
        write_table(export / f"{table}.csv", headings(company, table), rows, company.time_style)
    write_settings(folder, company.zone)
    return folder


@st.composite
def companies(draw: st.DrawFn, *, most_deals: int = 60) -> Company:
    """A company of 5 to ``most_deals`` deals with any of the contract's tables.

    Its size and which habits its records have are hypothesis's, so that a failing one is made smaller; the values of
    its cells come from one seed.
    """
    seed = draw(st.integers(0, 2**32 - 1), label="seed")
    deals = draw(st.integers(5, most_deals), label="deals")
    named = draw(st.sets(st.sampled_from(OPTIONAL)) | st.just(set(OPTIONAL)), label="tables")
    habits = draw(st.sets(st.sampled_from(HABITS)), label="habits")
    zone = draw(st.sampled_from(ZONES), label="zone")
    style = draw(st.sampled_from(("plain", "zulu", "offset")), label="time style")
    return make_company(seed, deals, named=named, habits=habits, zone=zone, time_style=style)


def make_company(
    seed: int,
    deals: int = 30,
    *,
    named: Iterable[str] = OPTIONAL,
    habits: Iterable[str] = (),
    zone: str = "UTC",
    time_style: str = "plain",
) -> Company:
    """The company of a seed, with the tables named and the habits given."""
    made = Maker(random.Random(seed), zone, frozenset(habits)).company(deals)
    kept = {name: rows for name, rows in made.items() if name in {"deals", *named}}
    recipe = f"make_company({seed}, {deals}, named={sorted(named)}, habits={sorted(habits)}, {zone=}, {time_style=})"
    return Company(kept, zone, time_style, _columns(frozenset(habits)), recipe)


def _columns(habits: frozenset[str]) -> dict[str, tuple[str, ...]]:
    gone = {name for name in ("stage", "status") if f"no_{name}" in habits}
    every = (*tables()["deals"].names, "known_at", "deleted_at", "region")
    return {"deals": tuple(name for name in every if name not in gone)}
