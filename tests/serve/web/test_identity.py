"""The page of pairs: its buttons say what the commands say, and of which two rows."""

from __future__ import annotations

import re


def buttons(page: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", text) for text in re.findall(r'<button[^>]* name="verdict"[^>]*>(.*?)</button>', page)
    ]


def test_each_button_names_its_word_and_both_rows(visitor):
    assert buttons(visitor.get("/identity").text) == [
        "The same: Acme &lt;Ltd&gt; and A2",
        "Different: Acme &lt;Ltd&gt; and A2",
        "Undo for Acme &lt;Ltd&gt; and A3",
    ]


def test_what_was_said_is_told_in_the_same_word(visitor):
    assert "<strong>the same</strong>" in visitor.get("/identity").text
