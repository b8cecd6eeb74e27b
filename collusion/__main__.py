"""Run the command line: ``python -m collusion``."""

from __future__ import annotations

from collusion.cli.app import main

if __name__ == "__main__":
    main()
