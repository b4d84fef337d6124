"""Finds sentences in which somebody says what a problem costs: in money, hours, people or share."""

from __future__ import annotations

from headway.listen.rules.rule import Rule, cues, words
from headway.listen.rules.times import NUMBER

_AMOUNT = (
    r"[$€£]\s?\d[\d.,]*\s?(?:k|m|million|thousand|bn)?", r"\d[\d.,]*\s?(?:k|m|million|thousand)?\s?(?:dollars|euros?|pounds|usd|eur|gbp)",
    r"\d[\d.,]*\s?%", r"\d+ percent", rf"{NUMBER} (?:\w+ )?(?:hours?|days?|weeks?|man-days|people|full[- ]time\w*|ftes?|heads)", r"(?:a |an )?(?:six|seven)[- ]figure\w*", r"hundreds of thousands", r"a fortune",
)  # fmt: skip
_SYMBOL = r"[$€£]\s?\d"
_LOSS = (
    r"costs?(?: us)?", r"costing", r"los(?:e|es|ing|t)", r"wast(?:e|es|ed|ing)", r"writ(?:e|ten|ing)[- ]?off", r"wrote off", r"pay(?:s|ing)?", r"paid", r"spen[dt]\w*",
    r"came to", r"comes to", r"adds? up to", r"amounts? to", r"put it at", r"reckons?", r"estimate\w*", r"out (?:about|of pocket|roughly|around)", r"in overtime", r"margin", r"burn(?:s|ed|ing)?", r"leak\w*", r"fines?", r"worth",
    r"goes? (?:there|into|on)", r"went (?:there|into|on)", r"doing nothing (?:else|but)", r"every (?:week|month|year|quarter)", r"an? (?:week|month|year|quarter)", r"per (?:week|month|year|quarter)", r"eats?",
)  # fmt: skip
_PRICE = (
    r"quot(?:e|ed|ation)", r"(?:your|the|list|unit) prices?", r"pric(?:e|ed|ing)", r"discount\w*", r"offer(?:ed)?", r"licen[cs]es?", r"seats?", r"users?", r"per (?:seat|user|head)", r"budget", r"proposal", r"order", r"contract(?:s)? worth", r"too expensive", r"competitor\w*", r"probability", r"deposit",
)  # fmt: skip
_MEETING = (
    r"meet(?:ing)?",
    r"call",
    r"demo",
    r"agenda",
    r"session",
    r"slot",
    r"trial",
    r"pilot",
    r"training",
    r"back to you",
    r"employees",
    r"sites?",
    r"implementation",
)

RULE = Rule(
    kind="cost",
    gate=words(*_AMOUNT),
    bias=-2.0,
    cues=cues((2.2, _LOSS), (1.0, _SYMBOL + r"[\d.,]*\w*"), (0.7, (r"us", r"we", r"our", r"i", r"last (?:year|quarter|month)", r"finance")),
              (-2.6, _PRICE), (-2.2, _MEETING), (-1.5, (r"\w+\?", r"could you", r"can you", r"would it"))),
)  # fmt: skip
