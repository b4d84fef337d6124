"""What values mean: which texts of a status say won or lost, which of a type say new, expansion or renewal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from headway.ingest.casting import NO, YES

_WON = re.compile(
    r"\b(won|win|closedwon|success(ful)?|purchased|signed|approved|gewonnen|gagn[ée]e?|ganad[oa]|vint[oa]|ganh[oa]|"
    r"gewonnene?n?|wygran[aey]|vunnet|vundet|voitettu|kazanıldı|выигран[аоы]?|成約|受注|赢单)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(lost|loss|lose|closedlost|dead|abandon(ed)?|disqualified|no decision|cancell?ed|rejected|declined|unqualified|"
    r"verloren|perdue?|perdid[oa]|pers[oa]|denied|przegran[aey]|förlorad|tapt|tabt|hävitty|kaybedildi|"
    r"проигран[аоы]?|失注|输单)\b",
    re.IGNORECASE,
)
_KINDS = (
    ("renewal", re.compile(r"renew", re.IGNORECASE)),
    ("expansion", re.compile(r"expan|upsell|up-sell|cross|existing|add-?on|upgrade", re.IGNORECASE)),
    ("new", re.compile(r"new|first", re.IGNORECASE)),
)


# Words within a name: Closed_Won, A-APPROVED, ClosedWon.
_PARTS = re.compile(r"[_/.]|(?<=[a-z])(?=[A-Z])")
_NOT = re.compile(r"\b(not|no|never|un)[ -]", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(closed?|closing|solved?|resolved?|completed?|finished|done|gelöst|erledigt|résolue?|resuelto|chiuso)\b",
    re.IGNORECASE,
)
_ACTIVITIES = (
    ("email", re.compile(r"mail", re.IGNORECASE)),
    ("call", re.compile(r"call|phone|telef|anruf|appel|dial", re.IGNORECASE)),
    ("demo", re.compile(r"demo", re.IGNORECASE)),
    (
        "meeting",
        re.compile(
            r"meet|appoint|event|lunch|conference|visit|besuch|termin|réunion|reuni|presentation", re.IGNORECASE
        ),
    ),
    ("note", re.compile(r"note|comment", re.IGNORECASE)),
    ("task", re.compile(r"task|to-?_? ?do|deadline|follow|reminder|aufgabe|tâche|tarea|letter|fax", re.IGNORECASE)),
)
_OPEN = re.compile(
    r"open|prospect|qualif|discover|propos|negot|evaluat|demo|commit|engag|lead|meeting|present|quot|new|contact|"
    r"progress|pending|work|verbal|decision|analys|review|nurtur|opportun|develop|pipeline|forecast|trial|pilot|"
    r"contract|solution|needs|valid|research|approach|stage|offen|active|hold",
    re.IGNORECASE,
)


def outcome_of(value: str) -> str:
    """``won``, ``lost`` or ``open``: what a status or stage says.

    Example:
        >>> [outcome_of(text) for text in ("Closed Won", "closedlost", "Not won", "Gewonnen", "Negotiation")]
        ['won', 'lost', 'lost', 'won', 'open']
    """
    value = _PARTS.sub(" ", value)
    if _LOST.search(value):
        return "lost"
    if not _WON.search(value):
        return "open"
    return "lost" if _NOT.search(value) else "won"


def is_guess(value: str) -> bool:
    """Whether ``open`` is all that can be said of a word that is none of the usual ones.

    Example:
        >>> is_guess("Negotiation"), is_guess("Duplicate"), is_guess("Closed Won")
        (False, True, False)
    """
    return outcome_of(value) == "open" and not _OPEN.search(value)


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
    named = {value: next((kind for kind, words in _KINDS if words.search(value)), "") for value in values}
    return {value: kind for value, kind in named.items() if kind}


def activity_map(values: Iterable[str]) -> dict[str, str]:
    """Values of an activity's type to our kinds, where they say one and are not written as ours already.

    Example:
        >>> activity_map(["CALL", "call", "Phone Call", "Incoming E-Mail", "Lunch", "Zoom"])
        {'CALL': 'call', 'Phone Call': 'call', 'Incoming E-Mail': 'email', 'Lunch': 'meeting'}
    """
    named = {value: next((kind for kind, words in _ACTIVITIES if words.search(value)), "") for value in values}
    return {value: kind for value, kind in named.items() if kind and value != kind}


def ends_case(value: str) -> bool:
    """Whether an activity's name says that the case is closed.

    Example:
        >>> [ends_case(text) for text in ("Closed", "Resolve ticket", "Take in charge ticket")]
        [True, True, False]
    """
    return bool(_ENDED.search(_PARTS.sub(" ", value)))


def is_flag(values: Iterable[str]) -> bool:
    """Whether every value is a yes or a no in words."""
    plain = {value.strip().lower() for value in values}
    return bool(plain) and plain <= {*YES, *NO}
