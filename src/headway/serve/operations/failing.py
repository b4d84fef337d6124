"""The question `failing`: the rows behind a finding of `health`, each with the file and line where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from headway.question import Answer, question
from headway.units import SHARE, show

if TYPE_CHECKING:
    from headway.workspace import Ask


@question("Failing rows of a finding", needs=())
def failing(ask: Ask, *, finding: Annotated[str, "its finding_id, as 'headway health' gives it"] = "") -> Answer:
    """The rows that failed a check, to be mended where they come from."""
    from headway.model.failing import failing_rows, finding_of

    if not finding:
        return Answer("failing", ask.as_of, "No finding was named.", (), (_HOW,))
    found = finding_of(ask.book, finding)
    rows: list[dict[str, Any]] = failing_rows(ask.book, found)
    title = found.check.title
    of = f"{show(found.share, SHARE)} of {found.table}"
    said = f"{title}: {found.rows:,} row{'' if found.rows == 1 else 's'} of {found.source or 'no source'}, {of}."
    return Answer("failing", ask.as_of, said, rows, (f"What to do: {found.remedy}.",))


_HOW = "Name one with --finding; 'headway health --format json' gives each its finding_id."
