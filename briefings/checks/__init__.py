"""The third gate: rules over the whole catalog. One rule is one small generator of problems; its docstring is the rule."""

from __future__ import annotations

from briefings.checks.editorial import editorial_problems
from briefings.checks.proof import proof_problems, text_problems
from briefings.checks.published import IdsLock, published_problems

__all__ = ["IdsLock", "editorial_problems", "proof_problems", "published_problems", "text_problems"]
