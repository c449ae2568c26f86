"""Commands are run in a project, as their users run them."""

from tests.commands import run

__all__ = ["run"]

collect_ignore = ["toy"]
"""Its tests need it to be installed; test_toy.py runs them."""
