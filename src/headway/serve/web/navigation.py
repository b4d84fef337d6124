"""The list of pages: where each question stands in the menu, and under which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headway.question import Question

_PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Sell": (("deals", "Deals"), ("leads", "Leads"), ("customers", "Customers")),
    "Understand": (
        ("velocity", "Velocity"),
        ("metrics", "Metrics"),
        ("change", "What changed"),
        ("funnel", "Funnel"),
        ("bottlenecks", "Bottlenecks"),
        ("wins", "Why we win"),
        ("segments", "Segments"),
        ("retention", "Retention"),
        ("alerts", "Alarms"),
        ("losses", "Why we lose"),
        ("gaps", "Product gaps"),
        ("outlook", "ARR outlook"),
        ("reps", "Sellers"),
        ("context", "What was said"),
    ),
    "Learn": (("experiments", "Experiments"), ("fix", "Releases"), ("model", "Models")),
    "Set up": (("health", "Data health"), ("sources", "Sources"), ("identity", "One under two ids")),
}
# Pages that others lead to.
_LED_TO = {"next", "failing"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    label: str
    address: str


def menu(questions: Mapping[str, Question]) -> list[tuple[str, list[Entry]]]:
    """Groups of entries for the questions that exist; one that has no place of its own comes under More.

    Example:
        >>> [(title, [entry.label for entry in entries]) for title, entries in menu({})]
        [('Set up', ['Mapping'])]
    """
    placed = {name for entries in _PLACES.values() for name, _ in entries} | _LED_TO
    groups = [
        (title, [Entry(name, text, f"/{name}") for name, text in entries if name in questions])
        for title, entries in _PLACES.items()
    ]
    groups[-1][1].insert(0, Entry("mapping", "Mapping", "/mapping"))
    others = [Entry(name, q.title, f"/{name}") for name, q in questions.items() if name not in placed]
    return [(title, entries) for title, entries in [*groups, ("More", others)] if entries]


def title_of(question: Question) -> str:
    """The words that the menu uses for a question, else its own title."""
    names = dict(entry for entries in _PLACES.values() for entry in entries)
    return names.get(question.name, question.title)
