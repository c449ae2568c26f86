"""Briefings: from YAML fact sheets to a static site that leads from facts to passages in their sources."""

__version__ = "0.1.0"


class BriefingsError(Exception):
    """An error that users can do something about: its message is printed, and the command ends with
    `exit_code`. All others are bugs."""

    exit_code = 1
    details: tuple[str, ...] = ()
    """Lines to print before the message."""
