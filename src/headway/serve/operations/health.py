"""The question `health`: what is wrong with the data, which answers it changes, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from headway.discover import modules
from headway.question import Answer, plain, question
from headway.units import COUNT, SHARE, show

if TYPE_CHECKING:
    from headway.measure.without import Moved
    from headway.model.book import Book
    from headway.model.findings import Finding, Findings
    from headway.workspace import Ask

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NAMED = 3
_TINY = 1e-12
Row = Mapping[str, Any]


@question("Data health", needs=(), daily=True, keeps=False)
def health(ask: Ask) -> Answer:
    """Every check that found something, what changes numbers first, and what each figure would be without the rows."""
    from headway.learn.accept import with_acceptances

    told = ask.book.kept("health", lambda: _told(ask.book))
    rows = with_acceptances(told["rows"], ask.state, ask.book, ask.workspace.status().generation)
    known = sum(_is_accepted(row) for row in rows)
    notes = [f"Accepted and no worse since: {known:,}, at the end of the list."] if known else []
    said = sentence(rows, told["checks"], told["tables"])
    return Answer("health", ask.as_of, said, rows, [*told["notes"], *notes]).first(ask.limit)


def _told(book: Book) -> dict[str, Any]:
    """What the book alone gives, before anything that people said of it."""
    from headway.measure.without import without
    from headway.model.findings import find

    findings = find(book)
    found = sorted(findings.found, key=_rank)
    movable = [f.check for f in found if not f.check.refused and not f.check.unmoved and f.share < 1 and _has_key(f)]
    moved = without(book, movable)
    rows = [plain(_row(finding, moved.get(finding.check.key))) for finding in found]
    return {
        "rows": rows,
        "notes": _notes(findings),
        "checks": len(findings.checked),
        "tables": len(findings.tables),
    }


def _has_key(finding: Finding) -> bool:
    return finding.check.table in {"deals", "subscriptions"} and finding.name != "near_miss"


def _is_accepted(row: Row) -> bool:
    return row["accepted"] is not None and not row["worse"]


def sentence(rows: Sequence[Row], checks: int, looked_at: int) -> str:
    """What matters most, in one sentence; what is accepted, and no worse since, is not among it.

    Args:
        rows: what was found, worst first.
        checks: how many were made, in how many tables they looked.
    """
    if not checks:
        return "Nothing to check: no row was known by then."
    left = [row for row in rows if not _is_accepted(row)]
    warnings = [row for row in left if row["severity"] == "warning"]
    if warnings:
        return f"{_things(len(warnings))}{_most(warnings)}.{_what_moves_most(warnings)}"
    made = f"{checks} checks of {looked_at} table{'' if looked_at == 1 else 's'}"
    beside = " beside what is accepted" if len(left) < len(rows) else ""
    if left:
        return f"Nothing is to mend in {made}{beside}; good to know{_most(left)}."
    return f"Nothing was found in {made}{beside}."


def _what_moves_most(warnings: Sequence[Row]) -> str:
    """Without which rows a figure would move furthest."""
    moving = [row for row in warnings if row["effect"]]
    if not moving:
        return ""
    most = max(moving, key=lambda row: (_relative(row["effect"][0]), row["finding_id"]))
    first = most["effect"][0]
    rows = f"the {_small(most['title'])}"
    name = f"the {first['figure'].replace('_', ' ')} in '{first['question']}'"
    if first["without"] is None:
        return f" Without {rows}, {name} is not known."
    now, then = show(first["with"], first["unit"]), show(first["without"], first["unit"])
    return f" Without {rows}, {name} reads {then} instead of {now}."


def _relative(moved: Row) -> float:
    return inf if moved["without"] is None else abs(moved["change"]) / max(abs(moved["with"]), _TINY)


def _rank(finding: Finding) -> tuple[Any, ...]:
    names = (finding.name, finding.table, finding.column, finding.source, finding.remedy)
    return (finding.check.severity != "warning", -finding.share, -finding.rows, *names)


def _things(count: int) -> str:
    word = _WORDS[count] if count < len(_WORDS) else show(count, COUNT)
    return f"{word} thing is to mend" if count == 1 else f"{word} things are to mend"


def _most(found: Sequence[Row]) -> str:
    """`: the first, the second and the third`, and that there are more."""
    named = [_named(row) for row in found[:_NAMED]]
    start = ", most of all " if len(found) > _NAMED else ": "
    return start + (named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}")


def _named(row: Row) -> str:
    rows = "1 row" if row["rows"] == 1 else f"{row['rows']:,} rows"
    return f"{_small(row['title'])} ({rows}, {show(row['share'], SHARE)} of {row['table']})"


def _small(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _row(finding: Finding, moved: Sequence[Moved] | None) -> dict[str, Any]:
    return {
        "source": finding.source,
        "table": finding.table,
        "check": finding.name,
        "column": finding.column,
        "rows": finding.rows,
        "share": finding.share,
        "affects": [name for name in finding.check.affects if name in modules("questions")],
        "remedy": finding.remedy,
        "title": finding.check.title,
        "severity": finding.check.severity,
        "detail": finding.detail,
        "example": ", ".join(finding.examples),
        "finding_id": finding.id,
        "effect": None if moved is None else [one.to_json() for one in moved],
        "effect_reason": _why_unmoved(finding, moved),
    }


def _why_unmoved(finding: Finding, moved: Sequence[Moved] | None) -> str:
    """Why no figure is shown as moved; empty where one is."""
    if moved is not None:
        return "" if moved else "no figure moves without these rows"
    if finding.check.unmoved:
        return finding.check.unmoved
    if finding.check.refused:
        return "refused rows are in no figure: what they would have added is not known"
    if finding.share == 1:
        return "every row is concerned: without them nothing is left to count"
    return f"no figure is counted from {finding.table} that could be counted without these rows"


def _notes(findings: Findings) -> list[str]:
    notes = []
    if any(finding.check.table == "rejects" for finding in findings.found):
        notes.append("Refused rows carry no date: they are shown whatever the day.")
    if findings.absent:
        absent = ", ".join(findings.absent)
        notes.append(f"Not checked, since no row was known by then: {absent}, and what refers to them.")
    return notes
