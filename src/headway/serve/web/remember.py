"""Keeps whole responses in memory until the workspace changes, so that a page opened daily costs next to nothing."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64_000_000
_TELLING = (b"hx-request", b"hx-history-restore-request")
_COOKIE = re.compile(rb"(?:^|;\s*)theme=(light|dark)(?:;|$)")


class Remember:
    """ASGI middleware: a GET that was answered with 200 is answered again from memory under the same key.

    The key is the workspace's stamp, the user, the address, and the headers that change what is drawn. ``stamp``
    must be cheap: it is asked at every request. Answers marked ``immutable`` are left to the browser; those under a
    path of ``but`` are made anew each time, since the stamp does not say when what they show changes.
    """

    def __init__(
        self, app: ASGIApp, stamp: Callable[[], str], most_bytes: int = MOST_BYTES, but: frozenset[str] = frozenset()
    ) -> None:
        self._app, self._stamp, self._most_bytes, self._but = app, stamp, most_bytes, but
        self._kept: OrderedDict[tuple[Any, ...], tuple[Message, Message]] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] in self._but:
            await self._app(scope, receive, send)
            return
        key = self._key(scope)
        found = self._kept.get(key)
        if found is None:
            await self._ask(key, scope, receive, send)
            return
        self._kept.move_to_end(key)
        for message in found:
            await send(dict(message))

    def _key(self, scope: Scope) -> tuple[Any, ...]:
        return (self._stamp(), "local", scope["path"], scope["query_string"], *told(scope["headers"]))

    async def _ask(self, key: tuple[Any, ...], scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []

        async def noted(message: Message) -> None:
            messages.append(dict(message))
            await send(message)

        await self._app(scope, receive, noted)
        if len(messages) == 2 and messages[0]["status"] == 200 and not messages[1].get("more_body"):
            self._keep(key, messages[0], messages[1])

    def _keep(self, key: tuple[Any, ...], start: Message, body: Message) -> None:
        kept_elsewhere = any(name == b"cache-control" and b"immutable" in value for name, value in start["headers"])
        if kept_elsewhere or key in self._kept or len(body["body"]) > self._most_bytes // 8:
            return
        self._kept[key] = (start, body)
        self._bytes += len(body["body"])
        while self._bytes > self._most_bytes and self._kept:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= len(dropped["body"])


def told(headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """What the headers say that changes the drawing: whether a fragment is wanted, and the theme.

    Example:
        >>> told([(b"hx-request", b"true"), (b"cookie", b"a=b; theme=dark"), (b"accept", b"*/*")])
        [b'hx-request', b'dark']
    """
    said = []
    for name, value in headers:
        if name in _TELLING:
            said.append(name)
        elif name == b"cookie" and (theme := _COOKIE.search(value)):
            said.append(theme[1])
    return said
