"""Activities that name neither a deal nor an account: nothing can be learned from them."""

from __future__ import annotations

from headway.model.checks import INFO, Check

CHECK = Check(
    name="activity_of_nothing",
    title="Activities of no deal and no account",
    table="activities",
    remedy="map the column that names the deal or the account, or link them at their source",
    affects=("next",),
    severity=INFO,
    unmoved="no figure of deals counts activities",
    fails=lambda activities: activities.deal_id.isnull() & activities.account_id.isnull(),
)
