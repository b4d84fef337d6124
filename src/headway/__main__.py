"""``python -m headway`` is the command ``headway``."""

from __future__ import annotations

from headway.serve.cli import main

if __name__ == "__main__":
    main()
