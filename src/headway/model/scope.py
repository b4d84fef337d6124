"""Who asks, and whose rows they may see: every read needs one, whichever face it comes through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A user and the sellers whose rows are theirs to see.

    Attributes:
        reps: ids of the sellers; None means every row.

    Example:
        >>> Scope(user="maya", reps=frozenset({"R1"})).key
        'R1'
    """

    user: str = "local"
    reps: frozenset[str] | None = None

    @property
    def key(self) -> str:
        """What two scopes with the same rows have in common; part of every cache key."""
        return "*" if self.reps is None else ",".join(sorted(self.reps))


EVERYTHING = Scope()
