"""Numbers of public data through the mapping that a user would write, against a count by another hand (pandas)."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from headway.workspace import create_workspace, open_workspace
from tests.guarantees import asking

NOW = datetime(2026, 11, 1)
HEAD = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "{path}"\n'
CDNOW = """
[sources.tables.deals]
file = "CDNOW_master.txt"
headings = ["line"]
skip = 1
deal_id = { expr = "substr(line, 2, 5) || '-' || substr(line, 8, 8) || '-' || trim(substr(line, 16))" }
account_id = { expr = "substr(line, 2, 5)" }
status = { const = "won" }
amount = { expr = "trim(substr(line, 20))" }
created_at = { expr = "substr(line, 8, 8)", format = "%Y%m%d" }
closed_at = { expr = "substr(line, 8, 8)", format = "%Y%m%d" }
"""
RETAIL = """
[sources.tables.deals]
file = "online_retail_ii_2009_2010.parquet"
per = "Invoice"
by = "InvoiceDate"
where = "\\"Customer ID\\" IS NOT NULL AND Invoice NOT LIKE 'C%'"
deal_id = "Invoice"
account_id = "Customer ID"
status = { const = "won" }
created_at = "InvoiceDate"
closed_at = "InvoiceDate"
[sources.tables.deals.amount.lookup]
file = "online_retail_ii_2009_2010.parquet"
on = "Invoice"
key = "Invoice"
sum = "try_cast(Quantity AS DOUBLE) * try_cast(Price AS DOUBLE)"
"""
ORDERS = """
[sources.tables.deals]
file = "SaaS-Sales.csv"
deal_id = "Row ID"
account_id = "Customer ID"
status = { const = "won" }
amount = "Sales"
created_at = { column = "Order Date", format = "%m/%d/%Y" }
closed_at = { column = "Order Date", format = "%m/%d/%Y" }
[sources.tables.deal_lines]
file = "SaaS-Sales.csv"
deal_id = "Row ID"
product_id = "Product"
quantity = { const = "1" }
price = "Sales"
list_price = { expr = "try_cast(Sales AS DOUBLE) / (1 - try_cast(Discount AS DOUBLE))" }
unit_cost = { expr = "try_cast(Sales AS DOUBLE) - try_cast(Profit AS DOUBLE)" }
"""


def _ask(folder: Path, data: Path, mapping: str, *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    folder.mkdir(exist_ok=True)
    (folder / "headway.toml").write_text(HEAD.format(path=data.resolve()) + mapping, encoding="utf-8")
    asking.sync(folder, NOW)
    with closing(open_workspace(folder)) as workspace:
        return [workspace.ask(question, **options) for question, options in questions]


def _bought_again(orders: pd.DataFrame, as_of: date) -> dict[tuple[str, int], tuple[float, int]]:
    """(cohort, month of life) → share that bought again on a later day (Kaplan-Meier), buyers seen so long."""
    days = orders.drop_duplicates().sort_values(["account", "day"])
    place = days.groupby("account").cumcount()
    first, again = (days[place == number].set_index("account").day for number in (0, 1))
    seen = ((pd.Timestamp(as_of) - first).dt.days + 1) // 30.4375
    came = ((again.reindex(first.index) - first).dt.days // 30.4375).fillna(10_000)
    cohort = first.dt.year.astype(str) + "-Q" + first.dt.quarter.astype(str)
    found = {}
    for name in cohort.unique():
        mine, back, waiting = seen[cohort == name], came[cohort == name], 1.0
        for month in range(int(mine.max())):
            old = mine > month
            waiting *= 1 - (old & (back == month)).sum() / max((old & (back >= month)).sum(), 1)
            found[name, month + 1] = (1 - waiting, int(old.sum()))
    return found


@pytest.mark.parametrize("shop", ["cdnow", "online_retail"])
def test_who_buys_again_is_counted_as_pandas_counts_it(public_exports, tmp_path, shop):
    [answer] = _ask(tmp_path / shop, public_exports / shop, CDNOW if shop == "cdnow" else RETAIL, ("retention", {}))
    if shop == "cdnow":
        names = ["account", "date", "discs", "paid"]
        rows = pd.read_csv(public_exports / shop / "CDNOW_master.txt", sep=r"\s+", skiprows=1, names=names, dtype=str)
        rows["day"] = pd.to_datetime(rows.date, format="%Y%m%d")
    else:
        rows = pd.read_parquet(public_exports / shop / "online_retail_ii_2009_2010.parquet")
        rows = rows[rows["Customer ID"].notna() & ~rows.Invoice.str.startswith("C")]
        began = pd.to_datetime(rows.InvoiceDate).groupby(rows.Invoice).transform("min")
        rows = rows.assign(day=began.dt.normalize(), account=rows["Customer ID"])
    counted = _bought_again(rows[["account", "day"]], answer.as_of)
    told = {(row["cohort"], row["month"]): (row["logos"].value, row["matured"]) for row in answer.rows}
    assert told.keys() == counted.keys()
    for key, (share, matured) in counted.items():
        assert told[key] == (pytest.approx(share, abs=1e-12), matured)


def test_margin_by_discount_is_to_the_decimal(public_exports, tmp_path):
    asked = [("metrics", {"only": "margin", "by": [column]}) for column in ("discount_band", "Discount")]
    bands, exact = _ask(tmp_path / "orders", public_exports / "aws_saas_sales", ORDERS, *asked)
    rows = pd.read_csv(public_exports / "aws_saas_sales" / "SaaS-Sales.csv", encoding="utf-8-sig")
    band = pd.cut(rows.Discount, [-1, 0, 0.2, 0.4, 1], labels=["none", "to 20%", "20 to 40%", "over 40%"])
    for answer, key, column in ((bands, band.astype(str), "discount_band"), (exact, rows.Discount, "Discount")):
        sums = rows.groupby(key)[["Sales", "Profit"]].sum()
        told = {type(sums.index[0])(row[column]): row["figure"] for row in answer.rows}
        assert {at: one.value for at, one in told.items()} == pytest.approx((sums.Profit / sums.Sales).to_dict())
        assert {at: one.n for at, one in told.items()} == rows.groupby(key).size().to_dict()
    told = {row["discount_band"]: round(100 * row["figure"].value, 1) for row in bands.rows}
    assert told == {"none": 29.5, "to 20%": 11.9, "20 to 40%": -15.3, "over 40%": -77.4}


def test_velocity_of_matured_months_is_the_revenue_that_they_won(public_exports, tmp_path):
    """Nine of ten deals take less than four and a half months: those of ten months have had the time."""
    create_workspace(tmp_path / "w", files=public_exports / "maven_crm", engine=None)
    asking.sync(tmp_path / "w", NOW)
    start, end = date(2016, 10, 1), date(2017, 8, 15)
    with closing(open_workspace(tmp_path / "w")) as workspace:
        [row] = workspace.ask("velocity", start=start, end=end).rows
    deals = pd.read_csv(public_exports / "maven_crm" / "sales_pipeline.csv", parse_dates=["engage_date"])
    mine = deals[deals.engage_date.between(str(start), str(end)) & (deals.deal_stage == "Won")]
    realised = mine.close_value.sum() / ((end - start) / timedelta(days=1) + 1)
    assert row["velocity"].value == pytest.approx(realised, rel=0.01)
    assert row["velocity"].low <= realised <= row["velocity"].high


def test_who_books_half_of_each_quota_attains_half(public_exports, tmp_path):
    """Quotas as AdventureWorks has them: no line with headings, a period ends where the seller's next begins."""
    names = ["row", "rep_id", "start", "amount", "guid", "changed"]
    path = public_exports / "adventureworks" / "SalesPersonQuotaHistory.csv"
    quotas = pd.read_csv(path, sep="\t", names=names, parse_dates=["start"])
    data = tmp_path / "export"
    data.mkdir()
    (data / path.name).write_bytes(path.read_bytes())
    won = quotas.assign(created_at=quotas.start.dt.date, status="won", deal_id=quotas.row, amount=quotas.amount / 2)
    won["closed_at"] = (quotas.start + pd.Timedelta(days=20)).dt.date
    won[["deal_id", "rep_id", "status", "amount", "created_at", "closed_at"]].to_csv(data / "deals.csv", index=False)
    mapping = f'[sources.tables.deals]\nfile = "deals.csv"\n[sources.tables.quotas]\nfile = "{path.name}"\n'
    mapping += f"headings = {['row', 'rep_id', 'period_start', 'amount', 'guid', 'changed']}\n".replace("'", '"')
    options = {"only": "quota_attainment", "by": ["rep_id"], "start": date(2011, 5, 31), "end": date(2014, 2, 27)}
    [answer] = _ask(tmp_path / "w", data, mapping, ("metrics", options))
    told = {row["rep_id"]: row["figure"] for row in answer.rows}
    assert told.keys() == {str(rep) for rep in quotas.rep_id.unique()}
    assert {figure.value for figure in told.values()} == {0.5}
