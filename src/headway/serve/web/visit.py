"""What one visit asks for: the address, the theme, whether a fragment will do, and the time it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from headway.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

THEMES = ("light", "dark")
_OF_NO_DAY = frozenset({"/mapping", "/help"})


@dataclass(frozen=True, slots=True)
class Visit:
    """A page is a function of this and of the answers; the address holds all the state there is."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    theme: str
    fragment: bool
    now: datetime

    def get(self, name: str, default: str = "") -> str:
        """The last value of a parameter."""
        return dict(self.pairs).get(name, default)

    def whole(self, name: str, default: int) -> int:
        """A parameter that is a whole number from 1.

        Errors: :class:`UsageError` when it is not.
        """
        text = self.get(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 10**9:
            raise UsageError(name, f"{text[:40]!r} is no whole number from 1", f"write for example {name}=2")
        return int(text)

    def to(self, path: str) -> str:
        """Another page as of the same day; pages that speak of no day have none.

        Example:
            >>> visit = Visit("/health", (("as_of", "2026-01-31"), ("page", "2")), "", fragment=False, now=datetime.max)
            >>> visit.to("/sources"), visit.to("/mapping")
            ('/sources?as_of=2026-01-31', '/mapping')
        """
        day = self.get("as_of") if path not in _OF_NO_DAY else ""
        return address(path, {"as_of": day} if day else {})

    def link(self, path: str | None = None, **changes: object) -> str:
        """This address with some parameters changed; None takes one out."""
        kept = [pair for pair in self.pairs if pair[0] not in changes]
        added = [(name, str(value)) for name, value in changes.items() if value is not None]
        return address(path or self.path, kept + added)


def address(path: str, pairs: Mapping[str, str] | list[tuple[str, str]]) -> str:
    """A path with its query.

    Example:
        >>> address("/", {"rep": "a b"}), address("/deals", {})
        ('/?rep=a+b', '/deals')
    """
    query = urlencode(pairs)
    return f"{path}?{query}" if query else path


def visit_of(request: Request, now: datetime) -> Visit:
    """Read a visit off a request."""
    headers = request.headers
    theme = request.cookies.get("theme", "")
    return Visit(
        path=request.url.path,
        pairs=tuple(request.query_params.multi_items()),
        theme=theme if theme in THEMES else "",
        fragment="hx-request" in headers and "hx-history-restore-request" not in headers,
        now=now,
    )
