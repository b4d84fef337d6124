"""Deals that name no account or no seller."""

from __future__ import annotations

from headway.model.checks import Check

CHECK = (
    Check(
        name="no_account",
        title="Deals without an account",
        table="deals",
        column="account_id",
        remedy="map the column that names the account, or fill it at its source",
        affects=("next",),
        detail="what is known of the company, its people and its other deals cannot be used for them",
        fails=lambda deals: deals.account_id.isnull(),
    ),
    Check(
        name="no_seller",
        title="Deals without a seller",
        table="deals",
        column="rep_id",
        remedy="map the column that names the owner, or fill it at its source",
        affects=("next",),
        detail="nobody is shown what to do next for them",
        fails=lambda deals: deals.rep_id.isnull(),
    ),
)
