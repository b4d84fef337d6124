"""The one door to the files of a workspace's store: every change on disk is one call here, so a test can end any."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """Copy a file's content."""
    shutil.copyfile(source, target)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; what is not there is no error."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def make(folder: Path) -> None:
    """Make a folder, unless it is there."""
    folder.mkdir(exist_ok=True)


def protect(path: Path) -> None:
    """Let nobody write to a file any more."""
    path.chmod(0o444)


def rename(path: Path, target: Path) -> None:
    """Give a file another name, in one step; what bore that name is gone."""
    path.replace(target)


def link(place: Path, target: Path) -> None:
    """Make a symbolic link."""
    place.symlink_to(target)


def flush(path: Path) -> None:
    """Wait until a file or a folder lies on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
