"""The mess that every real export has, in small doses: all of it together stays below one row in a hundred.

Nothing here touches what is true of a deal; the rows are copied, damaged or orphaned on their way into the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from headway.demo.dice import stream
from headway.demo.rows import Account, Activity, Deal, DealChange


@dataclass(frozen=True, slots=True)
class Mess:
    """Which rows are not what they should be: ids, by kind of damage."""

    zero_amount: tuple[str, ...]
    closed_before_created: tuple[str, ...]
    unknown_currency: tuple[str, ...]
    orphan_deals: tuple[str, ...]
    orphan_activities: tuple[str, ...]
    repeated_deals: tuple[str, ...]
    contradicted_deals: tuple[str, ...]
    duplicate_accounts: tuple[str, ...]


def make_mess(
    seed: int, accounts: list[Account], deals: list[Deal], changes: list[DealChange], activities: list[Activity]
) -> Mess:
    """Damage the rows in place and return what was done."""
    rng = stream(seed, "mess")
    lost = [i for i, deal in enumerate(deals) if deal.status == "lost"]
    order = iter([lost[i] for i in rng.permutation(len(lost))])
    dose, few = max(1, len(deals) // 130), max(1, len(deals) // 500)
    zero, backwards, foreign, orphan = ([next(order) for _ in range(n)] for n in (dose, few, 1, few))
    ids = [deal.deal_id for deal in deals]
    changes += [_lose_amount(deals, i) for i in zero]
    for i in backwards:
        deals[i] = deals[i]._replace(closed_at=deals[i].created_at - timedelta(days=2 + int(rng.random() * 9)))
    for i in foreign:
        deals[i] = deals[i]._replace(currency="XTS")
    for k, i in enumerate(orphan):
        deals[i] = deals[i]._replace(account_id=f"A9{k:03d}")
    lone = [int(k) for k in rng.permutation(len(activities))[: 2 * few]]
    for k in lone:
        activities[k] = activities[k]._replace(deal_id=f"D9{k:05d}")
    return Mess(
        zero_amount=tuple(ids[i] for i in zero),
        closed_before_created=tuple(ids[i] for i in backwards),
        unknown_currency=tuple(ids[i] for i in foreign),
        orphan_deals=tuple(ids[i] for i in orphan),
        orphan_activities=tuple(activities[k].activity_id for k in lone),
        repeated_deals=(_repeat(deals, next(order)),),
        contradicted_deals=(_contradict(deals, ids[next(order)]),),
        duplicate_accounts=tuple(_double(accounts, int(rng.random() * len(accounts)), k) for k in range(2 * few)),
    )


def _repeat(deals: list[Deal], i: int) -> str:
    """The same row twice, far apart."""
    deal = deals[i]
    deals.insert(len(deals) // 2, deal)
    return deal.deal_id


def _contradict(deals: list[Deal], deal_id: str) -> str:
    """The same key again at the end of the file, with another value."""
    deal = next(deal for deal in deals if deal.deal_id == deal_id)
    deals.append(deal._replace(lost_reason="Other"))
    return deal_id


def _lose_amount(deals: list[Deal], i: int) -> DealChange:
    """Some sellers empty the amount when they close a deal as lost; only the history still knows it."""
    deal = deals[i]
    deals[i] = deal._replace(amount=Decimal("0.00"))
    return DealChange(deal.deal_id, "amount", str(deal.amount), "0.00", deal.closed_at or deal.created_at)


def _double(accounts: list[Account], i: int, k: int) -> str:
    """The same firm entered twice: the same domain, a slightly different name, its own id."""
    twin = accounts[i]
    double = twin._replace(
        account_id=f"A8{k:03d}", name=f"{twin.name} Ltd", created_at=twin.created_at - timedelta(days=3)
    )
    accounts.append(double)
    return double.account_id
