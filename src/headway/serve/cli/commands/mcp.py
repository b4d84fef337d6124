"""``headway mcp``: serves the questions to an agent over stdin and stdout."""

from __future__ import annotations

import click

from headway.serve.cli.options import with_shared_options, workspace


@click.command("mcp", short_help="Serve the questions to an agent (Model Context Protocol, stdio).")
@with_shared_options
def command() -> None:
    """Serve one tool a question, and 'decide', to an agent over stdin and stdout. Needs the extra 'mcp'.

    \b
    Example, in the agent's settings:
      {"command": "headway", "args": ["-w", "/path/of/my", "mcp"]}
    """
    from headway.serve.mcp import serve

    serve(workspace())
