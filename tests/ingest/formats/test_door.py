"""What lies packed in a file is listed by name, read by that name, and bounded."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.errors import MappingError, SourceError
from headway.ingest.formats import Part, Reading, open_part, part_bytes, parts_of
from tests.ingest.loads import load

DEALS = b"deal_id,created_at,status\nD1,2026-01-01,won\nD2,2026-01-02,open\n"
PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("ending", PACKED)
def test_a_packed_file_is_one_part_with_its_own_name(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"deals.csv.{ending}"
    path.write_bytes(PACKED[ending](DEALS))
    assert parts_of(path, path.name) == (Part(path, "", path.name),)
    assert (load(path).load.read, load(path).load.loaded) == (2, 2)


def test_zstandard_is_read(tmp_path: Path) -> None:
    import pyarrow as pa

    path = tmp_path / "deals.csv.zst"
    path.write_bytes(pa.compress(DEALS, codec="zstd", asbytes=True))
    assert load(path).load.loaded == 2


def test_members_of_an_archive_are_parts_and_hidden_ones_are_not(tmp_path: Path) -> None:
    members = {"a/deals.csv": DEALS, "__MACOSX/deals.csv": b"x", ".x.csv": b"x", "logo.png": b"x", "readme.md": b"x"}
    path = zipped(tmp_path / "export.zip", members)
    assert [part.name for part in parts_of(path, "export.zip")] == ["export.zip/a/deals.csv"]
    assert load(path, member="a/deals.csv").load.loaded == 2


def test_an_archive_in_an_archive_is_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deals.csv.gz", gzip.compress(DEALS))
    path = zipped(tmp_path / "outer.zip", {"crm.zip": inner.getvalue()})
    assert [part.member for part in parts_of(path, "outer.zip")] == ["crm.zip/deals.csv.gz"]
    assert load(path, member="crm.zip/deals.csv.gz").load.loaded == 2


def test_more_than_the_limit_is_told_and_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"deals.csv": DEALS + b"\n" * (4 << 20)})
    assert path.stat().st_size < 10_000
    builder = DuckBuilder(Path(":memory:"))
    with pytest.raises(SourceError, match="max_expanded_mb"):
        open_part(builder, Part(path, "deals.csv", "bomb.zip/deals.csv"), limit=1 << 20)
    builder.close()


def test_a_name_that_climbs_out_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = zipped(tmp_path / "in" / "evil.zip", {"../../deals.csv": DEALS})
    (part,) = parts_of(path, "evil.zip")
    assert load(path, member=part.member).load.loaded == 2
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["evil.zip", "in"]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"not packed at all"])
@pytest.mark.parametrize("name", ["export.zip", "deals.csv.gz", "deals.csv.xz", "deals.csv.bz2", "deals.csv.zst"])
def test_what_cannot_be_unpacked_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert len(parts_of(path, name)) == 1
    with pytest.raises(SourceError, match=r"unpacked|can be read"):
        load(path)


def test_a_damaged_member_does_not_hide_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"deals.csv": DEALS, "reps.json": b"[{"})
    assert [part.member for part in parts_of(path, "export.zip")] == ["deals.csv", "reps.json"]


def test_only_a_change_of_the_member_itself_changes_its_bytes(tmp_path: Path) -> None:
    one = zipped(tmp_path / "one.zip", {"deals.csv": DEALS, "reps.csv": b"rep_id\nR1\n"})
    two = zipped(tmp_path / "two.zip", {"deals.csv": DEALS, "reps.csv": b"rep_id\nR2\n"})
    read = [b"".join(part_bytes(part)) for path in (one, two) for part in parts_of(path, path.name)]
    assert read == [DEALS, b"rep_id\nR1\n", DEALS, b"rep_id\nR2\n"]


def test_the_words_of_a_reading_are_checked() -> None:
    assert Reading.of({"headings": ["a", "b"], "skip": 3, "delimiter": "~", "encoding": "cp1250"}) == Reading(
        ("a", "b"), 3, "cp1250", "~"
    )
    for wrong in ({"skip": -1}, {"skip": True}, {"headings": "a"}, {"encoding": "klingon"}, {"delimiter": "::"}):
        with pytest.raises(MappingError):
            Reading.of(wrong)
