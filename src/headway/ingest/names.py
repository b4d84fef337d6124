"""Names made comparable: without case, blanks and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache


@cache
def plain_text(name: str) -> str:
    """A name without case, blanks and marks.

    Example:
        >>> plain_text("GTX Pro"), plain_text("Über-Cloud")
        ('gtxpro', 'übercloud')
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name).lower())


def listed_briefly(names: Sequence[str], most: int = 12) -> str:
    """Names in one line, of many the first.

    Example:
        >>> listed_briefly(["a.csv", "b.csv", "c.csv"], most=2)
        'a.csv, b.csv and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
