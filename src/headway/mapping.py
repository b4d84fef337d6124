"""Asks a child process to look at the files of a mapping, and writes a changed mapping down."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headway import errors
from headway.errors import WorkspaceError
from headway.ingest import disk
from headway.ingest.edited import edited
from headway.settings import FILE_NAME, load

_MOST_SECONDS = 120


def text_of(folder: Path) -> str:
    """The text of ``headway.toml``."""
    return (folder / FILE_NAME).read_text(encoding="utf-8")


def look(folder: Path, text: str, table: str = "", file: str = "") -> dict[str, Any]:
    """What the mapping in ``text`` would make of the files; see :func:`headway.ingest.worksheet.worksheet`.

    Errors: what the child says is wrong; :class:`WorkspaceError` when it ends without a word or takes too long.
    """
    asked = json.dumps({"folder": str(folder), "text": text, "table": table, "file": file})
    command = [sys.executable, "-P", "-m", "headway.mapping_child"]
    try:
        done = subprocess.run(  # noqa: S603 (ourselves)
            command, input=asked, capture_output=True, text=True, encoding="utf-8", timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise WorkspaceError(str(folder), "its files took too long to look at", "use 'headway map'") from None
    if not done.stdout:
        raise WorkspaceError(
            str(folder), f"its files cannot be looked at (status {done.returncode})", "see 'headway map'"
        )
    said = json.loads(done.stdout)
    if "error" in said:
        kind, *told = said["error"]
        raise getattr(errors, kind)(*told)
    found: dict[str, Any] = said["worksheet"]
    return found


def save(folder: Path, table: str, file: str, chosen: Mapping[str, str]) -> None:
    """Write the changed mapping into ``headway.toml``, in one step; a text that would be no settings is not written.

    Errors: :class:`SettingsError` and :class:`MappingError` for what cannot be used.
    """
    text = edited(text_of(folder), table, file, chosen)
    load(folder, text=text)
    fresh = folder / f"{FILE_NAME}.new"
    fresh.write_text(text, encoding="utf-8")
    disk.flush(fresh)
    disk.rename(fresh, folder / FILE_NAME)
