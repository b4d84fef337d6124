"""Whose words a sentence holds: what the activity says, corrected where a text quotes or reports the other side."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

CUSTOMER, REP, UNKNOWN = "customer", "rep", "unknown"
_SURE, _LIKELY, _REPORTED, _RETOLD = 1.0, 0.9, 0.8, 0.7
_OTHER = {CUSTOMER: REP, REP: CUSTOMER, UNKNOWN: UNKNOWN}

_QUOTED = re.compile(r"\"([^\"]{12,})\"|“([^”]{12,})”|«([^»]{12,})»")
_SAID = re.compile(
    r"(?<!not )(?<!n't )(?<!never )\b(?:said|says|told (?:me|us)|tells (?:me|us)|mentioned|complain(?:s|ed)|explained"
    r"|admitted|stated|shared that|pointed out"
    r"|in the words of|according to|quote|verbatim|their words|his words|her words)\b",
    re.IGNORECASE,
)
# A seller's account of how things stand with them, unless it is his own guess, advice or talk of firms at large.
_RETELLS = re.compile(
    r"\b(?:they|their|them|he|she|his|her|apparently|reported|reports|describe[sd]|grumble[sd]|lament(?:s|ed)|vent(?:s|ed)"
    r"|reveal(?:s|ed)|heard from|hear[sd]? that|learn(?:ed|t))\b|^per [A-Z]",
    re.IGNORECASE,
)
_OWN_VIEW = re.compile(
    r"\b(?:i (?:think|guess|suspect|bet|believe|assume|would say|explained|told|advised|suggested|recommended|proposed)"
    r"|my (?:feeling|guess|impression|view)|probably|maybe|perhaps|sounds like|looks like|might|would|you|your"
    r"|(?:told|advised|suggested|recommended|explained to) (?:her|him|them)|suggested"
    r"|like (?:hers|his|theirs)|many|most)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|we) (?:said|told|mentioned|explained|stated|pointed out|replied)\b", re.IGNORECASE)
_BELOW = re.compile(
    r"^[ \t]*(?:-{2,} ?original message|from: .+|on .{6,80} wrote:|am .{6,80} schrieb|le .{6,80} a écrit)",
    re.IGNORECASE | re.MULTILINE,
)
# A turn of a transcript: at the start of a line, perhaps behind the time, until the next one.
_TURN = re.compile(
    r"^[ \t]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t-]*)?"
    r"(customer|client|prospect|buyer|rep|seller|sales|agent|us)[ \t]*:[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS = {"customer": CUSTOMER, "client": CUSTOMER, "prospect": CUSTOMER, "buyer": CUSTOMER}


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where in one body: quotes, the older mail below the answer, and the activity's own speaker."""

    body: str
    speaker: str
    quotes: tuple[tuple[int, int], ...]
    below: int
    turns: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, body: str, speaker: str) -> Voices:
        """Read the body once."""
        quotes = tuple(match.span() for match in _QUOTED.finditer(body)) if speaker != CUSTOMER else ()
        older = _BELOW.search(body)
        turns = tuple((match.start(), _LABELS.get(match[1].lower(), REP)) for match in _TURN.finditer(body))
        return cls(body, speaker, quotes, older.start() if older else len(body), turns)

    def at(self, start: int, end: int) -> tuple[str, float]:
        """The speaker of a sentence, and how sure that is (a factor of the finding's probability).

        Example:
            >>> note = 'Dana said: "We lose two days a week." I will send the deck.'
            >>> Voices.of(note, "rep").at(0, 38)
            ('customer', 0.8)
            >>> Voices.of(note, "rep").at(39, len(note))
            ('rep', 1.0)
        """
        sentence = self.body[start:end]
        turn = bisect_right(self.turns, start, key=lambda turn: turn[0])
        if turn:
            return self.turns[turn - 1][1], _LIKELY
        if start >= self.below or sentence.startswith(">"):
            return _OTHER[self.speaker], _REPORTED
        if self.speaker != CUSTOMER and not _OWN.search(sentence) and self._reports(sentence, start, end):
            return CUSTOMER, _REPORTED
        if self.speaker != CUSTOMER and _RETELLS.search(sentence) and not _OWN_VIEW.search(sentence):
            return CUSTOMER, _RETOLD
        return self.speaker, _SURE

    def _reports(self, sentence: str, start: int, end: int) -> bool:
        return any(left < end and start < right for left, right in self.quotes) or bool(_SAID.search(sentence))


def speaker_of(speaker: str | None, kind: str | None, direction: str | None) -> str:
    """The speaker of an activity, from what kind it is when it does not say.

    Example:
        >>> speaker_of(None, "email", "inbound"), speaker_of("unknown", "note", None)
        ('customer', 'rep')
    """
    if speaker in {CUSTOMER, REP}:
        return str(speaker)
    if kind == "email" and direction == "inbound":
        return CUSTOMER
    if kind in {"note", "task"} or (kind == "email" and direction == "outbound"):
        return REP
    return UNKNOWN
