"""What names somebody forgotten is found in every text, however it is written, and nothing that names others is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.ingest.forgetting import FILE_NAME, Forgotten, keep_forgotten, load_forgotten
from headway.state.redact import changed

ZOE = Forgotten("salt").with_people(["z.quill@acme.example", "zoe.q@gmail.com"], ["Zoë Quill-Łada"])


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Zoë Quill-Łada",
            "zoe quill lada",
            "QUILL-ŁADA, ZOË",
            "Quill Lada; Zoe",
            "zoe_quill_lada",
            "Жaль: Zoé  Quill-Lada",
            "Zoe\u0308 QUILL-Łada",
        ),
        *("z.quill+crm@acme.example", "Z.Quill@acme.example", "<zoeq+x@googlemail.com>", "z.o.e.q@GMAIL.com"),
    ],
)
def test_other_orders_cases_marks_and_aliases_are_the_same_person(written: str) -> None:
    kept = Forgotten(ZOE.salt, ZOE.hashes, ZOE.named)  # as it is read back where nothing quicker was kept
    for people in (ZOE, kept):
        told = people.without(f"I met {written} in May.")
        assert "forgotten" in told
        assert not [part for part in ("quill", "lada", "łada", "zoe", "z.o") if part in told.lower()]


@pytest.mark.parametrize(
    "other", ["Zoe Lada", "Zoe Quillada", "zq@acme.example", "z.quill@other.example", "zoeq@acme.example"]
)
def test_who_shares_a_part_of_a_name_or_of_an_address_is_somebody_else(other: str) -> None:
    assert ZOE.without(f"I met {other} in May.") == f"I met {other} in May."


@pytest.mark.parametrize("name", ["", "- -", "Ann ?", "N/A", "(not set)", "Bjo\u0308rn", "रवि", "_ _"])
def test_what_is_no_full_name_is_blanked_nowhere(name: str) -> None:
    people = Forgotten("salt").with_people(["ann@acme.example"], [name])
    for text in ("Call Bob Miller of Ann Arbor, or (not set) or n/a: a - - _ _", f"I met {name} in May."):
        assert people.without(text) == text


def test_names_of_which_one_ends_as_the_other_begins_are_blanked_as_one() -> None:
    people = ZOE.with_people([], ["Ann Zoe", "Lada Stone"])
    assert people.without("Ann Zoe Quill-Lada Stone, Stone Ann") == "[forgotten], Stone Ann"


NAMES = ("Ann", "ANN", "Zoë", "Zoe\u0308", "Marlowe", "Łada", "रवि", "शर्मा")


@given(
    st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3).map(" ".join), max_size=3),
    st.lists(st.sampled_from([*NAMES, "and", "-", ",", "\n", ""]), max_size=9).map(" ".join),
)
def test_a_quick_look_leaves_no_name_standing_that_a_close_one_finds(names: list[str], text: str) -> None:
    quick = Forgotten("salt").with_people([], names)
    assert quick.without(text) == Forgotten(quick.salt, quick.hashes, quick.named).without(text)


def test_who_is_forgotten_is_read_back_and_of_files_of_before_no_single_word(tmp_path: Path) -> None:
    for people in (ZOE, Forgotten(ZOE.salt, ZOE.hashes, ZOE.named).with_people([], ["Ann Marlowe"])):
        keep_forgotten(tmp_path, people)
        assert load_forgotten(tmp_path) == people
    told = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    told["names"] += ["0:00", "1:00"]
    (tmp_path / FILE_NAME).write_text(json.dumps(told), encoding="utf-8")
    assert load_forgotten(tmp_path) == people


def test_a_name_does_not_reach_from_one_text_of_a_note_into_the_next() -> None:
    people = Forgotten("salt").with_people([], ["Bob Stone"])
    note = {"Bob": "Stone", "to": ["Bob", "Stone", "Bob Stone", None, 1], "stone": {"x": "Stone, Bob"}}
    assert changed(note, people.without) == {
        "Bob": "Stone",
        "to": ["Bob", "Stone", "[forgotten]", None, 1],
        "stone": {"x": "[forgotten]"},
    }
