"""The stages in order, what can be reused of an earlier build, and one page at once for the preview."""
