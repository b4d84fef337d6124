"""Ranks what each seller could do next: every play's actions, the best of each deal, clear gains first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np

from headway import discover
from headway.model.book import Book
from headway.prescribe.candidates import Candidates, candidates
from headway.prescribe.gain import Gains, gains
from headway.prescribe.learned import past
from headway.prescribe.odds import odds_of
from headway.prescribe.play import Play, Row
from headway.prescribe.words import who
from headway.stats.intervals import Interval
from headway.units import SHARE, Estimate, show

KEPT = 25  # actions a seller, so that those decided upon can be replaced
_WEIGHED = 30  # actions a seller whose intervals are drawn
_FRIDAY, _SATURDAY = 4, 5


def plays() -> dict[str, Play]:
    """Every play by name, those of installed packages included."""
    return {play.name: play for play in discover.load_all("plays").values()}


def unavailable(book: Book) -> dict[str, tuple[str, ...]]:
    """Plays that cannot be claimed, with the tables that are missing: where nothing is recorded, nothing is absent."""
    return {play.title: play.lacks(book) for play in plays().values() if play.lacks(book)}


def actions(book: Book) -> list[dict[str, Any]]:
    """What each seller could do as of the book's day, best first within a seller, as JSON-ready rows of ``next``.

    One action a deal or customer; actions whose gain interval lies above zero before the others; 25 a seller.
    The gain rests on a shipped prior (``basis``) and counts the deal's amount, not yet its margin and what is retained.
    """
    known = past(book)
    odds = odds_of(book, known)
    able = tuple(play for _, play in sorted(plays().items()) if not play.lacks(book))
    short = candidates(book, able, known, odds).best_of_each().best_of_sellers(_WEIGHED)
    rows = _rows(short)
    ids = [action_id(short.plays[at], row) for at, row in zip(short.play, rows, strict=True)]
    weighed = gains(short.stakes, ids, book.as_of)
    order = _order(short, weighed, ids)
    made: list[dict[str, Any]] = []
    for rank, at in order:
        play = short.plays[short.play[at]]
        made.append(
            _action(
                book,
                play,
                rows[at],
                ids[at],
                rank,
                _figures(weighed, at, rows[at].get("chance_n", odds.n), book.catalog.currency),
            )
        )
    return made


def action_id(play: Play, row: Row) -> str:
    """The same for the same play, deal and moment from which its condition holds: one that recurs is a new action."""
    since = row["since"].isoformat() if row["since"] is not None else ""
    text = "\n".join((play.name, play.about, str(row[f"{play.about}_id"]), since))
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _rows(short: Candidates) -> list[dict[str, Any]]:
    """The plays' rows of the actions, as mappings; made only for those few."""
    rows: list[dict[str, Any]] = [{}] * short.row.size
    for number, table in enumerate(short.tables):
        at = np.flatnonzero(short.play == number)
        for place, row in zip(at, table.take(short.row[at]).to_pylist(), strict=True):
            rows[place] = row
    return rows


def _order(short: Candidates, weighed: Gains, ids: list[str]) -> list[tuple[int, int]]:
    """(rank within the seller, index), sellers in order of their id."""
    clear = (weighed.gain.low > 0) | (weighed.gain.high < 0)
    order = sorted(
        range(len(ids)),
        key=lambda at: (short.rep[at] == "", short.rep[at], not clear[at], -weighed.gain.value[at], ids[at]),
    )
    ranked, seller, rank = [], None, 0
    for at in order:
        rank = rank + 1 if short.rep[at] == seller else 1
        seller = short.rep[at]
        if rank <= KEPT:
            ranked.append((rank, at))
    return ranked


def _figures(weighed: Gains, at: int, n: int, currency: str) -> tuple[Estimate, Estimate, Estimate]:
    return tuple(  # type: ignore[return-value]
        _estimate(figure, at, n, unit)
        for figure, unit in ((weighed.gain, currency), (weighed.now, SHARE), (weighed.with_it, SHARE))
    )


def _estimate(figure: Interval, at: int, n: int, unit: str) -> Estimate:
    return Estimate(float(figure.value[at]), float(figure.low[at]), float(figure.high[at]), n, unit)


def _action(
    book: Book, play: Play, row: Row, action: str, rank: int, figures: tuple[Estimate, Estimate, Estimate]
) -> dict[str, Any]:
    gain, now, with_it = figures
    amount = float(row["amount"]) if row["amount"] is not None else None
    currency = row["currency"] or book.catalog.currency
    parts = (row["account_name"], row["stage"], show(amount, currency) if amount else None)
    odds = {"now": now.to_json(), "with": with_it.to_json()} if play.effect == "odds" else {"now": now.to_json()}
    return {
        "rank": rank,
        "action_id": action,
        "rep_id": row["rep_id"],
        "play": play.name,
        "deal_id": row["deal_id"],
        "account_id": row["account_id"],
        "lead_id": row["lead_id"],
        "title": play.say_title(row),
        "why": [ground.to_json() for ground in play.say_why(row)],
        "gain": gain.to_json(),
        "basis": "prior",
        "minutes": play.minutes,
        "due_on": _due(book.as_of, play.within_days).isoformat(),
        "explores": False,
        "rep_name": row["rep_name"] or row["rep_id"],
        "account_name": row["account_name"],
        "deal_name": row["deal_name"],
        "stage": row["stage"],
        "amount": amount,
        "currency": currency,
        "worth_stated": bool(row["worth"] and row["worth"] > 0),
        "subtitle": " · ".join(str(part) for part in parts if part) or who(row),
        "because": play.say_because(row),
        "kind": play.kind,
        "odds": odds,
        "draft": play.say_draft(row),
        "play_title": play.title,
        "since": row["since"].date().isoformat() if isinstance(row["since"], datetime) else None,
        "belief": play.prior.why,
    }


def _due(as_of: date, within_days: int) -> date:
    """So many days on; a weekend's day moves to the Friday before it, unless that is over."""
    due = as_of + timedelta(days=within_days)
    friday = due - timedelta(days=due.weekday() - _FRIDAY) if due.weekday() >= _SATURDAY else due
    return (
        friday if friday > as_of else due + timedelta(days=(7 - due.weekday()) % 7 if due.weekday() >= _SATURDAY else 0)
    )
