"""What is counted of past journeys, and how often."""

from __future__ import annotations

import numpy as np
import pytest

from headway.predict.hazards import count
from headway.predict.landmarks import landmarks
from tests.predict.worlds import DAYS, stages_tell

WEEKS = np.arange(7.0, 700.0, 7.0)


def by_stage(counts, table: np.ndarray) -> np.ndarray:
    return table.reshape(-1, counts.buckets, table.shape[1]).sum(axis=(1, 2))


def test_a_closing_counts_once_a_stage_however_often_it_was_looked_at():
    past, _ = stages_tell(1, 400)
    rows = landmarks(past, WEEKS)
    counts = count(rows, past.closed_day, past.outcome, DAYS + 400)
    for place, stage in enumerate(counts.stages):
        mine = rows.journey[rows.stage == stage]
        lead = past.closed_day[mine] - rows.day[rows.stage == stage]
        closers = np.unique(mine[lead <= counts.lead_edges_days[-1]]).size
        assert by_stage(counts, counts.decided)[place] == pytest.approx(closers)


def test_the_share_won_is_the_one_of_the_rows():
    past, _ = stages_tell(2, 400)
    rows = landmarks(past, WEEKS)
    counts = count(rows, past.closed_day, past.outcome, DAYS + 400)
    closed = past.outcome[rows.journey] > 0
    shares = by_stage(counts, counts.won) / np.maximum(by_stage(counts, counts.decided), 1e-9)
    for place, stage in enumerate(counts.stages):
        mine = closed & (rows.stage == stage)
        assert shares[place] == pytest.approx((past.outcome[rows.journey[mine]] == 1).mean(), abs=0.01)


def test_intervals_that_end_after_the_last_day_are_dropped_with_their_events():
    past, _ = stages_tell(3, 400)
    counts = count(landmarks(past, WEEKS), past.closed_day, past.outcome, 100.0)
    assert counts.at_risk[:, counts.lead_edges_days[1:] > 93].sum() == 0
    assert counts.at_risk[:, 0].sum() > 0


def test_accounts_whose_outcomes_go_together_tell_less():
    past, _ = stages_tell(4, 400)
    rows = landmarks(past, WEEKS)
    alone = count(rows, past.closed_day, past.outcome, DAYS, account=np.arange(400))
    together = count(rows, past.closed_day, past.outcome, DAYS, account=past.outcome)
    assert together.decided.sum() < 0.1 * alone.decided.sum()
    plain = count(rows, past.closed_day, past.outcome, DAYS)
    assert alone.decided.sum() == pytest.approx(plain.decided.sum(), rel=0.01)


def test_a_stage_never_seen_before_has_cells_of_its_own():
    past, _ = stages_tell(5, 100)
    counts = count(landmarks(past, WEEKS), past.closed_day, past.outcome, DAYS)
    new, old = counts.cell([77], [5.0])[0], counts.cell([2], [5.0])[0]
    assert new // counts.buckets == counts.stages.size
    assert counts.journeys[new] == 0 < counts.journeys[old]
