"""Velocity in its classic form, the deals open at the end of the window taken as its deals."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="classic_velocity_open",
    title="Classic velocity, deals open",
    definition="deals open at the end of the window × win rate × deal size ÷ sales cycle.",
    trap="Which deals are counted is a choice: the same quarter reads half or double by it. The rate form has none.",
    parts=("open_deals", "win_rate", "deal_size"),
    per=("cycle_days",),
)
