"""Makes the table ``statements`` of a store from the texts of its activities, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from headway.engine.types import DUCKDB
from headway.listen.find import find
from headway.listen.known_names import Known, known_names
from headway.listen.names import Names
from headway.listen.rules import RULES, Detector
from headway.listen.speakers import speaker_of
from headway.model.nouns import BUILT
from headway.schema import tables

if TYPE_CHECKING:
    from headway.engine.duckdb import DuckBuilder

_BATCH = 20_000
_SAID = {
    "activity_id": "VARCHAR",
    "kind": "VARCHAR",
    "start": "BIGINT",
    "end": "BIGINT",
    "quote": "VARCHAR",
    "speaker": "VARCHAR",
    "name": "VARCHAR",
    "p": "DOUBLE",
    "known": "TIMESTAMP",
}
_COLUMNS = ", ".join(f'unnest(${name}::{kind}[]) AS "{name}"' for name, kind in _SAID.items())
_TEXTS = (
    "SELECT activity_id, kind, direction, speaker, body FROM activities "
    "WHERE body IS NOT NULL AND length(body) > 2 AND rowid >= '@first@'::BIGINT AND rowid < '@last@'::BIGINT"
)
_HEARD = "activity_id IN (SELECT activity_id FROM _heard)"


def make_statements(builder: DuckBuilder, heard: str = "") -> int:
    """Make ``statements``: a row for each sentence that states something; returns how many.

    A statement is known since its activity is; one that names something, since the name is known too. The texts never
    leave the process; the rules are the same for all.

    Args:
        heard: SQL of the ids of the activities to listen to; those of the others stay as they are. Empty for all.
    """
    empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in _SAID.items())
    builder.execute(f"CREATE OR REPLACE TEMP TABLE _said AS SELECT {empty} WHERE false")
    if heard:
        builder.execute(f"CREATE OR REPLACE TEMP TABLE _heard AS SELECT DISTINCT activity_id FROM ({heard})")
    names = known_names(builder)
    for found in _batches(builder, names, f"{_TEXTS} AND {_HEARD}" if heard else _TEXTS):
        builder.execute(f"INSERT INTO _said SELECT {_COLUMNS}", found)
    if heard:
        builder.execute(f"DELETE FROM statements WHERE {_HEARD}")
        builder.execute(f"INSERT INTO statements {_joined()}")
    else:
        builder.execute(f"CREATE OR REPLACE TABLE statements AS {_joined()}")
    builder.execute("DROP TABLE _said")
    return int(builder.rows("SELECT count(*) FROM statements")[0][0])


def _batches(builder: DuckBuilder, names: Known, statement: str) -> Iterator[dict[str, list[object]]]:
    detectors: tuple[Detector, ...] = (
        *RULES,
        *(Names.of(kind, tuple(known)) for kind, known in names.items() if known),
    )
    last = int(builder.rows("SELECT coalesce(max(rowid) + 1, 0) FROM activities")[0][0])
    for first in range(0, last, _BATCH):
        texts = builder.run(statement, {"first": first, "last": first + _BATCH})
        found: dict[str, list[object]] = {name: [] for name in _SAID}
        for activity, kind, direction, speaker, body in zip(
            *(column.to_pylist() for column in texts.columns), strict=True
        ):
            for one in find(body, speaker_of(speaker, kind, direction), detectors):
                since = names[one.kind][one.name] if one.name is not None else None
                row = (activity, one.kind, one.start, one.end, one.quote, one.speaker, one.name, one.p, since)
                for values, value in zip(found.values(), row, strict=True):
                    values.append(value)
        if found["p"]:
            yield found


def _joined() -> str:
    """The statements with the columns of the noun, and dated as their activities are."""
    types = {column.name: DUCKDB[column.type] for column in tables()["statements"].columns}
    home = {name: "a" if name == "deal_id" else "s" for name in types}
    columns = [f'{home[name]}."{name}"::{kind} AS "{name}"' for name, kind in types.items()]
    later = 'greatest(a."_known_at", s.known) AS "_known_at"'
    built = [later if name == "_known_at" else f'a."{name}"' for name in BUILT]
    return (
        f"SELECT {', '.join(columns + built)} FROM _said s JOIN activities a ON a.activity_id = s.activity_id "
        'ORDER BY s.activity_id, s."start", s.kind'
    )
