"""The files that pages load, each under an address that contains the hash of its content."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its address, its media type and its bytes."""

    address: str
    media_type: str
    content: bytes


def load_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """File name → asset. A style sheet's ``url(NAME)`` is rewritten to the hashed address of that file.

    Example:
        >>> load_assets()["app.js"].address.startswith("/assets/app.")
        True
    """
    files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
    found = {name: _asset(path, path.read_bytes()) for name, path in files.items() if path.suffix != ".css"}
    addresses = {name: asset.address for name, asset in found.items()}
    for name, path in files.items():
        if path.suffix == ".css":
            text = re.sub(r"url\(([\w.-]+)\)", lambda m: f"url({addresses[m[1]]})", path.read_text(encoding="utf-8"))
            found[name] = _asset(path, text.encode())
    return found


def _asset(path: Path, content: bytes) -> Asset:
    mark = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"/assets/{path.stem}.{mark}{path.suffix}", _TYPES[path.suffix], content)
