"""The page that names the keys of every answer names exactly those that the demo company's answers have."""

from __future__ import annotations

import re

import pytest

from headway.workspace import open_workspace
from tests.docs.pages import ROOT

_PAGE = (ROOT / "docs" / "reference" / "rows.md").read_text(encoding="utf-8")
_SECTION = re.compile(r"^## (\w+)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def documented() -> dict[str, set[str]]:
    """Question → keys in the first column of its table."""
    found = {}
    for name, text in _SECTION.findall(_PAGE):
        cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
        found[name] = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    return found


@pytest.mark.slow
def test_the_page_names_every_key_and_no_other(demo_folder):
    workspace = open_workspace(demo_folder)
    try:
        answers = {name: workspace.ask(name) for name in workspace.questions()}
    finally:
        workspace.close()
    asked = {name: set(answer.rows[0]) for name, answer in answers.items() if answer.rows}
    assert set(answers) - set(asked) <= {"failing"}  # it asks for a finding
    assert asked == {name: keys for name, keys in documented().items() if name in asked}
