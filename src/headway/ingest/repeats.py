"""Finds the keys that several rows share, however many rows there are."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder

REPEATED = "_repeated"
# What is grouped by a key of its own for nearly every row has to lie in memory whole: some 40 bytes a row.
_AT_ONCE = 10_000_000


def find_repeats(builder: DuckBuilder, rows: str, key: str) -> int:
    """Write the hashes of the keys that several rows share into the table ``REPEATED``; gives how many there are.

    Args:
        rows: a table, or a statement in brackets.
        key: SQL of the hash of a row's key.
    """
    shares = int(builder.value(f"SELECT count(*) FROM {rows}")) // _AT_ONCE + 1
    source = f"(SELECT {key} AS key FROM {rows})"
    if shares > 1:  # many are worked out once and looked through a share at a time
        builder.execute(f"CREATE OR REPLACE TEMP TABLE _keys AS FROM {source}")
        source = "_keys"
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {REPEATED} (key UBIGINT)")
    for share in range(shares):
        mine = f"WHERE key % {shares} = {share}" if shares > 1 else ""
        builder.execute(f"INSERT INTO {REPEATED} SELECT key FROM {source} {mine} GROUP BY 1 HAVING count(*) > 1")
    if shares > 1:
        builder.execute("DROP TABLE _keys")
    return int(builder.value(f"SELECT count(*) FROM {REPEATED}"))
