"""Finds sentences in which somebody states what goes wrong in their own work."""

from __future__ import annotations

from headway.listen.rules.rule import Cue, Rule, cues, words
from headway.listen.rules.times import NUMBER

_NAMED = (
    r"(?:our|my|the|biggest|main|real|big|only|core|one|first|another|huge) (?:\w+ )?(?:problem|issue|pain|pain point|challenge|headache|bottleneck|struggle|difficulty|nightmare|complaint)s?",
    r"(?:problem|issue|trouble|challenge|difficulty|pain)s? (?:is|are|was|with|for us|here)",
    r"(?:it|this|that|what|where it) (?:really )?hurts(?: (?:us|most))?",
    r"struggl\w+", r"suffer\w*", r"keeps? (?:me|us) (?:up|awake)", r"drives? (?:me|us|\w+) (?:mad|crazy|nuts)",
    r"sick of", r"tired of", r"fed up", r"frustrat\w+", r"nightmare", r"chaos", r"chaotic", r"painful", r"a mess", r"firefighting",
)  # fmt: skip
_FAILS = (
    r"los(?:e|es|t|ing)", r"wast(?:e|es|ed|ing)", r"fail(?:s|ed|ing|ure|ures)?", r"break(?:s|ing)?(?: down)?", r"br(?:oke|oken)(?: down)?",
    r"crash(?:es|ed|ing)?", r"drop(?:s|ped)?", r"miss(?:es|ed|ing)?", r"forget(?:s|ting)?|forgotten", r"stop(?:s|ped)", r"stuck", r"blocked", r"idle",
    r"late", r"delay(?:s|ed)?", r"overdue", r"slip(?:s|ped)?", r"behind", r"overrun\w*", r"over budget", r"too (?:late|long|slow|many|much|often)",
    r"wrong(?:ly)?", r"error(?:s|[- ]prone)?", r"mistakes?", r"out of date", r"outdated", r"inaccurate", r"inconsistent", r"duplicat\w+",
    r"double[- ]?book\w*", r"(?:booked|paid|entered|typed|shipped|counted|billed) twice", r"twice as long", r"overwrit\w+",
    r"overtime", r"fine[sd]", r"penalt\w+", r"charges", r"write[- ]?offs?", r"scrap(?:s|ped)?", r"rework\w*", r"returns?",
    r"complain(?:s|ed|t|ts|ing)?", r"resign\w*", r"quits?", r"leave because", r"turnover", r"burn(?:t|ed)? ?out", r"angry", r"argu(?:e|ment|ments)",
    r"shortage\w*", r"short(?:[- ]staffed)?", r"understaffed", r"overstaffed", r"runs? out", r"ran out", r"cancel(?:s|led|ed)?",
    r"by hand", r"manual(?:ly)?", r"spreadsheets?", r"on paper", r"re-?(?:enter|type|key|build|do)\w*", r"copy[- ]?(?:and[- ])?past\w+", r"whiteboard",
    r"finding", r"breach\w*", r"leak\w*", r"not (?:accept\w*|comply|compliant)", r"never (?:match\w*|make\w*|work\w*|reach\w*|arrive\w*|get\w*|know\w*|agree\w*|tall\w+)",
    r"ignor(?:e|es|ed)", r"guess(?:es|ing|work)?", r"blind", r"at random", r"until (?:somebody|someone|it is|it's)", r"sits? in", r"lies? around", r"waits?", r"over their hours", r"none of (?:them|us|it)", r"sick",
)  # fmt: skip
_CANNOT = (
    r"(?:can ?not|can't|could not|couldn't|are unable|am unable|unable|no way|hard|difficult|impossible|have no (?:idea|way|view|visibility|overview)) (?:to |of |even |really |ever |properly )*(?:\w+)",
    r"no(?:body|[- ]one| one) (?:\w+ ){0,4}(?:knows?|can|sees?|owns?|notices?|tells?|hands?|checks?|has|talks?|reads?|trusts?)",
    r"do(?:es)? not (?:\w+ )?(?:know|see|talk|match|trust|work|fit|scale|agree|add up)", r"do(?:es)?n't (?:\w+ )?(?:know|see|talk|match|trust|work|fit|scale|agree|add up)",
    r"no visibility", r"no overview", r"find out (?:\w+ ){0,5}(?:when|after|only|later|too late)", r"only (?:see|notice|learn|find out|know|hear)",
    r"(?:takes?|spend|spends|spending|eats?|costs?) (?:\w+ ){0,4}(?:hours?|days?|weeks?|evenings?|weekends?|afternoons?|mornings?|half)",
    r"keeps? \w+ing", r"ha(?:s|ve) to (?:chase|redo|call|ring|re-?enter|check|guess|rebuild)", r"chas(?:e|es|ing)",
)  # fmt: skip
_OURS = (
    r"we(?:'re|'ve|'d)?",
    r"our",
    r"us",
    r"my",
    r"i(?:'m|'ve)?",
    r"staff",
    r"team",
    r"teams",
    r"people",
    r"customers?",
    r"clients?",
    r"every \w+",
)
_OFTEN = (
    rf"(?:{NUMBER}|once|twice|every|each|per|times) (?:\w+ )?(?:an? )?(?:hour|shift|day|night|week|weekend|month|quarter|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?",
    r"always", r"constantly", r"again", r"regularly", r"most (?:days|weeks)", r"half (?:of )?(?:the|our)", r"a third of", r"(?:last|this) (?:week|month|quarter|year|summer|winter)",
)  # fmt: skip
_WHY = (
    r"because",
    r"since",
    r"as nobody",
    r"so (?:that )?(?:we|the|nobody|they|people)",
    r"until",
    r"and (?:nobody|then|we)",
    r"which (?:means|causes|ends)",
    r"so \w+ (?:\w+ )?(?:wait|leave|find|lose|miss)\w*",
    r"neither",
    r"at short notice",
    r"after the fact",
)
_FINE = (
    r"(?:not|n't|never) (?:\w+ )?(?:have|see|a|an|any) (?:\w+ )?(?:problem|issue|trouble|objection|complaint)s?", r"(?:no|not an?|without|any|isn't an?|never an?) (?:\w+ )?(?:problem|issue|trouble|objection|complaint|worries)s?", r"no problems?", r"happy (?:with|to)", r"generally happy",
    r"all good", r"works? (?:well|fine|great|for us|for me)", r"thanks?(?: you| for)?", r"looks? (?:good|nice|great)", r"congratulations", r"no rush", r"running smoothly",
)  # fmt: skip
_MEETINGS = (
    r"attachments?", r"deck", r"slides?", r"links?", r"invit(?:e|ation)", r"calendar", r"out of (?:the )?office", r"on (?:vacation|holiday|leave)", r"reschedul\w*",
    r"(?:join|make|attend) (?:it|the (?:call|meeting|demo|session|webinar)|on|today|tomorrow)", r"that week", r"(?:your|the) (?:e-?mail|message|call|number|recording)", r"missed your", r"get back to you",
    r"sorry", r"apolog\w+", r"running late", r"call you back",
)  # fmt: skip
_YOURS = (
    r"your (?:\w+ )?(?:quote|quotes|proposal|pricing|price|prices|offer|tool|product|system|software|demo|terms|contract|team|competitors?)",
    r"too expensive",
    r"discount",
    r"budget",
    r"list price",
    r"licen[cs]es?",
    r"the price",
)

RULE = Rule(
    kind="problem",
    gate=words(*_NAMED, *_FAILS, *_CANNOT),
    bias=-2.2,
    cues=(Cue(words(*_FAILS), 1.6, again=0.9), *cues(
        (2.9, _NAMED), (1.8, _CANNOT), (0.9, _OURS), (0.8, _OFTEN), (0.6, _WHY),
        (-3.2, _FINE), (-2.6, _MEETINGS), (-1.8, _YOURS), (-1.0, (r"if", r"would", r"could you", r"can you", r"do you", r"does it", r"is there")),
        (-1.2, (r"used to", r"solved", r"fixed", r"no longer", r"resolved")),
    )),
)  # fmt: skip
