"""Hashes that tell one content from another."""

from __future__ import annotations

from hashlib import blake2b, file_digest
from pathlib import Path

from xxhash import xxh3_128


def short_hash(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def digest(path: Path) -> str:
    """XXH3 of a file's bytes, 128 bits: it tells damage at the speed of memory, and is no proof of authorship."""
    with path.open("rb") as stream:
        return file_digest(stream, xxh3_128).hexdigest()
