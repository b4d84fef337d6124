"""Finds sentences in which a next step is agreed, with a day or an hour."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import A_CLOCK, A_DAY

_STEP = (
    r"next steps?", r"agreed", r"booked", r"scheduled", r"confirm(?:s|ed)?", r"(?:is|are) set(?: for)?", r"fixed", r"in(?:to)? (?:the|your|my|our) (?:calendar|diary)", r"invit(?:e|ation)", r"see you", r"speak (?:on|then|again)", r"talk (?:on|again|then|the day)",
    r"(?:let us|let's|we(?:'ll| will| shall)?|they(?:'ll| will)?|i(?:'ll| will)?|she(?:'ll| will)?|he(?:'ll| will)?|you) (?:\w+ ){0,3}(?:meet|meets|talk|review|go through|send|sends|share|present|come back|start|sign|call|join|visit|bring|run|walk)",
    r"(?:will|going to) (?:\w+ )?(?:meet|send|share|get|present|review|call|sign|come|return|join|test|start)", r"(?:meeting|call|demo|session|workshop|review|visit|trial|pilot|kick-?off|decision|follow[- ]up) (?:\w+ ){0,3}(?:on|at|for|is|until|by)", r"works for (?:us|me)", r"confirmed",
)  # fmt: skip
_NOT = (
    r"unfortunately", r"can(?:no|')t make", r"cannot make", r"(?:is|are) full", r"cancel\w*", r"postpon\w*", r"out of (?:the )?office", r"vacation", r"holiday", r"(?:we |i |they )?met (?:on|last|with)", r"last (?:week|month|monday|tuesday|wednesday|thursday|friday)", r"yesterday", r"was (?:on|at)", r"ago",
    r"no (?:date|next step)", r"stage", r"close date", r"forecast", r"template", r"deadline", r"expires?", r"live by", r"webinar", r"newsletter", r"every (?:mon|tues|wednes|thurs|fri|satur|sun)day", r"on (?:mon|tues|wednes|thurs|fri|satur|sun)days", r"problem", r"lose", r"wrong", r"overtime",
)  # fmt: skip
_ASKED = (
    r"(?:could|can|would|shall|should) (?:we|you|it|i)\b[^?]*\?",
    r"how about",
    r"any chance",
    r"are you (?:free|available)",
    r"do you have time",
    r"would \w+ (?:work|suit)",
    r"when (?:can|could|would|are)",
    r"if you",
)

RULE = Rule(
    kind="next_step",
    gate=words(*A_DAY),
    bias=-2.2,
    cues=cues(
        (2.8, _STEP),
        (1.2, A_CLOCK),
        (0.4, (r"on", r"by", r"until", r"at")),
        (-3.0, _NOT),
        (-2.0, _ASKED),
        (-0.7, r"\w+\?"),
    ),
)
