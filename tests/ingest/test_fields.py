"""The fields of a history are our columns in every language, and their values are read as they are written."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from headway.ingest.tongue import Tongue, tongues
from tests.ingest.loads import load, read_sources
from tests.ingest.test_framing import init

FIELDS = ("stage", "amount", "closed_at", "rep_id")


def history(tongue: Tongue) -> str:
    """Changes of each field, in the language's most telling words, with amounts and days of its country."""
    columns = ("deal_id", "field", "old_value", "new_value", "changed_at")
    head = [tongue.words("deal_changes", column)[0].title() for column in columns]
    stage, amount, closing, owner = (tongue.words("deals", name)[0].capitalize() for name in FIELDS)
    rows = [
        ("D1", stage, "Demo", "Angebot", "20.01.2026 12:00"),
        ("D1", amount, "9.000,00", "10.500,50", "21.01.2026 08:30"),
        ("D2", amount, "", "1.200,00 €", "22.01.2026 08:30"),
        ("D2", closing, "28.02.2026", "31.03.2026", "23.01.2026 08:30"),
        ("D2", owner, "Ida", "Ole", "24.01.2026 08:30"), ("D2", "Xyz", "5.000,00", "a", "24.01.2026 08:30"),
    ]  # fmt: skip
    return "\n".join(";".join(row) for row in [head, *rows])


@pytest.mark.parametrize("tongue", tongues(), ids=lambda tongue: tongue.code)
def test_a_history_in_each_language_tells_our_fields_in_our_writing(tmp_path: Path, tongue: Tongue) -> None:
    deals = "deal_id,status,created_at,amount\nD1,open,2026-01-02,5\nD2,won,2026-01-03,6\n"
    _, report = init(tmp_path, deals=deals, log=history(tongue))
    assert sorted(report.mapped) == ["deals.csv → deals", "log.csv → deal_changes"], report.unplaced
    mapping = tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["sources"][0]["tables"]["deal_changes"]
    found = load(tmp_path / "export" / "log.csv", "deal_changes", mapping)
    told = {(row["field"], row["old_value"], row["new_value"]) for row in found.rows}
    assert told == {
        ("stage", "Demo", "Angebot"), ("amount", "9000.00", "10500.50"), ("amount", None, "1200.00"),
        ("expected_close_on", "2026-02-28", "2026-03-31"), ("rep_id", "Ida", "Ole"), ("Xyz", "5.000,00", "a"),
    }  # fmt: skip
    assert [report.refused for report in read_sources(tmp_path / "w")] == [0, 0]


def test_values_that_read_two_ways_are_written_as_in_the_deals(tmp_path: Path) -> None:
    deals = "deal_id;status;created_at;amount\nD1;open;2026-01-02;5,25\nD2;won;2026-01-03;6,50\n"
    tables, _ = init(tmp_path, deals=deals, log="deal id;property;value;timestamp\nD1;Amount;9.000;2026-02-01\n")
    assert tables["deal_changes"]["values"] == {"amount": {"decimal": ","}}


@pytest.mark.parametrize(
    ("amount", "fields", "kept"),
    [
        ("amount", ("Amount (converted)", "Value", "Amount", "Total", "AMOUNT"), {"Amount", "AMOUNT"}),
        ("Total", ("Amount", "Amount (converted)", "Total"), {"Total"}),
        ("Total", ("Amount (converted)", "Total", "amount"), set()),
    ],
)
def test_of_several_fields_that_mean_one_column_one_alone_is_it(tmp_path, amount, fields, kept) -> None:
    deals = f"deal_id,status,created_at,{amount}\nD1,open,2026-01-02,300\n"
    log = "".join(f"D1,{field},{n},{n + 1},2026-02-0{n}\n" for n, field in enumerate(fields, start=1))
    tables, report = init(tmp_path, deals=deals, log="deal_id,field,old_value,new_value,changed_at\n" + log)
    mapped = tables.get("deal_changes", {}).get("field", {}).get("map", {})
    assert mapped == dict.fromkeys(kept, "amount")
    (note,) = [note for note in report.unplaced if "may mean it too" in note]
    assert all((f"'{field}'" in note.split(";")[1]) == (field not in {*kept, "amount"}) for field in fields)


def test_the_day_of_actual_closing_is_not_the_expected_one(tmp_path: Path) -> None:
    deals = "deal_id,status,created_at\nD1,open,2026-01-02\n"
    fields = ("closed_at", "Close Date", "Expected Close Date")
    log = "".join(f"D1,{field},2026-03-0{n},2026-03-09,2026-02-0{n}\n" for n, field in enumerate(fields, start=1))
    tables, _ = init(tmp_path, deals=deals, log="deal_id,field,old_value,new_value,changed_at\n" + log)
    assert tables["deal_changes"]["field"]["map"] == {"Expected Close Date": "expected_close_on"}


def test_a_history_written_as_machines_write_needs_no_word_of_it(tmp_path: Path) -> None:
    deals = "deal_id,status,created_at,amount\nD1,open,2026-01-02,5\n"
    tables, _ = init(tmp_path, deals=deals, log="deal id,property,value,timestamp\nD1,amount,9000.5,2026-02-01\n")
    assert "values" not in tables["deal_changes"]


def test_values_of_a_history_are_read_as_their_column_is_though_no_mapping_says_how(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ('amount,"$ 1,000.00",4000 bucks', "amount,-,7.5", "expected_close_on,2026-02-28T10:00:00Z,soon")
    log.write_text("field,old_value,new_value\n" + "\n".join(rows) + '\nname,"1,000",n/a\n')
    mapping = {"deal_id": {"const": "D1"}, "changed_at": {"const": "2026-02-01"}}
    told = [(row["old_value"], row["new_value"]) for row in load(log, "deal_changes", mapping).rows]
    assert told == [("1000.0000", "4000 bucks"), (None, "7.5"), ("2026-02-28", "soon"), ("1,000", "n/a")]
    states = tmp_path / "states.csv"
    states.write_text('day,Amount\n2026-02-01,"$ 1,000.00"\n2026-02-02,"USD 2,000.00"\n')
    mapping = {"deal_id": {"const": "D1"}, "changed_at": "day", "fields": {"amount": "Amount"}}
    told = [(row["old_value"], row["new_value"]) for row in load(states, "deal_changes", mapping).rows]
    assert told == [(None, "1000.0000"), ("1000.0000", "2000.0000")]


def test_the_currency_of_an_amount_stands_in_the_column_called_after_it(tmp_path: Path) -> None:
    head = "Vorgangsnummer;Status;Angelegt am;Umsatz Währung;Betrag;Betrag Währung"
    rows = "1;Gewonnen;2026-01-02;USD;5,50;EUR\n2;Verloren;2026-01-03;USD;6,75;CHF\n"
    tables, _ = init(tmp_path, deals=f"{head}\n{rows}")
    assert (tables["deals"]["amount"]["column"], tables["deals"]["currency"]) == ("Betrag", "Betrag Währung")


def test_stages_that_end_deals_are_known_as_such_in_the_history_too(tmp_path: Path) -> None:
    head = "deal_id;stage;status;created_at\n"
    deals = "1;5 - Gewonnen;won;2026-01-02\n2;Angebot abgelehnt;open;2026-01-03\n3;Abgelehnt;lost;2026-01-03\n"
    log = "deal_id;field;old_value;new_value;changed_at\n1;stage;Demo;5 - Gewonnen;2026-02-02\n"
    tables, _ = init(tmp_path, deals=head + deals, log=log + "2;stage;Demo;Angebot abgelehnt;2026-02-03\n")
    endings = {"5 - Gewonnen": "Closed Won", "Abgelehnt": "Closed Lost"}
    assert tables["deals"]["stage"] == {"column": "stage", "map": endings}
    found = load(tmp_path / "export" / "log.csv", "deal_changes", tables["deal_changes"])
    assert [row["new_value"] for row in found.rows] == ["Closed Won", "Angebot abgelehnt"]


ENDS = {"Done": "Closed Won", "Dropped": "Closed Lost"}


def ends_of(tmp_path: Path, *, each: int, days_later: int, lying: int) -> dict[str, object]:
    """The stages of as many won and lost deals that came there last, so many days before they closed.

    Args:
        lying: how many of each closed a month later still.
    """
    said = [(n, "Done" if n % 2 else "Dropped", "won" if n % 2 else "lost") for n in range(1, 2 * each + 1)]
    came = {n: date(2026, 2, 1) + timedelta(n) for n, _, _ in said}
    ended = {n: day + timedelta(days_later + 30 * (n <= 2 * lying)) for n, day in came.items()}
    closed = [f"{n},{stage},{status},2026-01-02,{ended[n]}\n" for n, stage, status in said]
    deals = "deal_id,stage,status,created_at,closed_at\n" + "".join(closed)
    moves = [f"{n},stage,Talk,{stage},{came[n]} 09:00\n{n},amount,1,2,2026-02-27\n" for n, stage, _ in said]
    log = "deal_id,field,old_value,new_value,changed_at\n" + "".join(moves)
    tables, _ = init(tmp_path, deals=deals + "99,Talk,open,2026-01-02,\n", log=log)
    if "deals" in tables:
        found = load(tmp_path / "export" / "log.csv", "deal_changes", tables["deal_changes"])
        told = {row["new_value"] for row in found.rows if row["field"] == "stage"}
        assert told == set(tables["deals"]["stage"]["map"].values())
    return tables.get("deals", {}).get("stage", {}).get("map", {})


@pytest.mark.parametrize(
    ("each", "days_later", "lying", "expected"),
    [
        (5, 0, 0, ENDS),
        (4, 0, 0, {}),  # too few to say
        (5, 1, 0, ENDS),  # a day of another zone
        (5, 2, 0, {}),  # deals lie in it until they are won
        (10, 0, 1, ENDS),
        (10, 0, 2, {}),
    ],
)
def test_stages_in_which_deals_close_are_endings_whatever_they_are_called(
    tmp_path: Path, each: int, days_later: int, lying: int, expected: dict[str, str]
) -> None:
    assert ends_of(tmp_path, each=each, days_later=days_later, lying=lying) == expected


def test_stages_of_deals_without_a_history_stay_as_they_are_called(tmp_path: Path) -> None:
    tables, _ = init(tmp_path, deals="deal_id;stage;status;created_at\n1;5 - Gewonnen;won;2026-01-02\n")
    assert "stage" not in tables.get("deals", {})
