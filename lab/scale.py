"""A company of a million deals in a minute: columns drawn at once and written as Parquet or CSV, for benchmarks.

The layout is that of `headway.demo`; the lives are simpler (each stage is passed with one chance and takes a gamma
time), since here speed is measured and not truth. Run it: `python -m lab.scale FOLDER --deals 1000000`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from headway.demo import phrases
from headway.demo.dice import Flags, Ints, pick_by_share, stream
from headway.demo.hidden import STORIES
from headway.demo.names import FIRST_NAMES, LAST_NAMES

_FIRST_SECOND = 1_577_836_800  # 2020-01-01
_SECONDS_A_DAY = 86_400
_DAYS = 2_495  # to 2026-10-31
_STAGES = ("Qualify", "Discover", "Evaluate", "Propose", "Commit", "won", "lost")
_WON, _LOST = 5, 6
_PASS = 0.78  # chance to go on from a stage
_LAST_OPEN = 4
_USAGE_A_FILE = 5_000_000
_USUAL_CHANGES = 2 + sum(_PASS**k for k in range(1, _LAST_OPEN + 1))  # created, the stages passed, closed


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a company to write.

    Attributes:
        changes_per_deal: on average; about 4.2 go straight through, what is more are steps back and forth.
        open_deals: deals that are still open on the last day.
        usage_rows: rows of product use, a Parquet file for each five million of them, days in order.
    """

    deals: int = 1_000_000
    changes_per_deal: float = 5.0
    open_deals: int = 20_000
    reps: int = 100
    accounts: int = 300_000
    activities_per_open_deal: int = 6
    usage_rows: int = 0


@dataclass(frozen=True, slots=True)
class _Lives:
    """One row a change: deal index, stage left (-1 at creation), stage entered, second; ordered by deal and time."""

    created: Ints
    closed: Ints
    stage: Ints
    deal: Ints
    old: Ints
    new: Ints
    at: Ints


def write_scale(folder: Path, scale: Scale, *, seed: int, form: str = "parquet") -> None:
    """Write accounts, reps, deals, deal_changes and the activities of open deals; `form` is `parquet` or `csv`.

    Raises:
        ValueError: `form` is neither.
    """
    if form not in {"parquet", "csv"}:
        message = f"cannot write {form!r}; known are 'parquet' and 'csv'"
        raise ValueError(message)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _tables(scale, seed):
        if form == "csv":
            quoting = "needed" if "body" in table.column_names else "none"
            pa_csv.write_csv(_as_text(table), folder / f"{name}.csv", pa_csv.WriteOptions(quoting_style=quoting))
        else:
            pq.write_table(table, folder / f"{name}.parquet")
    for number, table in enumerate(_usage(scale, seed), start=1):
        pq.write_table(table, folder / f"usage-{number:03d}.parquet")


def _as_text(table: pa.Table) -> pa.Table:
    """The same table with ISO times, as the contract wants them in a CSV."""
    for i, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            table = table.set_column(i, field.name, pc.strftime(table.column(i), format="%Y-%m-%dT%H:%M:%S"))
    return table


def _tables(scale: Scale, seed: int) -> Iterator[tuple[str, pa.Table]]:
    yield "accounts", _accounts(scale, seed)
    yield "reps", _reps(scale, seed)
    lives = _lives(scale, stream(seed, "scale", "lives"))
    yield "deals", _deals(scale, seed, lives)
    yield "deal_changes", _changes(lives)
    yield "activities", _activities(scale, seed, lives)


def _lives(scale: Scale, rng: np.random.Generator) -> _Lives:
    """Deals that close take their stages one after the other; steps back fill up to the changes asked for."""
    n = scale.deals
    closes = np.arange(n) >= scale.open_deals
    passed = np.minimum(rng.geometric(1 - _PASS, n) - 1, _WON)
    won = closes & (passed == _WON)
    last = np.minimum(passed, _LAST_OPEN)
    back = rng.poisson(max(scale.changes_per_deal - _USUAL_CHANGES, 0.0) / 2 / _PASS, n) * (last > 0)
    count = 1 + last + 2 * back + closes
    deal = np.repeat(np.arange(n), count)
    first = np.concatenate([[0], count.cumsum()[:-1]])
    step = np.arange(len(deal)) - first[deal]
    new = _stage_of(step, last[deal], back[deal])
    final = first + count - 1
    new[final[closes]] = np.where(won[closes], _WON, _LOST)
    at, created = _times(rng, deal, step, first, closes)
    old = np.concatenate([[-1], new[:-1]])
    old[first] = -1
    return _Lives(created, at[final], new[final], deal, old, new, at)


def _stage_of(step: Ints, last: Ints, back: Ints) -> Ints:
    """Stage entered at a step: up to the last one, then back and forth between it and the one before."""
    over = step - last
    bounced = np.where(over % 2 == 1, last - 1, last)
    stage: Ints = np.where((over <= 0) | (back == 0), np.minimum(step, last), bounced)
    return stage


def _times(rng: np.random.Generator, deal: Ints, step: Ints, first: Ints, closes: Flags) -> tuple[Ints, Ints]:
    """Seconds of every change, and of creation; all before the last day, and an open deal's last within 120 days."""
    gap = rng.gamma(1.6, 12.0 * _SECONDS_A_DAY, len(deal))
    gap[step == 0] = 0.0
    total = gap.cumsum()
    since = total - total[first][deal]
    length = np.concatenate([since[first[1:] - 1], since[-1:]])
    end = _DAYS * _SECONDS_A_DAY - 1.0
    latest = np.maximum(end - length, 0.0)
    age = rng.random(len(first))
    start = np.where(closes, latest * np.sqrt(age), np.maximum(latest - age * 120 * _SECONDS_A_DAY, 0.0))
    at = np.minimum(start[deal] + since, end).astype(np.int64) + _FIRST_SECOND
    return at, at[first]


def _deals(scale: Scale, seed: int, lives: _Lives) -> pa.Table:
    rng = stream(seed, "scale", "deals")
    n = scale.deals
    closed = lives.stage >= _WON
    amount = np.round(np.exp(rng.normal(10.3, 0.8, n)))
    due = lives.created + (rng.integers(40, 160, n) * _SECONDS_A_DAY)
    status = np.where(lives.stage == _WON, 1, np.where(lives.stage == _LOST, 2, 0))
    return pa.table(
        {
            "deal_id": _ids("D", np.arange(n)),
            "account_id": _ids("A", rng.integers(0, scale.accounts, n)),
            "rep_id": _ids("R", rng.integers(0, scale.reps, n)),
            "name": pc.binary_join_element_wise("Planner", _ids("", np.arange(n)), " "),
            "kind": _words(("new", "expansion"), (rng.random(n) < 0.1).astype(np.int64)),
            "stage": _words(_STAGES, lives.stage),
            "status": _words(("open", "won", "lost"), status),
            "amount": pa.array(amount, pa.float64()).cast(pa.decimal128(14, 2)),
            "currency": _words(("USD",), np.zeros(n, np.int64)),
            "created_at": _seconds(lives.created),
            "closed_at": pc.if_else(pa.array(closed), _seconds(lives.closed), pa.scalar(None, pa.timestamp("s"))),
            "expected_close_on": _seconds(due - due % _SECONDS_A_DAY).cast(pa.date32()),
        }
    )


def _changes(lives: _Lives) -> pa.Table:
    return pa.table(
        {
            "deal_id": _ids("D", lives.deal),
            "field": _words(("stage",), np.zeros(len(lives.deal), np.int64)),
            "old_value": _words(("", *_STAGES), lives.old + 1),
            "new_value": _words(_STAGES, lives.new),
            "changed_at": _seconds(lives.at),
        }
    )


def _accounts(scale: Scale, seed: int) -> pa.Table:
    rng = stream(seed, "scale", "accounts")
    segment = pick_by_share(rng, [s.share for s in STORIES.segments], scale.accounts)
    ids = np.arange(scale.accounts)
    name = _words(LAST_NAMES, rng.integers(0, len(LAST_NAMES), scale.accounts))
    least = np.array([s.least_employees for s in STORIES.segments])[segment]
    return pa.table(
        {
            "account_id": _ids("A", ids),
            "name": pc.binary_join_element_wise(name.cast(pa.string()), _ids("", ids), " "),
            "industry": _words(tuple(s.industry for s in STORIES.segments), segment),
            "employees": pa.array((least * (1 + 2 * rng.random(scale.accounts))).astype(np.int64)),
            "segment": _words(tuple(s.name for s in STORIES.segments), segment),
            "created_at": _seconds(np.full(scale.accounts, _FIRST_SECOND)),
        }
    )


def _reps(scale: Scale, seed: int) -> pa.Table:
    rng = stream(seed, "scale", "reps")
    first = _words(FIRST_NAMES, rng.integers(0, len(FIRST_NAMES), scale.reps)).cast(pa.string())
    last = _words(LAST_NAMES, rng.integers(0, len(LAST_NAMES), scale.reps)).cast(pa.string())
    return pa.table(
        {
            "rep_id": _ids("R", np.arange(scale.reps)),
            "name": pc.binary_join_element_wise(first, last, " "),
            "team": _words(("East", "West"), np.arange(scale.reps) % 2),
        }
    )


def _activities(scale: Scale, seed: int, lives: _Lives) -> pa.Table:
    """Calls and mails on the open deals alone: they are what a list of next actions reads."""
    rng = stream(seed, "scale", "activities")
    n = scale.open_deals * scale.activities_per_open_deal
    deal = np.repeat(np.arange(scale.open_deals), scale.activities_per_open_deal)
    end = _FIRST_SECOND + _DAYS * _SECONDS_A_DAY - 1
    start = lives.created[deal]
    at = (start + rng.random(n) * (end - start)).astype(np.int64)
    problems = tuple(f"{text}." for bank in phrases.PROBLEMS.values() for text in bank)
    bodies = (*problems, *phrases.BLAND_CUSTOMER * 6)
    return pa.table(
        {
            "activity_id": _ids("N", np.arange(n)),
            "kind": _words(("call", "email", "meeting"), rng.integers(0, 3, n)),
            "direction": _words(("inbound",), np.zeros(n, np.int64)),
            "occurred_at": _seconds(at),
            "minutes": pa.array(rng.integers(3, 60, n)),
            "deal_id": _ids("D", deal),
            "contact_id": _ids("C", deal * 3 + (rng.random(n) < 0.2)),
            "speaker": _words(("customer",), np.zeros(n, np.int64)),
            "body": _words(bodies, rng.integers(0, len(bodies), n)),
        }
    )


def write_day(folder: Path, scale: Scale, *, seed: int, moved: int = 3_000, fresh: int = 300) -> None:
    """Write the day after: open deals that went on a stage, new deals, and each account's logins; files of their own.

    The company must have been written with the same scale and seed, so that the same deals are meant.
    """
    lives = _lives(scale, stream(seed, "scale", "lives"))
    deals = _deals(scale, seed, lives)
    now = _FIRST_SECOND + _DAYS * _SECONDS_A_DAY
    which = np.flatnonzero(lives.stage < _LAST_OPEN)[:moved]
    went = deals.take(pa.array(which)).set_column(5, "stage", _words(_STAGES, lives.stage[which] + 1))
    number = scale.deals + np.arange(fresh)
    came = deals.take(pa.array(np.resize(which, fresh))).set_column(0, "deal_id", _ids("D", number))
    came = came.set_column(5, "stage", _words(_STAGES, np.zeros(fresh, np.int64)))
    came = came.set_column(9, "created_at", _seconds(np.full(fresh, now)))
    day = _Lives(
        created=lives.created,
        closed=lives.closed,
        stage=lives.stage,
        deal=np.concatenate([which, number]),
        old=np.concatenate([lives.stage[which], np.full(fresh, -1)]),
        new=np.concatenate([lives.stage[which] + 1, np.zeros(fresh, np.int64)]),
        at=np.full(len(which) + fresh, now + 3_600),
    )
    accounts = np.arange(scale.accounts)
    use = {
        "account_id": _ids("A", accounts),
        "product_id": _words(("P1",), accounts * 0),
        "day": pa.array((accounts * 0 + now // _SECONDS_A_DAY).astype(np.int32)).cast(pa.date32()),
        "metric": _words(("logins",), accounts * 0),
        "value": pa.array(np.ones(len(accounts))),
    }
    stamp = "20261101"
    pa_csv.write_csv(_as_text(pa.concat_tables([went, came])), folder / f"deals-{stamp}.csv")
    pa_csv.write_csv(_as_text(_changes(day)), folder / f"deal_changes-{stamp}.csv")
    pq.write_table(pa.table(use), folder / f"usage-{stamp}.parquet")


def _usage(scale: Scale, seed: int) -> Iterator[pa.Table]:
    """Each account's logins day after day, so that a file holds whole days and no day is in two places."""
    rng = stream(seed, "scale", "usage")
    last = _FIRST_SECOND // _SECONDS_A_DAY + _DAYS
    first = last - -(-scale.usage_rows // scale.accounts)
    for start in range(0, scale.usage_rows, _USAGE_A_FILE):
        number = np.arange(start, min(start + _USAGE_A_FILE, scale.usage_rows))
        n = len(number)
        yield pa.table(
            {
                "account_id": _ids("A", number % scale.accounts),
                "product_id": _words(("P1",), np.zeros(n, np.int64)),
                "day": pa.array((first + number // scale.accounts).astype(np.int32)).cast(pa.date32()),
                "metric": _words(("logins",), np.zeros(n, np.int64)),
                "value": pa.array(rng.poisson(4, n).astype(np.float64)),
            }
        )


def _ids(letter: str, numbers: Ints) -> pa.Array:
    """A letter and nine digits, or the bare number without a letter."""
    if not letter:
        return pa.array(numbers).cast(pa.string())
    padded = pc.utf8_slice_codeunits(pa.array(numbers + 1_000_000_000).cast(pa.string()), 1)
    return pc.binary_join_element_wise(letter, padded, "")


def _words(options: tuple[str, ...], index: Ints) -> pa.Array:
    return pa.array(options).take(pa.array(index))


def _seconds(at: Ints) -> pa.Array:
    return pa.array(at, pa.timestamp("s"))


def main() -> None:
    """Write one company from the command line."""
    parser = argparse.ArgumentParser(prog="python -m lab.scale", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    usual = Scale()
    parser.add_argument("--deals", type=int, default=usual.deals)
    parser.add_argument("--open-deals", type=int, default=usual.open_deals)
    parser.add_argument("--changes-per-deal", type=float, default=usual.changes_per_deal)
    parser.add_argument("--accounts", type=int, default=usual.accounts)
    parser.add_argument("--reps", type=int, default=usual.reps)
    parser.add_argument("--usage-rows", type=int, default=usual.usage_rows)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    told = parser.parse_args()
    scale = Scale(
        told.deals, told.changes_per_deal, told.open_deals, told.reps, told.accounts, usage_rows=told.usage_rows
    )
    write_scale(told.folder, scale, seed=told.seed, form=told.format)


if __name__ == "__main__":
    main()
