"""Headway tells the people who make revenue what to do next, what it is worth, and whether it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.errors import HeadwayError
from headway.question import Answer, Question, question
from headway.units import Estimate

if TYPE_CHECKING:
    from headway.workspace import Workspace, open_workspace

__all__ = ["Answer", "Estimate", "HeadwayError", "Question", "Workspace", "open_workspace", "question"]


def __getattr__(name: str) -> Any:
    """The workspace opens engines, so it is imported when it is first asked for."""
    if name in {"Workspace", "open_workspace"}:
        from headway import workspace

        return getattr(workspace, name)
    raise AttributeError(f"module 'headway' has no attribute {name!r}")
