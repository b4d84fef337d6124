"""How often health alarms where nothing is wrong: over companies that were drawn without a fault."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from headway.engine.duckdb import DuckBuilder
from headway.engine.shelf import Shelf
from headway.ingest.remaking import Remaking
from headway.ingest.sync import feeds_of, load_feeds, make_newest
from headway.listen.make import make_statements
from headway.model.book import Book
from headway.model.build import build_model, known_since
from headway.model.findings import Findings, find
from headway.settings import load
from tests.model.quality import faulty, sound

WORKSPACES, SOURCES = 4, 5
_NOW = faulty.NOW.replace(tzinfo=None)


def _found(folder: Path, seed: int, shelf: Shelf) -> Findings:
    """What health finds in the companies of a seed, one a source, built in memory as a sync builds them."""
    lines = []
    for number, company in enumerate(sound.draw(seed, SOURCES)):
        faulty.write(folder / f"c{number}", company)
        lines.append(f'[[sources]]\nname = "c{number}"\nkind = "files"\npath = "c{number}"\n')
    (folder / "headway.toml").write_text("".join(lines), encoding="utf-8")
    settings = load(folder)
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        load_feeds(builder, settings, feeds_of(settings, None), {}, batch=1, now=_NOW, progress=str)
        extras = make_newest(builder, Remaking(builder, {}, 1))
        catalog = build_model(builder, extras, settings, now=_NOW, made_with="", shelf=shelf, progress=str)
        make_statements(builder)
        catalog = replace(catalog, since=known_since(builder))
        return find(Book(builder, shelf, catalog, settings, catalog.as_of))


def test_where_nothing_is_wrong_one_check_in_a_thousand_finds_something_at_most(tmp_path: Path) -> None:
    """Stated in docs/definitions.md: of a hundred companies loaded alone two had an alarm, in 4,100 checks."""
    with closing(Shelf(tmp_path / "cache.sqlite")) as shelf:
        told = [_found(tmp_path / str(seed), seed, shelf) for seed in range(WORKSPACES)]
    checks = sum(len(findings.checked) for findings in told) * SOURCES
    assert checks >= 40 * WORKSPACES * SOURCES
    assert sum(len(findings.found) for findings in told) <= 0.001 * checks
