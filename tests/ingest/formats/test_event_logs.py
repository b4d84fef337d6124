"""Event logs in XES are one row an event, with what its case says."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from headway.errors import SourceError
from tests.ingest.loads import load

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="C1"/><int key="AMOUNT" value="500"/>
    <event><string key="concept:name" value="SUBMITTED"/><date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/>
      <list key="notes"><string key="first" value="x"/></list></event>
    <event><string key="concept:name" value="DECLINED"/><date key="time:timestamp" value="2011-10-02T00:00:00.000+02:00"/></event>
  </trace>
  <trace><event><string key="concept:name" value="SUBMITTED"/><boolean key="late" value="true"/></event></trace>
</log>
"""  # noqa: E501
MAPPING = {
    "deal_id": "case:concept:name", "changed_at": "time:timestamp", "new_value": "concept:name",
    "field": {"const": "stage"},
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_events_carry_what_their_case_says(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("log.xes.gz" if packed else "log.xes")
    path.write_bytes(gzip.compress(LOG.encode()) if packed else LOG.encode())
    found = load(path, "deal_changes", MAPPING)
    assert (found.load.read, found.load.loaded, found.load.refused) == (3, 2, 1)
    assert [(row["deal_id"], row["new_value"], row["case:AMOUNT"], row["notes.first"]) for row in found.rows] == [
        ("C1", "SUBMITTED", "500", "x"),
        ("C1", "DECLINED", "500", None),
    ]
    assert found.rows[0]["changed_at"].isoformat() == "2011-09-30T22:38:44.546000"
    assert {reject["column"] for reject in found.rejects} == {"deal_id", "changed_at"}


@pytest.mark.parametrize(
    "text", [LOG[:500], "<log/>", "<log>", '<!DOCTYPE log [<!ENTITY a "b">]>' + LOG.partition("?>")[2].strip(), "no"]
)
def test_what_is_no_event_log_is_refused_whole(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"refused whole|no event"):
        load(path, "deal_changes", MAPPING)
