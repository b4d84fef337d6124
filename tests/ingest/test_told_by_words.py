"""What a file's own words tell: flags of many languages say what was won, a file's name whose history it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.loads import load
from tests.ingest.test_framing import init


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        ("Gewonnen?;Verloren?", ("ja;nein", "nein;ja", "nein;nein")),
        ("Won;Lost", ("yes;no", "no;yes", "no;no")),
        ("Won;Note", ("yes;a", "no;b", ";c")),
    ],
)
def test_flags_in_words_tell_won_and_lost(tmp_path: Path, headings: str, rows: tuple[str, ...]) -> None:
    ends = ("2026-02-01", "2026-02-09", "")
    lines = [
        f"D{n};X;Ida;{100 * n};2026-01-0{n};{end};{row}" for n, (row, end) in enumerate(zip(rows, ends, strict=True), 1)
    ]
    text = "\n".join((f"Deal ID;Company;Owner;Amount;Created;Closed on;{headings}", *lines)) + "\n"
    mapped, _ = init(tmp_path, deals=text)
    found = load(tmp_path / "export" / "deals.csv", mapping=mapped["deals"])
    assert [row["status"] for row in found.rows] == ["won", "lost", "open"]


@pytest.mark.parametrize(
    ("name", "table"),
    [("property-history-deals", "deal_changes"), ("company_property_history", "account_changes")],
)
def test_a_history_whose_ids_are_of_no_kind_is_what_its_file_is_called(tmp_path: Path, name: str, table: str) -> None:
    deals = (
        "Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Amount,Create Date,Close Date,Is Closed Won\n"
        "1,Alpha,Closed Won,Sales,Bo,900,2026-01-05 09:12,2026-02-01 10:00,true\n"
    )
    history = "Record ID,Property,Value,Timestamp,Source\n1,Deal Stage,Closed Won,2026-02-01 10:00,CRM_UI\n"
    mapped, _ = init(tmp_path, **{"hubspot-crm-exports-all-deals": deals, name: history})
    assert mapped[table]["file"] == f"{name}.csv"


def test_a_file_is_known_to_hold_deals_by_what_it_says_whatever_it_is_called(tmp_path: Path) -> None:
    deals = "Ref,Status,Value,Added on\nR1,Won,100,2026-01-02\nR2,Lost,200,2026-01-03\nR3,Open,300,2026-01-03\n"
    offers = "Offer No,Ref,Note\nO1,R1,sent\nO2,R2,sent\n"
    mapped, report = init(tmp_path, data=deals, list=offers)
    assert report.mapped == ["data.csv → deals"]
    assert {name: mapped["deals"][name] for name in ("deal_id", "created_at")} == {
        "deal_id": "Ref",
        "created_at": "Added on",
    }


@pytest.mark.parametrize(
    "heading", ["Angelegt", "Created", "Créé", "Creado", "Criado", "Creato", "Utworzono", "Aangemaakt"]
)
def test_created_alone_is_a_day_where_its_values_are_days(tmp_path: Path, heading: str) -> None:
    rows = [("1", "won", "2026-01-02", "yes"), ("2", "lost", "2026-01-03", "no")]
    for place, folder in ((2, "days"), (3, "flags")):
        (tmp_path / folder).mkdir()
        text = "".join(f"{row[0]},{row[1]},{row[place]}\n" for row in rows)
        mapped, report = init(tmp_path / folder, deals=f"deal_id,status,{heading}\n{text}")
        assert (mapped.get("deals", {}).get("created_at") == heading, report.complete) == (folder == "days",) * 2


@pytest.mark.parametrize(("open_reason", "read"), [("In Arbeit", ["Preis", None, None]), ("", ["Preis", "", ""])])
def test_a_reason_on_deals_that_are_not_lost_is_none(tmp_path: Path, open_reason: str, read: list[str | None]) -> None:
    rows = ("1;Verloren;Preis", f"2;Gewonnen;{open_reason}", f"3;Offen;{open_reason}")
    text = "\n".join(f"{row};2026-01-02" for row in rows)
    mapped, _ = init(tmp_path, deals=f"deal_id;Status;Verlustgrund;Angelegt am\n{text}\n")
    found = load(tmp_path / "export" / "deals.csv", mapping=mapped["deals"])
    assert [row["lost_reason"] for row in found.rows] == [reason or None for reason in read]
    assert isinstance(mapped["deals"]["lost_reason"], str) == (not open_reason)
