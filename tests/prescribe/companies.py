"""Makes a book of a few literal rows, through the product's own publishing."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from headway.engine.shelf import Shelf
from headway.model.book import Book
from headway.publish import publish
from headway.workspace import Workspace, made_with, open_workspace

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
SYNCED = datetime(2026, 7, 1)


def company(folder: Path, tables: Tables, *, currency: str = "USD") -> Workspace:
    """A loaded workspace of these rows."""
    export = folder / "export"
    export.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = sorted({column for row in rows for column in row})
        with (export / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns or ["deal_id"])
            writer.writeheader()
            writer.writerows(rows)
    (folder / "headway.toml").write_text(
        f'[workspace]\nname = "Test"\ncurrency = "{currency}"\n'
        '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n'
    )
    workspace = open_workspace(folder)
    publish(
        workspace.settings, workspace.state, now=SYNCED, made_with=made_with(workspace.settings), only=None,
        progress=lambda _: None,
    )  # fmt: skip
    return workspace


class Compiled(Shelf):
    """Keeps compiled SQL for all tests, since it depends on the columns alone, and no answer at all."""

    sql: ClassVar[dict[str, bytes]] = {}

    def __init__(self) -> None:
        self.prefix = ""

    def get(self, kind: str, key: str) -> bytes | None:
        return self.sql.get(key) if kind == "sql" else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        if kind == "sql":
            self.sql[key] = content


def book_of(folder: Path, tables: Tables, as_of: date) -> Book:
    return replace(company(folder, tables).book(as_of), shelf=Compiled())


def rows_of(book: Book, name: str) -> list[dict[str, Any]]:
    """The rows to which a play applies."""
    from headway.prescribe.learned import past
    from headway.prescribe.rank import plays

    play = plays()[name]
    return play.narrow(book, past(book), book.rows(f"play {name}", play.applies)).to_pylist()


def deal(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "deal_id": f"D{number}", "account_id": f"A{number}", "rep_id": "R1", "name": f"Deal {number}", "stage": "Talk",
        "status": "open", "amount": 10_000, "currency": "USD", "created_at": "2026-05-01T09:00:00", "closed_at": "",
        "expected_close_on": "", **changes,
    }  # fmt: skip


def closed(
    number: int,
    status: str,
    *,
    created: str = "2026-01-05T09:00:00",
    ended: str = "2026-03-01T09:00:00",
    **changes: Any,
) -> dict[str, Any]:
    return deal(number, status=status, stage=status, created_at=created, closed_at=ended, **changes)


def said(number: int, deal_id: str, body: str, at: str, **changes: Any) -> dict[str, Any]:
    return {
        "activity_id": f"N{number}", "deal_id": deal_id, "account_id": deal_id.replace("D", "A"), "rep_id": "R1",
        "kind": "email", "contact_id": "C1", "occurred_at": at, "minutes": 10, "speaker": "customer",
        "direction": "inbound", "body": body, **changes,
    }  # fmt: skip


PAST = [closed(100 + i, "won" if i % 4 == 0 else "lost") for i in range(40)]
