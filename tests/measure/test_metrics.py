"""Metrics over other times and tables than deals that were opened: counted by hand on a company of eight deals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway import discover
from headway.errors import UsageError
from headway.measure.metric import Cells
from headway.stats.streams import Streams
from headway.units import Estimate
from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking

TOML = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'
FILES = {
    "reps": (
        "rep_id,name,team,manager_rep_id,started_on\n"
        "A,Ann,East,M,2024-01-01\nB,Bea,West,M,2025-02-15\nM,Max,,T,\nT,Tia,,,\nL,Lou,,,\n"
    ),
    "deals": (
        "deal_id,account_id,rep_id,status,amount,created_at,closed_at,expected_close_on\n"
        "1,X,A,won,100,2025-01-01,2025-01-11,2025-01-20\n"
        "2,X,A,won,300,2025-01-05,2025-02-04,2025-02-10\n"
        "3,Y,B,lost,0,2025-01-05,2025-02-20,2025-03-01\n"
        "4,Y,B,won,500,2025-02-01,2025-03-03,2025-02-20\n"
        "5,Z,A,lost,200,2025-02-10,2025-03-02,2025-03-02\n"
        "6,Z,L,open,700,2025-03-01,,2025-03-10\n"
        "7,,M,open,50,2025-03-02,,2025-05-01\n"
        "8,,T,won,0,2025-04-01,2025-04-05,2025-04-05\n"
    ),
    # The third had an amount until the seller set it to nothing; the sixth was to close twice before; the second
    # belonged to B when it closed, and to A since.
    "deal_changes": (
        "deal_id,field,old_value,new_value,changed_at\n"
        "3,amount,400,0,2025-02-20\n"
        "6,expected_close_on,2025-03-05,2025-03-07,2025-03-06\n"
        "6,expected_close_on,2025-03-07,2025-03-10,2025-03-08\n"
        "2,rep_id,B,A,2025-03-01\n"
    ),
    "deal_lines": (
        "deal_id,product_id,quantity,list_price,price,unit_cost\n"
        "1,P,1,100,100,40\n2,P,2,150,150,100\n2,Q,1,60,0,10\n4,P,5,125,100,20\n"
    ),
    "quotas": (
        "rep_id,period_start,period_end,amount\n"
        "A,2025-01-01,2025-03-31,200\nB,2025-01-01,2025-03-31,900\nA,2025-04-01,,300\n"
    ),
    # The won deals took 10, 30, 30 and 4 days: costs win customers 18 days later, and the last one after the window.
    "costs": (
        "cost_id,kind,amount,incurred_on,deal_id\n"
        "1,marketing,100,2025-01-02,\n2,sales,50,2025-01-10,1\n3,success,999,2025-01-10,\n4,sales,70,2025-04-04,\n"
    ),
    "activities": (
        "activity_id,kind,occurred_at,rep_id,deal_id\n"
        "a,call,2025-01-02,A,1\nb,email,2025-01-03,A,1\nc,demo,2025-02-03,B,4\n"
    ),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("metrics")
    (folder / "headway.toml").write_text(TOML)
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    asking.sync(folder, datetime(2025, 4, 10))
    with closing(open_workspace(folder)) as opened:
        yield opened


def _figures(workspace: Workspace, only: str, **asked: Any) -> dict[Any, Estimate]:
    by = asked.get("by", ())
    rows = workspace.ask("metrics", only=only, **asked).rows
    return {(*(row[name] for name in by), row["metric"]): row["figure"] for row in rows}


def _value(workspace: Workspace, name: str, **asked: Any) -> float | None:
    return _figures(workspace, name, **asked)[(name,)].value


def test_what_closed_in_the_window_is_counted_by_its_closing(workspace: Workspace) -> None:
    march = {"start": "2025-03-01", "end": "2025-03-31"}
    assert _value(workspace, "closed_deals", **march) == 2
    assert _value(workspace, "opened_deals", **march) == 2
    assert _value(workspace, "closed_win_rate", **march) == pytest.approx(1 / 2)


def test_what_is_open_is_what_was_open_on_the_last_day(workspace: Workspace) -> None:
    """On 15 February the third and fourth were open still; its amount then was 400."""
    assert _value(workspace, "open_deals") == 2
    assert _value(workspace, "pipeline") == 750
    earlier = {"start": "2025-01-01", "end": "2025-02-15"}
    assert _value(workspace, "open_deals", **earlier) == 3
    assert _value(workspace, "pipeline", **earlier) == 400 + 500 + 200


def test_a_lost_deal_without_amount_counts_at_its_last_known(workspace: Workspace) -> None:
    assert _value(workspace, "value_win_rate") == pytest.approx(900 / (900 + 400 + 200))


def test_slipped_is_what_was_open_after_the_day_that_was_told_first(workspace: Workspace) -> None:
    """Of 1, 2, 3, 4, 5, 6 and 8, which came due, the fourth closed later, and the sixth is open after two pushes."""
    assert _value(workspace, "slippage") == pytest.approx(2 / 7)
    assert _value(workspace, "pushes") == pytest.approx(2 / 7)


def test_needed_coverage_is_one_over_the_share_won_in_its_quarter(workspace: Workspace) -> None:
    """Of the seven that came due, 1, 2, 4 and 8 were won by the end of the quarter of their first day."""
    assert _value(workspace, "needed_coverage") == pytest.approx(7 / 4)


def test_needed_coverage_by_value_weighs_amounts_where_they_are_known(workspace: Workspace) -> None:
    """Of A's three 100 and 300 were won in time, and 200 not; of all seven two have no amount."""
    found = _figures(workspace, "needed_coverage_by_value", where={"rep_id": "A"})["needed_coverage_by_value",]
    assert found.value == pytest.approx(600 / 400)
    assert found.low is not None
    assert 1 <= found.low < found.value
    every = _figures(workspace, "needed_coverage_by_value")["needed_coverage_by_value",]
    assert every.reason == "2 of 7 deals that came due have no amount"


def test_coverage_is_what_is_open_and_due_over_what_is_left_to_win(workspace: Workspace) -> None:
    """On 31 January: 200 asked of A and 450 of B, 100 won; in the quarter 2, 3, 4 and 5 are due, as was known then."""
    found = _figures(workspace, "coverage", start="2025-01-01", end="2025-01-31")["coverage",]
    assert found.value == pytest.approx((300 + 400 + 0) / (200 + 450 - 100))
    assert found.n == 2


def test_attainment_is_of_who_had_the_deal_when_it_closed_and_of_the_days_there(workspace: Workspace) -> None:
    """B was there on 45 of 90 days, and closed the second deal, which A has now."""
    found = _figures(workspace, "quota_attainment", by=["rep_id"])
    assert found["A", "quota_attainment"].value == pytest.approx(100 / 200)
    assert found["B", "quota_attainment"].value == pytest.approx(800 / 450)
    assert _value(workspace, "quota_attainment", start="2025-04-01") is None, (
        "a quarter that has not ended is not judged"
    )


def test_what_has_no_such_column_says_so(workspace: Workspace) -> None:
    found = _figures(workspace, "quota_attainment,arrivals", by=["account_id"])
    assert "of sellers" in found["X", "quota_attainment"].reason
    assert found["X", "arrivals"].n == 2


def test_managers_lead_groups_that_add_up(workspace: Workspace) -> None:
    """A and B stand under M, M under T, T under himself as nobody leads him; L leads nobody and is led by nobody."""
    found = _figures(workspace, "opened_deals", by=["manager"])
    assert {key[0]: figure.value for key, figure in found.items()} == {"M": 5, "T": 2, None: 1}
    found = _figures(workspace, "opened_deals,meetings,quota_attainment", by=["manager_2"])
    assert found["T", "opened_deals"].value == 7
    assert found["T", "meetings"].n == 2
    assert found["T", "quota_attainment"].value == pytest.approx(900 / 650)


def test_margin_is_told_by_how_far_below_the_list_a_deal_was_sold(workspace: Workspace) -> None:
    """The second deal's lines are 300 of 360 together, the fourth's 500 of 625."""
    found = _figures(workspace, "margin", by=["discount_band"])
    assert {key[0]: round(figure.value, 4) for key, figure in found.items() if figure.value} == {
        "none": round(60 / 100, 4),
        "to 20%": round(1 - (210 + 100) / 800, 4),
    }


def test_half_of_the_won_deals_were_worth_at_most_the_median(workspace: Workspace) -> None:
    assert _value(workspace, "deal_size_median") == pytest.approx(200)  # of 0, 100, 300 and 500


def test_the_classic_form_is_told_for_each_way_to_count_deals(workspace: Workspace) -> None:
    names = (
        "win_rate",
        "deal_size",
        "cycle_days",
        *(f"classic_velocity_{kind}" for kind in ("open", "opened", "closed")),
    )
    found = {name: figure.value for (name,), figure in _figures(workspace, ",".join(names)).items()}
    once = found["win_rate"] * found["deal_size"] / found["cycle_days"]
    assert found["classic_velocity_open"] == pytest.approx(2 * once)
    assert found["classic_velocity_opened"] == pytest.approx(8 * once)
    assert found["classic_velocity_closed"] == pytest.approx(6 * once)


def test_costs_go_where_they_say_and_the_rest_by_deals_opened(workspace: Workspace) -> None:
    """Of X, Y and a deal of no account were the first wins; seven deals were opened 18 days before the end."""
    assert _value(workspace, "cac") == pytest.approx(150 / 3)
    found = _figures(workspace, "cac,cac_shared", by=["account_id"])
    assert found["X", "cac"].value == pytest.approx(50 + 100 * 2 / 7)
    assert found["Y", "cac"].value == pytest.approx(100 * 2 / 7)
    assert found["Z", "cac"].reason.startswith("no new customer")
    assert found["X", "cac_shared"].value == pytest.approx(200 / 7 / (50 + 200 / 7))
    one = _figures(workspace, "cac", where={"account_id": "X"})["cac",]
    assert "ask for groups" in one.reason


def test_where_lost_deals_carry_no_amount_the_rate_by_value_is_not_known(workspace: Workspace) -> None:
    """Without the history of its amount, one of two lost deals has none."""
    metric = discover.load("metrics", "value_win_rate")
    columns = {"ended": [1, 2], "n": [4, 2], "ending_sum": [900, 200], "ending_known": [3, 1], "ending_squares": [9, 4]}
    columns["ending_less"] = [0, 0]
    found = metric.formula(_cells({name: np.array(values) for name, values in columns.items()}))
    assert np.isnan(found.value[0])
    assert found.estimate(0).reason == "1 of 2 lost deals have no amount in the reporting currency, nor had one before"


def test_only_metrics_that_exist_are_counted(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="is no metric"):
        workspace.ask("metrics", only="happiness")


def test_every_metric_says_what_it_is_and_is_known_or_says_why_not(workspace: Workspace) -> None:
    rows = workspace.ask("metrics").rows
    assert {row["metric"] for row in rows} == set(discover.load_all("metrics"))
    for row in rows:
        assert row["title"], row
        assert row["definition"].endswith("."), row
        assert row["trap"], row
        figure = row["figure"]
        assert figure.reason if not figure.known else figure.low <= figure.value <= figure.high, row


def _cells(columns: dict[str, np.ndarray], groups: int = 1) -> Cells:
    size = len(next(iter(columns.values())))
    return Cells(
        np.zeros(size, dtype=np.int64), columns, groups, 30.0, Streams.of("t", range(groups), date(2025, 1, 1)), "USD"
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=20), st.randoms())
def test_the_median_of_cells_is_that_of_the_deals(sizes: list[tuple[int, int]], chance: Any) -> None:
    every = [size for size, often in sizes for _ in range(often)]
    chance.shuffle(sizes)
    columns = {"size": np.array([s for s, _ in sizes], dtype=float), "n": np.array([n for _, n in sizes])}
    figure = discover.load("metrics", "deal_size_median").formula(_cells(columns))
    assert figure.value[0] == np.median(every)
    assert figure.low[0] <= figure.value[0] <= figure.high[0]


@pytest.mark.parametrize(("ended", "sums", "value"), [(2, 6000, 0.5 / 61), (1, 6000, 60.5 / 61)])
def test_where_all_ended_alike_the_rate_by_value_is_as_sure_as_their_number(ended, sums, value) -> None:
    metric = discover.load("metrics", "value_win_rate")
    columns = {"ended": [ended], "n": [60], "ending_sum": [sums], "ending_known": [60], "ending_less": [0]}
    columns["ending_squares"] = [600_000]
    found = metric.formula(_cells({name: np.array(values) for name, values in columns.items()}))
    assert found.estimate(0).value == pytest.approx(value)


def test_amounts_below_zero_are_said_to_be_why_the_rate_by_value_is_not_known() -> None:
    metric = discover.load("metrics", "value_win_rate")
    columns = {"ended": [1, 2], "n": [60, 60], "ending_sum": [-9000, 30_000], "ending_known": [0, 60]}
    columns |= {"ending_less": [60, 0], "ending_squares": [1e6, 1e6]}
    found = metric.formula(_cells({name: np.array(values) for name, values in columns.items()}))
    assert found.estimate(0).reason.startswith("60 of 120 closed deals have an amount below 0")
