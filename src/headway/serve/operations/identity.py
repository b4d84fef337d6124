"""The question `identity`: which accounts, and which people, are probably one under two ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from headway.errors import UsageError
from headway.question import Answer, question

if TYPE_CHECKING:
    from headway.workspace import Ask

_TABLES = ("accounts", "contacts")
_NOTES = (
    "Confidence is the probability that two rows are one, from what their fields agree on; nothing merges by itself.",
    "'headway same TABLE ID OTHER_ID' makes the first the second; 'headway different TABLE ID OTHER_ID' asks no more.",
)
_ONE = {"accounts": "companies", "contacts": "people"}


@question("One under two ids", needs=(), keeps=False)
def identity(ask: Ask, *, table: Annotated[str, "accounts or contacts; both when empty"] = "") -> Answer:
    """Pairs of rows that are more likely one than not; a person decides, and can take it back."""
    from headway.model.contradictions import told
    from headway.model.suggestions import pairs

    if table and table not in _TABLES:
        raise UsageError(table, "is compared with nothing", f"name one of {', '.join(_TABLES)}")
    said = ask.state.identities.as_of(ask.as_of)
    against = told(ask.book, said.values())
    rows = [_row(pair, said) for name in _TABLES if table in ("", name) for pair in pairs(ask.book, name)]
    shown = {_pair(row) for row in rows}
    rows += [_said(word) for pair, word in sorted(said.items()) if pair not in shown and table in ("", word.table)]
    contradicted = {word.pair: sentence for word, sentence in against.items() if table in ("", word.table)}
    rows = [row | {"contradicted": contradicted.get(_pair(row), "")} for row in rows]
    rows.sort(key=lambda row: (row["decision"] is not None, not row["contradicted"]))
    return Answer("identity", ask.as_of, _sentence(rows), rows, _NOTES).first(ask.limit)


def _pair(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["table"], row["id"], row["other_id"]


def _row(pair: dict[str, Any], said: Any) -> dict[str, Any]:
    word = said.get(_pair(pair))
    return pair | {"decision": None if word is None else word.verdict, "note": "" if word is None else word.note}


def _said(word: Any) -> dict[str, Any]:
    """A pair that a person named, and that is no suggestion (any more)."""
    _, one, other = word.pair
    nothing = {"name": "", "other_name": "", "confidence": None, "why": ""}
    return {"table": word.table, "id": one, "other_id": other, **nothing, "decision": word.verdict, "note": word.note}


def _sentence(rows: list[dict[str, Any]]) -> str:
    against = [row["contradicted"] for row in rows if row["contradicted"]]
    contradicted = f" What was said contradicts itself: {'; '.join(against)}." if against else ""
    return f"{_alike([row for row in rows if row['decision'] is None])}{contradicted}"


def _alike(open_pairs: list[dict[str, Any]]) -> str:
    if not open_pairs:
        return "No two rows look like one."
    counts = [(sum(row["table"] == table for row in open_pairs), word) for table, word in _ONE.items()]
    told = " and ".join(f"{count:,} {'pair' if count == 1 else 'pairs'} of {word}" for count, word in counts if count)
    best = open_pairs[0]
    return f"{told} may be one; likeliest {best['name'] or best['id']} and {best['other_name'] or best['other_id']}."
