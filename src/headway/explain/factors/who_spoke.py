"""Who spoke: the customer's share of what was written down as said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _share(rows: ir.Table) -> ir.Value:
    """Letters of the customer's words of the letters of both sides' words; notes and tasks are nobody's speech."""
    spoken = rows.kind.notin(["note", "task"])
    theirs = rows.letters.sum(where=spoken & (rows.speaker == "customer"))
    both = rows.letters.sum(where=spoken & rows.speaker.isin(["customer", "rep"]))
    return theirs.fill_null(0).cast("float64") / both.nullif(0)


FACTOR = Factor(
    name="who_spoke",
    title="The customer's share of what was said",
    over="activities",
    value=_share,
    needs=("activities",),
    cuts=(1 / 3, 2 / 3),
    levels=("under a third", "a third to two thirds", "over two thirds"),
    words=("deals in which {level} of the words were the customer's",),
)
