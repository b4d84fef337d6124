"""Where deals wait: a company of eight deals counted by hand, and companies of which little or nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from headway.errors import UsageError
from headway.explain.bottlenecks.gain import Pace, gains, of_days
from headway.explain.bottlenecks.reading import Process
from headway.explain.bottlenecks.stages import stage_figures
from headway.explain.bottlenecks.touches import Touches
from headway.explain.bottlenecks.waits import Waits
from headway.serve.operations.bottlenecks import bottlenecks, sentence
from headway.stats.streams import Streams
from headway.stats.traces import Traces
from headway.units import Estimate
from headway.workspace import Ask, Workspace, open_workspace
from lab.waits import NAMES, STAGES, World, draw
from tests.guarantees import asking
from tests.guarantees.companies import write_settings

HEAD = "deal_id,account_id,rep_id,status,stage,amount,created_at,closed_at\n"
CHANGES = "deal_id,field,old_value,new_value,changed_at\n"
# Three won after 10, 20 and 40 days, three lost, one taken up again, one open; half a day is half a day.
DEALS = """w1,A1,R1,won,Propose,900,2026-01-01T00:00:00,2026-01-11T00:00:00
w2,A1,R1,won,Propose,1000,2026-01-01T00:00:00,2026-01-21T00:00:00
w3,A2,R2,won,Propose,1100,2026-01-01T00:00:00,2026-02-10T00:00:00
l1,A2,R2,lost,Qualify,-50,2026-01-01T00:00:00,2026-01-03T12:00:00
l2,A3,R2,lost,Qualify,0,2026-01-01T00:00:00,2026-01-09T00:00:00
l3,A3,R1,lost,Propose,500,2026-01-01T00:00:00,2026-03-02T00:00:00
again,A4,R1,open,Qualify,500,2026-01-01T00:00:00,
open,A4,R2,open,Propose,500,2026-01-01T00:00:00,
untold,A4,R2,open,Propose,500,2026-02-01T00:00:00,
"""
STEPS = {
    "w1": [("Qualify", "01-01"), ("Propose", "01-05"), ("won", "01-11")],
    "w2": [("Qualify", "01-01"), ("Propose", "01-09"), ("won", "01-21")],
    "w3": [("Qualify", "01-01"), ("Propose", "01-13"), ("Qualify", "01-15"), ("Propose", "02-04"), ("won", "02-10")],
    "l1": [("Qualify", "01-01"), ("lost", "01-03T12:00:00")],
    "l2": [("Qualify", "01-01"), ("lost", "01-09")],
    "l3": [("Qualify", "01-01"), ("Propose", "01-31"), ("lost", "03-02")],
    "again": [("Qualify", "01-01"), ("lost", "01-21"), ("Qualify", "03-01")],
    "open": [("Qualify", "01-01"), ("Propose", "03-21")],
}
OTHERS = """w2,expected_close_on,2026-01-15,2026-01-25,2026-01-10
w2,expected_close_on,2026-01-25,2026-01-20,2026-01-12
w2,rep_id,R2,R1,2026-01-03
"""
ACTIVITIES = """activity_id,kind,occurred_at,deal_id
E1,call,2026-01-10T09:00:00,w2
E2,email,2026-01-10T15:00:00,w2
E3,call,2026-01-12T15:00:00,w2
E4,call,2026-02-12T15:00:00,w2
"""
DAY = date(2026, 3, 31)


def changes(steps: dict[str, list[tuple[str, str]]]) -> str:
    rows = []
    for deal, way in steps.items():
        before = ""
        for stage, at in way:
            rows.append(f"{deal},stage,{before},{stage},2026-{at}\n")
            before = stage
    return CHANGES + "".join(rows)


def workspace(folder: Path, **files: str) -> Workspace:
    export = folder / "export"
    export.mkdir(parents=True)
    for name, text in files.items():
        (export / f"{name}.csv").write_text(text, encoding="utf-8")
    write_settings(folder)
    asking.sync(folder, datetime(2026, 4, 1))
    return open_workspace(folder)


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Iterator[Workspace]:
    files = {"deals": HEAD + DEALS, "deal_changes": changes(STEPS) + OTHERS, "activities": ACTIVITIES}
    with closing(workspace(tmp_path_factory.mktemp("waits") / "it", **files)) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(company) -> dict[str, dict[str, Any]]:
    return {row["stage"]: row for row in company.bottlenecks(as_of=DAY).rows}


def test_groupings_that_are_read_together_are_those_that_are_read_alone(company) -> None:
    beside = ((), ("rep_id",), ("account_id",))
    book = company.book(DAY)
    alone = [bottlenecks.ask(Ask(company, book, by)).to_json() for by in beside]
    assert [bottlenecks.ask(Ask(company, book, by, beside=beside)).to_json() for by in beside] == alone


def test_a_stage_has_the_days_of_all_its_stays(rows) -> None:
    """Qualify: 2.5 4 8 8 12 20 20 30 79 days, one stay of 31 days still going; Propose: 2 6 6 12 30, one of 11."""
    qualify, propose = rows["Qualify"], rows["Propose"]
    assert (qualify["days"].value, qualify["days"].n, qualify["quick_days"]) == (12.0, 10, 8.0)
    assert (propose["days"].value, propose["days"].n, propose["quick_days"]) == (6.0, 6, 6.0)
    assert (qualify["entered"], qualify["open_now"], propose["entered"], propose["open_now"]) == (8, 1, 5, 1)


def test_ways_out_rework_and_what_went_back_and_forth(rows) -> None:
    qualify, propose = rows["Qualify"], rows["Propose"]
    assert qualify["reworked"] == 2 / 8
    assert propose["reworked"] == 1 / 5
    assert (qualify["back_and_forth"], propose["back_and_forth"]) == (1, 1)
    assert qualify["back"] == 0
    assert propose["advance"] + propose["lost"] + propose["back"] == pytest.approx(1)
    assert propose["back"] == pytest.approx(1 / 6)


def test_pushes_handovers_and_touched_days_are_those_of_the_stage_that_held_the_deal(rows) -> None:
    qualify, propose = rows["Qualify"], rows["Propose"]
    assert (qualify["pushes"], propose["pushes"]) == (0, 1)
    assert (qualify["handovers"], propose["handovers"]) == (1, 0)
    assert qualify["touched"] == 0
    assert propose["touched"] == pytest.approx(2 / (2 + 6 + 6 + 12 + 30 + 11))


def test_the_gain_is_little_s_law(company, rows) -> None:
    whole = company.velocity(as_of=DAY).rows[0]
    velocity, cycle = whole["velocity"].value, whole["cycle_days"].value
    saved = (12.0 - 8.0) * 8 / 8
    gain = rows["Qualify"]["gain"]
    assert gain.value == pytest.approx(velocity * saved / (cycle - saved))
    assert gain.unit == "USD/day"
    assert gain.low <= gain.value <= gain.high


def test_what_has_no_history_is_said_and_in_no_time(company) -> None:
    answer = company.bottlenecks(as_of=DAY)
    assert any("1 of 9 deals have no stage history" in note for note in answer.notes)
    assert any("as many deals stay open as now" in note for note in answer.notes)


def test_the_days_in_a_stage_are_told_for_won_and_lost_deals(rows) -> None:
    """Propose: 6, 12 and 2 + 6 days of won deals, 30 of a lost one; an open deal is in neither."""
    times = rows["Propose"]["times"]
    assert [one["from_days"] for one in times[:3]] == [0, 3, 6]
    assert {one["from_days"]: one["won"] for one in times if one["won"]} == {6: 2, 12: 1}
    assert [one["from_days"] for one in times if one["lost"]] == [30]


def test_moves_milestones_and_variants_are_counted_by_hand(company) -> None:
    moves = {(row["from"], row["to"]): row for row in company.bottlenecks(as_of=DAY, moves=True).rows}
    assert {pair: row["count"] for pair, row in moves.items()} == {
        ("Qualify", "Propose"): 6, ("Propose", "won"): 3, ("Qualify", "lost"): 3, ("Propose", "lost"): 1,
        ("Propose", "Qualify"): 1, ("lost", "Qualify"): 1,
    }  # fmt: skip
    assert moves["Qualify", "Propose"]["days"].value == (12 + 20) / 2
    [first, second] = sorted(
        company.bottlenecks(as_of=DAY, milestones=True).rows, key=lambda row: row["from"] != "Qualify"
    )
    assert (first["to"], first["deals"], first["days"].value) == ("Propose", 5, 12.0)
    assert (second["to"], second["deals"], second["days"].value) == ("won", 3, 12.0)
    ways = {row["path"]: row for row in company.bottlenecks(as_of=DAY, variants=True).rows}
    assert ways["Qualify → Propose"]["deals"] == 4
    assert (ways["Qualify → Propose"]["won_share"].value, ways["Qualify → Propose"]["won_share"].n) == (2 / 3, 3)
    assert ways["Qualify → lost → Qualify"]["won_share"].value is None


def test_of_an_earlier_day_only_what_was_known_then_counts(company) -> None:
    rows = {row["stage"]: row for row in company.bottlenecks(as_of=date(2026, 1, 10)).rows}
    assert (rows["Qualify"]["days"].n, rows["Qualify"]["open_now"], rows["Propose"]["open_now"]) == (8, 4, 2)


def test_groups_have_their_own_stages_and_add_up(company) -> None:
    apart = company.bottlenecks(as_of=DAY, by=("rep_id",)).rows
    whole = {row["stage"]: row for row in company.bottlenecks(as_of=DAY).rows}
    for stage, row in whole.items():
        mine = [part for part in apart if part["stage"] == stage]
        assert sum(part["entered"] for part in mine) == row["entered"]
        assert {part["rep_id"] for part in mine} == {"R1", "R2"}
    assert all(part["best_group"] is None and part["best_gain"].value is None for part in apart)  # too few to say
    alone = company.bottlenecks(as_of=DAY, where={"rep_id": "R1"}).rows
    assert {r["stage"]: r["days"] for r in alone} == {r["stage"]: r["days"] for r in apart if r["rep_id"] == "R1"}


def test_one_view_at_a_time(company) -> None:
    with pytest.raises(UsageError, match="one of them at a time"):
        company.bottlenecks(moves=True, variants=True)


def test_a_group_that_is_clearly_quicker_is_named_with_what_its_pace_would_bring() -> None:
    process, *_ = draw(World(deals=1200).held_up(1, 3.0), np.random.default_rng(2))
    quick, *_ = draw(World(deals=1200), np.random.default_rng(3))
    both = joined(process, quick)
    cells = [(team, name) for team in ("slow", "quick") for name in NAMES]
    streams = Streams.of("test", cells, DAY)
    stages = stage_figures(both, streams, 2)
    draws = np.full((2, 1000), 1.0)
    pace = Pace(np.array([900.0, 900.0]), 900 * draws, np.array([90.0, 90.0]), 90 * draws)
    nothing = np.full(len(cells), np.nan)
    waits = Waits(
        both, stages, gains(stages, pace, streams, len(NAMES)), pace, Touches(nothing, nothing, nothing), "USD"
    )
    rows = {(row["team"], row["stage"]): row for row in waits.rows(("team",))}
    slow = rows["slow", STAGES[1]]
    assert (slow["rank"], slow["clear"], slow["best_group"]) == (1, True, "quick")
    less = (slow["days"].value - rows["quick", STAGES[1]]["days"].value) * slow["share"]
    assert slow["best_gain"].value == pytest.approx(900 * less / (90 - less))
    assert slow["pushes"] is None
    assert rows["quick", STAGES[1]]["best_group"] is None
    assert not any(rows["quick", stage]["clear"] for stage in STAGES)


def test_of_a_cycle_that_may_be_anything_something_is_left() -> None:
    """Where few deals were won their mean days are drawn as little as none."""
    drawn = of_days(np.array([5.0, 5.0]), np.array([100.0, 100.0]), np.array([0.0, 105.0]), 4.0)
    assert drawn.tolist() == [125.0, 5.0]


def joined(one: Process, other: Process) -> Process:
    """Two companies as two groups of one."""
    deals = one.over.size
    traces = Traces(
        *(
            np.concatenate(
                (getattr(one.traces, name), getattr(other.traces, name) + (deals if name == "journey" else 0))
            )
            for name in ("journey", "state", "at")
        )
    )
    both = {
        name: np.concatenate((getattr(one, name), getattr(other, name))) for name in ("over", "won", "told", "seconds")
    }
    group = np.repeat([0, 1], [deals, other.over.size])
    return replace(one, traces=traces, group=group, keys=[("slow",), ("quick",)], **both)


# One deal each, by its region: nothing told of it, won, open, lost, worth nothing, a credit.
FEW = """deal_id,region,status,stage,amount,created_at,closed_at
n,untold,won,Propose,900,2026-01-01,2026-01-11
w,won,won,Propose,900,2026-01-01,2026-01-11
o,open,open,Propose,500,2026-01-01,
l,lost,lost,Qualify,50,2026-01-01,2026-01-03
z,zero,won,Propose,0,2026-01-01,2026-01-11
c,credit,won,Propose,-900,2026-01-01,2026-01-11
twin,won,won,Propose,900,2026-01-01,2026-01-11
"""
# What was Propose is called Offer since February; and one deal was merged into another.
RENAMED = [("Qualify", "01-01"), ("Propose", "01-05"), ("Offer", "02-01")]

FEW_STEPS = {
    "twin": STEPS["w2"],
    "w": STEPS["w1"],
    "o": STEPS["open"],
    "l": STEPS["l1"],
    "z": STEPS["w1"],
    "c": STEPS["w1"],
}


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("few") / "it"
    merges = "table,from_id,into_id,merged_at\ndeals,twin,w,2026-02-01\n"
    files = {"deals": f"{FEW}r,renamed,open,Offer,5,2026-01-01,\n", "merges": merges}
    with closing(workspace(folder, **files, deal_changes=changes({**FEW_STEPS, "r": RENAMED}))) as opened:
        yield opened


@pytest.mark.parametrize("view", ["", "moves", "milestones", "variants"])
@pytest.mark.parametrize("region", ["nowhere", "untold", "won", "open", "lost", "zero", "credit"])
def test_where_little_is_known_nothing_is_made_up(few, region: str, view: str) -> None:
    answer = few.bottlenecks(as_of=DAY, where={"region": region}, **({view: True} if view else {}))
    assert answer.answer
    assert (answer.answer == "No deal that was asked for has a stage history.") == (region in {"nowhere", "untold"})
    told = region not in {"nowhere", "untold"} and (view != "milestones" or region != "lost")
    assert bool(answer.rows) == told
    for row in answer.rows if not view else ():
        assert not row["clear"]
        assert row["gain"].value is None or row["gain"].low <= row["gain"].value <= row["gain"].high
        assert row["gain"].value is None or region == "won"


def test_before_the_first_deal_there_is_nothing_to_tell(few) -> None:
    assert few.bottlenecks(as_of=date(2025, 1, 1)).rows == []


def test_a_merged_deal_counts_once_since_it_was_merged(few) -> None:
    entered = [
        few.bottlenecks(as_of=day, where={"region": "won"}).rows[0]["entered"] for day in (date(2026, 1, 31), DAY)
    ]
    assert entered == [2, 1]


def test_a_stage_that_was_renamed_keeps_the_name_that_it_had(few) -> None:
    rows = {row["stage"]: row for row in few.bottlenecks(as_of=DAY, where={"region": "renamed"}).rows}
    assert {stage: row["open_now"] for stage, row in rows.items()} == {"Qualify": 0, "Propose": 0, "Offer": 1}
    assert rows["Propose"]["days"].value == 27


def _row(stage: str, days: float, gain: float) -> dict[str, object]:
    figure = Estimate(days, days * 0.9, days * 1.1, 300, "days")
    return {"stage": stage, "days": figure, "gain": Estimate(gain, gain / 2, gain * 2, 300, "USD/day"), "clear": False}


def test_a_wait_that_all_deals_share_is_named_though_no_quicker_quarter_shows_what_it_costs() -> None:
    """Where half of the deals stay 49 days and nearly all the rest as long, the gain is that of another stage."""
    told = sentence([_row("First", 8, 900), _row("Legal", 49, 300)], ())
    assert told.startswith("Deals stay by far the longest in Legal, half of them longer than 49 days")
    assert "Most would come from First" in told
    assert "longest" not in sentence([_row("First", 8, 900), _row("Legal", 11, 300)], ())
