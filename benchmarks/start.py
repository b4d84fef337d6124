"""Starting: ``import headway`` and the empty command, against starting Python itself."""

from __future__ import annotations

from benchmarks.measure import child, in_turn, say


def run() -> None:
    """Print the lines."""
    ours, peer, ratio = in_turn(
        lambda: child("python", "-c", "import headway"), lambda: child("python", "-c", "pass"), 5
    )
    say("import headway", "< 0.3 s", ours, peer, ratio)
    say("headway --version", "", child("headway", "--version"))
