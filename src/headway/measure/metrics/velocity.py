"""Revenue velocity in its rate form: money that the deals opened per day are expected to bring."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="velocity",
    title="Velocity",
    definition="deals a day × win rate × deal size; over a matured window it equals realised won revenue per day.",
    trap="deals × size × win rate ÷ cycle reads $31k to $59k a day for the same quarter, by which deals are counted.",
    parts=("arrivals", "win_rate", "deal_size"),
)
