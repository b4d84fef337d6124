"""What values mean: which texts of a status say won or lost, which of a type say new, expansion or renewal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from headway.ingest.casting import NO, YES
from headway.ingest.tongue import outcome_words

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
_KINDS = (
    (
        "renewal",
        re.compile(
            r"renew|verläng|verlaeng|erneuer|renouvel|reconduc|renova|prorroga|rinnov|prorog|odnow|przedłuż|verleng|"
            r"vernieuw",
            re.IGNORECASE,
        ),
    ),
    (
        "expansion",
        re.compile(
            r"expan|upsell|up-sell|cross|existing|add-?on|upgrade|erweiter|ausbau|bestand|bestehend|zusatz|extension|"
            r"existant|supplément|amplia|existente|adicional|cliente at[iu]|espans|esistente|aggiunt|rozszerz|"
            r"dosprzeda|istniej|obecn|uitbreid|bestaand|bijverkoop",
            re.IGNORECASE,
        ),
    ),
    (
        "new",
        re.compile(
            r"new|first|\b(?:neu|erst|nouve|premi|nuev|primer|nov[ao]|nuov|prim[oa]|now[aey]|pierwsz|nieuw|eerste)",
            re.IGNORECASE,
        ),
    ),
)


_DELETED = re.compile(
    r"\b(deleted|trashed|in trash|gelöscht|supprimée?|eliminad[oa]|excluíd[oa]|apagad[oa]|verwijderd|eliminat[oa]|"
    r"usunięt[yae])\b",
    re.IGNORECASE,
)
# Words within a name: Closed_Won, A-APPROVED, ClosedWon.
_PARTS = re.compile(r"[_/.]|(?<=[a-z])(?=[A-Z])")
_NOT = "not|no|never|un"
_ENDED = re.compile(
    r"\b(closed?|closing|solved?|resolved?|completed?|finished|done|gelöst|erledigt|résolue?|resuelto|chiuso)\b",
    re.IGNORECASE,
)
_ACTIVITIES = (
    ("email", re.compile(r"mail|courriel|correo", re.IGNORECASE)),
    (
        "call",
        re.compile(r"call|phone|telef|anruf|appel|dial|llamada|ligaç|chiamata|rozmowa|gesprek|telefon", re.IGNORECASE),
    ),
    ("demo", re.compile(r"demo", re.IGNORECASE)),
    (
        "meeting",
        re.compile(
            r"meet|appoint|event|lunch|conference|visit|besuch|termin|réunion|reuni|presentation|spotkani|wizyt|rendez|"
            r"vergadering|afspraak|bezoek|appuntament|riunion|incontro|cita",
            re.IGNORECASE,
        ),
    ),
    ("note", re.compile(r"note|comment|notiz|notatk|nota|notitie", re.IGNORECASE)),
    (
        "task",
        re.compile(
            r"task|to-?_? ?do|deadline|follow|reminder|aufgabe|tâche|tarea|tarefa|zadanie|taak|compito|letter|fax",
            re.IGNORECASE,
        ),
    ),
)


@cache
def _pattern(outcome: str, own: str, begins: str = r"\b", ends: str = r"\b") -> re.Pattern[str]:
    """The words for an outcome, in English and in the languages that are known."""
    return re.compile(f"{begins}(?:{own}|{outcome_words(outcome)}){ends}", re.IGNORECASE)


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


def says_deleted(value: str) -> bool:
    """Whether a status says that the row was deleted at its source.

    Example:
        >>> says_deleted("Deleted"), says_deleted("Gelöscht"), says_deleted("Delayed")
        (True, True, False)
    """
    return bool(_DELETED.search(_PARTS.sub(" ", value)))


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
