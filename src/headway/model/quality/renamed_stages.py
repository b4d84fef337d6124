"""Stages that were renamed: one label is never entered again from the days on which another is first entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from headway.model.book import Book
from headway.model.checks import Check, Study
from headway.schema.deals import LOST, WON

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST = 20
_GAP, _RUN = timedelta(days=14), timedelta(days=60)


def _labels(book: Book) -> ir.Table:
    changes = book.table("deal_changes")
    steps = changes.filter(changes.field == "stage", changes.new_value.notnull())
    return steps.group_by(label=steps.new_value).agg(
        first=steps.changed_at.min(), last=steps.changed_at.max(), times=steps.count()
    )


def learn(book: Book) -> Sequence[Check]:
    """One check for each label that ended when another began, both in use for two months at least."""
    if "stage" not in book.histories:
        return []
    labels = book.rows("stage labels", lambda b: _labels(b).order_by("label")).to_pylist()
    labels = [row for row in labels if row["times"] >= _FEWEST and row["label"].strip().lower() not in (*WON, *LOST)]
    if not labels:
        return []
    begin, finish = min(row["first"] for row in labels), max(row["last"] for row in labels)
    old = [row for row in labels if _gone(row, finish) and row["last"] - row["first"] >= _RUN]
    new = [row for row in labels if row["first"] > begin + _RUN and row["last"] - row["first"] >= _RUN]
    pairs = [(one, other) for one in old for other in new if abs(other["first"] - one["last"]) <= _GAP]
    return [_check(one, other) for one, other in pairs]


def _gone(row: dict[str, Any], finish: datetime) -> bool:
    """Whether it stopped for good: had it gone on as before, it would have been entered again by now."""
    usual = (row["last"] - row["first"]) / row["times"]
    return bool(finish - row["last"] > max(_RUN, 10 * usual))


def _check(one: dict[str, Any], other: dict[str, Any]) -> Check:
    old, new = one["label"], other["label"]

    def rows(book: Book) -> ir.Table:
        changes = book.table("deal_changes")
        return changes.filter(changes.field == "stage", changes.new_value == old)

    said = f"'{old}' was last entered on {one['last']:%Y-%m-%d}, '{new}' first on {other['first']:%Y-%m-%d}"
    return Check(
        name="renamed_stage",
        title=f"The stage '{old}' seems to have become '{new}'",
        table="deal_changes",
        column="new_value",
        remedy=f"if it is one stage, map '{old}' to '{new}' under [sources.tables.deal_changes] in headway.toml",
        affects=("funnel", "deals"),
        detail=f"{said}; until told, they are two stages".replace("{", "{{").replace("}", "}}"),
        variant=f"{old}>{new}",
        rows=rows,
    )


CHECK = Study("renamed_stage", "deal_changes", learn)
