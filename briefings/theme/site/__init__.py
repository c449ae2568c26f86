"""The HTML theme; MkDocs and Zensical find its files through this module."""
