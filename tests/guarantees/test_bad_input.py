"""Bad input: a clear error that leaves everything as it was, or a refusal with its reason."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from headway.ingest.generations import Generations
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import write_settings
from tests.guarantees.records import NOW

GOOD = "deal_id,created_at,status,closed_at,amount\nD1,2024-01-01,won,2024-02-01,10\nD2,2024-01-05,open,,20\n"
SOURCE = '[workspace]\nname = "X"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n'
Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """A workspace with one published generation."""
    folder = tmp_path_factory.mktemp("bad") / "it"
    (folder / "export").mkdir(parents=True)
    (folder / "export" / "deals.csv").write_text(GOOD, encoding="utf-8")
    write_settings(folder)
    asking.sync(folder)
    return folder


def _state(folder: Path) -> tuple[object, ...]:
    """The pointer, the files of the store, and every row of the ledger."""
    with closing(sqlite3.connect(folder / "state.sqlite")) as state:
        names = [row[0] for row in state.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ledger%' ORDER BY 1")]
        rows = {name: sorted(state.execute(f"SELECT * FROM {name}")) for name in names if "auto" not in name}
    store = sorted((path.name, path.stat().st_size) for path in (folder / "store").iterdir())
    return (folder / "headway.duckdb").readlink(), store, rows


def _deals(text: str | bytes) -> Break:
    content = text.encode() if isinstance(text, str) else text
    return lambda folder: (folder / "export" / "deals.csv").write_bytes(content)


def _mapped(entries: str, table: str = "deals") -> Break:
    return lambda folder: (folder / "headway.toml").write_text(
        f"{SOURCE}[sources.tables.{table}]\n{entries}\n", encoding="utf-8"
    )


def _column(options: str) -> Break:
    return _mapped(f'file = "deals.csv"\namount = {{{options}}}')


def _settings(text: str) -> Break:
    return lambda folder: (folder / "headway.toml").write_text(text, encoding="utf-8")


def _expression(text: str) -> Break:
    return _mapped(f'file = "deals.csv"\namount = {{expr = """{text}"""}}')


def _emptied(folder: Path) -> None:
    (folder / "export" / "deals.csv").unlink()


def _no_folder(folder: Path) -> None:
    _emptied(folder)
    (folder / "export").rmdir()


def _a_folder_named_like_a_file(folder: Path) -> None:
    _emptied(folder)
    (folder / "export" / "deals.csv").mkdir()


def _dangling(folder: Path) -> None:
    _emptied(folder)
    (folder / "export" / "deals.csv").symlink_to(folder / "nowhere.csv")


ERRORS: dict[str, tuple[Break, str]] = {
    "empty folder": (_emptied, "holds no file"),
    "no folder": (_no_folder, "does not exist"),
    "a folder named like a file": (_a_folder_named_like_a_file, "deals.csv"),
    "dangling link": (_dangling, "export"),
    "binary file": (_deals(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20), "deals.csv"),
    "empty file": (_deals(b""), "is empty"),
    "blank headings": (_deals(b"\n\n\n"), "headings"),
    "no required column": (_deals("deal_id,status\nD1,won\n"), "created_at"),
    "no key": (_deals("created_at,status\n2024-01-01,won\n"), "deal_id"),
    "none of status, stage, closed_at": (_deals("deal_id,created_at\nD1,2024-01-01\n"), "status, stage, closed_at"),
    "wrong separator": (_deals(GOOD.replace(",", "^")), "deal_id"),
    "mapped file is missing": (_mapped('file = "pipeline.csv"'), "pipeline.csv"),
    "mapped column is missing": (_mapped('file = "deals.csv"\namount = "Valeu"'), "Valeu"),
    "mapped column is none of ours": (_mapped('file = "deals.csv"\namuont = "amount"'), "amuont"),
    "mapped table is none of ours": (_mapped('file = "deals.csv"', "dealz"), "dealz"),
    "mapping is no mapping": (_mapped('file = "deals.csv"\namount = 5'), "amount"),
    "option of a column is misspelt": (_column('column = "amount", decmal = ","'), "deals.amount: takes no 'decmal'"),
    "option of a part is misspelt": (_column('either = [{column = "amount", frmat = "%Y"}]'), "near: format"),
    "option would do nothing": (
        _column('join = ["amount"], decimal = ","'),
        "'decimal' would do nothing beside 'join'",
    ),
    "map is no table": (_column('column = "amount", map = "won"'), "map = 'won' is no table"),
    "flag of a column is quoted": (_column('column = "amount", short = "false"'), "must be true or false"),
    "expression reads a file": (_expression("(SELECT 1 FROM read_csv('/etc/passwd'))"), "may not"),
    "expression asks the clock": (_mapped('file = "deals.csv"\namount = {expr = "now()"}'), "may not"),
    "expression asks the day": (_mapped('file = "deals.csv"\ncreated_at = {expr = "current_date"}'), "may not"),
    "expression draws": (_mapped('file = "deals.csv"\namount = {expr = "random()"}'), "may not"),
    "expression sees the environment": (_expression("getenv('HOME')"), "may not"),
    "expression is none": (_mapped('file = "deals.csv"\namount = {expr = "amount +"}'), "no expression"),
    "expression is two": (_mapped('file = "deals.csv"\namount = {expr = "1, 2"}'), "more than one"),
    "expression ends the statement": (_mapped('file = "deals.csv"\namount = {expr = "1; DROP TABLE x"}'), "expression"),
    "settings are no TOML": (_settings("[workspace\n"), "is not TOML"),
    "settings are no text": (lambda f: (f / "headway.toml").write_bytes(b"\xff\xfe\x00"), "is not TOML"),
    "settings name an unknown entry": (_settings(SOURCE.replace("name", "nmae", 1)), "nmae"),
    "settings name no source": (_settings("[workspace]\n"), "no source"),
    "settings name an unknown kind": (_settings(SOURCE.replace("files", "fiels")), "fiels"),
    "settings name no time zone": (_settings('[workspace]\ntimezone = "Mars/Base"\n'), "Mars/Base"),
    "settings quote a flag": (_settings(SOURCE + 'snapshot = "false"\n'), "must be true or false"),
    "settings give a number for a flag": (_settings(SOURCE + "snapshot = 1\n"), "must be true or false"),
    "settings give a flag for a month": (_settings("[workspace]\nfiscal_year_starts = true\n"), "1 to 12"),
    "settings give a flag for columns": (_settings("[workspace]\nsegment = true\n"), "segment"),
    "settings give one source for all": (_settings(SOURCE.replace("[[sources]]", "[sources]")), "[[sources]]"),
    "two sources of one name": (_settings(SOURCE + SOURCE[SOURCE.index("[[") :]), "same name"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_a_clear_error_leaves_everything_as_it_was(name: str, loaded: Path, tmp_path: Path, monkeypatch) -> None:
    """Exit 1; the sentence names the thing and the next step; pointer, store and ledger are untouched."""
    import shutil

    from headway.workspace import Workspace

    monkeypatch.setattr(Workspace, "sync", _in_this_process)
    folder = tmp_path / "it"
    shutil.copytree(loaded, folder, symlinks=True)
    before = _state(folder)
    damage, words = ERRORS[name]
    damage(folder)
    status, told, problem = asking.heard("-w", str(folder), "sync")
    assert (status, told) == (1, ""), problem
    assert words in problem, problem
    assert "Next:" in problem, problem
    assert "unexpected" not in problem, problem
    assert _state(folder) == before


def _in_this_process(workspace, *, now, source=None, progress=None):
    """What the child does, without starting an interpreter for each case."""
    from headway.publish import publish
    from headway.workspace import made_with

    publish(
        workspace.settings,
        workspace.state,
        now=NOW,
        made_with=made_with(workspace.settings),
        only=source,
        progress=lambda _: None,
    )
    pytest.fail("the sync went through")


def test_no_workspace_is_told(tmp_path: Path) -> None:
    status, told, problem = asking.heard("-w", str(tmp_path), "sync")
    assert (status, told) == (1, "")
    assert "headway init" in problem


def _synced(folder: Path, content: str | bytes, more: str = "") -> tuple[int, str]:
    """(exit status, what was told) of the real command on one deals file."""
    (folder / "export").mkdir(parents=True)
    (folder / "export" / "deals.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "headway.toml").write_text(SOURCE + more, encoding="utf-8")
    status, told, problem = asking.heard("-w", str(folder), "sync", "--format", "csv")
    return status, told + problem


def _rejects(folder: Path) -> list[dict[str, object]]:
    with closing(open_workspace(folder)) as workspace:
        book = workspace.book()
        return book.rows("test rejects", lambda b: b.table("rejects")).to_pylist()


def test_more_refused_than_allowed_is_loaded_and_said_with_status_3(tmp_path: Path) -> None:
    content = GOOD + "D3,9999-01-01,won,2024-02-01,10\nD4,2024-01-01,open,,NaN\nD5,2024-01-01,maybe,,5\nD6,2024\n"
    status, told = _synced(tmp_path, content)
    assert status == 3, told
    found = {(row["column"], row["rule"], row["value"]) for row in _rejects(tmp_path)}
    assert {("created_at", "type", "9999-01-01"), ("amount", "type", "NaN"), ("status", "value", "maybe")} <= {
        (column, "type" if rule == "required" else rule, value) for column, rule, value in found
    }
    assert len({row["row"] for row in _rejects(tmp_path)}) == 4
    assert asking.command(tmp_path, "velocity")["rows"]


def test_as_many_refused_as_allowed_is_done(tmp_path: Path) -> None:
    status, told = _synced(tmp_path, GOOD + "D3,soon,won,2024-02-01,10\n", "max_refused_share = 0.5\n")
    assert status == 0, told


def test_bytes_that_are_no_utf_8_in_a_file_that_is_are_refused_line_by_line(tmp_path: Path) -> None:
    content = GOOD.encode() + "Dü,2024-01-01,open,,5\n".encode() + "Dé,2024-01-01,open,,5\n".encode("latin-1")
    status, told = _synced(tmp_path, content)
    assert status == 3, told
    assert "utf-8" in told
    assert {row["row"] for row in _rejects(tmp_path)} == {"deals.csv:5"}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_found_and_said(encoding: str, tmp_path: Path) -> None:
    status, told = _synced(tmp_path, (GOOD + "Dé,2024-01-01,open,,5\n").encode(encoding))
    assert status == 0, told
    assert f"read as {encoding}" in told


def test_the_same_key_with_other_values_the_later_line_wins_and_the_other_is_refused(tmp_path: Path) -> None:
    content = GOOD + "D1,2024-01-01,won,2024-02-01,99\nD2,2024-01-05,open,,20\n"
    status, told = _synced(tmp_path, content)
    assert status == 3, told
    assert [(row["rule"], row["value"]) for row in _rejects(tmp_path)] == [("duplicate", "D1")]
    deals = asking.book_rows(tmp_path, NOW.date())["deals"]
    assert {dict(row)["deal_id"]: str(dict(row)["amount"]) for row in deals} == {"D1": "99.0000", "D2": "20.0000"}


def test_a_file_of_headings_alone_answers_with_no_rows_and_a_note(tmp_path: Path) -> None:
    status, told = _synced(tmp_path, GOOD.splitlines()[0] + "\n")
    assert status == 0, told
    for name in asking.questions():
        answer = asking.command(tmp_path, name)
        assert answer["answer"], name
        if name not in {"health", "model"}:
            assert (answer["rows"], bool(answer["notes"])) == ([], True), name


@pytest.mark.parametrize("damage", ["cut", "scrambled", "flipped", "gone", "emptied"])
def test_a_damaged_store_is_told_and_built_again(damage: str, loaded: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "it"
    shutil.copytree(loaded, folder, symlinks=True)
    whole = asking.book_rows(folder, NOW.date())
    store = Generations(folder).path(1)
    if damage == "gone":
        store.unlink()
    else:
        content = store.read_bytes()
        middle = len(content) // 2
        store.write_bytes(
            {
                "cut": content[:middle],
                "scrambled": os.urandom(4096) + content[4096:],
                "emptied": b"",
                "flipped": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
            }[damage]
        )
    status, _, problem = asking.heard("-w", str(folder), "velocity", "--as-of", "2024-03-01", "--by", "status")
    assert status in {0, 1}
    assert "unexpected" not in problem
    asking.sync(folder)
    assert asking.book_rows(folder, NOW.date()) == whole
