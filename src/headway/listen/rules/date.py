"""Finds sentences in which somebody says by when something must be solved, in place or live."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import A_DAY, A_PERIOD

_MUST = (
    r"need(?:s|ed)?", r"must", r"ha(?:s|ve) to", r"want(?:s)? (?:to be|it|this|them)", r"deadline", r"due", r"no later than", r"at the latest", r"latest", r"solved", r"in place", r"(?:be|go|going|went) live", r"go[- ]live", r"up and running", r"rolled out",
    r"(?:contract|licen[cs]e|lease|agreement|subscription|support|warranty)s? (?:\w+ ){0,4}(?:ends?|expires?|runs? out|is up|renews?|starts?|terminates?)", r"expires?", r"runs out", r"(?:comes|come|coming) (?:back|into force)", r"into force", r"in effect", r"audit", r"inspect\w+ \w+", r"regulat\w+",
    r"before the (?:season|peak|audit|board)", r"board", r"our date", r"target date", r"cut-?over", r"switch(?:ing)? (?:over|off)", r"opens?", r"ready", r"done",
)  # fmt: skip
_FOR_A_MEETING = (
    r"meet(?:ing)?", r"call", r"demo", r"slot", r"session", r"invite", r"calendar", r"talk", r"catch up", r"out of office", r"back (?:on|in)", r"vacation", r"holiday", r"send", r"see you", r"agenda", r"webinar", r"fair", r"\d{1,2}:\d{2}", r"milestones?", r"free", r"available", r"newsletter", r"close date", r"stage",
)  # fmt: skip

RULE = Rule(
    kind="date",
    gate=words(*A_DAY, *A_PERIOD),
    bias=-2.0,
    cues=cues(
        (2.4, _MUST), (1.0, (r"by", r"before", r"until", r"no later than", r"from")), (0.5, (r"we", r"our", r"i", r"us")), (-2.8, _FOR_A_MEETING),
        (-1.5, (r"last (?:week|month|quarter|year|summer|winter)", r"ago", r"was", r"were")), (-1.5, (r"\w+\?", r"could you", r"can you")),
    ),
)  # fmt: skip
