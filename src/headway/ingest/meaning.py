"""What values mean: which texts of a status say won or lost, which of a type say new, expansion or renewal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from headway.ingest.casting import NO, YES
from headway.ingest.tongue import value_words
from headway.schema.deals import LOST, WON

_WON = (
    "won|win|closedwon|success(?:ful)?|purchased|signed|approved|vunnet|vundet|voitettu|kazanıldı|выигран[аоы]?|"
    "成約|受注|赢单"
)
_LOST = (
    "lost|loss|lose|closedlost|dead|abandon(?:ed)?|disqualified|no decision|cancell?ed|rejected|declined|unqualified|"
    "denied|förlorad|tapt|tabt|hävitty|kaybedildi|проигран[аоы]?|失注|输单"
)
_OPEN = (
    "open|prospect|qualif|discover|propos|negot|evaluat|demo|commit|engag|lead|meeting|present|quot|new|contact|"
    "progress|pending|work|verbal|decision|analys|review|nurtur|opportun|develop|pipeline|forecast|trial|pilot|"
    "contract|solution|needs|valid|research|approach|stage|active|hold"
)
# Kinds and their English words: the first of which one stands in a value is its kind.
_KINDS = {
    "renewal": "renew",
    "expansion": "expan|upsell|up-sell|cross|existing|add-?on|upgrade|extension",
    "new": "new|first",
}
_ACTIVITIES = {
    "email": "mail",
    "call": "call|phone|dial",
    "demo": "demo",
    "meeting": "meet|appoint|event|lunch|conference|visit|presentation",
    "note": "note|comment",
    "task": "task|to-?_? ?do|deadline|follow|reminder|letter|fax",
}
_DELETED = "deleted|trashed|in trash"
_ENDED = "closed?|closing|solved?|resolved?|completed?|finished|done"
# Words within a name: Closed_Won, A-APPROVED, ClosedWon.
_PARTS = re.compile(r"[_/.]|(?<=[a-z])(?=[A-Z])")
_NOT = "not|no|never|un"


@cache
def _pattern(outcome: str, own: str, begins: str = r"\b", ends: str = r"\b") -> re.Pattern[str]:
    """The words for an outcome, or for what else a value may say, in English and in the languages that are known."""
    return re.compile(f"{begins}(?:{own}|{value_words(outcome)}){ends}", re.IGNORECASE)


@cache
def _kinds(about: str) -> Mapping[str, re.Pattern[str]]:
    """Kind → the words for it, in English and in the languages that are known."""
    # Short words such as "neu" stand within others that say nothing of a deal's kind.
    begins = {"new": r"\b"}
    listed = {"kinds": _KINDS, "activities": _ACTIVITIES}[about]
    foreign = {kind: value_words(about, kind) for kind in listed}
    said = {kind: f"{own}|{begins.get(kind, '')}(?:{foreign[kind]})" for kind, own in listed.items() if foreign[kind]}
    return {kind: re.compile(said.get(kind, own), re.IGNORECASE) for kind, own in listed.items()}


def _named(values: Iterable[str], about: str) -> dict[str, str]:
    """Value → the first kind of which a word stands in it, for those that have one."""
    listed = _kinds(about)
    named = {value: next((kind for kind, words in listed.items() if words.search(value)), "") for value in values}
    return {value: kind for value, kind in named.items() if kind}


def outcome_of(value: str) -> str:
    """``won``, ``lost`` or ``open``: what a status or stage says.

    Example:
        >>> [outcome_of(text) for text in ("Closed Won", "closedlost", "Not won", "Gewonnen", "Negotiation")]
        ['won', 'lost', 'lost', 'won', 'open']
    """
    value = _PARTS.sub(" ", value)
    if _pattern("lost", _LOST).search(value):
        return "lost"
    if not _pattern("won", _WON).search(value):
        return "open"
    return "lost" if _pattern("refusal", _NOT, ends="[ -]").search(value) else "won"


def is_guess(value: str) -> bool:
    """Whether ``open`` is all that can be said of a word that is none of the usual ones.

    Example:
        >>> is_guess("Negotiation"), is_guess("Duplicate"), is_guess("Closed Won")
        (False, True, False)
    """
    told = says_deleted(value) or _pattern("open", _OPEN, begins="", ends="").search(value)
    return outcome_of(value) == "open" and not told


def is_ending(value: str) -> bool:
    """Whether a stage says how a deal ended in words that need no mapping.

    Example:
        >>> is_ending("Closed-Won "), is_ending("LOST"), is_ending("Geschlossen und gewonnen")
        (True, True, False)
    """
    return value.strip().lower() in {*WON, *LOST}


def says_deleted(value: str) -> bool:
    """Whether a status says that the row was deleted at its source.

    Example:
        >>> says_deleted("Deleted"), says_deleted("Gelöscht"), says_deleted("Delayed")
        (True, True, False)
    """
    return bool(_pattern("deleted", _DELETED).search(_PARTS.sub(" ", value)))


def outcome_map(values: Iterable[str]) -> dict[str, str] | None:
    """Each value's outcome; None when no value says won: then it is no status."""
    found = {value: outcome_of(value) for value in values}
    return found if "won" in found.values() else None


def kind_map(values: Iterable[str]) -> dict[str, str]:
    """Values of a deal's type that say new, expansion or renewal.

    Example:
        >>> kind_map(["New Business", "Renewal", "Partner"])
        {'New Business': 'new', 'Renewal': 'renewal'}
    """
    return _named(values, "kinds")


def activity_map(values: Iterable[str]) -> dict[str, str]:
    """Values of an activity's type to our kinds, where they say one and are not written as ours already.

    Example:
        >>> activity_map(["CALL", "call", "Phone Call", "Incoming E-Mail", "Lunch", "Zoom"])
        {'CALL': 'call', 'Phone Call': 'call', 'Incoming E-Mail': 'email', 'Lunch': 'meeting'}
    """
    return {value: kind for value, kind in _named(values, "activities").items() if value != kind}


def ends_case(value: str) -> bool:
    """Whether an activity's name says that the case is closed.

    Example:
        >>> [ends_case(text) for text in ("Closed", "Resolve ticket", "Take in charge ticket")]
        [True, True, False]
    """
    return bool(_pattern("ended", _ENDED).search(_PARTS.sub(" ", value)))


def is_flag(values: Iterable[str]) -> bool:
    """Whether every value is a yes or a no in words."""
    plain = {value.strip().lower() for value in values}
    return bool(plain) and plain <= {*YES, *NO}
