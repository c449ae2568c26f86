"""Briefings: from YAML fact sheets to a static site whose every fact leads to a passage in a source."""

__version__ = "0.1.0"
