"""The page of pairs: its buttons say what the commands say, and of which two rows."""

from __future__ import annotations

import re


def test_each_button_names_its_word_and_both_rows(visitor):
    page = visitor.get("/identity").text
    assert re.findall(r'value="(\w+)" aria-label="([^"]+)">([^<]+)</button>', page) == [
        ("same", "The same: Acme &lt;Ltd&gt; and A2", "The same"),
        ("different", "Different: Acme &lt;Ltd&gt; and A2", "Different"),
    ]
    assert 'value="undo">Undo<span class="unseen"> for Acme &lt;Ltd&gt; and A3<' in page


def test_what_was_said_is_told_in_the_same_word(visitor):
    assert "<strong>the same</strong>" in visitor.get("/identity").text
