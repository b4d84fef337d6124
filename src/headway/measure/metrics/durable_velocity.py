"""Velocity that arrives, with margin, and stays: the number that Headway steers by."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="durable_velocity",
    title="Durable velocity",
    definition="velocity × gross margin × retained value; not known without costs, or without subscriptions.",
    trap="Velocity can be green while the company dies: the wins may leave, or sell below cost.",
    parts=("arrivals", "win_rate", "deal_size", "margin", "retained"),
)
