"""``headway serve``: the pages and the JSON routes, on this machine alone."""

from __future__ import annotations

from ipaddress import ip_address

import click

from headway.errors import UsageError
from headway.serve.cli.options import with_shared_options, workspace

PORT = 8317


@click.command("serve", short_help="Serve the pages on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@with_shared_options
def command(host: str, port: int) -> None:
    r"""Serve Today, Deals, Velocity, Data health and the JSON routes, until Ctrl-C.

    \b
    Example:
      headway -w my serve
    """
    if not is_loopback(host):
        raise UsageError(f"--host {host}", "is no loopback address", "use 127.0.0.1; there is no sign-in yet")
    from headway.serve.cli import output
    from headway.serve.web.app import serve

    opened = workspace()
    opened.status()
    output.tell(f"{opened.settings.name} at http://{host}:{port}/  (Ctrl-C ends)")
    serve(opened, host=host, port=port)


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
