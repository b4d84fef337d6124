"""Guarantee 3: groups add up to the whole for every number that adds."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.guarantees import asking
from tests.guarantees.asking import examples
from tests.guarantees.companies import Company, companies, make_company, write_company
from tests.guarantees.records import NOW

columns = st.lists(
    st.sampled_from(("segment", "rep_id", "kind", "region", "competitor", "team", "account_id")),
    min_size=1,
    max_size=3,
    unique=True,
)
windows = st.sampled_from(((), ("--from", "2024-03-01", "--to", "2024-10-31")))
# Estimates that add over groups, and plain numbers that do.
ADDITIVE = {"velocity": ("deals", "created"), "funnel": ("entered",), "bottlenecks": ("entered", "open_now")}


def _number(value: Any) -> float:
    return float(value["value"] or 0.0) if isinstance(value, dict) else float(value)


def _sums(rows: list[dict[str, Any]], name: str) -> dict[Any, float]:
    """The column added up over the groups, for each step of a deal where there are steps."""
    found: dict[Any, float] = defaultdict(float)
    for row in rows:
        if row.get("journey", "deal") == "deal":
            found[row.get("step", row.get("stage"))] += _number(row[name])
    return found


@examples(2)
@given(company=companies(most_deals=50), by=columns, window=windows)
def test_groups_add_up_to_the_whole(company: Company, by: list[str], window: tuple[str, ...]) -> None:
    with TemporaryDirectory() as place:
        folder = write_company(company, Path(place) / "it")
        asking.sync(folder)
        asking.share_compiled(folder)
        for question, names in ADDITIVE.items():
            groups = [name for name in by if question != "funnel" or name != "kind"] or ["region"]
            asked = (question, "--as-of", NOW.date().isoformat())
            asked += window if asking.questions()[question].windows else ()
            whole, parts = asking.command(folder, *asked), asking.command(folder, *asked, "--by", ",".join(groups))
            keys = [
                tuple(row[name] for name in (*groups, *(key for key in ("step", "stage") if key in row)))
                for row in parts["rows"]
            ]
            assert len(set(keys)) == len(keys), "a group twice"
            for name in names:
                one, other = _sums(whole["rows"], name), _sums(parts["rows"], name)
                assert set(one) == set(other), question
                assert all(math.isclose(one[step], other[step], rel_tol=1e-9) for step in one), (
                    question,
                    name,
                    one,
                    other,
                )
        asking.share_compiled(folder)


@examples(2)
@given(company=companies(most_deals=50))
def test_what_is_asked_for_one_group_is_that_group_s_row(company: Company) -> None:
    """``--where region=north`` counts what the row of north counts."""
    with TemporaryDirectory() as place:
        folder = write_company(company, Path(place) / "it")
        asking.sync(folder)
        asking.share_compiled(folder)
        day = NOW.date().isoformat()
        rows = asking.command(folder, "velocity", "--as-of", day, "--by", "region")["rows"]
        for row in rows:
            if row["region"] is not None:
                alone = asking.command(folder, "velocity", "--as-of", day, "--where", f"region={row['region']}")["rows"]
                assert [found["created"] for found in alone] == [row["created"]]
        asking.share_compiled(folder)


def test_the_funnel_can_be_grouped_by_the_kind_of_deal(tmp_path: Path) -> None:
    folder = write_company(make_company(5, 20, habits=("stage_history",)), tmp_path / "it")
    asking.sync(folder)
    assert asking.command(folder, "funnel", "--by", "kind")["rows"]
