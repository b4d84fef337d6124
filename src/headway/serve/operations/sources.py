"""The question `sources`: how fresh and complete each source is, and whether it agrees with the sync before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from headway.question import Answer, question
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book
    from headway.model.rhythm import Rhythm
    from headway.workspace import Ask

_NAMED = 3
# What questions need of a row beside its key; of an open deal no closing day is asked.
_NEEDED = {
    "deals": ("account_id", "rep_id", "amount", "stage", "created_at"),
    "activities": ("deal_id", "rep_id", "occurred_at"),
    "subscriptions": ("account_id", "arr", "started_on"),
    "leads": ("created_at", "source"),
}


@question("Sources: fresh, complete, agreeing", needs=(), keeps=False)
def sources(ask: Ask) -> Answer:
    """One row a source: its last event, its usual rhythm, what is empty in it, and what changed since the last sync."""
    told = ask.book.kept("sources", lambda: _told(ask.book))
    changed = _changes(ask)
    rows = [{**row, **_agreement(row["source"], changed)} for row in told]
    return Answer("sources", ask.as_of, sentence(rows), rows, _NOTES).first(ask.limit)


def _told(book: Book) -> list[dict[str, Any]]:
    from headway.model.rhythm import rhythms

    names = [name for name, table in tables().items() if not table.made and not table.always and book.has(name)]
    seen: defaultdict[str, list[Rhythm]] = defaultdict(list)
    for name in names:
        for rhythm in rhythms(book, name):
            seen[rhythm.source].append(rhythm)
    empty = _empty(book, names)
    return [_row(book, source, found, empty.get(source, [])) for source, found in sorted(seen.items())]


def _row(book: Book, source: str, found: list[Rhythm], empty: list[dict[str, Any]]) -> dict[str, Any]:
    newest = max(found, key=lambda rhythm: rhythm.last)
    gaps = [rhythm.usual_gap_days for rhythm in found if rhythm.usual_gap_days is not None]
    return {
        "source": source,
        "last_event": newest.last.isoformat(),
        "silent_days": newest.silent_days,
        "usual_gap_days": min(gaps, default=None),
        "last_sync": book.catalog.synced_at.isoformat(),
        "fresh": not any(rhythm.stale for rhythm in found),
        "complete": all(rhythm.hole is None for rhythm in found),
        "rows": sum(rhythm.rows for rhythm in found),
        "tables": {rhythm.table: rhythm.rows for rhythm in found},
        "stale": [rhythm.table for rhythm in found if rhythm.stale],
        "holes": [f"{r.table}: {r.hole[0]} to {r.hole[1]}" for r in found if r.hole is not None],
        "empty": empty,
    }


def _empty(book: Book, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """By source: the columns that questions need, with the share of rows in which they are empty."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for table in (name for name in _NEEDED if name in names):
        for row in book.rows(f"empty|{table}", lambda book, table=table: _filled(book, table)).to_pylist():  # type: ignore[misc]
            shares = {column: 1 - row[column] / row["rows"] for column in _NEEDED[table]}
            found[row["source_of"]] += [
                {"table": table, "column": name, "share": share} for name, share in shares.items() if share > 0
            ]
    return found


def _filled(book: Book, table: str) -> ir.Table:
    rows = book.table(table)
    counts = {column: rows[column].count() for column in _NEEDED[table]}
    return rows.group_by(source_of=rows["_source"].fill_null("")).agg(rows=rows.count(), **counts)


def _changes(ask: Ask) -> dict[tuple[str, str], tuple[int, int]] | None:
    """(source, file) → rows read before the last sync that changed it, and in it; None where no sync came before."""
    generation = ask.workspace.status().generation
    if generation < 2 or not ask.book.today:
        return None
    before = {(f.source, f"{f.table}/{f.file}"): f.read for f in ask.state.ledger.files(generation - 1)}
    now = {(f.source, f"{f.table}/{f.file}"): f.read for f in ask.state.ledger.files(generation)}
    return {key: (before[key], now.get(key, 0)) for key in before} if before else None


def _agreement(source: str, changes: dict[tuple[str, str], tuple[int, int]] | None) -> dict[str, Any]:
    """Whether every file still brings at least the rows of the sync before; null when there was none."""
    if changes is None:
        return {"agrees": None, "rows_gone": None, "rows_added": None}
    mine = [counts for (name, _), counts in changes.items() if name == source]
    gone = sum(max(before - now, 0) for before, now in mine)
    added = sum(max(now - before, 0) for before, now in mine)
    return {"agrees": gone == 0, "rows_gone": gone, "rows_added": added}


def sentence(rows: list[dict[str, Any]]) -> str:
    """What is wrong with the sources, in one sentence: the first few by name, and how many more there are."""
    if not rows:
        return "No source brought a dated row by then."
    wrong = [row for row in rows if not row["fresh"] or not row["complete"] or row["agrees"] is False]
    if not wrong:
        return "One source, fresh and complete." if len(rows) == 1 else f"{len(rows)} sources, all fresh and complete."
    said = [f"{row['source'] or 'a source'} {_what(row)}" for row in wrong[:_NAMED]]
    more = [f"{len(wrong) - _NAMED:,} more sources are not as they should be"] if len(wrong) > _NAMED else []
    return "; ".join([*said, *more]) + "."


def _what(row: dict[str, Any]) -> str:
    said = []
    if row["stale"]:
        said.append(f"brought no {_few(row['stale'], ', no ')} for longer than usual")
    if row["holes"]:
        said.append(f"has holes ({_few(row['holes'], ', ')})")
    if row["rows_gone"]:
        said.append(f"brings {row['rows_gone']:,} rows less than at the sync before")
    return " and ".join(said)


def _few(names: list[str], between: str) -> str:
    """The first names, and how many more there are; the rows have them all."""
    left = len(names) - _NAMED
    return between.join(names) if left <= 1 else f"{between.join(names[:_NAMED])} and {left} more"


_NOTES = (
    "Fresh: not silent three times as long as 95% of its gaps, and for over a week; judged by the day asked for.",
    "Agrees: no file brings fewer rows than at the sync before.",
)
