"""Columns that give the outcome away: known only after it, or nearly the outcome itself, and without any history.

Each column of the current rows is judged alone, on rows that it was not learned from (see ``stats/separation``):
whether it is filled only once a row is closed, whether it is the whole life of the row in days or weeks, and how
well its values tell won from lost. Names play no part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from headway.engine.compiling import place
from headway.ingest.mapping import AS_GIVEN, headings_in
from headway.model.book import Book
from headway.model.checks import INFO, WARNING, Check, Severity, Study
from headway.schema import Type, tables
from headway.schema.table import ALWAYS, CHANGES, NUMBERS, WITH_ROW
from headway.settings import Settings
from headway.stats.arrays import Bools, Floats
from headway.stats.separation import Separation, coded, separation

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SAMPLE = 40_000
_FEWEST_CLOSED, _FEWEST_OPEN = 100, 30
_NEARLY_DECIDES, _TELLS_MUCH = 0.9, 0.7
_MOST, _HARDLY_ANY = 0.95, 0.05
_FALSE_ALARMS = 0.01  # chance that any column of a table without signal is named
_DAY_SECONDS, _WEEK_DAYS = 86_400, 7
_STUDIED = {Type.TEXT, *NUMBERS, Type.FLAG}
_NOT_STUDIED = {"status", "outcome", "name", "title", "currency", "email", "company"}
_AFFECTS = {"deals": ("model", "deals"), "leads": ("model",), "subscriptions": ("model",)}
_ENDS = {
    "deals": ("stage", "status", "closed_at"),
    "leads": ("converted_at", "disqualified_at"),
    "subscriptions": ("ended_on",),
}
_ROW = {"deals": "deal", "leads": "lead", "subscriptions": "subscription"}
_UNMOVED = "no model looks at the column, so it moves no figure; it would mislead whoever splits by it"


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of one table: the outcome, whether it is known, and the life of the row in days (NaN where open)."""

    happened: Bools
    closed: Bools
    life_days: Floats


def _ended(table: str, rows: ir.Table) -> tuple[ir.Value, ir.Value, ir.Value]:
    """(whether it ended one way rather than the other, whether that is known, when it ended)."""
    if table == "deals":
        return rows.outcome == "won", rows.outcome.notnull(), rows.closed_at
    if table == "leads":
        told = rows.converted_at.notnull() | rows.disqualified_at.notnull()
        return rows.converted_at.notnull(), told, rows.converted_at
    return rows.ended_on.notnull(), rows.started_on.notnull(), rows.ended_on.cast("timestamp")


def _began(table: str, rows: ir.Table) -> ir.Value:
    return rows.started_on.cast("timestamp") if table == "subscriptions" else rows.created_at


def columns_of(book: Book, table: str) -> list[str]:
    """The columns whose past is not kept: the files' own, and ours without history, references left out."""
    histories = book.histories if table == "deals" else ()
    kept = {WITH_ROW, ALWAYS, CHANGES}
    ours = [
        column.name
        for column in tables()[table].columns
        if column.type in _STUDIED and column.known in kept and not column.refers and column.name not in histories
    ]
    made_of = _made_of(book.settings, table)
    theirs = [name for name in book.extras(table) if name.lower().removesuffix(AS_GIVEN) not in made_of]
    names = [*ours, *theirs]
    return [name for name in names if name not in _NOT_STUDIED and name not in tables()[table].key]


def _made_of(settings: Settings, table: str) -> set[str]:
    """The headings of which the outcome is made, or what is known with it alone: they give it away by what they are."""
    ends = _ENDS[table]
    told = {column.name for column in tables()[table].columns if column.name in ends or column.known in ends}
    mapped = [source.tables.get(table, ()) for source in settings.sources]
    several = [mapping for said in mapped for mapping in ([said] if isinstance(said, Mapping) else said)]
    return {heading for mapping in several for name in told & set(mapping) for heading in headings_in(mapping[name])}


def _sampled(book: Book, table: str, columns: Sequence[str]) -> ir.Table:
    """One row in so many, chosen by its key alone, in the order of the keys' hashes."""
    import ibis

    from headway.model.words import outcome

    rows = book.table(table, columns)
    happened, closed, ended = _ended(table, rows)
    key = rows[tables()[table].key[0]]
    values = {f"c{i}": rows[name].cast("string") for i, name in enumerate(columns)}
    if "stage" in columns:  # a stage that says won or lost is the outcome, not a sign of it
        name = f"c{columns.index('stage')}"
        values[name] = ibis.ifelse(outcome(rows.stage).isnull(), rows.stage, ibis.null("string"))
    life = (ended.epoch_seconds() - _began(table, rows).epoch_seconds()) / _DAY_SECONDS
    picked = rows.select(_hash=key.hash(), _key=key, _happened=happened, _closed=closed, _life=life, **values)
    return picked.filter(picked._hash % place("every", "int64") == 0).order_by("_hash", "_key").drop("_hash", "_key")


def learn(table: str) -> Callable[[Book], Sequence[Check]]:
    """The leaks among the columns of one table."""

    def found(book: Book) -> list[Check]:
        columns = columns_of(book, table)
        rows = int(
            book.rows(f"leak rows|{table}", lambda b: b.table(table).agg(n=b.table(table).count()))["n"][0].as_py()
        )
        key = f"leak sample|{table}|{'|'.join(columns)}"
        read = book.rows(key, lambda b: _sampled(b, table, columns), {"every": max(1, rows // _SAMPLE)})
        sample = Sample(
            read["_happened"].fill_null(False).to_numpy(),
            read["_closed"].fill_null(False).to_numpy(),
            read["_life"].cast("float64").to_numpy(zero_copy_only=False),
        )
        if sample.closed.sum() < _FEWEST_CLOSED:
            return []
        texts = [np.asarray(read[f"c{i}"].to_pylist(), dtype=object) for i in range(len(columns))]
        told = [judge(table, name, text, sample, len(columns)) for name, text in zip(columns, texts, strict=True)]
        return [check for check in told if check is not None]

    return found


def judge(table: str, column: str, texts: NDArray[np.object_], sample: Sample, studied: int) -> Check | None:
    """The check of one column, when it gives the outcome away.

    Args:
        studied: how many columns are judged: each must be surer, that none is named by chance.
    """
    closed = sample.closed
    found = separation(coded(texts[closed]), sample.happened[closed])
    told = "" if found is None else f"; alone it tells {_outcomes(table)} with {_auc(found)}"
    late = _only_when_closed(texts, closed)
    if late:
        return _check(table, column, "is known only after the outcome", f"{late}{told}")
    if _is_life(texts[closed], sample.life_days[closed]):
        life = f"it is the whole life of the {_ROW[table]} in days or weeks"
        return _check(table, column, "is known only after the outcome", f"{life}{told}")
    if found is None:
        return None
    sure = separation(coded(texts[closed]), sample.happened[closed], level=1 - 2 * _FALSE_ALARMS / studied)
    low = 0.0 if sure is None else sure.low
    if low < _TELLS_MUCH:
        return None
    if low >= _NEARLY_DECIDES:
        return _check(table, column, "gives the outcome away", f"its value nearly decides the outcome{told}")
    much = f"it tells more than most columns can: make sure that it was known before the outcome{told}"
    return _check(table, column, "tells much of the outcome", much, INFO)


def _outcomes(table: str) -> str:
    return {"deals": "won from lost", "leads": "converted from not"}.get(table, "ended from running")


def _auc(found: Separation) -> str:
    return f"AUC {found.auc:.3f} ({found.low:.3f} to {found.high:.3f}, n {found.n:,})"


def _only_when_closed(texts: NDArray[np.object_], closed: Bools) -> str:
    """What is said of a column that is filled, or has one value, on closed rows and hardly ever on open ones."""
    if (~closed).sum() < _FEWEST_OPEN:
        return ""
    filled = np.array([text is not None and text.strip() != "" for text in texts])
    if filled[closed].mean() >= _MOST and filled[~closed].mean() <= _HARDLY_ANY:
        return "it is filled only when the outcome is known"
    values, counts = np.unique(texts[closed & filled].astype(str), return_counts=True)
    if values.size and counts.max() >= _MOST * closed.sum():
        usual = values[counts.argmax()]
        if (texts[~closed & filled].astype(str) == usual).sum() <= _HARDLY_ANY * (~closed).sum():
            return f"it becomes '{usual}' when the outcome is known"
    return ""


def _is_life(texts: NDArray[np.object_], life_days: Floats) -> bool:
    """Whether the column is the days (or weeks) from first to last, but for rounding."""
    known = np.isfinite(life_days)
    if known.sum() < _FEWEST_CLOSED or np.ptp(life_days[known]) < _WEEK_DAYS:
        return False
    try:
        told = np.array([np.nan if text in {None, ""} else float(text) for text in texts[known]])
    except ValueError:
        return False
    return any(bool(np.mean(np.abs(told * unit - life_days[known]) <= unit) >= _MOST) for unit in (1, _WEEK_DAYS))


def _check(table: str, column: str, wrong: str, detail: str, severity: Severity = WARNING) -> Check:
    def rows(book: Book) -> ir.Table:
        known = book.table(table, [column])
        return known.filter(_ended(table, known)[1], known[column].cast("string").fill_null("") != "")

    return Check(
        name="leak",
        title=f"'{column}' {wrong}",
        table=table,
        column=column,
        remedy="leave it out of comparisons, or load its history, so that what it held before the outcome is known",
        affects=_AFFECTS[table],
        severity=severity,
        detail=f"{detail}; left out of every model".replace("{", "{{").replace("}", "}}"),
        unmoved=_UNMOVED,
        rows=rows,
    )


CHECK = tuple(Study("leak", table, learn(table)) for table in _ROW)
