"""Finding accounts that stand under two ids, against splink on the same rows: rows a second, precision and recall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from lab.duplicates import write_duplicates

_OURS = """
import json, resource, sys
from time import perf_counter
from headway.workspace import open_workspace
from headway.model.suggestions import suggestions
book = open_workspace(sys.argv[1]).book()
start = perf_counter()
found = suggestions(book, "accounts")
seconds = perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak, [[one.id, one.other_id] for one in found]]))
"""
# As its own tutorials do it: names prepared alike, u by random pairs, m by two rounds of expectation and maximisation.
_PEER = r"""
import json, resource, sys
from time import perf_counter
import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
start = perf_counter()
legal = "inc|corp|corporation|co|llc|ltd|limited|gmbh|sa"
connection = duckdb.connect()
connection.execute(rf'''CREATE TABLE rows AS SELECT account_id AS unique_id,
  trim(regexp_replace(
    regexp_replace(lower(replace(name, '.', '')), '[^a-z0-9]+', ' ', 'g'), '\b({legal})\b', '', 'g')) AS name,
  nullif(regexp_replace(regexp_replace(lower(domain), '^(https?://)?(www[.])?', ''), '/.*$', ''), '') AS domain,
  nullif(street, '') AS street, nullif(postal_code, '') AS postal_code, nullif(country, '') AS country,
  left(replace(name, ' ', ''), 6) AS head, right(replace(name, ' ', ''), 6) AS tail
  FROM read_csv('{sys.argv[1]}/export/accounts.csv', all_varchar = true)''')
api = DuckDBAPI(connection)
rules = [block_on("name"), block_on("domain"), block_on("head", "country"),
  block_on("tail", "country"), block_on("street", "postal_code")]
settings = SettingsCreator(
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=rules,
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("domain"), cl.ExactMatch("street"), cl.ExactMatch("postal_code"), cl.ExactMatch("country"),
    ],
)
linker = Linker(api.register("rows"), settings)
linker.training.estimate_probability_two_random_records_match([block_on("name"), block_on("domain")], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("postal_code"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("head"))
found = linker.inference.predict(threshold_match_probability=0.5).as_duckdbpyrelation()
pairs = [sorted(pair) for pair in found.select("unique_id_l, unique_id_r").fetchall()]
seconds = perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak, pairs]))
"""


def run() -> None:
    """Print a line for each, and the ratio."""
    rows = int(os.environ.get("HEADWAY_BENCH_ACCOUNTS", "200000"))
    folder = Path(os.environ.get("HEADWAY_BENCH_FOLDER", gettempdir())) / f"headway-bench-accounts-{rows}"
    truth = write_duplicates(folder / "export", rows, seed=5)
    (folder / "export" / "deals.csv").write_text("deal_id,created_at,status\nD1,2024-01-01,open\n")
    (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n')
    subprocess.run([sys.executable, "-m", "headway", "-w", str(folder), "sync"], check=True, capture_output=True)
    ours, peer = (_measured(text, folder, truth, rows) for text in (_OURS, _PEER))
    ratio = round(ours["seconds"] / peer["seconds"], 3)
    aim = "no slower, precision and recall no lower"
    print(json.dumps({"benchmark": "identity", "rows": rows, "ours": ours, "splink": peer, "ratio": ratio, "aim": aim}))


def _measured(text: str, folder: Path, truth: set[tuple[str, str]], rows: int) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", text, str(folder)], check=True, capture_output=True, text=True)
    seconds, peak, pairs = json.loads(done.stdout.splitlines()[-1])
    found = {tuple(pair) for pair in pairs}
    hits = len(found & truth)
    return {
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "peak_mb": round(peak),
        "precision": round(hits / max(len(found), 1), 4),
        "recall": round(hits / len(truth), 4),
    }
