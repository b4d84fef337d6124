"""What a sync costs beside its rows: nothing is compiled twice; and to which day it brings the answers."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from headway.publish import Published, publish
from headway.workspace import made_with, open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company

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
"""


def _sync(folder: Path, now: datetime) -> tuple[Published, date, str]:
    """What a sync did, the day of the answers, and one of them."""
    with closing(open_workspace(folder)) as home:
        made = made_with(home.settings)
        done = publish(home.settings, home.state, now=now, made_with=made, only=None, progress=lambda _: None)
        return done, home.status().as_of, json.dumps(home.ask("velocity").to_json())


def test_a_sync_without_news_brings_the_answers_to_what_has_come_to_pass(tmp_path: Path) -> None:
    for folder in (tmp_path / "twice", tmp_path / "once"):
        folder.mkdir()
        (folder / "deals.csv").write_text(DATED_AHEAD)
        (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n')
    _, early, _ = _sync(tmp_path / "twice", datetime(2025, 1, 10, 8))
    unmoved, same, _ = _sync(tmp_path / "twice", datetime(2025, 2, 19, 8))
    moved, late, answer = _sync(tmp_path / "twice", datetime(2025, 3, 1, 8))
    again, _, _ = _sync(tmp_path / "twice", datetime(2025, 3, 9, 8))
    assert (early, same, late) == (date(2025, 1, 5), date(2025, 1, 5), date(2025, 2, 20))
    assert [done.changed for done in (unmoved, moved, again)] == [False, True, False]
    assert moved.why == "what has come to pass by 2025-02-20"
    assert (late, answer) == _sync(tmp_path / "once", datetime(2025, 3, 1, 8))[1:]
