"""How well the rules hear a stated problem, as counted on labelled sentences that they were not made on."""

from __future__ import annotations

SHOWN_P = 0.5  # a statement is taken as made when it is more likely than not

# Of thirty talks in which a customer states a problem, in about three of eight sentences, the talks in which one of
# these was heard; and the talks in which something else was taken for one. tests/listen/test_labelled.py counts again.
TALKS_HEARD, TALKS_STATED = 20, 30
TALKS_MISHEARD, TALKS = 1, 30

# Of single sentences: those shown, and of them those in which a problem is stated.
SHOWN_RIGHT, SHOWN = 36, 37
