"""Briefings: from YAML fact sheets to a static site that leads from facts to passages in their sources."""

__version__ = "0.1.0"
