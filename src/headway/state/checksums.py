"""A checksum beside each row of the state: a bit that changed on the disk is told, never believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy.engine.default import DefaultExecutionContext

NAME: Final = "checksum"
# The database gives the sequence after the row was summed; it is in order, which SQLite itself looks through.
_UNSUMMED = {NAME, "sequence"}


def checksum(row: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits of what a row holds; a column that it does not fill leaves them as they are.

    Example:
        >>> checksum({"sequence": 1, "thing": "a", "note": None}) == checksum({"thing": "a"})
        True
    """
    held = {name: value for name, value in row.items() if name not in _UNSUMMED and value is not None}
    return blake2b(json.dumps(held, default=str, sort_keys=True).encode(), digest_size=8).hexdigest()


def of_new_row(context: DefaultExecutionContext) -> str:
    """The checksum of a row that is being inserted."""
    return checksum(context.get_current_parameters())  # type: ignore[no-untyped-call]
