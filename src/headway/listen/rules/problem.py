"""Finds sentences in which somebody states what goes wrong in their own work."""

from __future__ import annotations

from headway.listen.rules.rule import Cue, Rule, cues, words
from headway.listen.rules.times import listed

_NAMED = listed(r"""
    (?:our|my|the|biggest|main|real|big|only|core|one|first|another|huge) (?:\w+ )?(?:problem|issue|pain|challenge)s?
    (?:our|my|the|biggest|main|real|big|only|core|one|first|another|huge) (?:\w+ )?(?:headache|bottleneck|struggle)s?
    (?:our|my|the|biggest|main|real|big|only|core|first|another|huge) (?:\w+ )?(?:difficult(?:y|ies)|complaints?)
    (?:problem|issue|trouble|challenge|difficulty|pain)s? (?:is|are|was|with|for us|here)
    (?:it|this|that|what|where it) (?:really )?hurts(?: (?:us|most))? / struggl\w+ / suffer\w*
    keeps? (?:me|us) (?:up|awake) / drives? (?:\w+ ){1,4}(?:mad|crazy|nuts|up the wall) / sick of / tired of / fed up
    frustrat\w+ / nightmare / chaos / chaotic / painful / a mess / firefighting
    drown\w* / overwhelmed / overloaded / out of control / out of hand / scrambl\w+ / at breaking point / unreliable
""")
_FAILS = listed(r"""
    los(?:e|es|t|ing) / wast(?:e|es|ed|ing) / fail(?:s|ed|ing|ure|ures)? / break(?:s|ing)?(?: down)?
    br(?:oke|oken)(?: down)? / crash(?:es|ed|ing)? / drop(?:s|ped)? / miss(?:es|ed|ing)?
    forget(?:s|ting)?|forgotten / stop(?:s|ped) / stuck / blocked / idle / late / delay(?:s|ed)? / overdue
    slip(?:s|ped)? / behind / overrun\w* / over budget / too (?:late|long|slow|many|much|often) / wrong(?:ly)?
    error(?:s|[- ]prone)? / mistakes? / out of date / outdated / inaccurate / inconsistent / duplicat\w+
    double[- ]?book\w* / (?:booked|paid|entered|typed|shipped|counted|billed) twice / twice as long / overwrit\w+
    overtime / fine[sd] / penalt\w+ / charges / write[- ]?offs? / scrap(?:s|ped)? / rework\w* / returns?
    complain(?:s|ed|t|ts|ing)? / resign\w* / quits? / leave because / turnover / burn(?:t|ed)? ?out / angry
    argu(?:e|ment|ments) / shortage\w* / short(?:[- ]staffed)? / understaffed / overstaffed / runs? out / ran out
    cancel(?:s|led|ed)? / by hand / manual(?:ly)? / spreadsheets? / on paper / re-?(?:enter|type|key|build|do)\w*
    copy[- ]?(?:and[- ])?past\w+ / whiteboard / finding / breach\w* / leak\w* / not (?:accept\w*|comply|compliant)
    never (?:match\w*|make\w*|work\w*|reach\w*|arrive\w*|get\w*|know\w*|agree\w*|tall\w+) / ignor(?:e|es|ed)
    guess(?:es|ing|work)? / blind / at random / until (?:somebody|someone|it is|it's) / sits? in / lies? around
    off by / pil(?:e|es|ed|ing) up / backlogs? / half[- ]empty / abandon\w* / dig(?:s|ging)? through / search\w* for
    (?:called|calling|calls?|rings?|ringing|phones?|phoning) (?:\w+ )?(?:people|around|everybody) / doubled / too many
    unhappy / escalat\w+ / promise\w* / bounce\w* / hang up / (?:is|are|was|goes|went) down / downtime / outages?
    off sick / calls? in sick
    waits? / over their hours / none of (?:them|us|it) / sick
""")
_CANNOT = listed(r"""
    (?:can ?not|can't|could not|couldn't|unable|no way|hard|difficult|impossible) (?:(?:to|of|even|really|ever) )*\w+
    ha(?:s|ve) no (?:idea|way|view|visibility|overview|clue|record)
    no(?:body|[- ]one| one) (?:\w+ ){0,4}(?:knows?|can|sees?|owns?|notices?|tells?|hands?|checks?|has|talks?)
    no(?:body|[- ]one| one) (?:\w+ ){0,4}(?:reads?|trusts?|believes?|updates?|feels?|reminds?|looks?)
    (?:do(?:es)? not|do(?:es)?n't) (?:\w+ )?(?:know|see|talk|match|trust|work|fit|scale|agree|add up|keep up)
    no visibility / no overview / cannot keep up
    find out (?:\w+ ){0,5}(?:when|after|only|later|too late) / only (?:see|notice|learn|find out|know|hear)
    (?:takes?|spends?|spending|eats?|costs?) (?:\w+ ){0,4}(?:hours?|days?|weeks?|months?|half)
    (?:takes?|spends?|spending|eats?|costs?) (?:\w+ ){0,4}(?:evening|weekend|afternoon|morning|night)s?
    (?:hours|days|weeks|months) of
    keeps? \w+ing / ha(?:s|ve) to (?:chase|redo|call|ring|re-?enter|check|guess|rebuild) / chas(?:e|es|ing)
""")
_OURS = listed(r"""
    we(?:'re|'ve|'d)? / our / us / my / i(?:'m|'ve)? / staff / team / teams / people / customers? / clients?
    every \w+
""")
_OFTEN = listed(r"""
    (?:<number>|once|twice|every|each|per|times) (?:\w+ )?(?:an? )?(?:hour|shift|day|night|week|month|quarter|year)s?
    (?:on|every|each) (?:weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s? / every time
    every \w+ / right now / at the moment / any ?more
    always / constantly / again / regularly / most (?:days|weeks) / half (?:of )?(?:the|our) / a third of
    (?:last|this) (?:week|month|quarter|year|summer|winter)
""")
_WHY = listed(r"""
    because / since / as nobody / so (?:that )?(?:we|the|nobody|they|people) / until / and (?:nobody|then|we)
    which (?:means|causes|ends) / so \w+ (?:\w+ )?(?:wait|leave|find|lose|miss)\w* / neither / at short notice
    after the fact / and the
""")
_FINE = listed(r"""
    (?:not|n't|never) (?:\w+ )?(?:have|see|a|an|any) (?:\w+ )?(?:problem|issue|trouble|objection|complaint)s?
    (?:no|not an?|without|any|isn't an?|never an?) (?:\w+ )?(?:problem|issue|trouble|objection|complaint|worries)s?
    no problems? / happy (?:with|to) / generally happy / all good / works? (?:well|fine|great|for us|for me)
    thanks?(?: you| for)? / looks? (?:good|nice|great) / congratulations / no rush / running smoothly
    (?:do|does|did)(?: not|n't) (?:lose|waste|miss|fail|break|complain|struggle)
""")
_MEETINGS = listed(r"""
    attachments? / deck / slides? / links? / invit(?:e|ation) / calendar / out of (?:the )?office
    on (?:vacation|holiday|leave) / reschedul\w*
    (?:join|make|attend) (?:it|the (?:call|meeting|demo|session|webinar)|on|today|tomorrow) / that week
    (?:your|the) (?:e-?mail|message|call|number|recording) / missed your / get back to you / sorry / apolog\w+
    running (?:\w+ ){0,3}late / call you back / stopped (?:at|by) / for our (?:call|meeting) / version of the contract
""")
_YOURS = listed(r"""
    your (?:\w+ )?(?:quotes?|proposal|pricing|prices?|offer|terms|contract|discount)
    your (?:\w+ )?(?:tool|product|system|software|demo|team|competitors?)
    too expensive / discount / budget / list price / licen[cs]es? / the price
""")

_ASKED = "what does / how much / how many / if / would / could you / can you / do you / does it / is there"
_OVER = "used to / solved / fixed / no longer / resolved"

RULE = Rule(
    kind="problem",
    gate=words(*_NAMED, *_FAILS, *_CANNOT),
    bias=-1.9,
    cues=(
        Cue(words(*_FAILS), 1.6, again=0.9),
        *cues((2.9, _NAMED), (1.8, _CANNOT), (0.9, _OURS), (0.8, _OFTEN), (0.6, _WHY)),
        *cues((-3.2, _FINE), (-2.6, _MEETINGS), (-1.8, _YOURS), (-1.0, _ASKED), (-1.2, _OVER)),
    ),
)
