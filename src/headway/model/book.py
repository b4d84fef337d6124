"""The book as of a day: the one door through which everything is read.

It gives the nouns as they were known by the end of that day, to one asker, as unbound expressions; and runs an
expression built of them. The compiled SQL is kept by key, so a question asked before loads no compiler.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from headway.calendar import KINDS
from headway.engine.compiling import kept_sql
from headway.engine.protocol import Engine
from headway.engine.shelf import Shelf
from headway.errors import UsageError
from headway.model.catalog import Catalog
from headway.model.days import day_of, end_of, start_of
from headway.model.discounts import BAND
from headway.model.hierarchy import MANAGERS
from headway.model.scope import EVERYTHING, Scope
from headway.schema import tables
from headway.settings import Settings

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

# Columns of other nouns by which deals may be grouped, in the order in which a name is looked up.
PERIODS = tuple(f"{event}_{kind}" for event in ("created", "closed") for kind in KINDS)
_JOINED = (("accounts", "account_id"), ("reps", "rep_id"), ("leads", "lead_id"))
_MADE = {"calendar": PERIODS, "managers": MANAGERS, "discounts": (BAND,)}  # columns that no file brings


@dataclass(frozen=True, slots=True)
class Book:
    """What one asker may know as of the end of one day.

    Attributes:
        as_of: the day; its end, in the workspace's time zone, is the limit of what is known.
        scope: whose rows are given.
    """

    engine: Engine
    shelf: Shelf
    catalog: Catalog
    settings: Settings
    as_of: date
    scope: Scope = EVERYTHING

    @property
    def today(self) -> bool:
        """Whether this is the day for which the deals were worked out at the sync."""
        return self.as_of == self.catalog.as_of

    @property
    def known_before(self) -> datetime:
        """The first moment (UTC) that is no longer known."""
        return end_of(self.as_of, self.catalog.timezone)

    def start_of(self, day: date) -> datetime:
        """The first moment (UTC) of a day of the workspace."""
        return start_of(day, self.catalog.timezone)

    def day_of(self, moment: datetime) -> date:
        """The workspace's day of a stored moment."""
        return day_of(moment, self.catalog.timezone)

    def end_of(self, day: date) -> datetime:
        """The first moment (UTC) after a day of the workspace."""
        return end_of(day, self.catalog.timezone)

    def has(self, name: str) -> bool:
        """Whether any row of the table was known by then; of ``rejects``, which nothing dates, whether there is one."""
        if name == "rejects":
            return self.catalog.rows.get(name, 0) > 0
        return self._since(name)

    def missing(self, name: str) -> str:
        """Why there is no row of the table: unknown by then, refused, or never loaded."""
        if self.catalog.rows.get(name, 0):
            return f"no {name} known by {self.as_of}"
        if self.catalog.rows.get("rejects", 0):
            return f"no {name} loaded, and rows were refused: see 'headway health'"
        return f"no {name} loaded; map them in headway.toml"

    @property
    def histories(self) -> tuple[str, ...]:
        """Fields of a deal of which a change was known by then."""
        return tuple(field for field in self.catalog.histories if self._since(f"deal_changes.{field}"))

    def _since(self, name: str) -> bool:
        first = self.catalog.since.get(name)
        return first is not None and first < self.known_before

    def rows(self, key: str, build: Callable[[Book], ir.Table], values: Mapping[str, Any] | None = None) -> pa.Table:
        """Run an expression over the book.

        Args:
            key: names the expression and everything on which its shape depends, but not its values.
            build: makes it, only when the SQL is not kept yet.
            values: what is bound to its places beside ``as_of`` and ``known_before``.
        """
        sql = self.sql(key, build)
        given = {"as_of": self.as_of, "known_before": self.known_before, **self._scope_values(), **(values or {})}
        return self.engine.run(sql, given)

    def sql(self, key: str, build: Callable[[Book], ir.Table]) -> str:
        """The compiled expression, kept by key."""
        parts = (
            self.shelf.prefix,
            self.engine.dialect,
            self.catalog.shape,
            "today" if self.today else "then",
            "every seller" if self.scope.reps is None else str(len(self.scope.reps)),
            key,
        )
        return kept_sql(self.shelf, "|".join(parts), self.engine.dialect, lambda: build(self))

    def kept(self, key: str, make: Callable[[], Any]) -> Any:
        """A JSON value worked out once for (edition of the store, day, scope, key), then read by key."""
        return json.loads(self.kept_bytes(key, lambda: json.dumps(make(), default=str).encode()))

    def kept_bytes(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The same for bytes that are passed on as they are."""
        parts = (
            self.catalog.edition,
            self.shelf.prefix,
            self.as_of.isoformat(),
            self.scope.key,
            self.catalog.shape,
            key,
        )
        found = self.shelf.get("answer", "|".join(parts))
        if found is None:
            found = make()
            self.shelf.put("answer", "|".join(parts), found)
        return found

    def table(self, name: str, extras: Collection[str] = ()) -> ir.Table:
        """A noun as known by then, of the rows that this asker may see. Deals also have ``worth``.

        Args:
            extras: those columns that the files brought beside ours which are wanted too. The others stay away: they
                may be called anything, also what somebody works out of the rows.
        """
        catalog = self.catalog
        histories = {"deals": catalog.histories, "accounts": catalog.account_histories}.get(name, [])
        every = self.extras(name)
        wanted = tuple(column for column in every if column in extras)
        shape = (every, wanted, tuple(histories), tuple(catalog.merged))
        rows = _known(
            name,
            *shape,
            zone=catalog.timezone,
            reporting=catalog.currency,
            today=self.today and name == "deals",
            dialect=self.engine.dialect,
        )
        return self._mine(rows, name)

    def extras(self, name: str) -> tuple[str, ...]:
        """The columns of a noun that the files brought beside ours."""
        return tuple(self.catalog.extras.get(name, []))

    def deals_with(self, columns: tuple[str, ...]) -> ir.Table:
        """Deals with the asked columns of their account, seller or lead joined to them.

        Errors: :class:`UsageError` for a column that none of them has.
        """
        rows = self.table("deals", columns)
        rows = self._with_periods(rows, [column for column in columns if self._home_of(column) == "calendar"])
        rows = self._with_derived(rows, columns)
        for name, key in _JOINED:
            wanted = [column for column in columns if self._home_of(column) == name]
            if wanted:
                other = self.table(name, wanted)
                other = other.select(**{f"_{name}_key": other[key]}, **{column: other[column] for column in wanted})
                rows = rows.left_join(other, rows[key] == other[f"_{name}_key"]).drop(f"_{name}_key")
        return rows

    def reps_with(self, columns: tuple[str, ...]) -> ir.Table:
        """Sellers with the asked columns of :data:`MANAGERS` joined to their own."""
        rows = self.table("reps", columns)
        led = [column for column in columns if self._home_of(column) == "managers"]
        if not led:
            return rows
        from headway.model.hierarchy import with_managers

        return with_managers(rows, self.table("reps"), led)

    def of_sellers(self, columns: tuple[str, ...]) -> bool:
        """Whether every column is one of a seller, so that what has no deal can be grouped by it."""
        return all(column in self._columns("reps") or column in MANAGERS for column in columns)

    def of_accounts(self, columns: tuple[str, ...]) -> bool:
        """Whether every column is one of an account, so that a customer without a deal can be grouped by it."""
        return all(self._home_of(column) == "accounts" or column == "account_id" for column in columns)

    def check_columns(self, columns: tuple[str, ...]) -> None:
        """Refuse a grouping column that no deal, account, seller or lead has."""
        for column in columns:
            self._home_of(column)

    def has_column(self, column: str) -> bool:
        """Whether a deal, its account, its seller or its lead has such a column."""
        return any(column in self._columns(name) for name in ("deals", *(name for name, _ in _JOINED)))

    def nobody(self, where: Sequence[tuple[str, str]]) -> str:
        """That no deal known by then has the asked values; empty where one has, or where nothing is asked."""
        columns = tuple(column for column, _ in where)
        if not columns or not self.has("deals"):
            return ""

        def counted(book: Book) -> ir.Table:
            from headway.engine.compiling import place

            deals = book.deals_with(columns)
            tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(columns)]
            found = deals.filter(*tests)
            return found.agg(n=found.count())

        values = {f"where_{i}": value for i, (_, value) in enumerate(where)}
        if self.rows(f"nobody|{','.join(columns)}", counted, values).column("n")[0].as_py():
            return ""
        return f"no deal known by {self.as_of} has {' and '.join(f'{name} {value!r}' for name, value in where)}"

    def _with_periods(self, deals: ir.Table, columns: Sequence[str]) -> ir.Table:
        """Deals with the company's month, quarter or year in which they were created or closed."""
        import ibis

        from headway.model.build import DAYS
        from headway.model.days import local_day

        days = ibis.table({"day": "date", "month": "string", "quarter": "string", "year": "string"}, name=DAYS)
        for column in columns:
            event, _, kind = column.partition("_")
            mine = days.select(_day=days.day, **{column: days[kind]})
            deals = deals.left_join(mine, local_day(deals[f"{event}_at"], self.catalog.timezone) == mine._day)
            deals = deals.drop("_day")
        return deals

    def _with_derived(self, deals: ir.Table, columns: tuple[str, ...]) -> ir.Table:
        """Deals with what is worked out of other nouns: who leads their sellers, how far below the list they are."""
        homes = {column: self._home_of(column) for column in columns}
        led = [column for column, home in homes.items() if home == "managers"]
        if led:
            from headway.model.hierarchy import with_managers

            deals = with_managers(deals, self.table("reps"), led)
        if "discounts" in homes.values():
            from headway.model.discounts import with_discount_band

            deals = with_discount_band(deals, self.table("deal_lines"))
        return deals

    def _home_of(self, column: str) -> str:
        for name in ("deals", *(name for name, _ in _JOINED)):
            if column in self._columns(name):
                return name
        for home, made in _MADE.items():
            if column in made:
                return home
        made_here = [name for names in _MADE.values() for name in names]
        known = [*(c for name in ("deals", "accounts", "reps") for c in self._columns(name)), *made_here]
        from difflib import get_close_matches

        near = get_close_matches(column, known, n=1)
        raise UsageError(
            column, "is no column of deals, accounts or reps", f"near: {near[0]}" if near else ", ".join(known)
        )

    def _columns(self, name: str) -> tuple[str, ...]:
        return (*tables()[name].names, *self.extras(name))

    def _scope_values(self) -> dict[str, str]:
        return {f"rep_{number}": rep for number, rep in enumerate(sorted(self.scope.reps or ()))}

    def _mine(self, rows: ir.Table, name: str) -> ir.Table:
        """The rows of a noun that this asker may see: by seller, else by deal, else by account."""
        if self.scope.reps is None or name in {"products", "releases", "fx_rates", "targets", "stages"}:
            return rows
        from headway.engine.compiling import place

        columns = set(rows.columns)
        if "rep_id" in columns:
            places = [place(value, "string") for value in self._scope_values()]
            return rows.filter(rows.rep_id.isin(places)) if places else rows.limit(0)
        for key in ("deal_id", "account_id"):
            if key in columns:
                return rows.semi_join(self.table("deals").select(key).distinct(), key)
        return rows.limit(0)


@lru_cache(maxsize=64)
def _known(
    name: str,
    every: tuple[str, ...],
    wanted: tuple[str, ...],
    histories: tuple[str, ...],
    merged: tuple[str, ...],
    *,
    zone: str,
    reporting: str,
    today: bool,
    dialect: str,
) -> ir.Table:
    """A noun as known by then, its merged rows under the one that stands for them; one for all questions of a shape."""
    from headway.engine.compiling import apart

    rows = _known_rows(name, every, wanted, histories, merged, zone=zone, reporting=reporting, today=today)
    # What a history has to give back is worked out once for a day, however much is asked of it.
    return apart(rows, name, dialect, stands=name == "deals" and not today)


def _known_rows(
    name: str,
    every: tuple[str, ...],
    wanted: tuple[str, ...],
    histories: tuple[str, ...],
    merged: tuple[str, ...],
    *,
    zone: str,
    reporting: str,
    today: bool,
) -> ir.Table:
    from headway.model.nouns import bare, unbound

    rows = unbound(name, every)
    if name == "rejects":
        return rows
    if today:
        import ibis

        from headway.model.build import NOW

        rows = bare(ibis.table({**rows.schema(), "worth": "decimal(18, 4)"}, name=NOW), every, wanted)
    elif name == "deals":
        from headway.model.deal_state import deals_by_then

        rows = deals_by_then(every, list(histories), zone=zone, reporting=reporting, wanted=wanted)
    elif name == "accounts" and histories:
        from headway.model.account_state import accounts_by_then

        rows = accounts_by_then(every, list(histories), zone=zone, wanted=wanted)
    else:
        from headway.model.known import by_then

        rows = by_then(bare(rows, every, wanted), tables()[name], zone)
    if not merged:
        return rows
    from headway.model.merges import as_merged

    return as_merged(rows, name, list(merged))
