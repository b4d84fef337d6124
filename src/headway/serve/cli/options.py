"""The options that work before and after every command, and how days and conditions are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from headway.workspace import Workspace

FORMATS = ("table", "json", "csv")
_META = "headway."
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """What stands after the command wins over what stands before it."""
    if value is not None:
        ctx.meta[_META + str(param.name)] = value


def with_shared_options(command: Decorated) -> Decorated:
    """Give a command ``-w`` and ``--format``."""
    workspace = click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        callback=_keep,
        expose_value=False,
        help="The workspace; else HEADWAY_WORKSPACE, else the current folder.",
    )
    shape = click.option(
        "--format", type=click.Choice(FORMATS), callback=_keep, expose_value=False, help="table (default), json or csv."
    )
    return workspace(shape(command))


def asked_format() -> str:
    """The format that was asked for, before or after the command."""
    return str(click.get_current_context().meta.get(_META + "format", FORMATS[0]))


def asked_folder() -> Path | None:
    """The workspace that was asked for, or None where the environment or the current folder decides."""
    folder: Path | None = click.get_current_context().meta.get(_META + "workspace")
    return folder


def workspace() -> Workspace:
    """The open workspace of this call; closed when the command ends."""
    from headway.workspace import open_workspace

    opened = open_workspace(asked_folder())
    click.get_current_context().call_on_close(opened.close)
    return opened


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that the text names."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-01-31", param, ctx)


class Condition(click.ParamType[tuple[str, str]]):
    """``COLUMN=VALUE``."""

    name = "column=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Column and value, split at the first equals sign."""
        if isinstance(value, tuple):
            return value
        column, equals, wanted = value.partition("=")
        if not equals or not column.strip():
            self.fail(f"{value!r} is no COLUMN=VALUE; write for example segment=Retail", param, ctx)
        return column.strip(), wanted
