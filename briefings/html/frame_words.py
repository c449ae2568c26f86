"""The fixed words in the frame of all pages: names of sections, the choice of light or dark, and the page for
addresses that do not exist. Templates find them in `config.extra.briefings.words`."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.words import Words


def frame_words(settings: Settings) -> Mapping[str, object]:
    """The words for the templates. Empty if the language has none; `check` reports that."""
    try:
        words = Words.load(settings.language, settings.words_dirs)
    except ContentError:
        return {}
    return {
        "names": {
            settings.site_name: words("navigation.latest"),
            "about": words("navigation.about"),
            # The page's own title is long for a tab.
            words("pages.statements.title"): words("kinds.entry.statement.plural"),
        },
        "not_found": {key: words(f"not_found.{key}") for key in ("title", "text")},
        "scheme": {key: words(f"scheme.{key}") for key in ("light", "dark", "system")},
    }
