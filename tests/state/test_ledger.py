"""The ledger gives back what was recorded, the newest entry of each file, and forgets what was never published."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.errors import StoreError
from headway.state.ledger import LoadedFile, looks_as_facts
from headway.state.store import State


def loaded(file, batch, source="crm", table="deals"):
    return LoadedFile(source, table, file, f"{file}{batch}", 10, 7, 1, 2, batch)


FILES = st.lists(
    st.tuples(*(st.sampled_from(names) for names in (("s", "t"), ("deals", "leads"), ("f", "g")))), unique=True
)


@settings(max_examples=20, deadline=None)
@given(st.lists(FILES, min_size=1, max_size=5), st.integers(0, 6), st.integers(0, 6))
def test_each_file_is_as_the_newest_generation_by_then_left_it(generations, asked, kept):
    with tempfile.TemporaryDirectory() as folder:
        ledger = State(Path(folder) / "s").ledger
        newest = [{}]
        for generation, keys in enumerate(generations, start=1):
            files = {key: loaded(key[2], generation, *key[:2]) for key in keys}
            ledger.record(generation, list(files.values()), {"deals": (generation, "h")}, {"as_of": str(generation)})
            newest.append(newest[-1] | files)
        assert ledger.files(asked) == [
            newest[min(asked, len(generations))][key] for key in sorted(newest[min(asked, len(generations))])
        ]

        ledger.forget_after(kept)
        for generation in range(1, len(generations) + 1):
            lives = generation <= kept
            assert ledger.tables(generation) == ({"deals": (generation, "h")} if lives else {})
            assert ledger.facts(generation) == ({"as_of": str(generation)} if lives else {})
        last = newest[min(kept, len(generations))]
        assert ledger.files(99) == [last[key] for key in sorted(last)]


def test_a_generation_is_recorded_once_until_it_is_forgotten(tmp_path):
    ledger = State(tmp_path / "s").ledger
    ledger.record(1, [], {}, {})
    ledger.record(2, [loaded("a", 2)], {"deals": (7, "x")}, {"as_of": "2026-03-02"})
    with pytest.raises(StoreError, match="generation 2: is already in the ledger"):
        ledger.record(2, [loaded("a", 3), loaded("b", 3)], {"leads": (1, "y")}, {})
    assert ledger.files(2) == [loaded("a", 2)]
    assert ledger.tables(2) == {"deals": (7, "x")}
    ledger.forget_after(1)
    ledger.record(2, [loaded("b", 3)], {"leads": (1, "y")}, {})
    assert ledger.files(2) == [loaded("b", 3)]
    assert ledger.tables(2) == {"leads": (1, "y")}
    assert ledger.facts(2) == {}


def test_when_each_source_was_looked_at_is_known_of_ledgers_that_told_it_of_all_at_once(tmp_path):
    ledger = State(tmp_path / "s").ledger
    early, late, later = (datetime(2026, 3, day) for day in (2, 4, 9))
    files = [loaded("a", 1), loaded("b", 1, source="erp")]
    ledger.record(1, files, {}, {"synced_at": early.isoformat(), "looked_at": late.isoformat()})
    assert ledger.last_looks(1) == {"crm": late, "erp": late}
    ledger.record(2, [], {}, {"synced_at": later.isoformat()} | looks_as_facts({"crm": late, "erp": early}))
    assert ledger.last_looks(2) == {"crm": late, "erp": early}
    ledger.looked(2, {"erp": later})
    assert ledger.last_looks(2) == {"crm": late, "erp": later}
    assert ledger.last_looks(3) == {}


def test_forgetting_where_nothing_is_makes_no_file(tmp_path):
    State(tmp_path / "s").ledger.forget_after(0)
    assert list(tmp_path.iterdir()) == []
