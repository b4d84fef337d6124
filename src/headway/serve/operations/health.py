"""The question `health`: what is wrong with the data, which answers it changes, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from headway.discover import modules
from headway.question import Answer, question
from headway.units import COUNT, SHARE, show

if TYPE_CHECKING:
    from headway.model.findings import Finding, Findings
    from headway.workspace import Ask

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NAMED = 3


@question("Data health", needs=(), daily=True)
def health(ask: Ask) -> Answer:
    """Every check that found something, what changes numbers first."""
    from headway.model.findings import find

    findings = find(ask.book)
    found = sorted(findings.found, key=_rank)
    rows = [_row(finding) for finding in found]
    return Answer("health", ask.as_of, sentence(findings, found), rows[: ask.limit], _notes(findings))


def sentence(findings: Findings, found: Sequence[Finding]) -> str:
    """What matters most, in one sentence.

    Args:
        found: what was found, worst first.
    """
    if not findings.checked:
        return "Nothing to check: no row was known by then."
    warnings = [finding for finding in found if finding.check.severity == "warning"]
    if warnings:
        return f"{_things(len(warnings))} today's numbers{_most(warnings)}."
    looked_at = len(findings.tables)
    checks = f"{len(findings.checked)} checks of {looked_at} table{'' if looked_at == 1 else 's'}"
    if found:
        return f"Nothing changes today's numbers in {checks}; good to know{_most(found)}."
    return f"Nothing was found in {checks}."


def _rank(finding: Finding) -> tuple[Any, ...]:
    names = (finding.name, finding.table, finding.column, finding.source, finding.remedy)
    return (finding.check.severity != "warning", -finding.share, -finding.rows, *names)


def _things(count: int) -> str:
    word = _WORDS[count] if count < len(_WORDS) else show(count, COUNT)
    return f"{word} thing changes" if count == 1 else f"{word} things change"


def _most(found: Sequence[Finding]) -> str:
    """`: the first, the second and the third`, and that there are more."""
    named = [_named(finding) for finding in found[:_NAMED]]
    start = ", most of all " if len(found) > _NAMED else ": "
    return start + (named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}")


def _named(finding: Finding) -> str:
    title = finding.check.title
    rows = "1 row" if finding.rows == 1 else f"{finding.rows:,} rows"
    return f"{title[:1].lower()}{title[1:]} ({rows}, {show(finding.share, SHARE)} of {finding.table})"


def _row(finding: Finding) -> dict[str, Any]:
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
    }


def _notes(findings: Findings) -> list[str]:
    notes = []
    if any(finding.check.refused for finding in findings.found):
        notes.append("Refused rows carry no date: they are shown whatever the day.")
    if findings.absent:
        absent = ", ".join(findings.absent)
        notes.append(f"Not checked, since no row was known by then: {absent}, and what refers to them.")
    return notes
