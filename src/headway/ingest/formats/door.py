"""The door through which every file comes: its parts are listed, one part is unpacked and opened by its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError
from headway.ingest.formats.documents import Documents
from headway.ingest.formats.edges import Edges, Framed
from headway.ingest.formats.event_logs import EventLog
from headway.ingest.formats.opened import Format, Opened
from headway.ingest.formats.parquet import Parquet
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.separated import Separated
from headway.ingest.formats.unpacking import ARCHIVES, COMPRESSIONS, check_size, entries, unpack
from headway.ingest.formats.workbooks import Workbook

_FRAMED: Mapping[str, Framed] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), Separated()),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), Workbook()),
}
FORMATS: Mapping[str, Format] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), Separated()),
    ".json": Documents(),
    ".jsonl": Documents(by_line=True),
    ".ndjson": Documents(by_line=True),
    ".parquet": Parquet(),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), Workbook()),
    ".xes": EventLog(),
}
ENDINGS = (*FORMATS, *ARCHIVES, *COMPRESSIONS)
DEFAULT_LIMIT = 4 << 30
_DEEPEST = 4


def is_known(path: PurePath) -> bool:
    """Whether the file's ending is one that is read.

    Example:
        >>> is_known(PurePath("deals.csv.gz")), is_known(PurePath("export.zip")), is_known(PurePath("logo.png.gz"))
        (True, True, False)
    """
    ending = path.suffix.lower()
    if path.name.startswith("."):
        return False
    return ending in FORMATS or ending in ARCHIVES or (ending in COMPRESSIONS and is_known(path.with_suffix("")))


def stem(name: str) -> str:
    """A part's own name without the endings that are read.

    Example:
        >>> stem("export.zip/deals.csv.gz"), stem("book.xlsx/Deals"), stem("x/v1.2.csv")
        ('deals', 'Deals', 'v1.2')
    """
    last = PurePath(name)
    while last.suffix.lower() in ENDINGS:
        last = last.with_suffix("")
    return last.name


def parts_of(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> tuple[Part, ...]:
    """What can be read of a file; one that cannot be looked into is one part, which tells why when it is opened.

    Args:
        name: how the file is shown.
        limit: bytes that may come out of what is packed.
    """
    whole = Part(path, "", name)
    with TemporaryDirectory(prefix="headway-") as scratch:
        try:
            members = tuple(_members(whole, Path(scratch), limit, _DEEPEST))
        except (SourceError, OSError):
            return (whole,)
    return tuple(Part(path, member, f"{name}/{member}" if member else name) for member in members)


def open_part(builder: DuckBuilder, part: Part, reading: Reading | None = None, limit: int = DEFAULT_LIMIT) -> Opened:
    """The part, ready to be read.

    Errors: :class:`SourceError` saying what is wrong with it and what to do.
    """
    try:
        plain = _plain(builder, part, limit)
        return FORMATS[plain.path.suffix.lower()].open(builder, plain, reading or Reading())
    except OSError as problem:
        raise _not_ours(part, problem) from None


def edges_of(builder: DuckBuilder, part: Part, limit: int = DEFAULT_LIMIT) -> Edges | None:
    """The first and last records of a part; None for what has no lines of its own. Errors: as :func:`open_part`."""
    try:
        plain = _plain(builder, part, limit)
        framed = _FRAMED.get(plain.path.suffix.lower())
        return None if framed is None else framed.edges(plain)
    except OSError as problem:
        raise _not_ours(part, problem) from None


def _plain(builder: DuckBuilder, part: Part, limit: int) -> Part:
    """The part in a file that is not packed. Errors: :class:`SourceError` when there is none that is read."""
    if not is_known(part.path):
        raise SourceError(
            part.name, f"ends in '{part.path.suffix}'", f"files that are read end in {', '.join(ENDINGS)}"
        )
    plain = part
    for _ in range(_DEEPEST):
        if plain.path.stat().st_size == 0:
            raise SourceError(part.name, "is empty", "export it again, with its headings")
        if plain.path.suffix.lower() in FORMATS:
            check_size(plain, limit)
            return plain
        plain = unpack(plain, builder.scratch(), limit)
    raise SourceError(part.name, f"is packed more than {_DEEPEST} times", "unpack it yourself")


def _not_ours(part: Part, problem: OSError) -> SourceError:
    wrong = f"cannot be read ({problem.strerror})"
    return SourceError(part.name, wrong, "check that it exists and is yours to read")


def unreadable(part: Part, problem: Exception) -> SourceError:
    """What to tell when the engine's reader gives up on a part."""
    told = str(problem).splitlines()[0]
    return SourceError(part.name, f"cannot be read ({told})", "save it as CSV in UTF-8, or mend its mapping")


def _members(part: Part, scratch: Path, limit: int, deep: int) -> Iterator[str]:
    """The members of a file, those of the files inside it included."""
    ending = part.path.suffix.lower()
    if ending in FORMATS:
        check_size(part, limit)
        yield from FORMATS[ending].members(part)
    elif ending in COMPRESSIONS:
        yield from _inside(part, PurePath(part.path.stem), scratch, limit, deep)
    elif ending in ARCHIVES:
        for entry in entries(part):
            if is_known(PurePath(entry)):
                within = Part(part.path, entry, part.name)
                for member in _inside(within, PurePath(entry), scratch, limit, deep):
                    yield f"{entry}/{member}" if member else entry


def _inside(part: Part, entry: PurePath, scratch: Path, limit: int, deep: int) -> Iterator[str]:
    """The members of what is packed in a part; only what may hold several is unpacked to see."""
    if entry.suffix.lower() in _SINGLE:
        yield ""
    elif deep:
        try:
            inner = unpack(part, scratch, limit)
            found = list(_members(Part(inner.path, "", part.name), scratch, limit, deep - 1))
            inner.path.unlink()
        except SourceError:
            found = [""]
        yield from found


_SINGLE = frozenset({".csv", ".tsv", ".txt", ".parquet", ".xes"})
