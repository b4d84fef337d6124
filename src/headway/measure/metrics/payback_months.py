"""After how many months the gross margin of a new customer has paid for winning it."""

from __future__ import annotations

from headway.measure.metric import Metric

METRIC = Metric(
    name="payback_months",
    title="Payback",
    definition="cost of a new customer ÷ (paid a month × gross margin).",
    trap="Multiplying by the margin: it must be divided by, as only the margin pays back.",
    parts=("cac",),
    per=("monthly_amount", "margin"),
)
