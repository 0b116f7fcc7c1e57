"""The same verbs as in the browser, on the command line: `python -m designer --help`."""

from designer.cli.main import main

__all__ = ["main"]
