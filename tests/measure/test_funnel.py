"""The steps of the funnel stand in the order that the company's own table of stages tells, whatever way deals went."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from headway.measure.funnel import funnel_steps
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.ingest.test_framing import init

DEALS = "id;stage_id;status;created_at;amount\n1;s3;won;2026-01-02;5\n2;s1;open;2026-01-03;5\n3;s1;lost;2026-01-03;5\n"
# Most deals went back from Beta to Alpha: by what is seen alone, Beta would come first.
CHANGES = "".join(
    f"{deal};stage_id;{old};{new};2026-01-{day}\n"
    for deal in (1, 2, 3)
    for old, new, day in (("", "s2", "05"), ("s2", "s1", "06"))
)
STAGES = "id;label;order_nr\ns1;Alpha;1\ns2;Beta;2\ns3;Closed Won;3\n"


def test_the_order_is_that_of_the_table_of_stages(tmp_path: Path) -> None:
    changes = f"deal_id;field;old_value;new_value;changed_at\n{CHANGES}1;stage_id;s1;s3;2026-02-01\n"
    init(tmp_path, deals=DEALS, deal_changes=changes, stages=STAGES)
    asking.sync(tmp_path / "w", datetime(2026, 3, 1))
    with closing(open_workspace(tmp_path / "w")) as workspace:
        steps = [step.step for step in funnel_steps(workspace.book(), ())]
        assert [step for step in steps if step != "open"] == ["Alpha", "Beta"]
        assert {row["stage"] for row in workspace.deals().rows} == {"Alpha"}
