"""A forgotten person is in no byte of the workspace, and no later sync brings them back."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.errors import SettingsError
from headway.forget import find_person
from headway.ingest.generations import Generations
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import write_settings
from tests.guarantees.records import NOW

ADDRESS, NAME = "ann.marlowe@acme.example", "Ann Marlowe"
FILES = {
    "deals": "deal_id,created_at,status,amount,note\n"
    f"D1,2024-03-01,open,10,ask {NAME}\nD2,2024-04-01,open,{ADDRESS},x\n",
    "accounts": "account_id,name\nA1,Acme\n",
    "contacts": "contact_id,account_id,name,email,phone\n"
    f"C1,A1,{NAME},{ADDRESS},555-0100\nC2,A1,Bob Stone,bob@acme.example,555-0199\n"
    "C8,A1,- -,n/a,\nC9,A1,Cid Wood,n/a,\n",
    "activities": "activity_id,kind,occurred_at,deal_id,contact_id,speaker,subject,body\n"
    "X1,call,2024-03-02,D1,C1,customer,Call,We lose 40000 dollars a month to manual work.\n"
    f"X2,email,2024-03-03,D1,C2,customer,Re: {NAME},Please write to {ADDRESS.upper()} and bob@acme.example.\n",
}


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    """A workspace of the test's own."""
    return shutil.copytree(made, tmp_path / "it", symlinks=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A workspace with two generations, a damaged file, kept answers, and a person in all of them."""
    folder = tmp_path_factory.mktemp("forget") / "it"
    (folder / "export").mkdir(parents=True)
    write_settings(folder)
    for name, text in FILES.items():
        (folder / "export" / f"{name}.csv").write_text(text, encoding="utf-8")
    asking.sync(folder)
    changed = FILES["contacts"].replace("555-0199", "555-0198")
    (folder / "export" / "contacts.csv").write_text(changed, encoding="utf-8")
    asking.sync(folder, NOW + timedelta(days=1), prepare=True)
    shutil.copy(Generations(folder).path(1), folder / "store" / "000001.damaged")
    home = open_workspace(folder)
    home.state.audit.write("me", "wrote", f"to {ADDRESS}", date(2024, 5, 1))
    home.state.identities.add(
        "contacts", "C1", "C2", "different", decided_on=date(2024, 5, 1), note=f"{NAME} is not Bob"
    )
    home.close()
    return folder


def _traces(folder: Path, *told: str) -> list[str]:
    """The files, other than the sources' own, in which the person is found."""
    words = [word.lower().encode() for word in told or (ADDRESS, NAME, "555-0100", "manual work")]
    files = [path for path in folder.rglob("*") if path.is_file() and "export" not in path.parts]
    return sorted(path.name for path in files if any(word in path.read_bytes().lower() for word in words))


def _forget(folder: Path, *arguments: str) -> tuple[int, dict, str]:
    status, told, problem = asking.heard("-w", str(folder), "forget", *arguments, "--format", "json")
    return status, json.loads(told or "{}"), problem


def test_the_plan_says_where_and_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in (folder / "store").iterdir()}
    status, told, _ = _forget(folder, ADDRESS)
    assert status == 0
    places = {row["place"]: row["rows"] for row in told["rows"]}
    assert {name: places[name] for name in ("contacts", "activities", "deals", "rejects")} == {
        "contacts": 1,
        "activities": 2,
        "deals": 1,
        "rejects": 1,
    }
    assert {path: path.read_bytes() for path in (folder / "store").iterdir() if path in before} == before
    assert not (folder / "forgotten.json").exists()


@pytest.mark.parametrize("who", [ADDRESS.upper(), "C1"])
def test_forgotten_they_are_in_no_byte_and_stay_so_when_the_same_files_are_read_again(who: str, folder: Path) -> None:
    assert _traces(folder)
    status, _, problem = _forget(folder, who, "--apply")
    assert (status, _traces(folder)) == (0, []), problem
    deals = asking.command(folder, "deals")["rows"]
    assert [row["deal_id"] for row in deals] == ["D1"]
    for name, text in FILES.items():
        (folder / "export" / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    (folder / "export" / "contacts-2.csv").write_text(FILES["contacts"], encoding="utf-8")
    done = asking.sync(folder, NOW + timedelta(days=2))
    assert sum(report.forgotten for report in done.files) > 0
    assert all(report.read == report.loaded + report.refused for report in done.files)
    assert _traces(folder) == []


def test_the_other_person_is_as_before(folder: Path) -> None:
    _forget(folder, ADDRESS, "--apply")
    builder = DuckBuilder(Generations(folder).path(Generations(folder).current()), read_only=True)
    people = builder.rows("SELECT contact_id, name, email, phone FROM contacts WHERE contact_id < 'C8' ORDER BY 1")
    texts = builder.rows("SELECT activity_id, body FROM activities ORDER BY 1")
    builder.close()
    assert people == [("C1", None, None, None), ("C2", "Bob Stone", "bob@acme.example", "555-0198")]
    assert texts[0] == ("X1", None)
    assert texts[1][1].startswith("Please write to forgotten-")
    assert texts[1][1].endswith("and bob@acme.example.")


def test_who_has_as_little_of_an_address_is_somebody_else(made: Path) -> None:
    with closing(open_workspace(made)) as home:
        assert find_person(home, "C8").ids == {"c8"}


def test_nobody_is_told(folder: Path) -> None:
    status, _, problem = _forget(folder, "nobody@acme.example")
    assert (status, "is nobody of whom anything was loaded" in problem) == (1, True)


def test_once_somebody_is_forgotten_others_are_still_told_apart(folder: Path) -> None:
    _forget(folder, ADDRESS, "--apply")
    before = (folder / "forgotten.json").read_bytes()
    status, _, problem = _forget(folder, "bob@acme.exampel", "--apply")
    assert (status, "is nobody of whom anything was loaded" in problem) == (1, True)
    assert (folder / "forgotten.json").read_bytes() == before
    rows = {row["place"]: row["rows"] for row in _forget(folder, "C2")[1]["rows"]}
    assert (rows["contacts"], rows["activities"], "deals" in rows) == (2, 1, False)  # an older version is kept
    assert _forget(folder, "C2", "--apply")[1]["answer"].startswith("Forgotten: 3 rows blanked")
    status, told, _ = _forget(folder, ADDRESS)
    assert (status, told["answer"].startswith(f"{ADDRESS} was forgotten before. ")) == (0, True)


def test_lines_of_the_settings_that_name_them_are_told_and_left_to_be_mended_by_hand(folder: Path) -> None:
    path = folder / "headway.toml"
    path.write_text(f"# taken as open: {NAME}\n{path.read_text()}# not theirs\n# {ADDRESS}\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    lines = f"lines 1, {len(before.splitlines())}"
    _, planned, _ = _forget(folder, ADDRESS)
    assert [row["what"].endswith(lines) for row in planned["rows"] if row["place"] == "headway.toml"] == [True]
    _, told, _ = _forget(folder, ADDRESS, "--apply")
    assert told["answer"].endswith(f"Still to do by hand: headway.toml names them in {lines}.")
    assert path.read_text(encoding="utf-8") == before


def test_days_of_retention_for_what_holds_nothing_personal_are_refused(folder: Path) -> None:
    with (folder / "headway.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[retention_days]\nusage = 300\n")
    with pytest.raises(SettingsError, match="usage: is no dated table"):
        asking.sync(folder)


def test_after_the_days_of_retention_what_is_personal_is_blanked(folder: Path) -> None:
    with (folder / "headway.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[retention_days]\nactivities = 300\n")
    done = asking.sync(folder, NOW + timedelta(days=2))
    assert done.changed
    builder = DuckBuilder(Generations(folder).path(done.generation), read_only=True)
    kept = builder.rows("SELECT count(*), count(body), count(subject), count(deal_id) FROM activities")
    said = builder.rows("SELECT count(*) FROM statements")
    builder.close()
    assert (kept, said) == ([(2, 0, 0, 2)], [(0,)])
    assert b"manual work" not in Generations(folder).path(done.generation).read_bytes()
    assert not asking.sync(folder, NOW + timedelta(days=3)).changed


def test_health_and_sync_go_on_after_somebody_was_forgotten_at_a_moment_with_an_offset(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_NOW", "2025-05-01T01:30:00+05:00")
    status, _, problem = _forget(folder, ADDRESS, "--apply")
    assert status == 0, problem
    with closing(open_workspace(folder)) as home:
        assert home.status().synced_at.isoformat() == "2025-04-30T20:30:00"
    assert "rows" in asking.command(folder, "health")
    monkeypatch.setenv("HEADWAY_NOW", "2025-05-02T01:30:00+05:00")
    assert "Nothing has changed" in _synced(folder)["answer"]
    (folder / "export" / "accounts.csv").write_text("account_id,name\nA1,Acme\nA2,Bolt\n", encoding="utf-8")
    assert "Loaded" in _synced(folder)["answer"]
    with closing(open_workspace(folder)) as home:
        assert home.status().synced_at.isoformat() == "2025-05-01T20:30:00"


def _synced(folder: Path) -> dict:
    """What ``headway sync`` says; a row that an unchanged file refused is no status 3 again."""
    status, told, problem = asking.heard("-w", str(folder), "sync", "--format", "json")
    assert status == 0, problem
    return json.loads(told)


@pytest.mark.parametrize("written", ["BÖB@acme.example", "bo\u0308b@ACME.example.", "x=böb@acme.example&y"])
def test_an_address_in_letters_beyond_ascii_is_forgotten_in_texts_too(written: str, folder: Path) -> None:
    contacts = FILES["contacts"] + "C3,A1,Böb,Böb@acme.example,555-0111\n"
    (folder / "export" / "contacts.csv").write_text(contacts, encoding="utf-8")
    deals = f"deal_id,created_at,status,amount,note\nD1,2024-03-01,open,10,write to {written}\n"
    (folder / "export" / "deals.csv").write_text(deals, encoding="utf-8")
    asking.sync(folder, NOW + timedelta(days=2))
    status, _, problem = _forget(folder, "bÖb@acme.example", "--apply")
    assert status == 0, problem
    with closing(DuckBuilder(Generations(folder).path(Generations(folder).current()), read_only=True)) as builder:
        ((note,),) = builder.rows("SELECT note FROM deals")
        assert builder.rows("SELECT email FROM contacts WHERE contact_id = 'C3'") == [(None,)]
    assert note.startswith("write to ")
    assert "forgotten-" in note
    assert "acme" not in note.lower()
    assert (folder / "forgotten.json").stat().st_mode & 0o777 == 0o600


def test_rows_that_come_back_changed_bring_no_name_back(folder: Path) -> None:
    first, second = NAME.split()
    _forget(folder, ADDRESS, "--apply")
    noted = f"D3,2024-05-01,open,5,ask {first.upper()}  {second} <{ADDRESS}>\n"
    (folder / "export" / "deals.csv").write_text(FILES["deals"].replace(",10,", ",11,") + noted, encoding="utf-8")
    asking.sync(folder, NOW + timedelta(days=3))
    assert _traces(folder, ADDRESS, NAME, f"{first}  {second}") == []


def test_a_second_row_of_theirs_under_an_alias_is_forgotten_with_the_first_and_stays_so(tmp_path: Path) -> None:
    folder, contacts = tmp_path / "it", tmp_path / "it" / "export" / "contacts.csv"
    contacts.parent.mkdir(parents=True)
    write_settings(folder)
    rows = (
        'C1,Zoë Quill,z.quill@acme.example\nC2,"Quill, Zoe",z.quill+crm@acme.example\nC3,Zoe Stone,zoe@acme.example\n'
    )
    contacts.write_text(f"contact_id,name,email\n{rows}", encoding="utf-8")
    deals = "deal_id,created_at,status,amount,note\nD1,2024-03-01,open,10,QUILL Zoe calls from zoe.quill.example\n"
    (contacts.parent / "deals.csv").write_text(deals, encoding="utf-8")
    asking.sync(folder)
    status, _, _ = _forget(folder, "Z.QUILL+new@acme.example", "--apply")
    assert (status, _traces(folder, "quill")) == (0, [])
    contacts.write_text(f"contact_id,name,email\n{rows}C4,QUILL ZOE,z.quill+2@acme.example\n", encoding="utf-8")
    asking.sync(folder, NOW + timedelta(days=1))
    assert _traces(folder, "quill") == []
    builder = DuckBuilder(Generations(folder).path(Generations(folder).current()), read_only=True)
    assert builder.rows("SELECT name FROM contacts WHERE name IS NOT NULL") == [("Zoe Stone",)]
    builder.close()
