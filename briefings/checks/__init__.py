"""The third gate: rules over the whole catalog. One rule is one small generator of problems; its docstring is
the rule."""

from __future__ import annotations

from briefings.checks.days import future_dates
from briefings.checks.editorial import editorial_problems
from briefings.checks.front import contact_problems, front_problems, nav_problems
from briefings.checks.links import link_problems
from briefings.checks.look import look_problems
from briefings.checks.plugins import plugin_problems
from briefings.checks.proof import proof_problems, text_problems
from briefings.checks.published import published_problems
from briefings.checks.recorded import LockChanges, lock_changes
from briefings.checks.unproved import unproved_problems

__all__ = [
    "LockChanges", "contact_problems", "editorial_problems", "front_problems", "future_dates",
    "link_problems", "lock_changes", "look_problems", "nav_problems", "plugin_problems", "proof_problems",
    "published_problems", "text_problems", "unproved_problems",
]  # fmt: skip
