"""Finds sentences in which a buyer says what speaks against buying: price, time, trust, need, or rules of the house."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import listed

_PRICE = listed(r"""
    too (?:expensive|high|dear|much (?:money|for us)) / (?:can ?not|can't|cannot) (?:pay|afford|justify|spend)
    <above> (?:than )?(?:what )?(?:\w+ ){0,5}budget / <above> (?:than )?(?:what )?(?:i|we) (?:\w+ ){0,3}pay
    (?:good deal |much |lot |a lot )?cheaper / for (?:a third|half|a fraction) of (?:that|it|the price)
    come down / budget is what it is / no(?:thing| money| budget)(?: left)? to spend / no (?:money|budget|funds)
    (?:nobody|no one) (?:\w+ ){0,3}(?:sign|pay)s? / could do half
""")
_TIME = listed(r"""
    not (?:really )?(?:the|a) (?:right|good) (?:moment|time) / (?:no|not a|not our) priority / not (?:right )?now
    not before <when> / not (?:this|next) (?:year|quarter) / too early / (?:no|little) (?:time|capacity|people) for
    short of people / out of the question / busy with other / other (?:projects|priorities)
    before the (?:migration|merger|move)
""")
_TRUST = listed(r"""
    not (?:\w+ )?(?:convinced|sure (?:that|it|this|whether|about)) / sceptical / skeptical / wary / doubt(?:s|ful)?
    burn(?:ed|t) by / distrust\w* / do(?:es)? not trust / don't trust / mistrust\w* / bad experience\w*
    will (?:not|never) (?:\w+ )?(?:use|touch|accept|work with) / won't (?:\w+ )?(?:use|touch|accept|work with)
    will ever (?:use|work|touch|accept) / reluctant / resist(?:s|ance)
""")
_NEED = listed(r"""
    (?:do(?:es)? not|don't|doesn't) (?:\w+ )?(?:see|need|want) (?:\w+ )?(?:what|why|the point|the need)
    (?:do(?:es)? not|don't|doesn't) (?:\w+ )?(?:see|need|want) (?:\w+ )?(?:another|a new|any) / no need
    (?:happy|fine|content) with what we / stay(?:ing)? with our / good enough
""")
_RULES = listed(r"""
    (?:public )?tender(?: process)? / policy (?:says|is|does not|forbids)
    no new (?:vendors?|tools?|systems?|suppliers?)
    (?:works council|union|compliance) (?:would )?(?:has|have|had|must|needs?) to
    nothing new / not allowed / freeze / hiring freeze / forbid\w* / takes? (?:a|half a) year
""")
_WHEN = "(?:spring|summer|autumn|fall|winter|next|the|january|q[1-4]|after)"
_ABOVE = "(?:more|higher|(?:far|well|way) (?:above|over)|over|beyond|outside|above)"
_YOURS = "your (?:quote|price|offer|competitor|tool|software)"
_NEW = "another (?:tool|system) / new / project / app / cloud"
_NOT = listed(r"""
    how much / could you / can you / is there / not (?:too|so) expensive / no objections? / not an? (?:issue|problem)
    so (?:that )?we keep / customers? (?:complain|leave)
""")


def _filled(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pattern.replace("<when>", _WHEN).replace("<above>", _ABOVE) for pattern in patterns)


_ALL = _filled((*_PRICE, *_TIME, *_TRUST, *_NEED, *_RULES))

RULE = Rule(
    kind="objection",
    gate=words(*_ALL),
    bias=0.4,
    cues=cues(
        (0.8, "we / our / us / i / i'm / me / my / group / nobody / here"),
        (0.6, "frankly / honestly / to be honest / i am afraid / i'm afraid / unfortunately / but / simply / sorry"),
        (0.5, f"{_YOURS} / {_NEW}"),
        (-2.2, _NOT),
        (-1.0, r"\w+\?"),
    ),
)
