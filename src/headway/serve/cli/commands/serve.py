"""``headway serve``: the pages and the JSON routes, on this machine alone."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from headway.errors import NothingLoadedError, UsageError, WorkspaceError
from headway.serve.cli.options import with_shared_options, workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

PORT = 8317


@click.command("serve", short_help="Serve the pages on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@with_shared_options
def command(host: str, port: int) -> None:
    """Serve Today, Deals, Velocity, Data health and the JSON routes, until Ctrl-C.

    \b
    Example:
      headway -w my serve
    """
    if not is_loopback(host):
        raise UsageError(f"--host {host}", "is no loopback address", "use 127.0.0.1; there is no sign-in yet")
    from headway.serve.cli import output
    from headway.serve.web.app import make_app

    opened = workspace()
    try:
        opened.status()
    except NothingLoadedError:
        output.tell(f"Nothing is loaded yet: map your files and sync at http://{host}:{port}/mapping")
    with _listening(host, port) as door:
        output.tell(f"{opened.settings.name} at http://{host}:{port}/  (Ctrl-C ends)")
        _run(make_app(opened, host=host, port=port), door)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        raise WorkspaceError(
            f"port {port}", f"cannot be had ({problem.strerror})", "choose another: --port"
        ) from problem


def _run(app: FastAPI, door: socket.socket) -> None:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[door])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
        (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
