"""Builds the one truth of a generation, each step a compiled expression: links, nouns, rates, journeys, the book."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import astuple
from datetime import date, datetime

import ibis

from headway.calendar import Calendar
from headway.engine.compiling import compile_sql
from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.mapping import DELETED_AT
from headway.model import currency, identity, journeys, merges, truth
from headway.model.catalog import TABLE, Catalog
from headway.model.days import day_of, end_of
from headway.model.deal_state import deals_by_then
from headway.model.nouns import PLACE
from headway.schema import Table, Type, tables
from headway.schema.table import PLAN
from headway.settings import Settings

NOW = "deals_now"
DAYS = "calendar"
# The values of a deal's history are spelled as the deal's own columns are.
_LINKED_AS = {"deal_changes": "deals"}
# Deals date their lines, everything that names an account dates it, and accounts date their contacts.
_ORDER_LAST = ("deal_lines", "deal_needs", "activities", "milestones", "subscriptions", "accounts", "contacts")


def build_model(
    builder: DuckBuilder,
    extras: dict[str, list[str]],
    settings: Settings,
    *,
    now: datetime,
    made_with: str,
    progress: Callable[[str], None],
    decided: Iterable[merges.Merge] = (),
) -> Catalog:
    """Make every table of the model from ``newest.*`` and say what the generation holds.

    Args:
        now: the moment of the sync, UTC: the default day is that of the latest event not after it.
        decided: rows that a person said are one.
    """
    linked = _link(builder)
    for table in _in_order():
        progress(f"model: {table.name}")
        _make_noun(
            builder,
            table,
            extras.get(table.name, []),
            linked.get(_LINKED_AS.get(table.name, table.name), []),
            settings.timezone,
        )
    merged = _merge(builder, decided)
    _count_days(builder, settings.fiscal)
    _make(builder, currency.DAILY, currency.daily_rates(settings.currency))
    histories = _fields(builder, "deal_changes")
    progress("model: journeys")
    _make(builder, "journeys", _dated(journeys.journeys(histories, settings.timezone)))
    as_of = _latest_event(builder, now, settings.timezone)
    values = {"as_of": as_of, "known_before": end_of(as_of, settings.timezone)}
    progress(f"model: the book as of {as_of}")
    today = deals_by_then(extras.get("deals", []), histories, zone=settings.timezone, reporting=settings.currency)
    builder.create(NOW, compile_sql(today, builder.dialect), values)
    names = [name for name, table in tables().items() if not table.made]
    rows = {
        name: int(builder.value(f"SELECT count(*) FROM {quoted(name)}")) for name in [*names, "journeys", "rejects"]
    }
    return Catalog(
        as_of, now, settings.currency, settings.timezone, rows, extras, histories, made_with,
        merged=merged, account_histories=_fields(builder, "account_changes"),
    )  # fmt: skip


def _fields(builder: DuckBuilder, changes: str) -> list[str]:
    """The fields of which there is a change."""
    found = builder.rows(f"SELECT DISTINCT field FROM {changes} WHERE field IS NOT NULL ORDER BY 1")
    return [row[0] for row in found]


def known_since(builder: DuckBuilder) -> dict[str, datetime]:
    """When the first row of each table was known, and the first change of each field of a deal."""
    found = {
        name: builder.value(f"SELECT min(_known_at) FROM {quoted(name)}") for name in tables() if name != "rejects"
    }
    fields = builder.rows("SELECT 'deal_changes.' || field, min(_known_at) FROM deal_changes GROUP BY field")
    return {name: moment for name, moment in (*found.items(), *fields) if name and moment is not None}


def write_catalog(builder: DuckBuilder, catalog: Catalog) -> None:
    """Keep the catalog in the store that it describes."""
    builder.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT ?::VARCHAR AS content", [catalog.to_json()])


def _in_order() -> list[Table]:
    made = [table for table in tables().values() if not table.made]
    return sorted(
        made, key=lambda table: (_ORDER_LAST.index(table.name) if table.name in _ORDER_LAST else -1, table.name)
    )


def _make(builder: DuckBuilder, name: str, expression: ibis.Table) -> None:
    builder.create(name, compile_sql(expression, builder.dialect))


def _make_noun(builder: DuckBuilder, table: Table, extras: list[str], linked: list[str], zone: str) -> None:
    mentions = truth.first_mentions() if table.name == "accounts" else None
    _make(builder, table.name, truth.noun(table, extras, linked, zone, mentions=mentions))


def _link(builder: DuckBuilder) -> dict[str, list[str]]:
    """Find the links; table → the columns that need them."""
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {quoted(name)}" for name in identity.link_columns())
    builder.execute(f"CREATE OR REPLACE TABLE {identity.LINKS} AS SELECT {empty} WHERE false")
    linked: dict[str, list[str]] = {}
    filled = {parent: builder.value(f"SELECT count(*) FROM newest.{parent}") for parent in identity.PARENTS}
    for table, column, parent in identity.references():
        if filled[parent]:
            sql = compile_sql(identity.links_of(table, column, parent), builder.dialect)
            builder.execute(f"INSERT INTO {identity.LINKS} {sql}")
            if builder.value(
                f'SELECT count(*) FROM {identity.LINKS} WHERE "table" = ? AND "column" = ?', [table, column]
            ):
                linked.setdefault(table, []).append(column)
    return linked


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
    days, months, quarters, years = (list(column) for column in zip(*counted.days(), strict=True))
    every = "unnest($days::DATE[]) AS day, unnest($months::VARCHAR[]) AS month, unnest($quarters::VARCHAR[]) AS quarter"
    values = {"days": days, "months": months, "quarters": quarters, "years": years}
    builder.execute(f"CREATE OR REPLACE TABLE {DAYS} AS SELECT {every}, unnest($years::VARCHAR[]) AS year", values)


def _dated(steps: ibis.Table) -> ibis.Table:
    """Journeys with the columns that every noun of the store has."""
    nowhere = {name: ibis.null(kind) for name, kind in PLACE.items()}
    return steps.mutate(_known_at=steps.known_at, **nowhere)


def _latest_event(builder: DuckBuilder, now: datetime, zone: str) -> date:
    """The day of the latest dated fact that is not after the sync; the sync's own when nothing is dated."""
    today = day_of(now, zone)
    return max(_event_days(builder, now, today, zone), default=today)


def _event_days(builder: DuckBuilder, now: datetime, today: date, zone: str) -> Iterable[date]:
    """The latest day of each column that dates something; a moment is of its local day, a day is itself."""
    for table in tables().values():
        for column in () if table.made or table.always else (*table.columns, DELETED_AT):
            if column.type not in {Type.TIME, Type.DAY} or column.known == PLAN:
                continue
            name, limit = quoted(column.name), now if column.type is Type.TIME else today
            latest = builder.value(f"SELECT max({name}) FROM {quoted(table.name)} WHERE {name} <= ?", [limit])
            if latest is not None:
                yield day_of(latest, zone) if column.type is Type.TIME else latest
