"""Feeds, and the list of changes."""
