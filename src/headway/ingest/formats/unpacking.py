"""What lies packed in a file: members of a zip, the one file of a gz, unpacked within a limit and by our own names."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from headway.errors import SourceError
from headway.ingest.formats.part import Part

_CHUNK_BYTES = 1 << 20
_LONGEST_ENDING = 12
_HIDDEN = re.compile(r"(^|/)(\.[^./]|__MACOSX)")
ARCHIVES = (".zip",)
COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError),
    *(NotImplementedError, ValueError, LookupError),
)


def entries(part: Part) -> tuple[str, ...]:
    """The names of the files in an archive, in its order; hidden ones left out."""
    with _told(part), zipfile.ZipFile(part.path) as archive:
        names = [entry.filename for entry in archive.infolist() if entry.filename[-1:] not in {"", "/"}]
    return tuple(name for name in names if not _HIDDEN.search(name))


def entry_of(part: Part) -> tuple[str, str]:
    """The archive's entry in which a member lies, and what is left of the member inside that entry."""
    if not part.member:
        raise SourceError(part.name, "holds no file that can be read", "export it again, without a password")
    for name in sorted(entries(part), key=len, reverse=True):
        if part.member == name or part.member.startswith(name + "/"):
            return name, part.member[len(name) + 1 :]
    raise SourceError(part.name, "is no longer in its archive", "export it again")


def unpack(part: Part, folder: Path, limit: int) -> Part:
    """Unpack one layer into ``folder``: the part whose path is the unpacked file.

    Nothing is ever written under a name that the archive gives.

    Args:
        limit: bytes that may come out.

    Errors: :class:`SourceError` when it is damaged, needs a password, or holds more than the limit.
    """
    entry, rest = entry_of(part) if is_archive(part.path) else (part.path.stem, part.member)
    endings = "".join(ending for ending in PurePosixPath(entry).suffixes[-2:] if len(ending) < _LONGEST_ENDING)
    target = folder / f"{len(list(folder.iterdir()))}{endings}"
    written = 0
    with target.open("wb") as out:
        for chunk in _unpacked(part, entry):
            written += len(chunk)
            if written > limit:
                raise _too_large(part, limit)
            out.write(chunk)
    return Part(target, rest, part.name)


def check_size(part: Part, limit: int) -> None:
    """Refuse a workbook whose XML would be larger than the limit once unpacked."""
    if zipfile.is_zipfile(part.path):
        with _told(part), zipfile.ZipFile(part.path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > limit:
                raise _too_large(part, limit)


def _too_large(part: Part, limit: int) -> SourceError:
    return SourceError(
        part.name,
        f"holds more than {limit >> 20:,} MB once unpacked",
        "unpack it yourself, or raise max_expanded_mb of its source in headway.toml",
    )


def is_archive(path: Path) -> bool:
    """Whether the file holds other files."""
    return path.suffix.lower() in ARCHIVES


def part_bytes(part: Part) -> Iterator[bytes]:
    """The bytes that tell whether the part has changed: those of its archive's entry, else of its file."""
    if is_archive(part.path) and part.member:
        yield from _unpacked(part, entry_of(part)[0])
        return
    with part.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


def _unpacked(part: Part, entry: str) -> Iterator[bytes]:
    with _told(part), _stream(part.path, entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


@contextmanager
def _stream(path: Path, entry: str) -> Iterator[IO[bytes]]:
    if is_archive(path):
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            yield stream
        return
    with _OPENERS[path.suffix.lower()](path) as stream:
        yield stream


def _zstd(path: Path) -> IO[bytes]:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")  # type: ignore[no-any-return]


_OPENERS: Mapping[str, Callable[[Path], Any]] = {
    ".gz": gzip.GzipFile,
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
    ".zst": _zstd,
}


@contextmanager
def _told(part: Part) -> Iterator[None]:
    try:
        yield
    except BROKEN as problem:
        told = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise SourceError(part.name, f"cannot be unpacked ({told})", "export it again, without a password") from None
