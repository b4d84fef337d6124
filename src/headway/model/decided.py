"""What people said of two rows, as merges: from the day on which it was said until it was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from headway.model.days import start_of
from headway.model.merges import NEVER, Merge
from headway.state.identities import SAME, Spell


def merges_of(spells: Iterable[Spell], zone: str) -> list[Merge]:
    """The merges that the words ask for."""
    return [
        Merge(
            spell.word.table,
            spell.word.from_id,
            spell.word.into_id,
            start_of(spell.word.decided_on, zone),
            NEVER if spell.ended_on is None else start_of(spell.ended_on, zone),
        )
        for spell in spells
        if spell.word.verdict == SAME
    ]


def stamp_of(spells: Iterable[Spell]) -> str:
    """Changes whenever the merges do; empty while there are none."""
    told = sorted(map(str, merges_of(spells, "UTC")))
    return blake2b("|".join(told).encode(), digest_size=8).hexdigest() if told else ""
