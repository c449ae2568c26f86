"""The one way in which finishing a site fails: nothing was published, the site that stood before still
stands."""

from __future__ import annotations


class FinishError(Exception):
    """A built site could not be finished; the message says why."""
