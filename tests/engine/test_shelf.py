"""What is kept is given back as it was, or not at all; a damaged file is put aside."""

from __future__ import annotations

from pathlib import Path

from headway.engine.shelf import Shelf


def test_an_answer_with_a_changed_bit_is_none(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    shelf = Shelf(path)
    shelf.put("answer", "one", b"twelve thousand")
    shelf.close()
    path.write_bytes(path.read_bytes().replace(b"twelve thousand", b"twelve thousane"))
    again = Shelf(path)
    assert again.mend() is None
    assert again.get("answer", "one") is None
    again.put("answer", "one", b"anew")
    assert again.get("answer", "one") == b"anew"
    again.close()


def test_a_file_that_is_none_of_ours_is_put_aside_and_a_new_one_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"rubbish" * 1000)
    shelf = Shelf(path)
    shelf.put("answer", "one", b"1")
    assert shelf.get("answer", "one") is None
    assert shelf.mend() == tmp_path / "cache.sqlite.damaged"
    shelf.put("answer", "one", b"1")
    assert shelf.get("answer", "one") == b"1"
    shelf.close()
