"""Finds sentences in which somebody says what a problem costs: in money, hours, people or share."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import listed

_AMOUNT = listed(r"""
    [$€£]\s?\d[\d.,]*\s?(?:k|m|million|thousand|bn)?
    \d[\d.,]*\s?(?:k|m|million|thousand)?\s?(?:dollars|euros?|pounds|usd|eur|gbp) / \d[\d.,]*\s?% / \d+ percent
    <number> (?:\w+ )?(?:hours?|days?|weeks?|man[- ]?days|people|full[- ]time\w*|ftes?|heads)
    \d{1,3}(?:,\d{3})+ / \d+(?:\.\d+)?k / (?:a|one|two|three|half a|quarter of a|\d+(?:\.\d+)?) (?:million|thousand)
    <number> percent / (?:a|one|two) (?:third|quarter|fifth|tenth)
    <number> (?:evenings?|weekends?|nights?|minutes|months)
    (?:a |an )?(?:six|seven)[- ]figure\w* / hundreds of thousands / a fortune
""")
_LOSS = listed(r"""
    costs?(?: us)? / costing / los(?:e|es|ing|t) / wast(?:e|es|ed|ing) / writ(?:e|ten|ing)[- ]?off / wrote off
    pay(?:s|ing)? / paid / spen[dt]\w* / came to / comes to / adds? up to / amounts? to / put it at / reckons?
    estimate\w* / out (?:about|of pocket|roughly|around) / in overtime / margin / burn(?:s|ed|ing)? / leak\w*
    fines? / worth / goes? (?:there|into|on) / went (?:there|into|on) / do(?:es|ing)? nothing (?:else|but)
    eats? / penalt(?:y|ies) / fined / overtime / shrinkage / scrap / write[- ]?downs? / damage
    deduct(?:s|ed)? / bill(?:s|ed)? / charges? us / set(?:s)? us back / ran to / runs to / add(?:s|ed) up
    amounted to / less / throw\w* / threw
    corrections / takes? (?:me|us|him|her|them|\w+ \w+) / keeps? (?:\w+ ){1,3}busy
    (?:he|she|they|that) (?:was|were) worth
""")
_EACH = listed(r"""
    every (?:week|month|year|quarter|day|time) / (?:an?|per|each) (?:hour|day|week|month|year|quarter|time)
    last (?:week|month|quarter|year|spring|summer|autumn|winter) / in the last \w+ \w+ / (?:in|last) \w+ quarter
""")
_PRICE = listed(r"""
    quot(?:e|ed|ation) / (?:your|the|list|unit) prices? / pric(?:e|ed|ing) / discount\w* / offer(?:ed)?
    licen[cs]es? / seats? / users? / per (?:seat|user|head) / budget / proposal / order / contract(?:s)? worth
    too expensive / competitor\w* / probability / deposit
""")
_MEETING = listed(r"""
    meet(?:ing)? / call / demo / agenda / session / slot / trial / pilot / training / back to you / employees
    sites? / implementation / save[sd]? / you / your / like (?:hers|his|yours|you)
""")

_SYMBOL = r"[$€£]\s?\d[\d.,]*\w* / \d[\d.,]*k? (?:euros?|dollars|pounds|francs)"
_OURS = "us / we / our / i / last (?:year|quarter|month) / finance"
_ASKED = r"\w+\? / could you / can you / would it"

RULE = Rule(
    kind="cost",
    gate=words(*_AMOUNT),
    bias=-2.0,
    cues=cues(
        (2.2, _LOSS),
        (0.9, _EACH),
        (1.0, _SYMBOL),
        (0.7, _OURS),
        (-2.6, _PRICE),
        (-2.2, _MEETING),
        (-1.5, "nice / vacation / holiday / enjoyed"),
        (-1.5, _ASKED),
    ),
)
