"""The ingesting child ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

_PARENT = """
import subprocess, sys
program = "import time\\nfrom headway.sync_child import die_with_parent\\ndie_with_parent()\\ntime.sleep(60)"
subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=sys.stdout)
print("started", flush=True)
sys.stdin.read()
"""


def test_the_child_of_a_killed_parent_ends(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"started\n"
        os.kill(parent.pid, signal.SIGKILL)
        assert parent.stdout.read() == b""  # ends only once the child, too, has let go of it
