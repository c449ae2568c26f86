"""Feeds, the list of changes, and the history of sheets and entries that both are made from."""
