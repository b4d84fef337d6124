"""Tickets that were closed before they were opened: days and months swapped, or another zone."""

from __future__ import annotations

from headway.model.checks import Check

CHECK = Check(
    name="ticket_closed_before_opened",
    title="Tickets that were closed before they were opened",
    table="tickets",
    column="closed_at",
    remedy="check how their days are written: a format such as %d/%m/%Y can be named in headway.toml",
    unmoved="no figure counts tickets yet",
    fails=lambda tickets: tickets.closed_at.cast("date") < tickets.opened_at.cast("date"),
)
