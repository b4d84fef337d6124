"""Deals by the company's month, quarter and year, in days of its own zone: hand-computed around the seams."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from headway.workspace import open_workspace

# New York is five hours behind UTC in winter and four in summer; clocks change on 2024-03-10 and 2024-11-03.
DEALS = """deal_id,status,amount,created_at,closed_at
before,won,1,2024-02-26T04:59:59Z,2024-03-10T04:59:59Z
after,won,1,2024-02-26T05:00:00Z,2024-03-10T05:00:00Z
day,won,1,2024-04-01,2024-11-03
summer,won,1,2024-04-01T03:59:59Z,2024-11-04T04:59:59Z
"""
TOML = """[workspace]
timezone = "America/New_York"
calendar = "4-4-5"
[[sources]]
name = "crm"
kind = "files"
path = "."
"""


def test_deals_are_counted_in_the_period_of_their_local_day(tmp_path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "headway.toml").write_text(TOML)
    with closing(open_workspace(tmp_path)) as workspace:
        workspace.sync(now=datetime(2025, 1, 1))
        wanted = ("created_month", "created_quarter", "closed_month", "closed_year")
        rows = workspace.book().rows("test periods", lambda b: b.deals_with(wanted)).to_pylist()
        found = {row["deal_id"]: tuple(row[name] for name in wanted) for row in rows}
        assert found == {
            # 25 February, 23:59:59 in New York, is the last day of the second period; it closes on 9 March.
            "before": ("FY24-P02", "FY24-Q1", "FY24-P03", "FY24"),
            "after": ("FY24-P03", "FY24-Q1", "FY24-P03", "FY24"),
            # A bare day is a day of New York; 31 March ends the first quarter.
            "day": ("FY24-P04", "FY24-Q2", "FY24-P11", "FY24"),
            "summer": ("FY24-P03", "FY24-Q1", "FY24-P11", "FY24"),
        }
        answer = workspace.velocity(by=["created_quarter"])
        assert [row["created_quarter"] for row in answer.rows] == ["FY24-Q1", "FY24-Q2"]
