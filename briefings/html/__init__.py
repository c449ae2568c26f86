"""Markdown → published HTML: engines, the head of a page, styles, the policy, and the gate."""
