"""Files whose rows are not yet ours: looked up, left out, made cases of events or changes of states."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder, Error
from headway.errors import MappingError
from headway.ingest.expressions import blamed
from tests.ingest.loads import Loaded, load

DEALS = "deal,stage,made,sum\nD1,s1,2026-01-01,10\nD2,s9,2026-01-02,20\nD3,,2026-01-03,30\n"
STAGES = "id,label,share\ns1,Qualified,0.2\ns2,Closed Won,1.0\n"
OF_DEALS = {"deal_id": "deal", "created_at": "made", "amount": "sum"}


def _files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(texts))}.csv"


def _values(loaded: Loaded, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in loaded.rows]


def _lookup(**entries: str) -> dict[str, Any]:
    return {"file": "stages.csv", "key": "id", "value": "label", **entries}


def test_an_id_becomes_the_name_that_another_file_gives_it_and_stays_where_none_does(tmp_path: Path) -> None:
    path = _files(tmp_path, deals=DEALS, stages=STAGES)
    found = load(path, mapping=OF_DEALS | {"stage": {"column": "stage", "lookup": _lookup()}})
    assert _values(found, "deal_id", "stage") == [("D1", "Qualified"), ("D2", "s9"), ("D3", None)]
    assert (found.load.read, found.load.loaded, found.left_out) == (3, 3, 0)


def test_what_is_looked_up_may_be_mapped_further_and_one_column_may_feed_two(tmp_path: Path) -> None:
    path = _files(tmp_path, deals=DEALS.replace("s9", "s2"), stages=STAGES)
    won = {"column": "stage", "lookup": _lookup(value="share"), "map": {"1.0": "won"}, "else": "open"}
    found = load(path, mapping=OF_DEALS | {"stage": {"lookup": _lookup()}, "status": won})
    assert _values(found, "stage", "status") == [("Qualified", "open"), ("Closed Won", "won"), (None, None)]


def test_an_association_table_gives_the_account_and_the_lowest_where_there_are_several(tmp_path: Path) -> None:
    links = "deal_id,company_id\nD1,77\nD1,9\nD2,5\n"
    path = _files(tmp_path, deals=DEALS, links=links)
    account = {"lookup": {"file": "links.csv", "on": "deal", "key": "deal_id", "value": "company_id"}}
    found = load(path, mapping=OF_DEALS | {"account_id": account})
    assert _values(found, "deal_id", "account_id") == [("D1", "9"), ("D2", "5"), ("D3", None)]
    assert found.notes == ("links.csv: 1 values of 'deal_id' have several of 'company_id'; the lowest is taken",)


def test_lookups_chain_and_lines_are_summed(tmp_path: Path) -> None:
    lines = "deal_id,price,count\nD1,2.50,4\nD1,1,1\nD2,3,0\n"
    path = _files(tmp_path, deals=DEALS, lines=lines, stages=STAGES, groups="name,group\nQualified,early\n")
    chain = [_lookup(), {"file": "groups.csv", "key": "name", "value": "group"}]
    total = 'cast(price AS DOUBLE) * cast("count" AS DOUBLE)'
    amount = {"lookup": {"file": "lines.csv", "on": "deal", "key": "deal_id", "sum": total}}
    mapping = OF_DEALS | {"amount": amount, "competitor": {"column": "stage", "lookup": chain}}
    found = load(path, mapping=mapping)
    assert _values(found, "deal_id", "amount", "competitor") == [
        ("D1", 11, "early"),
        ("D2", 0, None),
        ("D3", None, None),
    ]


def test_rows_that_where_does_not_take_are_left_out_and_counted(tmp_path: Path) -> None:
    path = _files(tmp_path, deals="deal,type,made\nA,lead,2026-01-01\nB,opportunity,x\nC,opportunity,2026-01-01\n")
    found = load(path, mapping={"deal_id": "deal", "created_at": "made", "where": "type = 'opportunity'"})
    assert (found.load.read, found.load.loaded, found.load.refused, found.left_out) == (2, 1, 1, 1)


EVENTS = """case,what,at,who
1,Start,2026-01-01T10:00:00,ann
1,Middle,2026-01-02T10:00:00,
1,End,2026-01-03T10:00:00,bo
2,Start,2026-01-05T10:00:00,cy
,Start,2026-01-05T10:00:00,cy
"""
PER_CASE = {
    "per": "case",
    "by": "at",
    "deal_id": "case",
    "created_at": {"first": "at"},
    "closed_at": {"last": "at", "where": "what = 'End'"},
    "stage": {"last": "what"},
    "status": {"last": "what", "map": {"End": "won"}, "else": "open"},
    "rep_id": "who",
}


def test_events_become_cases_and_an_event_without_a_case_is_refused(tmp_path: Path) -> None:
    found = load(_files(tmp_path, events=EVENTS), mapping=PER_CASE)
    days = [(d, c.day, None if e is None else e.day, s, t, r) for d, c, e, s, t, r in _values(
        found, "deal_id", "created_at", "closed_at", "stage", "status", "rep_id"
    )]  # fmt: skip
    assert days == [("1", 1, 3, "End", "won", "ann"), ("2", 5, None, "Start", "open", "cy")]
    assert (found.load.read, found.load.loaded, found.load.refused, found.left_out) == (3, 2, 1, 2)
    assert [(r["column"], r["rule"]) for r in found.rejects] == [("deal_id", "required")]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_the_order_of_events_in_the_file_does_not_matter(tmp_path: Path, order: list[int]) -> None:
    head, *lines = EVENTS.splitlines()[:5]
    text = "\n".join([head, *(lines[number] for number in order)]) + "\n"
    found = load(_files(tmp_path, events=text), mapping=PER_CASE)
    kept = {row["deal_id"]: (row["created_at"], row["closed_at"], row["stage"], row["rep_id"]) for row in found.rows}
    straight = load(_files(tmp_path, straight="\n".join([head, *lines]) + "\n"), mapping=PER_CASE)
    assert kept == {
        row["deal_id"]: (row["created_at"], row["closed_at"], row["stage"], row["rep_id"]) for row in straight.rows
    }


HISTORY = """id,deal,stage,amount,close,made
h1,D1,New,100,2026-03-01,2026-01-01
h3,D1,Won,150,2026-02-01,2026-02-01
h2,D1,Demo,100,2026-03-01,2026-01-10
h4,D2,New,,2026-05-01,2026-01-02
"""


def test_states_become_one_change_for_each_field_that_differs(tmp_path: Path) -> None:
    mapping = {"deal_id": "deal", "changed_at": "made", "fields": {"stage": "stage", "amount": "amount"}}
    found = load(_files(tmp_path, history=HISTORY), "deal_changes", mapping)
    rows = sorted(_values(found, "deal_id", "field", "changed_at", "old_value", "new_value"), key=str)
    assert [(d, f, at.day, old, new) for d, f, at, old, new in rows] == [
        ("D1", "amount", 1, None, "100"),
        ("D1", "amount", 1, "100", "150"),
        ("D1", "stage", 1, None, "New"),
        ("D1", "stage", 10, "New", "Demo"),
        ("D1", "stage", 1, "Demo", "Won"),
        ("D2", "stage", 2, None, "New"),
    ]
    assert found.load.read == found.load.loaded == 6


def test_days_on_which_stages_were_entered_become_changes_of_the_stage(tmp_path: Path) -> None:
    text = "deal,in demo,in won,made\nD1,2026-01-05,2026-02-01,2026-01-01\nD2,,,2026-01-01\nD3,oops,,2026-01-01\n"
    mapping = {"deal_id": "deal", "stages": {"Demo": "in demo", "Won": "in won"}}
    found = load(_files(tmp_path, deals=text), "deal_changes", mapping)
    assert sorted(_values(found, "deal_id", "field", "old_value", "new_value"), key=str) == [
        ("D1", "stage", "Demo", "Won"),
        ("D1", "stage", None, "Demo"),
    ]
    assert (found.load.read, found.load.refused, found.rejects[0]["value"]) == (3, 1, "oops")


def test_a_property_history_without_old_values_gets_them_from_the_change_before(tmp_path: Path) -> None:
    text = (
        "deal,name,value,timestamp\nD1,dealstage,s2,2026-01-09\nD1,dealstage,s1,2026-01-02\n"
        "D1,amount,s1,2026-01-03\nD1,hs_x,1,2026-01-03\n"
    )
    path = _files(tmp_path, history=text, stages=STAGES)
    mapping = {
        "deal_id": "deal",
        "changed_at": "timestamp",
        "field": {"column": "name", "map": {"dealstage": "stage"}},
        "new_value": {"column": "value", "lookup": _lookup(when="name = 'dealstage'")},
        "old_value": {"previous": "new_value"},
    }
    found = load(path, "deal_changes", mapping)
    rows = sorted(_values(found, "field", "old_value", "new_value"), key=str)
    assert rows == [
        ("amount", None, "s1"),
        ("hs_x", None, "1"),
        ("stage", "Qualified", "Closed Won"),
        ("stage", None, "Qualified"),
    ]


def test_names_are_joined_and_the_first_filled_is_taken(tmp_path: Path) -> None:
    text = "id,first,last,work,home\n1,Ann,Bee,,a@x.org\n2,,Cy,c@y.org,d@z.org\n3,,,,\n"
    mapping = {"rep_id": "id", "name": {"join": ["first", "last"]}, "email": {"either": ["work", "home"]}}
    found = load(_files(tmp_path, people=text), "reps", mapping)
    assert _values(found, "name", "email") == [("Ann Bee", "a@x.org"), ("Cy", "c@y.org"), (None, None)]


@pytest.mark.parametrize(("keep", "extras"), [(True, {"sum", "why"}), (False, set()), (["Why"], {"why"})])
def test_what_is_kept_beside_our_columns_may_be_said(tmp_path: Path, keep: Any, extras: set[str]) -> None:
    text = "deal,made,sum,why\nA,2026-01-01,5,x\n"
    found = load(_files(tmp_path, deals=text), mapping={"deal_id": "deal", "created_at": "made", "keep": keep})
    assert {"sum", "why"} & set(found.rows[0]) == extras


def test_lines_that_cannot_be_split_are_refused_in_every_shape(tmp_path: Path) -> None:
    path = _files(tmp_path, deals="deal,made,type\nA,2026-01-01,x\nB,2026-01-01,x,y,z\nC,2026-01-01,y\n")
    found = load(path, mapping={"deal_id": "deal", "created_at": "made", "where": "type = 'x'"})
    assert (found.load.read, found.load.loaded, found.load.refused, found.left_out) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"stage": {"lookup": {"file": "stages.csv", "key": "id"}}}, "lacks value"),
        ({"stage": {"lookup": _lookup(koy="id")}}, "takes no 'koy'"),
        ({"stage": {"lookup": _lookup(key="ident")}}, "has no column 'ident'"),
        ({"where": "(SELECT 1)"}, "may not"),
        ({"per": "deal", "stage": {"last": "stage"}}, "order of the events"),
        ({"fields": {"stage": "stage"}}, "account_changes and deal_changes do"),
        ({"name": {"join": "deal"}}, "no list"),
        ({"keep": "sum"}, "keep"),
    ],
)
def test_a_shape_that_cannot_be_is_told(tmp_path: Path, mapping: dict[str, Any], words: str) -> None:
    path = _files(tmp_path, deals=DEALS, stages=STAGES)
    with pytest.raises(MappingError, match=words):
        load(path, mapping=OF_DEALS | mapping)


_RAW = OF_DEALS | {"stage": "stage"}
_WRONG = {
    "deals.where": _RAW | {"where": "cast(sum as integer) > 'x'"},
    "deals.name": _RAW | {"name": {"expr": "cast(stage as integer)"}},
    "deals.currency": _RAW | {"currency": {"either": ["deal", {"expr": "round(stage)"}]}},
    "when of a lookup": _RAW | {"name": {"lookup": _lookup(on="stage", when="cast(deal as integer) = 1")}},
    "where of a lookup": _RAW | {"name": {"lookup": _lookup(on="stage", where="cast(label as integer) = 1")}},
    "sum of a lookup": _RAW | {"name": {"lookup": {"file": "stages.csv", "on": "stage", "key": "id", "sum": "label"}}},
    "where of name": _RAW
    | {"per": "deal", "by": "made", "name": {"last": "stage", "where": "cast(deal as integer)=1"}},
}


@pytest.mark.parametrize("place", _WRONG)
def test_an_expression_that_cannot_be_worked_out_is_named_with_what_is_wrong_in_it(place: str, tmp_path: Path) -> None:
    path = _files(tmp_path, deals=DEALS, stages=STAGES)
    with pytest.raises(
        MappingError, match=rf"{place} of (deals|stages).csv: '.+' cannot be worked out \(\w+ Error: .+"
    ):
        load(path, mapping=_WRONG[place])


def test_a_good_expression_is_not_blamed_for_a_file_that_cannot_be_read() -> None:
    told = {"deals.name": ("upper(x)", "upper(x)")}
    with (
        closing(DuckBuilder(Path(":memory:"))) as builder,
        pytest.raises(Error, match="read_nothing"),
        blamed(builder, "read_nothing()", "deals.csv", told),
    ):
        builder.execute("SELECT upper(x) FROM read_nothing()")
