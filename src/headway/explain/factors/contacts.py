"""How many people on the customer's side had been in touch."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="contacts",
    title="People involved",
    over="activities",
    value=lambda rows: rows.contact_id.nunique(),
    needs=("activities", "contacts"),
    cuts=(1, 2, 3),
    levels=("nobody yet", "one", "two", "three or more"),
    words=(
        "deals in which nobody of the customer's had been in touch",
        "deals with one person of the customer's involved",
        "deals with two people of the customer's involved",
        "deals with three or more people of the customer's involved",
    ),
    absent=0,
)
