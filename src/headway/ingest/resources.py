"""Tells the kinds of things apart that one list of a JSON:API document holds: ``included`` has accounts and users."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.draft import Draft, Place
from headway.ingest.profile import Profile, narrowed
from headway.ingest.recognise import SURELY, file_names, is_type_of_document, name_score
from headway.schema import tables


def split_resources(builder: DuckBuilder, draft: Draft) -> None:
    """Give each type of a list that says it (``"type": "users"``) the table that is called so, its rows alone."""
    for number, seen in enumerate(list(draft.profiles.values())):
        for kind, table in _types(seen).items():
            where = f"{quoted('type')} = {text_literal(kind)}"
            mine = next((place for place in draft.places if place.table == table), None)
            if mine is None:
                mine = Place(seen, table)
                draft.places.append(mine)
            if mine.seen is seen:
                mine.seen = narrowed(builder, seen, where, f"sample_of_{number}_{table}")
                mine.entries["where"] = where


def _types(seen: Profile) -> dict[str, str]:
    """Type → the table that is called so; empty for a list of one type, or of things that are no resources."""
    if not is_type_of_document(seen, "type") or "type" not in seen.headings:
        return {}
    values = seen.headings["type"].values
    named = {t.name: max((name_score(v, file_names(t)), v) for v in values) for t in tables().values() if not t.made}
    return {kind: table for table, (quality, kind) in named.items() if quality >= SURELY} if len(values) > 1 else {}
