"""Finds names that the data itself knows, such as competitors and capabilities, in a text: as written, or nearly so.

A name that was known first comes first: where two lay claim to the same words, the one known later gets none of them.
So what is heard of the names known by a day never depends on names that came later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from headway.listen.rules.rule import Span

_WORD = re.compile(r"[^\W_]+")
_EXACT, _SMALL_LETTERS, _NEARLY, _SHORTENED = 0.9, 0.6, 0.8, 0.8
_LIKE, _LIKE_AT_FIRST = 87.0, 75.0  # of 100, by letters: one wrong letter in eight, and in four
_SHORT = 3  # letters
_FAR = 2  # letters more or less
_LEAST_LETTERS, _LEAST_NEAR, _MOST_WORDS, _MOST_LETTERS = 3, 6, 5, 40
_NONE = frozenset(
    {"none", "no", "na", "n a", "nan", "null", "unknown", "other", "others", "no competitor", "not known"}
)
# What a company's name may be spoken of without.
_BEHIND = frozenset(
    (
        *("systems", "system", "software", "solutions", "technologies", "technology", "group", "labs", "cloud", "ai"),
        *("inc", "incorporated", "corp", "corporation", "company", "gmbh", "ltd", "limited", "llc", "plc", "ag", "sa"),
        *("bv", "io", "co", "com"),
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the data spells it, its words in small letters, and its place in the order of being known."""

    text: str
    words: tuple[str, ...]
    place: int
    sure: float = _EXACT


@dataclass(frozen=True, slots=True)
class Names:
    """Hears names of one kind; a :class:`~headway.listen.rules.rule.Detector`.

    Attributes:
        proper: whether they are proper names, which people write with a capital letter.
        written: name by its letters, without blanks.
        begun: for each word, the names that may begin with it; filled as texts come by, which use few words often.

    Example:
        >>> names = Names.of("competitor", ["ShiftWorks", "Norvik Systems"])
        >>> text = "Shift Works is dear, Norvick too. The night shift works."
        >>> [(text[s.start:s.end], s.name, s.p) for s in names.spans(text)]
        [('Shift Works', 'ShiftWorks', 0.9), ('Norvick', 'Norvik Systems', 0.8)]
    """

    kind: str
    proper: bool
    written: Mapping[str, Name]
    begun: dict[str, tuple[tuple[str, Name], ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, kind: str, texts: Sequence[str]) -> Names:
        """Take names, those known first in front; what is no name (``none``, ``n/a``, a long text) is left out."""
        proper = kind == "competitor"
        found: dict[str, Name] = {}
        for place, text in enumerate(texts):
            words = tuple(_WORD.findall(text.lower()))
            for name in _ways(Name(text, words, place), shortened=proper):
                found.setdefault("".join(name.words), name)
        return cls(kind, proper, found)

    def spans(self, sentence: str) -> tuple[Span, ...]:
        """Where the sentence names one of them: spans that do not overlap, in order."""
        places = [match.span() for match in _WORD.finditer(sentence)] if self.written else []
        words = [sentence[start:end].lower() for start, end in places]
        claims = []
        for first, word in enumerate(words):
            for letters, name in self._beginning(word):
                for last in range(first, min(first + len(name.words) + 1, len(words))):
                    start, end = places[first][0], places[last][1]
                    p = self._sure(name, letters, words[first : last + 1], sentence[start:end])
                    if p:
                        claims.append((name, Span(start, end, p, name.text)))
        return _settled(claims)

    def _beginning(self, word: str) -> tuple[tuple[str, Name], ...]:
        """Names, by their letters, that begin with about this word."""
        found = self.begun.get(word)
        if found is None:
            from rapidfuzz import fuzz

            found = tuple(
                (letters, name)
                for letters, name in self.written.items()
                if letters[0] == word[0]
                # Many names begin like a short word: the shortest must be a name's first one, others begin it.
                and (
                    name.words[0].startswith(word) and (len(word) == _SHORT or name.words[0] == word)
                    if len(word) <= _SHORT
                    else fuzz.ratio(word[: len(letters)], letters[: len(word)]) >= _LIKE_AT_FIRST
                )
            )
            self.begun[word] = found
        return found

    def _sure(self, name: Name, letters: str, words: Sequence[str], as_written: str) -> float:
        """How likely a stretch of words means the name; 0 for not."""
        together = "".join(words)
        capital = not self.proper or all(part[0].isupper() for part in _WORD.findall(as_written))
        if tuple(words) == name.words or (together in {letters, letters + "s"} and len(words) == len(name.words)):
            return name.sure if capital else _SMALL_LETTERS
        if not capital or abs(len(together) - len(letters)) > _FAR or min(len(together), len(letters)) < _LEAST_NEAR:
            return 0.0
        from rapidfuzz import fuzz

        return (
            min(_NEARLY if together != letters else _EXACT, name.sure)
            if fuzz.ratio(together, letters) >= _LIKE
            else 0.0
        )


def _ways(name: Name, *, shortened: bool) -> Iterator[Name]:
    """The ways in which it is written: whole, and a company without what stands behind its name."""
    if not _usable(name.words):
        return
    yield name
    rest = list(name.words)
    while shortened and len(rest) > 1 and rest[-1] in _BEHIND:
        rest.pop()
    if len(rest) < len(name.words) and _usable(rest) and len("".join(rest)) >= _LEAST_NEAR:
        yield Name(name.text, tuple(rest), name.place, _SHORTENED)


def _usable(words: Sequence[str]) -> bool:
    letters = "".join(words)
    sized = len(words) <= _MOST_WORDS and _LEAST_LETTERS <= len(letters) <= _MOST_LETTERS
    return sized and not letters.isdigit() and " ".join(words) not in _NONE


def _settled(claims: Iterable[tuple[Name, Span]]) -> tuple[Span, ...]:
    """Of claims to the same words that of the name known first; of its own the surest, then the longest."""
    taken: list[Span] = []
    for _, span in sorted(claims, key=lambda c: (c[0].place, -c[1].p, c[1].start - c[1].end, c[1].start)):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
    return tuple(sorted(taken, key=lambda span: span.start))
