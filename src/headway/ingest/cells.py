"""Cells as texts; and old workbooks (XLS) read in a process of their own, which a damaged one may bring down.

What is imported here is little, since that process begins with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from headway.apart import end_with_caller

_EXACT = 2**53
_MEMORY = 1 << 30
_SECONDS = 300.0
Rows = list[list[str]]


def sheet_texts(sheet: Any) -> Iterator[list[str]]:
    """Each row of the reader's sheet as texts, beginning with the first column."""
    first = sheet.start[1] if sheet.start else 0
    for values in sheet.iter_rows():
        # A damaged sheet may be as wide and long as a sheet can be, and empty: that must not take long.
        blank = values.count("") == len(values)
        yield [] if blank else [""] * first + [text_of(value) for value in values]


def text_of(value: Any) -> str:
    """A cell's value as a text that reads back.

    Example:
        >>> [text_of(v) for v in (12.0, 0.1 + 0.2, True, date(2026, 3, 1), datetime(2026, 3, 1, 14, 5), None)]
        ['12', '0.3', 'true', '2026-03-01', '2026-03-01 14:05:00', '']
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return "" if value is None else str(value)


def read_apart(path: Path) -> dict[str, Rows]:
    """The sheets of a workbook that hold anything.

    Errors: ValueError when its reader gives up, dies, or takes longer than ``_SECONDS``.
    """
    command = [sys.executable, "-P", "-m", "headway.ingest.cells", str(path)]
    held, kept = os.pipe()  # nothing is written to it: the reader ends when it closes, with this process
    try:
        done = subprocess.run(  # noqa: S603 (ourselves)
            command, stdin=held, capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"its reader took longer than {_SECONDS:.0f} seconds") from None
    finally:
        os.close(held)
        os.close(kept)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise ValueError(f"its reader ended with {done.returncode}")
    said = json.loads(lines[-1])
    if isinstance(said, str):
        raise ValueError(said)  # noqa: TRY004 (it is what the reader said)
    return {name: rows for name, rows in said.items() if any(any(row) for row in rows)}


def _main(path: str) -> None:
    import resource

    from python_calamine import CalamineWorkbook

    end_with_caller()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        book = CalamineWorkbook.from_path(path)
        said: Any = {name: list(sheet_texts(book.get_sheet_by_name(name))) for name in book.sheet_names}
    except BaseException as problem:  # noqa: BLE001 (a panic of the reader is no Exception)
        said = str(problem) or type(problem).__name__
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1])
