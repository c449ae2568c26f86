"""The HTML theme; MkDocs finds its files through this module."""
