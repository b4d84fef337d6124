"""One file for each thing that a sentence may state; each defines ``RULE``."""

from __future__ import annotations

from headway.listen.rules import cost, date, next_step, objection, owner, problem
from headway.listen.rules.rule import Detector, Rule, Span

RULES: tuple[Rule, ...] = (problem.RULE, cost.RULE, date.RULE, owner.RULE, objection.RULE, next_step.RULE)

__all__ = ["RULES", "Detector", "Rule", "Span"]
