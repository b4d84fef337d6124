"""Cuts a text into sentences whose offsets are exact: each is a substring of the text."""

from __future__ import annotations

import re

# A sentence ends at its mark before a blank or a closing quote, at a line's end unless the next line goes on, and at
# what divides a page: a block of HTML is no part of a sentence, nor is what a browser would not show.
_HIDDEN = r"<(style|script|head)\b[^>]*>.*?</\1\s*>|<!--.*?-->"
_BLOCK = r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|tbody|h[1-6]|hr|blockquote|html|body|pre)\b[^<>]{0,400}>"
_PLAIN = r"[.!?…]+[\"'”’)\]]*(?=\s|<)|\n[ \t]*(?=\r?\n)|\n(?![a-z])"
_END = re.compile(_PLAIN)
_END_OF_HTML = re.compile(rf"(?is:{_HIDDEN}|{_BLOCK})|{_PLAIN}")
_SHORT = re.compile(
    r"(?:^|[\s(\"])(?:e\.g|i\.e|mr|mrs|ms|dr|prof|sr|jr|st|no|nr|approx|ca|vs|inc|ltd|co|corp|dept|fig|est|incl|excl|resp"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$",
    re.IGNORECASE,
)
_LEAST_LETTERS = 3


def sentences(text: str) -> list[tuple[int, int]]:
    r"""The (start, end) of every sentence, blanks around it left out, in order.

    Example:
        >>> body = "We met Dr. Lee. It costs 3.5 hours!\nThanks"
        >>> [body[start:end] for start, end in sentences(body)]
        ['We met Dr. Lee.', 'It costs 3.5 hours!', 'Thanks']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in (_END_OF_HTML if "<" in text else _END).finditer(text):
        end = match.end()
        if match.group().startswith("<"):
            _keep(spans, text, start, match.start())
            start = end
            continue
        before = text[max(start, end - 12) : end]
        if match.group().startswith(".") and _SHORT.search(before):
            continue
        _keep(spans, text, start, end)
        start = end
    _keep(spans, text, start, len(text))
    return spans


def _keep(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if right - left >= _LEAST_LETTERS:
        spans.append((left, right))
