"""Deals with a closing day of which neither status nor stage says whether they were won."""

from __future__ import annotations

from headway.model.checks import Check

CHECK = Check(
    name="closed_without_outcome",
    title="Deals that closed without an outcome",
    table="deals",
    column="status",
    remedy='map their words for won and lost: status = {column = "…", map = {"…" = "won"}} in headway.toml',
    affects=("velocity", "model", "deals"),
    fails=lambda deals: deals.status.isnull(),
)
