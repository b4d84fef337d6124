"""What init makes of exports of many layouts: the mapping, and what it says that it could not place."""

from __future__ import annotations

import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError, WorkspaceError
from headway.ingest.layout import draft_of
from headway.ingest.sync import Before
from headway.workspace import create_workspace
from tests.ingest.loads import read_into
from tests.ingest.test_framing import init

PIPEDRIVE = """Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Deal created,Deal - Deal closed on,Deal - Owner
7,Fleet,won,100,2026-01-05 10:00:00,2026-02-01 10:00:00,Bo
8,Depot,open,200,2026-01-06 10:00:00,,Bo
"""
SALESFORCE = """Opportunity ID,Account Name,Opportunity Owner,Stage,Amount,Created Date,Close Date
006A,Acme,Bo,Closed Won,"$1,200.00",1/14/2026,2/20/2026
006B,Acme,Bo,Closed Lost,"$900.00",1/15/2026,2/21/2026
006C,Bolt,Al,Negotiation,"$700.00",1/16/2026,3/30/2026
"""
HEAD = "deal_id,status,amount,created_at\n"


@pytest.fixture
def made(tmp_path):
    """Writes files, runs init, and gives the tables of the mapping beside the report."""

    return partial(init, tmp_path)


def test_headings_that_name_their_noun_are_ours(made):
    tables, report = made(deals=PIPEDRIVE)
    assert report.complete
    wanted = {"deal_id": "Deal - ID", "amount": "Deal - Value", "created_at": "Deal - Deal created"}
    assert wanted.items() <= tables["deals"].items()


def test_days_of_one_possible_format_get_it_and_stages_say_what_was_won(made):
    tables, report = made(opportunities=SALESFORCE)
    deals = tables["deals"]
    assert report.complete
    assert deals["created_at"] == {"column": "Created Date", "format": "%m/%d/%Y"}
    assert deals["status"]["map"] == {"Closed Won": "won", "Closed Lost": "lost", "Negotiation": "open"}
    assert (deals["rep_id"], deals["account_id"]) == ("Opportunity Owner", "Account Name")


def test_days_that_may_be_either_are_asked_and_not_guessed(made):
    tables, report = made(deals="Deal ID,Status,Created Date\n1,won,03/04/2026\n2,lost,05/06/2026\n")
    assert "created_at" not in tables["deals"]
    assert not report.complete
    assert any("%m/%d/%Y or %d/%m/%Y" in sentence for sentence in report.unplaced)


def test_our_own_headings_get_the_format_that_their_values_need(made):
    text = "deal_id;status;amount;created_at\n1;won;1.234,50;20.06.2025\n2;lost;12,5;21.06.2025\n"
    tables, report = made(deals=text)
    assert report.complete
    assert tables["deals"]["created_at"] == {"column": "created_at", "format": "%d.%m.%Y"}
    assert tables["deals"]["amount"] == {"column": "amount", "decimal": ","}


def test_amounts_that_read_both_ways_are_told(made):
    _, report = made(deals=HEAD + '1,won,"12.500",2026-01-02\n2,lost,"1.250",2026-01-02\n')
    assert any("decimal" in sentence for sentence in report.unplaced)


def test_plain_files_of_ours_need_no_mapping(made):
    tables, report = made(deals=HEAD + "1,won,12.50,2026-01-02\n2,lost,7,2026-01-02\n")
    assert tables == {}
    assert report.complete


def test_words_that_are_no_status_are_told_and_a_negation_is_no_win(made):
    rows = "".join(f"{n},{word},2026-01-01\n" for n, word in enumerate(("Won", "Not won", "Duplicate", "Demo")))
    text = f"Deal ID,Stage,Created Date\n{rows}"
    tables, report = made(deals=text)
    outcomes = tables["deals"]["status"]["map"]
    assert outcomes == {"Won": "won", "Not won": "lost", "Duplicate": "open", "Demo": "open"}
    assert any("taken as open: Duplicate;" in sentence for sentence in report.unplaced)


def test_nothing_is_written_where_nothing_can_be_read(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no file that is read"):
        create_workspace(tmp_path / "w", files=tmp_path / "empty")
    assert not (tmp_path / "w").exists()


def test_the_encoding_in_which_a_file_is_read_is_told(tmp_path):
    (tmp_path / "deals.csv").write_bytes((HEAD + "D1,open,5,2026-01-01\nCoruña,open,5,2026-01-02\n").encode("cp1252"))
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        assert "deals.csv: read as cp1252" in draft_of(builder, tmp_path).notes


def test_a_workspace_is_never_written_over(tmp_path):
    create_workspace(tmp_path / "w")
    with pytest.raises(WorkspaceError, match="exists already"):
        create_workspace(tmp_path / "w")


@pytest.mark.parametrize(("name", "tables"), [("maven_crm", 5), ("msft_ai_sales_sample", 7)])
def test_public_exports_are_mapped_without_a_hand(public_exports, tmp_path, name, tables):
    report = create_workspace(tmp_path / "w", files=public_exports / name)
    settings = tomllib.loads((tmp_path / "w" / "headway.toml").read_text())
    assert report.complete
    mapped = settings["sources"][0]["tables"]
    assert len(mapped) == tables
    if name == "msft_ai_sales_sample":  # its files name accounts by a number, not by the id of their own file
        assert mapped["accounts"]["account_id"] == mapped["deals"]["account_id"] == "AccountSeq"


def test_a_key_that_no_other_file_holds_gives_way_to_the_one_that_all_hold(made):
    rows = [f"X-{n},{n},Company {n},{n * 10},DE,2024-01-0{n}" for n in range(1, 6)]
    headings = "AccountID,AccountSeq,AccountName,NumberOfEmployees,BillingCountry,CreatedDate"
    accounts = "\n".join([headings, *rows])
    deals = [f"D{n},{n},{100 * n},Won,2024-02-0{n},2024-03-0{n}" for n in range(1, 6)]
    names = "Opportunity Id,AccountSeq,Amount,Status,Created On,Actual Close Date"
    mapped, _ = made(Accounts=accounts, Opportunities="\n".join([names, *deals]))
    assert mapped["accounts"]["account_id"] == mapped["deals"]["account_id"] == "AccountSeq"


def test_a_key_is_the_heading_whose_values_the_other_files_hold_whatever_it_is_called(made):
    accounts = "Kürzel,Rang,Firma,Land\n" + "".join(f"K{n},{n},Firma {n},CH\n" for n in range(1, 6))
    deals = HEAD.replace("deal_id", "deal_id,account_id") + "".join(
        f"D{n},K{n},open,{n},2026-01-0{n}\n" for n in range(1, 5)
    )
    mapped, _ = made(firmen=accounts, deals=deals + "D5,K77,open,5,2026-01-05\n")
    assert mapped["accounts"]["account_id"] == "Kürzel"


def test_yes_and_no_are_read_in_the_language_of_the_file(made):
    text = "Opportunity Id,Created Date,Amount,Is Won,Is Closed\nD1,2026-01-01,5,Ja,Ja\nD2,2026-01-02,5,Nein,Ja\n"
    mapped, _ = made(opportunities=text + "D3,2026-01-03,5,Nein,Nein\n")
    assert "'ja'" in mapped["deals"]["status"]["expr"]


def test_a_file_whose_quote_never_closes_is_left_out_with_its_line(made):
    broken = 'deal_id,status,created_at\n1,won,2026-01-02\n2,won,"2026-01-02\n3,won,2026-01-02\n'
    _, report = made(broken=broken, deals=HEAD + "1,won,12.50,2026-01-02\n")
    assert (
        "broken.csv is left out: line 3 opens a quote that never closes: the file is refused whole" in report.unplaced
    )


def test_days_that_may_be_either_name_the_option_and_the_setting(made):
    _, report = made(deals="Deal ID,Status,Created Date\n1,won,03/04/2026\n2,lost,05/06/2026\n")
    assert any("--dates day-first" in said and 'created_at = {column = "Created Date"' in said for said in report.asked)
    assert all("say which in headway.toml: " in said and "or delete headway.toml and " in said for said in report.asked)


def test_a_file_of_no_kind_that_is_read_is_told_plainly(tmp_path):
    (tmp_path / "passwd").write_text("root:x:0:0\n")
    with pytest.raises(SourceError, match=r"is no kind of file that is read[.] Next: those that are end in [.]csv"):
        create_workspace(tmp_path / "w", files=tmp_path / "passwd")


def test_a_sync_names_the_files_that_nothing_reads_once(made, tmp_path):
    _, report = made(deals=HEAD + "1,won,12.50,2026-01-02\n", menu="dish,price\nsoup,4\n", prices="a,b\n1,2\n")
    assert "not read, as no table of ours is like it: menu.csv, prices.csv" in report.unplaced
    told = []
    builder = DuckBuilder(Path(":memory:"))
    first = read_into(builder, tmp_path / "w", progress=told.append)
    again = {(r.source, r.table, r.file): Before(r.content, r.read, r.refused, r.batch) for r in first}
    read_into(builder, tmp_path / "w", batch=2, earlier=again, progress=told.append)
    builder.close()
    assert [line for line in told if "not read" in line] == [
        "crm: not read, as no table of the mapping takes them: menu.csv, prices.csv"
    ]
