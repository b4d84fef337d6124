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
