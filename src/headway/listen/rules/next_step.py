"""Finds sentences in which a next step is agreed, with a day or an hour."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import A_CLOCK, A_DAY, listed

_STEP = listed(r"""
    next steps? / agreed / booked / scheduled / confirm(?:s|ed)? / (?:is|are) set(?: for)? / fixed
    in(?:to)? (?:the|your|my|our) (?:calendar|diary) / invit(?:e|ation) / see you / speak (?:on|then|again)
    talk (?:on|again|then|the day)
    (?:let us|let's) (?:\w+ ){0,2}(?:meet|talk|review|go|call|speak|do|say|use|walk|look)
    (?:we|they|i|she|he|you)(?:'ll| will| shall)? (?:\w+ ){0,3}(?:meets?|talk|review|sends?|share|present|give)
    (?:we|they|i|she|he|you)(?:'ll| will| shall)? (?:\w+ ){0,3}(?:come back|start|sign|call|join|visit|bring|run|walk)
    (?:will|going to) (?:\w+ )?(?:meet|send|share|get|give|present|review|call|sign|come|return|join|test|start)
    (?:meeting|call|demo|session|workshop|review|visit|trial) (?:\w+ ){0,3}(?:on|at|for|is|until|by)
    (?:pilot|kick-?off|decision|follow[- ]up|committee|board) (?:\w+ ){0,3}(?:on|at|for|is|until|by)
    (?:i|we) expect (?:you|your) / (?:we|i) come to / (?:you|they) come (?:by|to) / let us (?:meet|sit|talk)
    (?:is )?good (?:for|with) (?:me|us) / fine with (?:me|us)
    works? for (?:us|me|both) / confirmed / sent (?:the|an|you) invit\w+
""")
_NOT = listed(r"""
    thanks (?:again )?for / (?:does not|doesn't|won't|will not) work / unfortunately
    can(?:no|')t make / cannot make / (?:is|are) full / cancel\w* / postpon\w*
    out of (?:the )?office / (?:am|be|is) out / vacation / holiday / (?:we |i |they )?met (?:on|last|with)
    last (?:week|month|monday|tuesday|wednesday|thursday|friday) / yesterday / was (?:on|at) / ago
    no (?:date|next step) / stage / close date / forecast / template / deadline / expires? / live by / webinar
    newsletter / every (?:mon|tues|wednes|thurs|fri|satur|sun)day / on (?:mon|tues|wednes|thurs|fri|satur|sun)days
    problem / lose / wrong / overtime
""")
_ASKED = listed(r"""
    (?:could|can|would|shall|should) (?:we|you|it|i)\b[^?]*\? / how about / any chance
    are you (?:free|available) / do you have time / would \w+ (?:work|suit) / when (?:can|could|would|are)
    if you
""")

_AT = "on / by / until / at"

RULE = Rule(
    kind="next_step",
    gate=words(*A_DAY),
    bias=-2.2,
    cues=cues((2.8, _STEP), (1.2, A_CLOCK), (0.4, _AT), (-3.0, _NOT), (-2.0, _ASKED), (-0.7, r"\w+\?")),
)
