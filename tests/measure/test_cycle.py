"""The sales cycle counts parts of a day where times are known, and whole days where only days are: by hand."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from headway.units import Estimate
from headway.workspace import open_workspace
from tests.guarantees import asking

TOML = '[workspace]\ntimezone = "{zone}"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'


def _cycle(folder: Path, rows: list[str], zone: str = "UTC") -> Estimate:
    (folder / "deals.csv").write_text("deal_id,status,amount,created_at,closed_at\n" + "\n".join(rows) + "\n")
    (folder / "headway.toml").write_text(TOML.format(zone=zone))
    asking.sync(folder, datetime(2025, 1, 1))
    with closing(open_workspace(folder)) as workspace:
        found: Estimate = workspace.ask("velocity").rows[0]["cycle_days"]
    return found


def test_deals_that_close_within_a_day_have_a_cycle_of_hours(tmp_path):
    won = ["1,won,5,2024-05-01T09:00:00,2024-05-01T15:00:00", "2,won,5,2024-05-02T09:00:00,2024-05-03T21:00:00"]
    found = _cycle(tmp_path, [*won, "3,lost,5,2024-05-02T09:00:00,2024-05-09T09:00:00"])
    assert found.value == pytest.approx((6 / 24 + 36 / 24) / 2)
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_days_alone_are_counted_whole_whatever_the_clocks_do(tmp_path, zone):
    # Clocks went forward on 10 March and back on 3 November: 23 and 25 hours are a day.
    rows = ["1,won,5,2024-03-10,2024-03-11", "2,won,5,2024-11-03,2024-11-04"]
    assert _cycle(tmp_path, rows, zone).value == pytest.approx(1)


def test_a_time_and_a_day_are_as_far_apart_as_their_days(tmp_path):
    assert _cycle(tmp_path, ["1,won,5,2024-05-01T18:00:00,2024-05-03"]).value == pytest.approx(2)
