"""Errors as messages and exit codes."""

from __future__ import annotations

from briefings import BriefingsError
from briefings.cli.output import say, show, shown
from briefings.problems.problem import ContentError
from briefings.store.files import FolderError


def status_of(error: Exception) -> int:
    """Print an error, and return the exit code for it: 70 if it is a bug."""
    if isinstance(error, ContentError):
        show(error.problems)
    elif isinstance(error, FolderError):
        say(f"{shown(error.path)} {error.why}")
    elif isinstance(error, BriefingsError):
        for line in error.details:
            say(f"  {line}")
        say(f"{error}")
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}")
        return 1
    else:
        say(f"this is a mistake in the generator, not in your sheets ({type(error).__name__}: {error})")
        say("please report it; BRIEFINGS_TRACEBACK=1 shows where it happened")
        return 70
    return error.exit_code
