"""Valid files of every format, and what may happen to them on their way: seeded, so that each is the same again."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

HEADINGS = ("deal_id", "created_at", "status", "amount", "closed_at", "name")
NAMES = ("Ada & Söhne", 'the "big" one', "two\nlines", "a, b; c", "", "Łódź", "x" * 200, "O'Neil <b>")
ROWS = [
    (f"D{n}", f"2026-01-{n % 28 + 1:02d}", ("won", "lost", "open")[n % 3], f"{n * 12.5}", "", NAMES[n % len(NAMES)])
    for n in range(40)
]
Mutation = Callable[[bytes, Random], bytes]


def texts(delimiter: str = ",", ends: str = "\r\n", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows([HEADINGS, *ROWS])
    return out.getvalue().encode(encoding, "replace")


def objects() -> list[dict[str, Any]]:
    found = [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]
    return [row | {"owner": {"name": "Ada"}, "tags": ["a", "b"], "lines": [{"sku": "x", "n": 1}]} for row in found]


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def seeds(folder: Path) -> dict[str, bytes]:
    """A valid file of each format, by the name under which it is read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from tests.ingest.formats.test_workbooks import ods, xls, xlsx

    sheets = {"Deals": (HEADINGS, *((*row[:3], float(row[3]), None, row[5]) for row in ROWS))}
    books = {f"deals.{w.__name__}": w(folder / f"s.{w.__name__}", sheets).read_bytes() for w in (xlsx, xls, ods)}
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(objects()), sink)
    plain = texts()
    return books | {
        "deals.csv": plain,
        "deals-1.csv": texts(";", "\n", "cp1252"),
        "deals-2.csv": texts(",", "\n", "utf-16"),
        "deals-3.csv": b"sep=;\r\n" + texts(";"),
        "deals.tsv": texts("\t", "\n"),
        "deals.txt": texts("|", "\r"),
        "deals.json": json.dumps(objects(), indent=1).encode(),
        "deals-1.json": json.dumps({"page": 1, "results": objects()}, ensure_ascii=False).encode(),
        "deals.jsonl": "".join(json.dumps(row) + "\n" for row in objects()).encode(),
        "deals-1.jsonl": "".join(json.dumps(dict(zip(HEADINGS, r, strict=True))) + "\n" for r in ROWS).encode(),
        "deals.parquet": sink.getvalue(),
        "deals.xes": _log(),
        "deals.xes.gz": gzip.compress(_log(), mtime=0),
        "deals.csv.gz": gzip.compress(plain, mtime=0),
        "deals.csv.bz2": bz2.compress(plain),
        "deals.csv.xz": lzma.compress(plain),
        "deals.csv.zst": pa.compress(plain, codec="zstd", asbytes=True),
        "deals.zip": zipped({"deals.csv": plain, "deals.json": json.dumps(objects()).encode()}),
    }


def _log() -> bytes:
    events = "".join(
        f'<trace><string key="concept:name" value="{row[0]}"/><event><string key="concept:name" value="{row[2]}"/>'
        f'<date key="time:timestamp" value="{row[1]}T10:00:00Z"/></event></trace>\n'
        for row in ROWS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log>{events}</log>'.encode()


def _at(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _span(content: bytes, random: Random) -> tuple[int, int]:
    first = _at(content, random)
    return first, min(first + random.choice((1, 2, 8, 64, 512)), len(content))


def flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    return content[: _at(content, random)]


def lacking(content: bytes, random: Random) -> bytes:
    first, last = _span(content, random)
    return content[:first] + content[last:]


def repeated(content: bytes, random: Random) -> bytes:
    first, last = _span(content, random)
    return content[:last] + content[first:last] * random.choice((1, 2, 50)) + content[last:]


def zeroed(content: bytes, random: Random) -> bytes:
    first, last = _span(content, random)
    return content[:first] + b"\0" * (last - first) + content[last:]


def noisy(content: bytes, random: Random) -> bytes:
    place = _at(content, random)
    return content[:place] + random.randbytes(random.choice((1, 3, 40))) + content[place:]


def with_inserted(*pieces: bytes) -> Mutation:
    def insert(content: bytes, random: Random) -> bytes:
        for _ in range(random.choice((1, 1, 4))):
            place = _at(content, random)
            content = content[:place] + random.choice(pieces) + content[place:]
        return content

    return insert


def with_replaced(old: bytes, *new: bytes) -> Mutation:
    def replace(content: bytes, random: Random) -> bytes:
        if random.random() < 0.3:
            return content.replace(old, random.choice(new))
        parts = content.split(old)
        return (
            b"".join(part + (random.choice(new) if random.random() < 0.1 else old) for part in parts[:-1]) + parts[-1]
        )

    return replace


def lines_changed(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(random.choice((1, 3))):
        if lines:
            place = random.randrange(len(lines))
            lines[place : place + 1] = random.choice(([], [lines[place]] * 2, [b"\n"], [lines[place], b"\r\n\n"]))
    return b"".join(lines)


def huge(content: bytes, random: Random) -> bytes:
    place = _at(content, random)
    return content[:place] + random.choice((b"x", b"9", b'"', b"[", b"{", b",", b"\n")) * 2_000_000 + content[place:]


def recoded(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        random.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp1250", "shift_jis", "utf-7")), "replace"
    )


ANY: tuple[Mutation, ...] = (flipped, flipped, cut, lacking, repeated, zeroed, noisy)
TEXT: tuple[Mutation, ...] = (
    *ANY,
    *(lines_changed, lines_changed, recoded),
    with_inserted(b'"', b'""', b"'", b'\\"'),
    with_inserted(b"\0", b"\x01", b"\x1a", b"\xef\xbb\xbf", b"\xff", b"\xe9", b"\xed\xa0\x80"),
    with_inserted(b"\n", b"\r", b"\r\n", b"\n\n\n"),
    with_inserted(b",", b";", b"\t", b"|", b",,,,,,,,,,"),
    with_inserted(b"{", b"}", b"[", b"]", b":", b"null", b"NaN", b"<", b">", b"&lol;", b"<!DOCTYPE a>"),
    with_replaced(b",", b";", b"\t", b"|", b" ,"),
    with_replaced(b"\n", b"\r", b"\r\n", b"\n\n", b""),
)
PACKED: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    ".gz": (gzip.decompress, lambda content: gzip.compress(content, mtime=0)),
    ".bz2": (bz2.decompress, bz2.compress),
    ".xz": (lzma.decompress, lzma.compress),
}


def mutated(name: str, content: bytes, random: Random) -> bytes:
    """One to three things happen to a file; of a packed one mostly to what is inside."""
    ending = Path(name).suffix
    inside = random.random() < 0.7
    if inside and ending in PACKED:
        unpack, pack = PACKED[ending]
        return pack(_several(unpack(content), random, TEXT))
    if inside and ending in {".zip", ".xlsx", ".ods"}:
        return _inside_zip(content, random)
    binary = ending in {*PACKED, ".zip", ".xlsx", ".ods", ".xls", ".parquet", ".zst"}
    return _several(content, random, ANY if binary else TEXT)


def _several(content: bytes, random: Random, mutations: tuple[Mutation, ...]) -> bytes:
    if random.random() < 0.01:
        return huge(content, random)
    for _ in range(random.choice((1, 1, 2, 3))):
        content = random.choice(mutations)(content, random)
    return content


def _inside_zip(content: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    telling = [n for n in members if n.endswith(("sheet1.xml", "content.xml", "workbook.xml", ".csv", ".json"))]
    chosen = random.choice(telling if random.random() < 0.8 else list(members))
    members[chosen] = _several(members[chosen], random, TEXT)
    return zipped(members)
