"""By which key each table of the model is made: a day that touches few keys makes those anew and no other."""

from __future__ import annotations

from collections.abc import Sequence

from headway.engine.duckdb import text_literal
from headway.engine.local import Local, Values
from headway.schema import Table, tables

BOOK, STATES = "deals_now", "journey_states"


def of_noun(table: Table, linked: Sequence[str]) -> Local | None:
    """A noun is made of its own newest rows, and dated by its parent.

    Args:
        linked: columns in which names are replaced by what they mean: such a column is another after than before.
    """
    own = table.versions
    if not own or own in linked:
        return None
    of = {f"newest.{table.name}": own}
    if not table.parent:
        return Local(own, of)
    parent = table.column(table.parent).refers
    key = tables()[parent].key[0]
    if table.parent == own:
        return Local(own, of | {parent: key})
    return Local(own, of, via={parent: (key, table.parent)})


def of_accounts(histories: Sequence[str]) -> Local | None:
    """An account is made of its newest row, and known since the first row that names it.

    A row that comes or goes changes it only when none was earlier. An account that deals had before is
    named by rows that do not hold it any more: then all are made anew.
    """
    named = dated_mentions()
    if "account_id" in histories or any(len(columns) > 1 for columns in named.values()):
        return None
    of = {"newest.accounts": "account_id"} | {table: columns[0] for table, columns in named.items()}
    return Local("account_id", of, unless=dict.fromkeys(named, "made._known_at < moved._known_at"))


def of_journeys(histories: Sequence[str], *, compared: bool = False) -> dict[str, Local | None]:
    """Deals and leads go by their own id, customers by their account's.

    Where deals moved between accounts, or their wins are told by compared snapshots, changes of deals make customers:
    those name no account.
    """
    customers = dict.fromkeys(("deals", "milestones", "subscriptions"), "account_id")
    return {
        "deals": Local("entity_id", {"deals": "deal_id", "deal_changes": "deal_id"}),
        "leads": Local("entity_id", {"leads": "lead_id"}),
        "customers": None if compared or "account_id" in histories else Local("account_id", customers),
    }


def of_the_book(reporting: str) -> Local:
    """A deal of the book is made of its own rows; another day changes those of which something is known between both.

    What is open in another currency is worth something else every day.
    """

    def between(before: Values, now: Values) -> str:
        low, high = sorted((before["known_before"], now["known_before"]))
        span = f">= TIMESTAMP {text_literal(low)} AND {{0}} < TIMESTAMP {text_literal(high)}"

        def moved(*columns: str) -> str:
            return " OR ".join(f"({column} {span.format(column)})" for column in columns)

        told = [f"TRY_CAST({value} AS TIMESTAMP)" for value in ("old_value", "new_value")]
        return (
            f"SELECT deal_id FROM deals WHERE {moved('_known_at', 'deleted_at', 'closed_at')} "
            f"UNION ALL SELECT deal_id FROM deal_changes WHERE {moved('_known_at', 'changed_at')} "
            f"UNION ALL SELECT deal_id FROM deal_changes WHERE field = 'closed_at' AND ({moved(*told)}) "
            f"UNION ALL SELECT deal_id FROM {BOOK} WHERE closed_at IS NULL AND currency != {text_literal(reporting)}"
        )

    return Local("deal_id", {"deals": "deal_id", "deal_changes": "deal_id"}, between=between)


def dated_mentions() -> dict[str, list[str]]:
    """The dated tables that name accounts, and their columns that do."""
    found = {}
    for table in tables().values():
        names = [column.name for column in table.columns if column.refers == "accounts"]
        if names and not table.made and not table.always and table.parent != "account_id" and table.name != "accounts":
            found[table.name] = names
    return found
