"""Keeps what a person decided about an action, with what the action was, so that it can be learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from headway.errors import NotFoundError, UsageError
from headway.state.decisions import UNDO, VERDICTS, Decision
from headway.state.store import State

_SAID = {"done": "Done", "later": "Later", "dismissed": "Not useful"}
_FACTS = ("play", "rep_id", "deal_id", "account_id", "lead_id", "title", "since", "minutes", "basis", "explores")


def decide(
    state: State,
    actions: Sequence[Mapping[str, Any]],
    action_id: str,
    verdict: str,
    *,
    day: date,
    note: str = "",
    user: str = "local",
) -> str:
    """Write the decision down and say so in one sentence.

    Args:
        actions: rows of ``next`` as of the day, before any decision.
        action_id: one of theirs, or one that was decided on before.
        verdict: ``done``, ``later``, ``dismissed`` or ``undo``.
        day: the day of the decision.

    Errors: :class:`UsageError` for another verdict, :class:`NotFoundError` for an action that is neither.
    """
    if verdict not in VERDICTS:
        raise UsageError("verdict", f"{verdict!r} is none", f"say one of {', '.join(VERDICTS)}")
    action = next((row for row in actions if row["action_id"] == action_id), None)
    before = state.decisions.history(action_id) if action_id else []
    if action is None and not before:
        raise NotFoundError(action_id, "is no action of this workspace", "take an id from 'headway next'")
    facts = _facts(action) if action is not None else dict(before[-1].facts)
    title = facts.get("title", action_id)
    if verdict == UNDO:
        return _undo(state, action_id, title, facts, day=day, note=note, user=user)
    state.decisions.add(action_id, verdict, decided_on=day, note=note, user=user, facts=facts)
    return f"{_SAID[verdict]}: {title}. Undo with 'headway decide {action_id} undo'."


def _undo(
    state: State, action_id: str, title: str, facts: Mapping[str, str], *, day: date, note: str, user: str
) -> str:
    standing: Decision | None = state.decisions.as_of(day).get(action_id)
    if standing is None:
        return f"Nothing to undo: no decision stands on {title}."
    state.decisions.add(action_id, UNDO, decided_on=day, note=note, user=user, facts=facts)
    again = state.decisions.as_of(day).get(action_id)
    now = f"it stands as {_SAID[again.verdict].lower()} again" if again is not None else "it is on the list again"
    return f"Undone: {title}; {now}."


def _facts(action: Mapping[str, Any]) -> dict[str, str]:
    """What the action was when it was decided on, as text."""
    facts = {name: str(action[name]) for name in _FACTS if action.get(name) is not None}
    gain = action["gain"]
    shown = {f"gain_{key}": repr(gain[key]) for key in ("value", "low", "high") if gain.get(key) is not None}
    return facts | shown | {"gain_unit": str(gain.get("unit", ""))}
