"""What a sync costs beside its rows: nothing is compiled twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
