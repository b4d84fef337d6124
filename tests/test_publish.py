"""What a sync costs beside its rows: nothing is compiled twice; and to which day it brings the answers."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from headway.publish import Published
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company
from tests.guarantees.test_same_again import ledger_of, store_of

_AGAIN = """
import sys
from datetime import datetime
from headway.publish import publish
from headway.workspace import made_with, open_workspace
home = open_workspace(sys.argv[1])
done = publish(home.settings, home.state, now=datetime(2025, 4, 2), made_with=made_with(home.settings), only=None,
               progress=lambda _: None)
print(done.changed, [name for name in ("ibis", "sqlglot") if name in sys.modules])
"""


def test_a_later_sync_of_more_rows_loads_no_compiler(tmp_path: Path) -> None:
    folder = write_company(make_company(3, 6, named=()), tmp_path / "it")
    asking.sync(folder)
    deals = folder / "export" / "deals.csv"
    first = deals.read_text(encoding="utf-8").splitlines()[1]
    with deals.open("a", encoding="utf-8") as file:
        file.write(first.replace(first.partition(",")[0], "another", 1) + "\n")
    done = subprocess.run([sys.executable, "-c", _AGAIN, str(folder)], capture_output=True, encoding="utf-8")
    assert done.stdout == "True []\n", done.stderr


DATED_AHEAD = """deal_id,status,amount,created_at,closed_at
1,won,100,2025-01-01,2025-01-05
2,won,100,2025-01-02,2025-02-20
3,open,100,2025-01-03,
4,won,900,2025-01-03,2025-03-20
"""
# So many that those of which something is known between two days are made anew alone.
DATED_AHEAD += "".join(f"{number},open,100,2025-01-03,\n" for number in range(5, 25))
# Of the fourth it was said early that it would close in February, and late that it closed in March.
SAID = """deal_id,field,old_value,new_value,changed_at
4,closed_at,,2025-02-10,2025-01-04
4,closed_at,2025-02-10,2025-03-20,2025-03-10
"""


def _sync(folder: Path, now: datetime) -> tuple[Published, date, str]:
    """What a sync did, the day of the answers, and one of them."""
    done = asking.sync(folder, now)
    with closing(open_workspace(folder)) as home:
        return done, home.status().as_of, json.dumps(home.ask("velocity").to_json())


def _kept(folder: Path) -> tuple[object, ...]:
    """The store and what the ledger says of it, but for the days on which its sources were looked at."""
    number, files, tables, facts = ledger_of(folder)
    return store_of(folder), number, files, tables, {n: v for n, v in facts.items() if not n.startswith("looked_at")}


def test_a_sync_without_news_brings_the_answers_to_what_has_come_to_pass(tmp_path: Path) -> None:
    for folder in (tmp_path / "twice", tmp_path / "once"):
        folder.mkdir()
        (folder / "deals.csv").write_text(DATED_AHEAD)
        (folder / "deal_changes.csv").write_text(SAID)
        (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n')
    _, early, _ = _sync(tmp_path / "twice", datetime(2025, 1, 10, 8))
    before = _kept(tmp_path / "twice")
    unmoved, same, _ = _sync(tmp_path / "twice", datetime(2025, 2, 19, 8))
    assert _kept(tmp_path / "twice") == before
    moved, late, answer = _sync(tmp_path / "twice", datetime(2025, 3, 1, 8))
    again, _, _ = _sync(tmp_path / "twice", datetime(2025, 3, 9, 8))
    assert (early, same, late) == (date(2025, 1, 5), date(2025, 1, 5), date(2025, 2, 20))
    assert [done.changed for done in (unmoved, moved, again)] == [False, True, False]
    assert moved.why == "what has come to pass by 2025-02-20"
    assert (late, answer) == _sync(tmp_path / "once", datetime(2025, 3, 1, 8))[1:]
