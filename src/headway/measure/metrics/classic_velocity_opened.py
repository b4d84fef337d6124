"""Velocity in its classic form, the deals opened in the window taken as its deals."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="classic_velocity_opened",
    title="Classic velocity, deals opened",
    definition="deals opened in the window × win rate × deal size ÷ sales cycle.",
    trap="Which deals are counted is a choice: the same quarter reads half or double by it. The rate form has none.",
    parts=("opened_deals", "win_rate", "deal_size"),
    per=("cycle_days",),
)
