"""Finds sentences in which somebody says who decides, pays or answers for it."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words

_OWNS = (
    r"owns?", r"in charge(?: of)?", r"responsible for", r"accountable for", r"report(?:s|ing)? (?:on (?:it|this|that) )?to", r"answers? (?:for|to)", r"(?:personal )?objective", r"sponsor(?:s|ed)?",
    r"(?:final|last) (?:say|word|decision)", r"decid(?:es|er)", r"(?:i|he|she|they|who|\w+) decides?", r"decision (?:is|lies|sits|rests|maker)s?(?: with)?", r"sign(?:s|ed)?(?: off| it| this| the contract)", r"signature", r"approv(?:es|e|al) (?:it|this|anything|everything|the|from|of)", r"can sign", r"has to (?:sign|approve)",
    r"(?:my|his|her|their|own) budget", r"budget (?:holder|owner|sits|lies|is mine|is with)", r"asked me to (?:fix|solve|sort|find)", r"it(?:'s| is) on (?:my|his|her) (?:desk|plate)", r"leads? the (?:project|evaluation|selection)", r"runs the (?:project|evaluation|selection)", r"mandate",
)  # fmt: skip
_WHO = (
    r"[a-z]+ (?:director|manager|officer|head|president)", r"head of \w+", r"c[efot]o", r"coo", r"cfo", r"cio", r"vp", r"board", r"boss", r"chief", r"committee", r"director", r"owner", r"procurement", r"i", r"my", r"me", r"she", r"he",
)  # fmt: skip
_NOT = (
    r"opportunity", r"deal owner", r"account owner", r"assign(?:ed|ment)?", r"crm", r"template", r"record type", r"field", r"report (?:attached|template)", r"sign(?:ed)? up", r"sign in", r"who (?:owns|decides|signs|is responsible)", r"probability", r"dashboard", r"does your", r"do you",
)  # fmt: skip

RULE = Rule(
    kind="owner",
    gate=words(*_OWNS),
    bias=-0.6,
    cues=cues(
        (1.3, _WHO),
        (0.5, (r"it", r"this", r"that", r"number", r"project", r"decision")),
        (-2.5, _NOT),
        (-1.0, (r"nobody", r"no one", r"unclear")),
    ),
)
