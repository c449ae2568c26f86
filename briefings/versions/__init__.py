"""Two states of the sheets, compared: which entries are the same, and what changed in them.

Read `matching.py` first (which entry is which), then `compare.py` (the list of changes). `briefings diff`,
the check of a pull request, feeds and `data/changes.json` print what these find, and by them each entry keeps
its address (`addresses.py`).
"""
