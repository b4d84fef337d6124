"""Can the odds be believed: each predictor's scores on what was said in the past, against the base rate known then."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from headway.question import Answer, question

if TYPE_CHECKING:
    from headway.model.book import Book
    from headway.predict.outlook import Card
    from headway.workspace import Ask


@question("Model: can the odds be believed", daily=True)
def model(ask: Ask) -> Answer:
    """Log loss, calibration and verdict of every predictor."""
    from headway import discover
    from headway.predict.outlook import card

    rows = [_row(name, card(ask.book, name), ask.book) for name in discover.modules("predictors")]
    return Answer("model", ask.as_of, _sentence(rows), rows, _notes(rows, ask.book))


def _row(name: str, judged: Card, book: Book) -> dict[str, Any]:
    outcome, timing = judged.outcome, judged.timing
    return {
        "predictor": name,
        "log_loss": _figure(outcome.log_loss),
        "baseline_log_loss": _figure(outcome.baseline_log_loss),
        "brier": _figure(outcome.brier),
        "ece": _figure(outcome.ece),
        "auc": _figure(outcome.auc),
        "n": outcome.n,
        "verdict": outcome.verdict,
        "timing_log_loss": _figure(timing.log_loss),
        "timing_baseline": _figure(timing.baseline_log_loss),
        "left_out": _left_out(book),
        "baseline": outcome.hardest,
        "gain": {
            "value": _figure(outcome.gain.mean),
            "low": _figure(outcome.gain.low),
            "high": _figure(outcome.gain.high),
        },
        "reliability": [asdict(part) for part in judged.reliability],
    }


def _figure(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _left_out(book: Book) -> list[dict[str, str]]:
    """Columns that are not looked at, because what they held on a past day is not known."""
    from headway.schema import tables

    used = {"deal_id", "account_id", "created_at", "closed_at", "status", "stage"}
    names = [name for name in (*tables()["deals"].names, *book.extras("deals")) if name not in used]
    left = [
        {"column": name, "why": "no history: what it held before the outcome is not known"}
        for name in names
        if name not in book.histories
    ]
    if "stage" not in book.histories:
        left.insert(0, {"column": "stage", "why": "no history: a closed deal shows only where it ended"})
    return left


def _sentence(rows: list[dict[str, Any]]) -> str:
    skilled = [row["predictor"] for row in rows if row["verdict"] == "skill"]
    silent = [row["predictor"] for row in rows if row["verdict"] != "skill"]
    said = []
    if skilled:
        said.append(f"The odds for {', '.join(skilled)} tell more than the base rate")
    if silent:
        said.append(f"no signal for {', '.join(silent)}: the base rate is used")
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "."


def _notes(rows: list[dict[str, Any]], book: Book) -> list[str]:
    notes = [
        "judged on past days' open journeys that closed since, against the hardest of the base rates known on that day"
    ]
    if "stage" not in book.histories:
        notes.append("no stage history was loaded: only the age of a deal is known as of a past day")
    return notes + [f"{row['predictor']}: nothing could be judged yet" for row in rows if not row["n"]]
