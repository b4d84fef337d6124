"""The mapping by mouse: on a real workspace that has loaded nothing yet, from the first look to numbers."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from headway.serve.web import make_app
from headway.workspace import create_workspace, open_workspace
from tests.serve.web.conftest import ORIGIN

EXPORT = "Ref,Firm,State,Opened,Sum\nD1,Acme,won,2026-01-02,10\nD2,Bolt,open,2026-01-03,20\nD3,,lost,2026-01-04,30\n"
HERE = "/mapping?table=deals&file=pipe.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "pipe.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "export" / "people.csv").write_text("No,Who\n1,Bo\n", encoding="utf-8")
    create_workspace(tmp_path / "w")
    path = tmp_path / "w" / "headway.toml"
    path.write_text(path.read_text().replace('path = "export"', 'path = "../export"'), encoding="utf-8")
    return tmp_path / "w"


@pytest.fixture
def visitor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("HEADWAY_NOW", "2026-03-02T09:00:00+00:00")
    workspace = open_workspace(folder)
    with TestClient(make_app(workspace, port=8000), base_url=ORIGIN, headers={"origin": ORIGIN}) as client:
        yield client
    workspace.close()


def test_from_an_empty_workspace_to_numbers(visitor: TestClient, folder: Path) -> None:
    assert 'href="/mapping"' in visitor.get("/").text
    assert "pipe.csv" in visitor.get("/mapping").text
    chosen = "&set.deal_id=Ref&set.status=State&set.created_at=Opened&set.amount=Sum"
    shown = visitor.get(f"{HERE}&add=1{chosen}").text
    assert "3 rows looked at, none would be refused" in shown
    assert "deal_id = &#34;Ref&#34; # chosen by hand" in shown
    assert "sources.tables" not in (folder / "headway.toml").read_text()
    form = {
        "table": "deals",
        "file": "pipe.csv",
        "set.deal_id": "Ref",
        "set.status": "State",
        "set.created_at": "Opened",
    }
    saved = visitor.post("/mapping", data=form)
    assert "Saved in headway.toml" in saved.text
    assert 'deal_id = "Ref" # chosen by hand' in (folder / "headway.toml").read_text()
    assert "Synced." in visitor.post("/mapping/sync").text
    assert len(visitor.get("/api/deals").json()["rows"]) == 1


def test_what_is_said_of_the_rows_is_shown_and_rows_that_are_left_out_were_looked_at(
    visitor: TestClient, folder: Path
) -> None:
    (folder.parent / "export" / "pipe.csv").rename(folder.parent / "export" / "pipe_2026-03-01.csv")
    said = {"snapshots": '"pipe_*.csv"', "where": "\"State <> 'lost'\"", "keep": "false"}
    columns = {"deal_id": '"Ref"', "status": '"State"', "created_at": '"Opened"'}
    with (folder / "headway.toml").open("a", encoding="utf-8") as settings:
        lines = (f"{name} = {entry}" for name, entry in (said | columns).items())
        settings.write("\n".join(["[sources.tables.deals]", *lines, ""]))
    shown = unescape(visitor.get("/mapping?table=deals&file=pipe_2026-03-01.csv").text)
    assert "2 rows looked at, none would be refused" in shown
    assert [name for name, entry in said.items() if f"<code>{name} = {entry}</code>" not in shown] == []


def test_what_cannot_be_is_told_and_nothing_is_written(visitor: TestClient, folder: Path) -> None:
    before = (folder / "headway.toml").read_text()
    missing = visitor.get(f"{HERE}&add=1&set.deal_id=Ref")
    assert "created_at" in missing.text
    assert missing.status_code == 200
    for wrong in ("/mapping?table=nothing&file=pipe.csv", f"{HERE}&set.nothing=Ref"):
        assert visitor.get(wrong).status_code == 400
    foreign = visitor.post("/mapping", data={"table": "deals", "file": "pipe.csv"}, headers={"origin": "http://evil"})
    assert foreign.status_code == 403
    assert (folder / "headway.toml").read_text() == before


def test_saving_keeps_the_rights_of_the_settings_and_the_link_to_them(visitor: TestClient, folder: Path) -> None:
    place, real = folder / "headway.toml", folder.parent / "kept.toml"
    place.rename(real)
    real.chmod(0o600)
    place.symlink_to(real)
    form = {"table": "deals", "file": "pipe.csv", "set.deal_id": "Ref", "set.created_at": "Opened"}
    assert visitor.post("/mapping", data=form).status_code == 200
    assert place.is_symlink()
    assert 'deal_id = "Ref"' in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wrong", [{"file": "none.csv"}, {"set.deal_id": "None"}])
def test_a_file_or_heading_that_does_not_exist_is_not_written(
    visitor: TestClient, folder: Path, wrong: dict[str, str]
) -> None:
    before = (folder / "headway.toml").read_text()
    form = {"table": "deals", "file": "pipe.csv", "set.deal_id": "Ref", "set.created_at": "Opened"}
    assert visitor.post("/mapping", data=form | wrong).status_code >= 400
    assert (folder / "headway.toml").read_text() == before


UNTOUCHED = "\x1f"
FRENCH = "Ref,Opened,Closed,Sum,Worth,Due\n" + "".join(
    f'D{n},2026-01-0{n},0{n}/02/2026,"{n}.500","{n}.500,25",2{n}/02/2026\n' for n in range(1, 6)
)


@pytest.fixture
def french(folder: Path) -> Path:
    """A mapping of a file in which one heading reads one way and another two ways; its headway.toml."""
    (folder.parent / "export" / "pipe.csv").write_text(FRENCH, encoding="utf-8")
    with (folder / "headway.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[sources.tables.deals]\nfile = "pipe.csv"\ndeal_id = "Ref"\ncreated_at = "Opened"\n'
            'amount = {column = "Worth", decimal = ","}\n'
        )
    return folder / "headway.toml"


def _post(visitor: TestClient, **chosen: str) -> int:
    """Save the form of the page as a browser sends it: every column, of which some were touched."""
    untouched = dict.fromkeys(("set.name", "set.competitor", "set.amount", "set.closed_at"), UNTOUCHED)
    told = {name.replace("__", "."): value for name, value in chosen.items()}
    return visitor.post("/mapping", data={"table": "deals", "file": "pipe.csv", **untouched, **told}).status_code


def test_what_was_not_touched_on_an_older_page_is_not_undone(visitor: TestClient, french: Path) -> None:
    drawn = visitor.get(HERE).text
    assert _post(visitor, set__name="Ref") == 200
    assert visitor.get(HERE).text != drawn
    french.write_text(french.read_text() + 'lost_reason = "Due"\n')
    assert '<option value="\x1f" selected>Due</option>' in visitor.get(HERE).text
    assert _post(visitor, set__competitor="Worth") == 200
    lines = french.read_text().splitlines()
    assert {'name = "Ref" # chosen by hand', 'lost_reason = "Due"', 'competitor = "Worth" # chosen by hand'} <= {*lines}


def test_a_heading_is_read_as_it_was_or_as_its_values_are_written(visitor: TestClient, french: Path) -> None:
    before = french.read_text().replace('"Worth"', '"Sum"')
    french.write_text(before)
    assert _post(visitor, set__amount="Sum") == 200  # its values alone read two ways
    assert french.read_text() == before
    assert _post(visitor, set__amount="Worth", set__closed_at="Due") == 200
    assert 'amount = {column = "Worth", decimal = ","} # chosen by hand' in french.read_text()
    assert 'closed_at = {column = "Due", format = "%d/%m/%Y"} # chosen by hand' in french.read_text()


def test_a_heading_that_reads_two_ways_is_asked_about_before_it_is_saved(visitor: TestClient, french: Path) -> None:
    assert '+amount = {column = "Sum", decimal = ","}' in unescape(visitor.get(f"{HERE}&set.amount=Sum").text)
    french.write_text(french.read_text().replace('amount = {column = "Worth", decimal = ","}\n', ""))  # told it so far
    shown = unescape(visitor.get(f"{HERE}&set.amount=Sum").text)
    assert "'Sum' reads with a decimal comma (1.500 is 1500) and with a decimal point (1.500 is 1.500)" in shown
    assert 'name="way.amount"' in shown
    before = french.read_text()
    assert _post(visitor, set__amount="Sum") == 422
    assert french.read_text() == before
    assert _post(visitor, set__amount="Sum", way__amount=",") == 200
    assert 'amount = {column = "Sum", decimal = ","} # chosen by hand' in french.read_text()


@pytest.mark.parametrize("broken", [b"[broken\n", b"# caf\xe9\n"])
def test_settings_that_cannot_be_read_are_told_on_every_way(visitor: TestClient, french: Path, broken: bytes) -> None:
    french.write_bytes(french.read_bytes() + broken)
    before = french.read_bytes()
    for told in (
        visitor.get(HERE),
        visitor.get(f"{HERE}&set.name=Ref"),
        visitor.post("/mapping", data={"table": "deals", "file": "pipe.csv", "set.name": "Ref"}),
    ):
        assert (told.status_code, "headway.toml: is not TOML (" in told.text, "mend that line" in told.text) == (
            422,
            True,
            True,
        )
    assert french.read_bytes() == before
