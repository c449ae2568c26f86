"""The third gate: rules over the whole catalog. One rule is one small generator of problems; its docstring is
the rule."""

from __future__ import annotations

from briefings.checks.days import future_dates, future_days
from briefings.checks.editorial import editorial_problems
from briefings.checks.host import host_problems
from briefings.checks.links import link_problems
from briefings.checks.proof import proof_problems, text_problems, unproved_problems
from briefings.checks.published import published_problems, removed_from_record
from briefings.checks.readings import reading_problems, replaced_readings
from briefings.checks.recorded import LockChanges, lock_changes

__all__ = [
    "LockChanges", "editorial_problems", "future_dates", "future_days", "host_problems", "link_problems",
    "lock_changes", "proof_problems", "published_problems", "reading_problems",
    "removed_from_record", "replaced_readings", "text_problems", "unproved_problems",
]  # fmt: skip
