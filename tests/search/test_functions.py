"""What the search finds without its index: functions of the site, by what it offers."""

from __future__ import annotations

from pathlib import Path

from briefings.languages import FOLDER
from briefings.search.pagefind import functions
from briefings.settings import Settings
from briefings.words import Words


def test_only_functions_that_the_site_has_are_found() -> None:
    words = Words.load("en", [FOLDER])
    bare = Settings(Path("/site"), "Ferries", exports=frozenset())
    full = Settings(
        Path("/site"), "Ferries", contact="mailto:a@example.org", exports=frozenset({"feeds", "calendars"})
    )
    offered = {(title, address) for title, address, _ in functions(words, full)}
    assert offered - {(title, address) for title, address, _ in functions(words, bare)} == {
        ("Report a mistake", "mailto:a@example.org"),
        ("Feed", "data/#feeds"),
        ("Calendar", "data/#calendars"),
    }
