"""The faulty and the clean company, each loaded once for all checks."""

from __future__ import annotations

import pytest

from headway.model.findings import find
from tests.model.quality import faulty


@pytest.fixture(scope="package")
def faulty_workspace(tmp_path_factory):
    workspace = faulty.load(tmp_path_factory.mktemp("faulty"), faulty.faulty())
    yield workspace
    workspace.close()


@pytest.fixture(scope="package")
def clean_workspace(tmp_path_factory):
    workspace = faulty.load(tmp_path_factory.mktemp("clean"), faulty.clean())
    yield workspace
    workspace.close()


@pytest.fixture(scope="package")
def found_today(faulty_workspace):
    return _by_place(find(faulty_workspace.book(faulty.TODAY)))


@pytest.fixture(scope="package")
def found_before(faulty_workspace):
    return _by_place(find(faulty_workspace.book(faulty.BEFORE)))


def _by_place(findings):
    return {(f.name, f.table, f.column): f for f in findings.found}
