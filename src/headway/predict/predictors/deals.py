"""Which open deals will be won, and when: from the stage they stand in and how long they have stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.predict.predictor import Predictor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _journeys(book: Book) -> ir.Table:
    deals = book.table("deals")
    told = deals.filter((deals.status == "open") | (deals.outcome.notnull() & deals.closed_at.notnull()))
    return told.select(
        entity_id=told.deal_id,
        account_id=told.account_id,
        began_at=told.created_at,
        ended_at=told.closed_at,
        outcome=told.outcome,
    )


def _spells(book: Book) -> ir.Table:
    """A rebuilt journey tells no stage: nobody knows when its deal came to where it stands."""
    steps = book.table("journeys")
    steps = steps.filter(steps.kind == "deal", ~steps.rebuilt, steps.to_state.notin(["won", "lost"]))
    return steps.select(entity_id=steps.entity_id, state=steps.to_state, at=steps["at"])


PREDICTOR = Predictor("deals", "Deals won", _journeys, _spells, horizon_days=730.0)
