"""Builds the one truth of a generation, each step a compiled expression: links, nouns, rates, journeys, the book."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from headway.calendar import Calendar
from headway.engine.compiling import kept_sql
from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.engine.local import Local
from headway.engine.shelf import Shelf
from headway.ingest.mapping import DELETED_AT
from headway.ingest.snapshots import COMPARED
from headway.model import currency, identity, keys, merges
from headway.model.catalog import TABLE, Catalog
from headway.model.days import day_of, end_of
from headway.model.nouns import PLACE
from headway.schema import Table, Type, tables
from headway.schema import histories as nouns_with_history
from headway.schema.table import DATES, PLAN, Column
from headway.settings import Settings

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOW, STATES = keys.BOOK, keys.STATES
DAYS = "calendar"
_SINCE = Column("_known_at", Type.TIME, "Since when a row is known: a snapshot may bring it later than its day.")
MANY = 1_000_000
# Deals date their lines, everything that names an account dates it, and accounts date their contacts.
_ORDER_LAST = ("deal_lines", "deal_needs", "activities", "milestones", "subscriptions", "accounts", "contacts")


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes tables of expressions; their SQL is kept, so an ordinary sync neither loads nor runs a compiler."""

    builder: DuckBuilder
    shelf: Shelf
    made_with: str

    def sql(self, name: str, build: Callable[[], ir.Table], *shape: object) -> str:
        """The SQL of what ``build`` gives; ``shape`` is what that depends on beside the code and the settings."""
        parts = ("model", self.made_with, self.builder.dialect, name, json.dumps(shape))
        return kept_sql(self.shelf, "|".join(parts), self.builder.dialect, build)

    def make(
        self,
        name: str,
        build: Callable[[], ir.Table],
        *shape: object,
        values: Mapping[str, Any] | None = None,
        local: Local | None = None,
    ) -> None:
        """Make a table of it."""
        self.builder.create(name, self.sql(name, build, *shape), values, local)


def build_model(
    builder: DuckBuilder,
    extras: dict[str, list[str]],
    settings: Settings,
    *,
    now: datetime,
    made_with: str,
    shelf: Shelf,
    progress: Callable[[str], None],
    decided: Iterable[merges.Merge] = (),
) -> Catalog:
    """Make every table of the model from ``newest.*`` and say what the generation holds.

    Args:
        now: the moment of the sync, UTC: the default day is that of the latest event not after it.
        made_with: fingerprint of the code and of the settings that shape the store.
        shelf: where compiled SQL is kept.
        decided: rows that a person said are one.
    """
    maker = _Maker(builder, shelf, made_with)
    linked, given = _link(maker)
    for table in _in_order():
        progress(f"model: {table.name}")
        _make_noun(
            maker,
            table,
            extras.get(table.name, []),
            linked.get(table.changes_of or table.name, []),
            settings.timezone,
        )
    merged = _merge(builder, decided)
    _count_days(builder, settings.fiscal)
    maker.make(currency.DAILY, lambda: currency.daily_rates(settings.currency))
    histories = _fields(builder, "deal_changes")
    progress("model: journeys")
    _make_journeys(maker, histories, settings.timezone)
    as_of = latest_event(builder, now, settings.timezone)
    values = {"as_of": as_of, "known_before": end_of(as_of, settings.timezone)}
    progress(f"model: the book as of {as_of}")
    of_deals, local = extras.get("deals", []), keys.of_the_book(settings.currency)
    maker.make(NOW, lambda: _today(of_deals, histories, settings), of_deals, histories, values=values, local=local)
    names = [name for name, table in tables().items() if not table.made]
    rows = {
        name: int(builder.value(f"SELECT count(*) FROM {quoted(name)}")) for name in [*names, "journeys", "rejects"]
    }
    return Catalog(
        as_of, now, settings.currency, settings.timezone, rows, extras, histories, made_with,
        merged=merged, account_histories=_fields(builder, "account_changes"), given=given,
    )  # fmt: skip


def _fields(builder: DuckBuilder, changes: str) -> list[str]:
    """The fields of which there is a change."""
    found = builder.rows(f"SELECT DISTINCT field FROM {changes} WHERE field IS NOT NULL ORDER BY 1")
    return [row[0] for row in found]


def known_since(builder: DuckBuilder) -> dict[str, datetime]:
    """When the first row of each table was known, and the first change of each field of a deal."""
    each = (f"SELECT '{name}', min(_known_at) FROM {quoted(name)}" for name in tables() if name != "rejects")
    fields = "SELECT 'deal_changes.' || field, min(_known_at) FROM deal_changes GROUP BY field"
    found = builder.rows(" UNION ALL ".join((*each, fields)))
    return {name: moment for name, moment in found if name and moment is not None}


def write_catalog(builder: DuckBuilder, catalog: Catalog) -> None:
    """Keep the catalog in the store that it describes."""
    builder.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT ?::VARCHAR AS content", [catalog.to_json()])


def _in_order() -> list[Table]:
    made = [table for table in tables().values() if not table.made]
    return sorted(
        made, key=lambda table: (_ORDER_LAST.index(table.name) if table.name in _ORDER_LAST else -1, table.name)
    )


def _make_noun(maker: _Maker, table: Table, extras: list[str], linked: list[str], zone: str) -> None:
    named = table.name == "accounts" or _any_unparented(maker.builder, table)
    histories = _fields(maker.builder, "deal_changes") if named else []

    def build() -> ir.Table:
        from headway.model import truth

        mentions = truth.first_mentions(histories) if named else None
        return truth.noun(table, extras, linked, zone, mentions=mentions)

    local = keys.of_noun(table, linked)
    if named:  # what names an account that is not loaded may lie in any table: its few rows are made anew
        local = keys.of_accounts(histories) if table.name == "accounts" else None
    maker.make(table.name, build, extras, linked, histories, named, local=local)


def _any_unparented(builder: DuckBuilder, table: Table) -> bool:
    """Whether any row names an account that is not loaded, also by no name of one, and has no day of its own."""
    if not table.parent or table.column(table.parent).refers != "accounts":
        return False
    undated = " AND ".join(f"mine.{quoted(name)} IS NULL" for name in ("known_at", *table.dated_by))
    named = f"mine.{quoted(table.parent)}"
    linked = f'SELECT given FROM {identity.LINKS} WHERE "table" = ? AND "column" = ?'
    found = (
        f"SELECT 1 FROM newest.{table.name} AS mine ANTI JOIN accounts ON {named} = accounts.account_id "
        f"ANTI JOIN ({linked}) AS linked ON {named} = linked.given WHERE {named} IS NOT NULL AND {undated} LIMIT 1"
    )
    return bool(builder.rows(found, [table.name, table.parent]))


def _make_journeys(maker: _Maker, histories: list[str], zone: str) -> None:
    """A table for each kind of journey, since each is made by another key; all of them are one to who reads."""
    compared = _any_compared(maker.builder)
    locals_ = keys.of_journeys(histories, compared=compared)
    maker.make(STATES, partial(_states, histories), histories)
    for kind, local in locals_.items():
        maker.make(
            f"journeys_of_{kind}",
            partial(_journeys, histories, zone, kind, compared=compared),
            histories,
            compared,
            local=local,
        )
    shown = "SELECT kind || ':' || entity_id AS journey_id, *, known_at AS _known_at"
    every = " UNION ALL ".join(f"{shown} FROM journeys_of_{kind}" for kind in locals_)
    maker.builder.execute(f"CREATE OR REPLACE VIEW journeys AS {every}")


def _any_compared(builder: DuckBuilder) -> bool:
    """Whether any change of a deal was found by comparing snapshots."""
    found = f"SELECT 1 FROM deal_changes WHERE ends_with(_file, {text_literal(COMPARED)}) LIMIT 1"
    return bool(builder.rows(found))


def _journeys(histories: list[str], zone: str, kind: str, *, compared: bool) -> ir.Table:
    """Journeys of a kind with the columns that every noun of the store has."""
    import ibis

    from headway.model import journeys

    steps = journeys.journeys(histories, zone, compared=compared)[kind]
    return steps.mutate(**{name: ibis.null(kind) for name, kind in PLACE.items()})


def _states(histories: list[str]) -> ir.Table:
    from headway.model import journeys

    return journeys.states(histories)


def _today(extras: list[str], histories: list[str], settings: Settings) -> ir.Table:
    from headway.model.deal_state import deals_by_then

    return deals_by_then(extras, histories, zone=settings.timezone, reporting=settings.currency)


def _link(maker: _Maker) -> tuple[dict[str, list[str]], list[str]]:
    """Find the links; table → the columns that need them, and the columns of which is kept what they refer to."""
    builder = maker.builder
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {quoted(name)}" for name in identity.link_columns())
    builder.execute(f"CREATE OR REPLACE TABLE {identity.LINKS} AS SELECT {empty} WHERE false")
    linked: dict[str, list[str]] = {}
    given: list[str] = []
    filled = {name: _rows(builder, name) for name, table in tables().items() if not table.made}
    told = {row[0] for row in builder.rows("SELECT DISTINCT lower(trim(field)) FROM newest.deal_changes")}
    for table, column, parent in identity.references():
        # What a deal referred to may stand in its history alone.
        if filled[parent] and (filled[table] or table == "deals"):
            kept = _keep_given(maker, table, column) if table != "deals" and filled[table] > MANY else ""
            if _link_column(maker, table, column, parent, told & {column}, kept):
                linked.setdefault(table, []).append(column)
            if kept and table not in nouns_with_history():  # what a history says that was referred to is not among it
                given.append(f"{table}.{column}")
    return linked, given


def _rows(builder: DuckBuilder, table: str) -> int:
    return int(builder.value(f"SELECT count(*) FROM newest.{table}"))


def _link_column(maker: _Maker, table: str, column: str, parent: str, told: set[str], kept: str) -> bool:
    """Add the links of one column; whether there is any. Names are compared only where a reference is no key."""
    builder, where = maker.builder, f"{table}.{column}"
    lost = maker.sql(
        f"orphans of {where}", lambda: identity.orphans(table, column, parent, told, kept), sorted(told), kept
    )
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {identity.ORPHANS} AS {lost}")
    if not builder.value(f"SELECT count(*) FROM {identity.ORPHANS}"):
        return False
    links = maker.sql(f"links of {where}", lambda: identity.links_of(table, column, parent))
    builder.execute(f"INSERT INTO {identity.LINKS} {links}")
    mine = f'SELECT count(*) FROM {identity.LINKS} WHERE "table" = ? AND "column" = ?'
    return bool(builder.value(mine, [table, column]))


def _keep_given(maker: _Maker, table: str, column: str) -> str:
    """Keep what a long table refers to, which takes a while to see: a day's rows seldom add to that."""
    name = identity.kept_given(table, column)
    local = Local("given", {f"newest.{table}": column}, unless={f"newest.{table}": "true"})
    maker.make(name, lambda: identity.given(table, column), local=local)
    return name


def _merge(builder: DuckBuilder, decided: Iterable[merges.Merge]) -> list[str]:
    """Make the table of spans; gives the tables of which any row was merged."""
    told = builder.rows('SELECT "table", from_id, into_id, _known_at, deleted_at FROM merges WHERE into_id IS NOT NULL')
    loaded = [
        merges.Merge(table, given, into, since or merges.ALWAYS, until or merges.NEVER)
        for table, given, into, since, until in told
    ]
    found = [astuple(span) for span in merges.spans([*loaded, *decided])]
    kinds = {"string": "VARCHAR", "timestamp": "TIMESTAMP"}
    columns = {name: kinds[kind] for name, kind in merges.span_columns().items()}
    values = {name: [row[place] for row in found] for place, name in enumerate(columns)}
    every = ", ".join(f"unnest(${name}::{kind}[]) AS {quoted(name)}" for name, kind in columns.items())
    builder.execute(f"CREATE OR REPLACE TABLE {merges.SPANS} AS SELECT {every}", values)
    return sorted({row[0] for row in found})


def _count_days(builder: DuckBuilder, counted: Calendar) -> None:
    """Make the table of days: which month, quarter and year of the company each is of."""
    names = ("start", "end", "month", "quarter", "year")
    values = dict(zip(names, (list(column) for column in zip(*counted.months(), strict=True)), strict=True))
    kinds = ("DATE", "DATE", "VARCHAR", "VARCHAR", "VARCHAR")
    months = ", ".join(f"unnest('@{name}@'::{kind}[]) AS \"{name}\"" for name, kind in zip(names, kinds, strict=True))
    days = 'CAST(unnest(range("start", "end" + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS DATE) AS day'
    builder.create(DAYS, f"SELECT {days}, month, quarter, year FROM (SELECT {months})", values)


def latest_event(builder: DuckBuilder, now: datetime, zone: str) -> date:
    """The day of the latest dated fact that is not after the sync; the sync's own when nothing is dated."""
    today = day_of(now, zone)
    return max(_event_days(builder, now, today, zone), default=today)


def _event_days(builder: DuckBuilder, now: datetime, today: date, zone: str) -> Iterable[date]:
    """The latest day of each column that dates something; a moment is of its local day, a day is itself."""
    for table in tables().values():
        dated = () if table.made or table.always else (*table.columns, DELETED_AT, _SINCE)
        columns = [c for c in dated if c.type in DATES and c.known != PLAN]
        if not columns:
            continue
        latest = ", ".join(f"max({quoted(c.name)}) FILTER ({quoted(c.name)} <= ?)" for c in columns)
        limits = [now if column.type is Type.TIME else today for column in columns]
        for last in builder.rows(f"SELECT {latest} FROM {quoted(table.name)}", limits)[0]:
            if last is not None:
                yield day_of(last, zone) if isinstance(last, datetime) else last
