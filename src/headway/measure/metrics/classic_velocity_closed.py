"""Velocity in its classic form, the deals closed in the window taken as its deals."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="classic_velocity_closed",
    title="Classic velocity, deals closed",
    definition="deals closed in the window × win rate × deal size ÷ sales cycle.",
    trap="Which deals are counted is a choice: the same quarter reads half or double by it. The rate form has none.",
    parts=("closed_deals", "win_rate", "deal_size"),
    per=("cycle_days",),
)
