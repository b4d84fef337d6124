"""Finds sentences in which somebody says by when something must be solved, in place or live."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import A_DAY, A_PERIOD, listed

_MUST = listed(r"""
    need(?:s|ed)? / must / ha(?:s|ve) to / want(?:s)? (?:to be|it|this|them) / deadline / due / no later than
    at the latest / latest / solved / in place / (?:be|go|going|went) live / go[- ]live / up and running
    rolled out
    (?:contract|licen[cs]e|lease|agreement|subscription|warranty)s? (?:\w+ ){0,4}(?:ends?|is up|renews?|starts?)
    expires? / runs out / (?:comes|come|coming) (?:back|into force) / into force / in effect / audit
    inspect\w+ \w+ / regulat\w+ / before the (?:season|peak|audit|board) / board / our date / target date
    cut-?over / switch(?:ing)? (?:over|off) / opens? / ready / done
""")
_FOR_A_MEETING = listed(r"""
    meet(?:ing)? / call / demo / slot / session / invite / calendar / talk / catch up / out of office
    back (?:on|in) / vacation / holiday / send / see you / agenda / webinar / fair / \d{1,2}:\d{2} / milestones?
    free / available / newsletter / close date / stage
""")

_BY = "by / before / until / no later than / from"
_PAST = "last (?:week|month|quarter|year|summer|winter) / ago / was / were"
_ASKED = r"\w+\? / could you / can you"

RULE = Rule(
    kind="date",
    gate=words(*A_DAY, *A_PERIOD),
    bias=-2.0,
    cues=cues(
        (2.4, _MUST), (1.0, _BY), (0.5, "we / our / i / us"), (-2.8, _FOR_A_MEETING), (-1.5, _PAST), (-1.5, _ASKED)
    ),
)
