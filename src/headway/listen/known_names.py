"""Which competitors and capabilities the data names, and since when; the words for which texts are listened to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.engine.duckdb import DuckBuilder

KINDS = ("competitor", "capability")
# A deal's competitor is known with the deal unless its history tells since when; what stood there before the first
# change, too. Kinds in the order of their rows, names in the order of being known.
_NAMED = """
SELECT kind, trim(name) AS name, min(known) AS known FROM (
    SELECT 'competitor' AS kind, d.competitor AS name, d._known_at AS known FROM deals d
    WHERE NOT EXISTS (FROM deal_changes c WHERE c.deal_id = d.deal_id AND c.field = 'competitor')
    UNION ALL
    SELECT 'competitor', old_value, d._known_at FROM deal_changes c JOIN deals d ON d.deal_id = c.deal_id
    WHERE c.field = 'competitor'
    UNION ALL
    SELECT 'competitor', new_value, _known_at FROM deal_changes WHERE field = 'competitor'
    UNION ALL
    SELECT 'capability', capability, _known_at FROM deal_needs
    UNION ALL
    SELECT 'capability', capability, _known_at FROM releases
) WHERE length(trim(name)) > 2 AND known IS NOT NULL GROUP BY ALL ORDER BY kind, known, name
"""

Known = Mapping[str, Mapping[str, datetime]]


def known_names(builder: DuckBuilder) -> Known:
    """For each kind the names of the store with the moment since which each is known, in that order."""
    found: dict[str, dict[str, datetime]] = {kind: {} for kind in KINDS}
    for kind, name, known in builder.rows(_NAMED):
        found[kind][name] = known
    return found


def stamp(names: Known) -> str:
    """What stands for the names: texts are listened to anew where it has changed."""
    told = [(kind, name, known.isoformat()) for kind, named in names.items() for name, known in named.items()]
    return blake2b(repr(told).encode(), digest_size=16).hexdigest()
