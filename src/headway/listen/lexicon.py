"""Groups of single words that rules weigh: a sentence is cut into words once, and each is looked up in one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d.,:]*|[?$€£%]")
_VOWELS = frozenset("aeiou")


def cut(text: str) -> list[str]:
    """The words of a lower-case text, its figures, and the few marks that matter.

    Example:
        >>> cut("we don't lose 1,200 a week, do we?")
        ['we', "don't", 'lose', '1,200', 'a', 'week', 'do', 'we', '?']
    """
    return _WORD.findall(text.replace("’", "'"))


def forms(verb: str) -> tuple[str, ...]:
    """A regular verb as English bends it.

    Example:
        >>> " ".join((*forms("waste"), *forms("carry"), *forms("slip")))
        'waste wastes wasted wasting carry carries carried carrying slip slips slipped slipping'
    """
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    short = len(verb) < 5 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    stem = verb + verb[-1] if short else verb
    return verb, verb + ending, stem + "ed", stem + "ing"


def groups_in(words: Iterable[str]) -> dict[str, int]:
    """How many of the words are of each group.

    Example:
        >>> groups_in(cut("we lose two hours and nobody knows"))
        {'own': 1, 'failure': 1, 'stretch': 1, 'negation': 1, 'know': 1}
    """
    table = group_of()
    found: dict[str, int] = {}
    for word in words:
        group = table.get(word)
        if group is not None:
            found[group] = found.get(group, 0) + 1
    return found


@cache
def group_of() -> Mapping[str, str]:
    """Word → its group; a word is in one group alone, the first that names it."""
    found: dict[str, str] = {}
    for group, text in GROUPS.items():
        for entry in text.split():
            for word in forms(entry[:-1]) if entry.endswith("+") else (entry,):
                found.setdefault(word, group)
    return found


# ``waste+`` stands for all forms of the verb. The words are those of any trade.
GROUPS: Mapping[str, str] = {
    "own": "we we're we've we'd our ours us i i'm i've my me myself ourselves",
    "yours": "you your yours you're you'll you've",
    "negation": (
        "no not never nobody none nothing nowhere neither nor without cannot can't don't doesn't didn't "
        "won't isn't aren't wasn't weren't couldn't hardly barely unable unless"
    ),
    "trouble": (
        "problem problems issue issues trouble troubles pain pains headache headaches struggle+ suffer+ "
        "difficulty difficulties challenge challenges nightmare chaos chaotic mess messy bottleneck "
        "bottlenecks hurts hurt painful crisis drown+ overload+ overwhelm+ firefight+ firefighting burden "
        "plague+ disaster disastrous killing"
    ),
    "failure": (
        "fail+ failure failures break+ broke broken crash+ freeze+ froze frozen hang hangs jam+ stall+ "
        "collapse+ stop+ block+ lose+ losing lost loss losses waste+ wasteful miss+ missing forget "
        "forgets forgot forgotten forgetting slip+ lapse+ overrun overruns overwrite overwrites "
        "overwritten cancel+ cancelled cancelling scrap scrapped rework+ spoil+ spoilt rot+ rotting "
        "damage+ destroy+ disappear+ vanish+ mislay mislaid misplace+ duplicate+ duplicates reject+ "
        "refuse+ breach+ violate+ exceed+ deduct+ fine fined penalty penalties penalise+ sue+ sued "
        "overpay overpaid overbook+ understaffed overstaffed overstock+ abandon+ bounce+ leak+ delay+ "
        "delays postpone+ clog+ expire+ downtime outage outages standstill backlog backlogs shortage "
        "shortages error errors mistake mistakes fault faults defect defects bug bugs gap gaps accident "
        "incident incidents wrote bin throw threw thrown burn+ burnt"
    ),
    "bad": (
        "wrong wrongly late later overdue behind slow slowly stuck idle outdated obsolete stale "
        "unreadable unreliable inaccurate inconsistent incomplete incorrect invalid unknown unclear "
        "impossible difficult hard tedious cumbersome hopeless useless pointless blind blindly random "
        "guess+ guesswork empty unnoticed unpaid risky risk risks danger overtime dangerous unsafe worse "
        "worst bad badly poor poorly short too twice again double doubled dead improvise+ improvisation "
        "unread unused error-prone rising exhausting"
    ),
    "feeling": (
        "angry furious upset unhappy annoyed annoying tired exhausted exasperated frustrated frustrating "
        "frustration stress stressed stressful sick fed desperate ashamed afraid guilty worry worries "
        "nervous complain+ complaint complaints shout+ yell+ cry cries cried crying weep weeps argue+ "
        "argument arguments quit quits resign+ resigned gone blame+ vent+ swear swears hate+ tears "
        "burnout turnover mad crazy"
    ),
    "manual": (
        "manual manually paper paperwork spreadsheet spreadsheets excel hand retype+ rekey+ reenter re- "
        "enter copy+ paste+ print+ printed handwritten binder binders notebook whiteboard folders chase+ "
        "chasing redo redone rebuild rebuilding rebuilt scan+ scanned typed typing fax sort queue+ wait+ "
        "scramble+ dig digging juggle+"
    ),
    "often": (
        "every each always constantly constant often regularly whenever daily weekly half third fifth "
        "quarter times per once several dozens most many"
    ),
    "stretch": (
        "hour hours day days week weeks month months year years night nights evening evenings weekend "
        "weekends minute minutes morning mornings afternoon afternoons"
    ),
    "effort": (
        "take takes took taking spend spends spent spending need needs cost costs costing keep keeps busy eat eats"
    ),
    "lateness": (
        "until already only when after before once notice+ noticed learn+ learnt realise+ realize+ "
        "discover+ find finds found hear hears heard suddenly finally"
    ),
    "reason": "because since as so then therefore which while though although but yet instead otherwise however",
    "know": (
        "know knows knew see sees tell tells say says show shows understand understands believe+ trust+ "
        "agree+ match+ differ+ contradict+ disagree+ depend+ depending claim+ version versions"
    ),
    "people": (
        "people staff team teams customer customers client clients colleague colleagues crew crews "
        "employee employees worker workers nobody someone somebody anyone everyone everybody manager "
        "managers supplier suppliers department departments office"
    ),
    "wish": "wish wished dream dreams hope hoping hopefully love",
    "pleased": (
        "thank thanks great good nice nicely happy happily pleased glad well enjoy+ perfect perfectly "
        "excellent brilliant splendid splendidly wonderful delighted content satisfied joy pleasure "
        "congratulations greetings regards cheers welcome appreciate+ helpful useful like liked likes "
        "lovely neat smooth smoothly beautiful fun interesting best kind friendly better nicer success "
        "successful"
    ),
    "dealing": (
        "offer offers offered quote quotes quoted proposal contract price prices priced pricing licence "
        "licences license licenses discount slides deck attachment attached enclosed brochure link "
        "recording invitation invite questionnaire terms nda trial demo demos agenda draft subscription "
        "package reference references expensive cheaper cheap budget tender vendor vendors procurement "
        "presentation video pdf"
    ),
    "meeting": (
        "tomorrow meet meeting calendar appointment session workshop reschedule+ webinar o'clock noon "
        "available vacation holiday agenda"
    ),
    "asking": "? please could should shall may might",
    "product": (
        "feature features app module modules integrate+ integration interface api plugin plug-in server "
        "servers cloud hosted login log-in password browser browsers install+ support supports mobile "
        "android dashboard"
    ),
}
