"""Splits a piece of text into records, as far as they can be split."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


def records_of(text: str, separator: str) -> Iterator[list[str]]:
    r"""The records of a text that are not blank, up to the first that cannot be split.

    Example:
        >>> list(records_of('id;name\n\n1;"a;b"\n', ";"))
        [['id', 'name'], ['1', 'a;b']]
    """
    for _, record in numbered_records(text, separator):
        yield record


def numbered_records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The same with the number of lines that stand above each."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    above = 0
    try:
        for record in reader:
            if record:
                yield above, record
            above = reader.line_num
    except csv.Error:
        return
