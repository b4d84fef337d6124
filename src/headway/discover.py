"""Finds the one-file extensions: each file of a known folder, and what installed packages register.

Built-ins and strangers come through the same door: a module in the group's folder, or an entry point of the group
``headway.GROUP`` that names a module (or ``module:ATTRIBUTE``). Nothing is imported until it is loaded.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from headway.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of extension: the folder of the built-ins, and the attribute that each file defines.

    An empty attribute means that the file defines something of its own name (``velocity.py`` → ``velocity``).
    """

    package: str
    attribute: str = ""


GROUPS: Mapping[str, Group] = {
    "nouns": Group("headway.schema", "TABLE"),
    "connectors": Group("headway.ingest.connectors", "CONNECTOR"),
    "layouts": Group("headway.ingest.layouts", "LAYOUT"),
    "tongues": Group("headway.ingest.tongues", "TONGUE"),
    "metrics": Group("headway.measure.metrics", "METRIC"),
    "factors": Group("headway.explain.factors", "FACTOR"),
    "predictors": Group("headway.predict.predictors", "PREDICTOR"),
    "plays": Group("headway.prescribe.plays", "PLAY"),
    "questions": Group("headway.serve.operations"),
    "checks": Group("headway.model.quality", "CHECK"),
}


@cache
def modules(group: str) -> Mapping[str, str]:
    """Extension name → where it is (``module:ATTRIBUTE``), built-ins first, sorted by name within.

    Example:
        >>> "deals" in modules("nouns")
        True
    """
    known = GROUPS[group]
    found: dict[str, str] = {}
    spec = find_spec(known.package)
    for place in sorted(spec.submodule_search_locations or []) if spec else []:
        for info in sorted(pkgutil.iter_modules([place]), key=lambda m: m.name):
            if not info.name.startswith("_"):
                found[info.name] = f"{known.package}.{info.name}:{known.attribute or info.name}"
    for point in sorted(metadata.entry_points(group=f"headway.{group}"), key=lambda p: p.name):
        found.setdefault(
            point.name, point.value if ":" in point.value else f"{point.value}:{known.attribute or point.name}"
        )
    return found


def foreign_files() -> list[Path]:
    """The files of extensions that other packages bring, in a stable order."""
    found = set()
    for group in GROUPS:
        for place in modules(group).values():
            module = place.partition(":")[0]
            spec = None if module.startswith("headway.") else find_spec(module)
            if spec is not None and spec.origin is not None:
                found.add(Path(spec.origin))
    return sorted(path for path in found if path.is_file())


@cache
def code_stamp() -> str:
    """A short hash of every file of ours and of the extensions: what older code built or answered is not used."""
    digest = blake2b(digest_size=8)
    home = Path(__file__).parent
    for path in (*sorted(home.rglob("*.py")), *foreign_files()):
        name = path.relative_to(home).as_posix() if path.is_relative_to(home) else path.name
        digest.update(f"{name}|".encode() + path.read_bytes())
    return digest.hexdigest()


def load(group: str, name: str) -> Any:
    """The extension itself; a file of the folder that does not define the group's attribute is none.

    Errors: :class:`NotFoundError` with the names that exist.
    """
    places = modules(group)
    if name not in places:
        raise NotFoundError(name, f"is none of the {group}", f"there are {', '.join(places)}")
    module, _, attribute = places[name].partition(":")
    return getattr(importlib.import_module(module), attribute)


def load_all(group: str) -> dict[str, Any]:
    """Every extension of a group by name, in a stable order; files that define none are passed over."""
    found: dict[str, Any] = {}
    for name, place in modules(group).items():
        module, _, attribute = place.partition(":")
        extension = getattr(importlib.import_module(module), attribute, None)
        if extension is not None:
            found[name] = extension
    return found
