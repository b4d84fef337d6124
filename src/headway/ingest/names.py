"""Names made comparable: without case, blanks and marks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache


@cache
def plain_text(name: str) -> str:
    """A name without case, blanks and marks.

    Example:
        >>> plain_text("GTX Pro"), plain_text("Über-Cloud")
        ('gtxpro', 'übercloud')
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name).lower())
