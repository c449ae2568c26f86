"""Sheets from the files of other programs: timelines, tables, entities and bibliographies."""
