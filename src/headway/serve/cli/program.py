"""The program ``headway``: set-up commands from a folder, questions from the registry, each imported when it is run."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click

from headway import discover
from headway.serve.cli import commands
from headway.serve.cli.options import with_shared_options


class Program(click.Group):
    """A group that knows every command's name, and imports only the one that was asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Set-up first, then the questions."""
        return [*set_up_commands(), *discover.modules("questions")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name in set_up_commands():
            module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
            return module.command  # type: ignore[no-any-return]
        if cmd_name in discover.modules("questions"):
            from headway.serve.cli.ask import command

            return command(discover.load("questions", cmd_name))
        return None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Click's own, but a wrong name is told the near one."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.exceptions.NoSuchCommand(name, possibilities=self.list_commands(ctx), ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists: what sets a workspace up, and what can be asked of it."""
        for heading, names in (("Set up", set_up_commands()), ("Ask", tuple(discover.modules("questions")))):
            rows = [(name, self._line(ctx, name)) for name in names]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def _line(self, ctx: click.Context, name: str) -> str:
        found = self.get_command(ctx, name)
        return found.get_short_help_str(limit=90) if found else ""


def set_up_commands() -> tuple[str, ...]:
    """Names of the commands that are no questions.

    Example:
        >>> "sync" in set_up_commands()
        True
    """
    return tuple(info.name for info in pkgutil.iter_modules(commands.__path__))


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib import metadata

        click.echo(f"headway {metadata.version('headway')}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version.")
@with_shared_options
def program() -> None:
    """What to do next, what it is worth, and whether it lasts.

    \b
    Example:
      headway demo                    make a company, and show its first actions
      headway init my --files export  map your own CRM export
      headway -w my sync              load it
      headway -w my next              what each seller should do next
    """
