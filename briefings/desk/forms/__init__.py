"""Contributions without YAML: issue forms on GitHub, and what becomes of a filled one."""
