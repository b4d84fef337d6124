"""Keeps strangers out: only this machine's own names are served, and only our own pages may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_READS = ("GET", "HEAD")


def served_names(host: str, port: int) -> frozenset[str]:
    """The Host headers that are answered: loopback names with the port.

    Errors: :class:`UsageError` when ``host`` is an address that other machines could reach.

    Example:
        >>> sorted(served_names("127.0.0.1", 80))
        ['127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:80', 'localhost', 'localhost:80']
    """
    if host not in (*LOOPBACK, "::1"):
        raise UsageError(host, "can be reached from other machines, and there is no sign-in yet", "use 127.0.0.1")
    bare = LOOPBACK if port == 80 else ()
    return frozenset([*bare, *(f"{name}:{port}" for name in LOOPBACK)])


def refusal(method: str, headers: dict[str, str], names: frozenset[str]) -> tuple[int, str] | None:
    """Status and sentence when a request is not ours to serve, else None.

    A browser names the origin of every write; a program that names none may only send JSON, which a foreign page
    cannot do without asking first.
    """
    host = headers.get("host", "").lower()
    if host not in names:
        return 421, f"This server answers to {', '.join(sorted(names))} only."
    if method in _READS:
        return None
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in (None, "same-origin") or (origin is not None and origin.lower() != f"http://{host}"):
        return 403, "A write must come from this server's own pages."
    if origin is None and site is None and not headers.get("content-type", "").startswith("application/json"):
        return 403, "A write that names no origin must be JSON."
    return None


class Guard:
    """ASGI middleware: refuses what :func:`refusal` names, and adds the security headers to every answer."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = refusal(scope["method"], headers, self._names)
        if refused is None:
            await self._app(scope, receive, guarded)
        else:
            await _say(guarded, *refused)


async def _say(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})
