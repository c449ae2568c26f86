"""Markdown → published HTML: MkDocs, the head of a page, styles, the policy, and the gate."""
