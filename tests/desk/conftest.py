"""Commands are run in a project, as their users run them."""

from tests.commands import run

__all__ = ["run"]
