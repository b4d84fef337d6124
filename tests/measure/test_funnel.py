"""The steps of the funnel: in the order that the company's own table of stages tells, counted alike in any grouping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pytest

from headway.measure.funnel import funnel_steps
from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking
from tests.ingest.test_framing import init

DEALS = (
    "id;stage_id;status;created_at;amount;rep_id\n"
    "1;s3;won;2026-01-02;5;A\n2;s1;open;2026-01-03;5;B\n3;s1;lost;2026-01-03;5;\n"
)
# Most deals went back from Beta to Alpha: by what is seen alone, Beta would come first.
CHANGES = "".join(
    f"{deal};stage_id;{old};{new};2026-01-{day}\n"
    for deal in (1, 2, 3)
    for old, new, day in (("", "s2", "05"), ("s2", "s1", "06"))
)
STAGES = "id;label;order_nr\ns1;Alpha;1\ns2;Beta;2\ns3;Closed Won;3\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("funnel")
    changes = f"deal_id;field;old_value;new_value;changed_at\n{CHANGES}1;stage_id;s1;s3;2026-02-01\n"
    init(folder, deals=DEALS, deal_changes=changes, stages=STAGES)
    asking.sync(folder / "w", datetime(2026, 3, 1))
    with closing(open_workspace(folder / "w")) as opened:
        yield opened


def test_the_order_is_that_of_the_table_of_stages(workspace: Workspace) -> None:
    steps = [step.step for step in funnel_steps(workspace.book(), ())]
    assert [step for step in steps if step != "open"] == ["Alpha", "Beta"]
    assert {row["stage"] for row in workspace.deals().rows} == {"Alpha"}


def test_who_comes_further_is_counted_once_it_had_the_time_that_others_took(workspace: Workspace) -> None:
    """All came to Beta on the 5th and back to Alpha on the 6th; one was won 27 days after the 5th."""
    steps = {(step.step, *step.key): step for step in funnel_steps(workspace.book(), ("rep_id",))}
    told = {key: (step.entered, step.matured, step.reached, step.wait_days) for key, step in steps.items()}
    assert (told["Beta", "A"], told["Beta", "B"]) == ((1, 1, 1, 27.0), (1, 1, 0, 27.0))
    assert told["Alpha", "B"] == (1, 1, 1, 0.0)  # it had been further before


def test_groupings_that_are_read_together_are_those_that_are_read_alone(workspace: Workspace) -> None:
    book, beside = workspace.book(), ((), ("rep_id",), ("stage", "rep_id"))
    together = [funnel_steps(book, by, beside) for by in beside]
    assert together == [funnel_steps(book, by) for by in beside]
    assert {step.key for step in together[1]} == {("A",), ("B",), (None,)}


def test_what_is_asked_of_one_group_is_that_group_s_rows(workspace: Workspace) -> None:
    every = workspace.ask("funnel", by=["rep_id"]).rows
    for rep in ("A", "B"):
        alone = workspace.ask("funnel", where={"rep_id": rep}).rows
        assert alone
        assert [{"rep_id": rep, **row} for row in alone] == [row for row in every if row["rep_id"] == rep]
