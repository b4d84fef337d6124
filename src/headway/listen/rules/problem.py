"""Finds sentences in which somebody states what goes wrong in their own work.

Word groups of any trade carry the weight; the phrases say what words alone cannot. The shifts were fitted on the
development part of the labelled sentences and rounded; the bias is lower by a half than the fit, since in everyday talk
fewer sentences state a problem than among those.
"""

from __future__ import annotations

from headway.listen.rules.rule import Cue, Rule, cues, words
from headway.listen.rules.times import listed

_NOBODY = "nobody / no ?one / none of / neither / no (?:idea|way|overview|record|visibility|two)"
_UNABLE = listed(r"""
    (?:can ?not|can't|could not|couldn't|unable to|impossible to|hard to|difficult to) (?:\w+ )?<doing>
    (?:do not|don't|does not|doesn't|never|hardly) (?:\w+ )?<doing>
""")
_DOING = (
    "(?:tell|see|say|know|prove|reach|show|find|get|keep|fill|match|talk|trust|correct|explain|plan|work|make|fit"
    "|agree|count|compare|follow|accept)"
)
_NAMED = listed(r"""
    (?:our|my|the|biggest|main|real|big|one|another|a|constant|sore|first) (?:\w+ )?<name>s?
    what (?:really )?hurts / kill(?:s|ing) us / drives? (?:\w+ ){1,4}(?:mad|crazy) / drown\w*
    keeps? (?:me|us) (?:up|awake) / (?:sick|tired) of / fed up / out of (?:control|hand|date)
""")
_NAME = "(?:problem|issue|trouble|pain|headache|struggle|difficulty|challenge|nightmare|bottleneck|mess|chaos)"
_TOO_LATE = listed(r"""
    by the time / only (?:when|after|once|see|notice|learn) / too (?:late|long|many|much|slow) / after the fact
    until (?:it|he|she|they|the|a|some)\w* / when (?:\w+ ){1,5}(?:already|has|have|is gone) / at the last minute
""")
_OF_ALL = listed(r"""
    (?:one|two|three|four|\d+|half|third|quarter|fifth|tenth) (?:in|out of|of (?:the|our|all))
    every (?:second|third|other|time|single)
""")
_COUNTED = listed(r"""
    <number> (?:\w+ ){0,2}(?:hours?|days?|weeks?|months?|minutes?|times|people|evenings?|weekends?|nights?)
    <number> (?:\w+ ){0,2}(?:calls|systems|screens|lists|hands|papers|spreadsheets)
""")

_SOLVED = "used to / no longer / solved / fixed / resolved / not any ?more"
_FINE = listed(r"""
    (?:no|not an?|not (?:\w+ )?have an?|without|isn't an?|any|never an?) (?:\w+ )?<nothing>s?
    not complaining / runs? (?:fine|smoothly) / works? (?:well|fine|great) / lose sleep / missed your
""")
_NOTHING = "(?:problem|issue|trouble|complaint|worrie|objection|hurry|rush|question)"
_MAYBE = r"^without / if (?:an?|the|there|we|he|she|it|you) / were / suppose / would / could(?! not) / might"
_PLANS = listed(r"""
    (?:plan|plans|intend|want|going|like|prefer|try) to / (?:we|i) will / (?:we|i)'ll / in the long run
""")
_DEADLINE = listed(r"""
    (?:must|have to|need to|needs to|need it|need something|has to) (?:\w+ ){0,4}(?:by|before|live|ready|place)
    (?:must|have to|need to|needs to|has to) (?:\w+ ){0,4}(?:until|comply|able)
    in place / deadline / go live / by (?:\d+|the end)
""")
_MEETINGS = listed(r"""
    (?:meet|call|talk|speak|demo|session|free|suits?|works?|see you|good|look) (?:\w+ ){0,4}<weekday>
    (?:expect\w*|appointment|available|back) (?:\w+ ){0,4}<weekday> / out of (?:the )?office
    <weekday> (?:\w+ ){0,4}(?:works?|suits?|instead|at \w+|for me) / next week / get back to / vacation
""")
_RELUCTANT = listed(r"""
    not (?:a|our|the) (?:priority|right|topic) / priority / curious / any project / projects? / not before / wary
    right moment / do not see (?:why|what) / ready to pay / (?:sign|pay) that price
""")
_OF_OTHERS = listed(r"""
    neighbou?r\w* / my (?:sister|brother|friend|son|daughter|wife|husband|arm|old employer)\w* / of ours
    (?:companies|firms|businesses|teams) like / like (?:yours|you|hers|his|theirs)
    (?:many|most) (?:firms|companies|businesses|teams|shops|of our customers)
""")
_FACT = listed(r"""
    ^(?:we are|we're|our \w+ (?:has|is|are|have)|there are|i am|about \d+|around \d+|on average)
""")
_GREETING = listed(r"""
    ^(?:hi|hello|dear|best|kind|many|regards|sorry|greetings|thanks|have a|talk|see you|take care)
""")
_SMALL_PRINT = listed(r"""
    confidential\w* / intended recipients? / unsubscribe / virus\w*
    (?:this|the) (?:e-?mail|message) / received in error
    consider the environment / sent from my / disclaimer / registered office / all rights reserved
""")
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri)day"
_ASKS = r"^[^?]*\?\W*$"


def _filled(patterns: tuple[str, ...]) -> tuple[str, ...]:
    parts = {"<doing>": _DOING, "<name>": _NAME, "<nothing>": _NOTHING, "<weekday>": _WEEKDAY}
    for name, part in parts.items():
        patterns = tuple(pattern.replace(name, part) for pattern in patterns)
    return patterns


RULE = Rule(
    kind="problem",
    gate=None,
    bias=-4.3,
    words={
        "trouble": (1.2, 0.3),
        "failure": (1.2, 0.9),
        "bad": (1.4, 0.5),
        "feeling": (1.4, 0.3),
        "manual": (1.4, 0.9),
        "often": (1.3, 0.3),
        "stretch": (1.0, 0.2),
        "effort": (0.8, 0.3),
        "lateness": (1.0, 0.9),
        "reason": (1.1, 0.0),
        "know": (1.0, 0.4),
        "people": (0.9, 0.3),
        "wish": (0.8, 0.3),
        "negation": (0.6, 0.5),
        "yours": (-0.8, -0.3),
        "pleased": (-0.7, -0.3),
        "dealing": (-1.1, -0.5),
        "meeting": (-0.9, -0.3),
        "asking": (-0.5, -0.3),
        "product": (-1.2, -0.4),
    },
    length=1.7,
    far=-4.0,
    cues=(
        *cues((1.8, _NOBODY), (1.4, _filled(_UNABLE)), (2.2, _filled(_NAMED)), (0.9, _TOO_LATE), (1.2, _OF_ALL)),
        *cues((0.4, _COUNTED), (-2.0, _SOLVED), (-1.8, _filled(_FINE)), (-1.3, _MAYBE), (-1.3, _PLANS)),
        *cues((-1.5, _DEADLINE), (-1.4, _filled(_MEETINGS)), (-1.6, _RELUCTANT), (-1.5, _OF_OTHERS)),
        *cues((-1.0, _FACT), (-1.5, _GREETING), (-3.5, _SMALL_PRINT)),
        Cue(words(_ASKS), -1.2),
    ),
)
