"""Has a process apart look at files, for a new workspace or a changed mapping; and writes a changed mapping down."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headway import disk
from headway.alone import alone
from headway.apart import hear
from headway.errors import MappingError
from headway.ingest.preview import Preview
from headway.ingest.reporting import InitReport
from headway.settings import FILE_NAME, load, text_of

LOCK = ".mapping.lock"
Choices = Mapping[str, tuple[str, str]]
"""Our column → the heading chosen for it (empty: none), and the way in which it reads where that was asked."""
_CHILD = "headway.looking_child"
_WAIT_SECONDS = 30.0  # as long as a look at large files takes


def draft(folder: Path, files: Path | None, engine: str | None, dates: str = "") -> InitReport:
    """Write ``headway.toml`` for the files; see :func:`headway.ingest.layout.write_mapping`.

    Errors: what is wrong with the files or the folder; :class:`WorkspaceError` when looking at them takes too long.
    """
    asked = {"folder": str(folder), "files": None if files is None else str(files), "engine": engine, "dates": dates}
    told = hear(_CHILD, {"task": "draft", **asked}, thing=str(folder))
    return InitReport(**told | {"previews": tuple(map(_preview, told["previews"]))})


def previews(folder: Path) -> list[Preview]:
    """The first rows of every table as ``headway.toml`` would load them; see :mod:`headway.ingest.rehearsal`."""
    return list(map(_preview, hear(_CHILD, {"task": "previews", "folder": str(folder)}, thing=str(folder))))


def _preview(told: dict[str, Any]) -> Preview:
    return Preview(**told | {"rows": tuple(told["rows"])})


def look(
    folder: Path, text: str, table: str = "", file: str = "", choices: Choices | None = None, *, add: bool = False
) -> dict[str, Any]:
    """What the mapping in ``text`` would make of the files; see :func:`headway.ingest.worksheet.worksheet`.

    Args:
        choices: what somebody chose and did not save yet; ``text`` with it is the page's ``text``.
        add: whether the file is to feed the table, where it does not yet.

    Errors: what the process says is wrong; :class:`WorkspaceError` when it ends without a word or takes too long.
    """
    asked = {"task": "worksheet", "folder": str(folder), "text": text, "table": table, "file": file, "add": add}
    found: dict[str, Any] = hear(_CHILD, asked | {"choices": choices or {}}, thing=str(folder))
    return found


def save(folder: Path, table: str, file: str, choices: Choices, wait_seconds: float = _WAIT_SECONDS) -> None:
    """Write the changed mapping into ``headway.toml``, in one step; what a look at it calls wrong is not written.

    A link stays one, and the file keeps its rights. Of two at once the later one changes what the earlier one wrote.

    Errors: :class:`SettingsError` and :class:`MappingError` for what cannot be used, :class:`NotFoundError` for a
    file that no source holds, :class:`BusyError` while another change takes longer than ``wait_seconds``,
    :class:`WorkspaceError` for a folder that cannot be written to.
    """
    place = (folder / FILE_NAME).resolve()
    wrong, mend = "somebody else is changing the mapping", "wait a moment, then save again"
    with alone(place.with_name(LOCK), wrong=wrong, mend=mend, wait_seconds=wait_seconds):
        seen = look(folder, text_of(folder), table, file, choices, add=True)
        load(folder, text=seen["text"])
        _refuse(seen, table, file)
        _write(place, seen["text"])


def _write(place: Path, text: str) -> None:
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
