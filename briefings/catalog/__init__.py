"""The catalog of all sheets: entries, references, backlinks, chronology, support, and paths of pages."""
