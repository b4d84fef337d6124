"""What is one mailbox: addresses and ids as they are compared, wherever they are: in Python, in SQL, in a model."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from headway.engine.duckdb import text_literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

# An alias is the same mailbox: what follows a plus everywhere, and dots where Google delivers.
_ALIAS, _OWN = r"^([^@+]+)\+[^@]*@", r"\1@"
_GOOGLE, _AT_GOOGLE = r"^[^@]+@(gmail|googlemail)\.com$", "@gmail.com"
_BLANKS = " \t\r\n\xa0"


def folded(text: str) -> str:
    r"""An address or id as it is compared: composed, and in small letters one by one, as the engine makes them.

    An alias of a mailbox is that mailbox.

    Example:
        >>> folded(" BO\u0308B@Acme.example") == folded("böb@acme.example"), folded("ΝΙΚΟΣ"), folded("İ")
        (True, 'νικοσ', 'i')
        >>> folded("z.quill+crm@acme.example"), folded("Z.Quill+a@googlemail.com"), folded("a+b")
        ('z.quill@acme.example', 'zquill@gmail.com', 'a+b')
    """
    plain = "".join(letter.lower()[0] for letter in normalize("NFC", text.strip(_BLANKS)))
    own = re.sub(_ALIAS, _OWN, plain)
    return own.partition("@")[0].replace(".", "") + _AT_GOOGLE if re.search(_GOOGLE, own) else own


def folded_sql(text: str) -> str:
    """SQL of what :func:`folded` makes of a text."""
    plain = f"lower(nfc_normalize(trim({text}, {text_literal(_BLANKS)})))"
    own = f"regexp_replace({plain}, {text_literal(_ALIAS)}, {text_literal(_OWN)})"
    google = f"regexp_matches({own}, {text_literal(_GOOGLE)})"
    return f"CASE WHEN {google} THEN replace(split_part({own}, '@', 1), '.', '') || '{_AT_GOOGLE}' ELSE {own} END"


def folded_column(text: ir.StringValue) -> ir.StringValue:
    """What :func:`folded` makes of a text, for a model."""
    bare = text.re_replace(f"^[{_BLANKS}]+|[{_BLANKS}]+$", "")
    own = _composed()(bare).lower().re_replace(_ALIAS, _OWN)
    google = own.split("@")[0].replace(".", "") + _AT_GOOGLE
    return own.re_search(_GOOGLE).ifelse(google, own)


@cache
def _composed() -> Callable[..., Any]:
    """The engine's function, made once: two that are made apart are never the same expression."""
    import ibis

    made: Callable[..., Any] = ibis.udf.scalar.builtin(_nfc, name="nfc_normalize")
    return made


def _nfc(text: str) -> str:
    """The engine's own function: a letter and the mark behind it as one letter."""
    raise RuntimeError(text)
