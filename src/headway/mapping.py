"""Asks a child process to look at the files of a mapping, and writes a changed mapping down."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headway import errors
from headway.errors import MappingError, WorkspaceError
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
    """Write the changed mapping into ``headway.toml``, in one step; what a look at it calls wrong is not written.

    A link stays one, and the file keeps its rights.

    Errors: :class:`SettingsError` and :class:`MappingError` for what cannot be used, :class:`NotFoundError` for a
    file that no source holds.
    """
    text = edited(text_of(folder), table, file, chosen)
    load(folder, text=text)
    _refuse(look(folder, text, table, file), table, file)
    place = (folder / FILE_NAME).resolve()
    fresh = place.with_name(f"{place.name}.new")
    disk.remove(fresh)
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(stat.S_IMODE(place.stat().st_mode))
    disk.flush(fresh)
    disk.rename(fresh, place)


def _refuse(seen: Mapping[str, Any], table: str, file: str) -> None:
    """Errors: :class:`MappingError` when the look at a mapping found it wrong, or did not find the file."""
    opened = seen["open"]
    wrong = seen["wrong"] or ("no source holds the file" if opened is None else opened["wrong"])
    if wrong:
        raise MappingError(f"{file} as {table}", f"cannot be saved ({wrong})", "choose among the files and headings")
