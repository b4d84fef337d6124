"""The labelled sentences and what rules are worth on them: area under the curve, precision, recall, kappa."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

KINDS = ("problem", "cost", "date", "owner", "next_step", "objection", "competitor", "capability")
COMPETITORS = ("Rostera", "ShiftWorks", "Quantal Systems", "Papermill", "Brightdesk", "Norvik")
CAPABILITIES = (
    "Single sign-on",
    "Offline mode",
    "SAP connector",
    "Audit log",
    "Bulk import",
    "Gantt export",
    "Two-factor login",
    "Barcode scanning",
)
_FILE = Path(__file__).with_name("labelled.tsv")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence with its labels of both passes; ``part`` is ``dev`` (rules are made on it) or ``test``."""

    part: str
    topic: str
    author: str
    speaker: str
    channel: str
    family: str
    a: frozenset[str]
    b: frozenset[str]
    sentence: str


def labelled(part: str = "") -> list[Labelled]:
    """The sentences of a part, or all."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Labelled(
            *(row[k] for k in ("part", "topic", "author", "speaker", "channel", "family")),
            *(frozenset(filter(None, row[k].split(","))) for k in ("pass_a", "pass_b")),
            row["sentence"],
        )
        for row in rows
        if part in {"", row["part"]}
    ]


def kappa(kind: str, rows: Sequence[Labelled]) -> float:
    """Cohen's kappa of the two passes for one kind."""
    a, b = (np.array([kind in labels for labels in side]) for side in ([r.a for r in rows], [r.b for r in rows]))
    agree, chance = (a == b).mean(), a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    return float((agree - chance) / (1 - chance))


def agreed(kind: str, rows: Sequence[Labelled]) -> list[Labelled]:
    """Those on which both passes say the same of the kind."""
    return [row for row in rows if (kind in row.a) == (kind in row.b)]


def auc(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Chance that a true one scores higher than a false one, ties half (Mann-Whitney)."""
    s, t = np.asarray(scores), np.asarray(truth)
    pairs = s[t][:, None] - s[~t][None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2)


def worth(
    kind: str, rows: Sequence[Labelled], score: Callable[[Labelled], float], least: float
) -> tuple[float, int, int, int]:
    """(AUC, hits, shown, meant) of scores on sentences of which both passes say the same."""
    both = agreed(kind, rows)
    scores, truth = [score(row) for row in both], [kind in row.a for row in both]
    shown = [s >= least for s in scores]
    return (
        auc(scores, truth), sum(s and t for s, t in zip(shown, truth, strict=True)), sum(shown), sum(truth)
    )  # fmt: skip
