"""Where what is told of sellers disagrees with itself: rates that do not multiply out, quotas that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from headway.measure.attainment import Attained
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

# What a column that a file brings beside ours may be called when it tells of a seller what can be worked out.
_WINS = re.compile(r"^(deals |closed )?(wins?|won)( deals)?$")
_TRIES = re.compile(r"^(meetings?|demos?|calls?|deals|opportunities|closed|closed deals)( held| total)?$")
_RATE = re.compile(r"\b(win|close|closing|conversion|hit) (rate|ratio)\b|^rate$|^conversion$")
_ATTAINED = re.compile(r"attain|achieve|^of quota$|quota (share|rate|pct|percent)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"^\s*(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*(%?)\s*$")
_CLOSE = 0.01  # told shares of quota differ by more than this only where something else was counted


def disagreements(book: Book, quotas: Mapping[str, Sequence[Attained]]) -> list[str]:
    """One sentence for each way in which what is told of sellers does not agree with itself."""
    found = [*_overlaps(quotas), *_without_rate(quotas), *_strangers(book, quotas)]
    if book.has("reps"):
        rows = book.rows("told of sellers", _told).to_pylist()
        extras = book.extras("reps")
        found += [*_rates(rows, extras), *_shares(rows, extras, quotas), *_bosses(rows)]
    return found


def _told(book: Book) -> ir.Table:
    reps = book.table("reps", book.extras("reps"))
    return reps.select("rep_id", "manager_rep_id", *book.extras("reps"))


def _overlaps(quotas: Mapping[str, Sequence[Attained]]) -> Iterator[str]:
    """Two quotas for the same day: each is judged by itself, so what is booked on it counts twice."""
    for rep, every in quotas.items():
        for one, other in pairwise(every):
            if other.first <= one.last:
                yield (
                    f"{rep} has two quotas for {other.first} to {min(one.last, other.last)}: "
                    "what was booked then counts to both"
                )


def _without_rate(quotas: Mapping[str, Sequence[Attained]]) -> Iterator[str]:
    lacking = sum(one.quota is None for every in quotas.values() for one in every)
    if lacking:
        yield f"{lacking} quotas are in a currency without a rate, and left out"


def _strangers(book: Book, quotas: Mapping[str, Sequence[Attained]]) -> Iterator[str]:
    """Sellers that deals or quotas name and of whom there is no row."""
    if not book.has("reps"):
        return
    lost = [row["rep_id"] for row in book.rows("sellers of deals without a row", _of_deals).to_pylist()]
    known = {row["rep_id"] for row in book.rows("told of sellers", _told).to_pylist()}
    strangers = sorted({*lost, *(rep for rep in quotas if rep not in known)})
    if strangers:
        named = ", ".join(strangers[:3]) + (" and others" if len(strangers) > 3 else "")
        yield f"{len(strangers)} sellers of deals or quotas have no row of their own ({named}): no team, no first day"


def _of_deals(book: Book) -> ir.Table:
    deals = book.table("deals")
    return deals.filter(deals.rep_id.notnull()).anti_join(book.table("reps"), "rep_id").select("rep_id").distinct()


def _rates(rows: Sequence[Mapping[str, Any]], extras: Sequence[str]) -> Iterator[str]:
    """A told rate that is no quotient of the told wins and any told number of tries."""
    wins, tries, rates = (_named(extras, kind) for kind in (_WINS, _TRIES, _RATE))
    if not (wins and tries and rates):
        return
    for row in rows:
        won, rate = _number(row[wins[0]]), _number(row[rates[0]], share=True)
        told = {name: number for name in tries if (number := _number(row[name]))}
        if won is None or rate is None or not told or any(_fits(won[0] / n[0], rate) for n in told.values()):
            continue
        name, n = next(iter(told.items()))
        yield (
            f"of {row['rep_id']} the input says {wins[0]} {won[0]:,.0f}, {name} {n[0]:,.0f} and {rates[0]} "
            f"{row[rates[0]]}: it would be {100 * won[0] / n[0]:.1f}%"
        )


def _shares(
    rows: Sequence[Mapping[str, Any]], extras: Sequence[str], quotas: Mapping[str, Sequence[Attained]]
) -> Iterator[str]:
    """A told attainment that is that of no period in which the seller had a quota."""
    for name in _named(extras, _ATTAINED)[:1]:
        for row in rows:
            told = _number(row[name], share=True)
            counted = [one for one in quotas.get(row["rep_id"], ()) if one.full]
            if told is None or not counted or any(abs(one.share - told[0]) <= _CLOSE for one in counted):
                continue
            yield (
                f"of {row['rep_id']} the input says {name} {row[name]}: the deals won make "
                f"{100 * counted[-1].share:.0f}% of the quota from {counted[-1].first}"
            )


def _bosses(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Managers that lead in a circle."""
    above = {row["rep_id"]: row["manager_rep_id"] for row in rows}
    circled = []
    for rep in above:
        seen, at = set(), rep
        while at in above and above[at] is not None and at not in seen:
            seen.add(at)
            at = above[at]
        if at == rep and seen:
            circled.append(rep)
    if circled:
        yield f"{len(circled)} sellers lead each other in a circle ({', '.join(sorted(circled)[:3])})"


def _named(extras: Sequence[str], kind: re.Pattern[str]) -> list[str]:
    return [name for name in extras if kind.search(_NOT_WORD.sub(" ", name.lower()).strip())]


def _number(text: Any, *, share: bool = False) -> tuple[float, float] | None:
    """(the number, half of its last digit) of a cell; a share may be written with a percent sign, or above 1.5."""
    found = _NUMBER.match(str(text)) if text is not None else None
    if found is None:
        return None
    digits = found[1].replace(",", "")
    value, half = float(digits), 0.5 * 10.0 ** -len(digits.partition(".")[2])
    over = 100.0 if share and (found[2] or abs(value) > 1.5) else 1.0
    return value / over, half / over


def _fits(exact: float, told: tuple[float, float]) -> bool:
    return abs(exact - told[0]) <= told[1] * (1 + 1e-9)
