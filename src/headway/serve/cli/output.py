"""Writes an answer to stdout as a table, JSON or CSV; everything that is not the answer goes to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import click


def write(answer: Mapping[str, Any], shape: str) -> None:
    """Write an answer (the contract's JSON object) in the format that was asked for."""
    if shape == "json":
        write_bytes(json.dumps(answer, ensure_ascii=False).encode())
    elif shape == "csv":
        from headway.serve.cli.flat import csv_text

        click.echo(csv_text(answer["rows"]), nl=False)
        tell(answer["answer"], *answer["notes"])
    else:
        from headway.serve.cli.tables import print_answer

        print_answer(answer)


def write_bytes(content: bytes) -> None:
    """Write JSON that is already made, as UTF-8 whatever the terminal says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content.rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()


def tell(*sentences: str) -> None:
    """Progress, notes and warnings, which are no part of the answer; that nobody listens stops no work."""
    with suppress(BrokenPipeError):
        for sentence in sentences:
            click.echo(sentence, err=True)


def bare(
    question: str, sentence: str, rows: Sequence[Mapping[str, Any]] = (), notes: Sequence[str] = (), **more: Any
) -> dict[str, Any]:
    """The answer of a command that is no question, in the same shape.

    Example:
        >>> bare("decide", "Done.")
        {'question': 'decide', 'answer': 'Done.', 'rows': [], 'notes': []}
    """
    return {"question": question, **more, "answer": sentence, "rows": list(rows), "notes": list(notes)}
