"""Finds sentences in which somebody says who decides, pays or answers for it."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import listed

_OWNS = listed(r"""
    owns? / in charge(?: of)? / responsible for / accountable for / report(?:s|ing)? (?:on (?:it|this|that) )?to
    answers? (?:for|to) / (?:personal )?objective / sponsor(?:s|ed)? / (?:final|last) (?:say|word|decision)
    decid(?:es|er) / (?:i|he|she|they|who|\w+) decides? / decision (?:is|lies|sits|rests|maker)s?(?: with)?
    sign(?:s|ed)?(?: off| it| this| the contract) / signature
    approv(?:es|e|al) (?:it|this|anything|everything|the|from|of) / can sign / has to (?:sign|approve)
    (?:my|his|her|their|own) budget / budget (?:holder|owner|sits|lies|is mine|is with)
    asked me to (?:fix|solve|sort|find) / it(?:'s| is) on (?:my|his|her) (?:desk|plate)
    holds? the (?:purse|budget|money) / gives? the (?:go-ahead|green light|nod)
    sign(?:s|ed)? whatever / ha(?:s|ve) to vote / votes? on / must (?:approve|sign)
    (?:decision|choice) is (?:made|taken) by / (?:needs?|requires?) the (?:signature|approval|ok|consent) of
    leads? the (?:project|evaluation|selection) / runs the (?:project|evaluation|selection) / mandate
""")
_WHO = listed(r"""
    [a-z]+ (?:director|manager|officer|head|president) / head of \w+ / c[efot]o / coo / cfo / cio / vp / board
    treasurer / management / council / assembly / partners / owners? / m(?:r|rs|s|iss)
    boss / chief / committee / director / owner / procurement / i / my / me / she / he
""")
_NOT = listed(r"""
    opportunity / deal owner / account owner / assign(?:ed|ment)? / crm / template / record type / field
    report (?:attached|template) / sign(?:ed)? up / sign in / who (?:owns|decides|signs|is responsible)
    probability / dashboard / does your / do you
""")

_OURS = "(?:on|at) our (?:side|end) / for us / here / ultimately / in the end / with us"
_IT = "it / this / that / number / project / decision"

RULE = Rule(
    kind="owner",
    gate=words(*_OWNS),
    bias=-0.6,
    cues=cues((1.3, _WHO), (0.5, _IT), (0.8, _OURS), (-2.5, _NOT), (-1.0, "nobody / no one / unclear")),
)
