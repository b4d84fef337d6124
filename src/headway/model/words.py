"""What words say of how a deal or a subscription ended, and names made comparable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.schema.deals import LOST, WON

if TYPE_CHECKING:
    import ibis.expr.types as ir

ENDING = ("status", "stage")  # fields of a deal that may say how it ended
_NOT_NAME = r"[^\p{L}\p{N}]"


def outcome(text: ir.StringValue) -> ir.StringValue:
    """``won`` or ``lost`` where a stage or status says so, else null."""
    import ibis

    # Word by word: of a list of five the engine makes a join, and planning the dozens of a deal's columns took longer
    # than all else about it.
    meant = [(word, kind) for words, kind in ((WON, "won"), (LOST, "lost")) for word in words]
    return text.strip().lower().cases(*meant, else_=ibis.null("string"))


def churned(reason: ir.StringValue) -> ir.BooleanValue:
    """Whether a subscription that ended, for this reason, took its customer with it; without a reason it did."""
    return reason.fill_null("churn").isin(["churn", "payment"])


def plain_name(name: ir.StringValue) -> ir.StringValue:
    """A name without case, blanks and marks, for near-miss joins: ``GTX Pro`` and ``GTXPro`` are the same."""
    return name.lower().re_replace(_NOT_NAME, "")
