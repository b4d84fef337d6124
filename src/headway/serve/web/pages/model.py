"""Models: whether the odds can be believed, what happened at each of them, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web import drawings
from headway.serve.web.charts import Plan
from headway.serve.web.marks import E, Mark, mark, scale_over
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

MINUS = "\N{MINUS SIGN}"
_SCORES = (
    ("log_loss", "Log loss"),
    ("baseline_log_loss", "Log loss of the base rate"),
    ("brier", "Brier score"),
    ("ece", "Mean distance of odds and outcomes"),
    ("auc", "Area under the curve"),
    ("timing_log_loss", "Timing: log loss"),
    ("timing_baseline", "Timing: log loss of the base rate"),
)


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:  # noqa: ARG001 every view has these
    """One card a predictor: its verdict first."""
    answer = await desk.read(call)
    cards = [card(row) for row in answer["rows"]]
    return View("model.html", question.title, {"answer": answer, "cards": cards})


def card(row: Mapping[str, Any]) -> dict[str, Any]:
    """One predictor: verdict, gain over the base rate, scores, and the columns that were left out with the reason."""
    reasons: dict[str, list[str]] = {}
    for left in row.get("left_out") or []:
        reasons.setdefault(str(left.get("why", "")), []).append(str(left.get("column", "")))
    scores = [(name, f"{row[key]:.3f}") for key, name in _SCORES if isinstance(row.get(key), int | float)]
    return {
        "name": str(row.get("predictor", "")).capitalize(),
        "verdict": row.get("verdict", ""),
        "n": row.get("n"),
        "scores": scores,
        "gain": _gain(row.get("gain"), row.get("n")),
        "left_out": sorted(reasons.items()),
    }


def _gain(gain: E | None, n: Any) -> Mark | None:
    """The gain in log loss in hundredths of a nat, with a tick at zero."""
    if not gain or gain.get("value") is None:
        return None
    scaled = {key: 100 * float(gain[key]) for key in ("value", "low", "high") if gain.get(key) is not None}
    estimate = {**scaled, "n": n or 0, "unit": "count"}
    drawn = mark(estimate, scale_over([estimate], zero=True), signed=True)
    text = f"{scaled['value']:+.1f}".replace("-", MINUS)
    return replace(drawn, text=text, spoken=text + ("" if drawn.clear else ", not clear yet"))


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """What happened against what was said, for each predictor that has bins."""
    rows = (await desk.read(call))["rows"]
    bins = {str(row.get("predictor", "")).capitalize(): row.get("reliability") or [] for row in rows}
    work = partial(drawings.reliability, question.title, {name: found for name, found in bins.items() if found})
    plan: Plan | None = await desk.run(("plan", call.key()), work)
    return plan


PAGE = Page(view, PARAMETERS, plan)
