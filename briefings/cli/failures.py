"""Errors as messages and exit codes."""

from __future__ import annotations

from briefings.cli.output import say, show, shown
from briefings.evidence.fetch import OfflineError
from briefings.html.engine import EngineError
from briefings.problems.problem import ContentError
from briefings.settings import ContentNotFound, ProjectNotFound
from briefings.sheets.git import GitError
from briefings.store.files import FolderError
from briefings.store.together import EditedError


def status_of(error: Exception) -> int:
    """Print an error, and return the exit code for it: 70 if it is a bug."""
    if isinstance(error, ContentError):
        show(error.problems)
        return 1
    if isinstance(error, ProjectNotFound | ContentNotFound | GitError):
        say(f"{error}")
        return 2
    if isinstance(error, EngineError):
        for warning in error.warnings:
            say(f"  {warning}")
        say(f"{error}")
        return 1
    if isinstance(error, OfflineError):
        say(f"{error}")
        return 69
    if isinstance(error, FolderError):
        say(f"{shown(error.path)} {error.why}")
        return 1
    if isinstance(error, EditedError):
        say(f"{error}")
        return 1
    if isinstance(error, OSError):
        say(os_message(error))
        return 1
    say(bug_message(error))
    say("please report it; BRIEFINGS_TRACEBACK=1 shows where it happened")
    return 70


def os_message(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def bug_message(error: Exception) -> str:
    return f"this is a mistake in the generator, not in your sheets ({type(error).__name__}: {error})"
