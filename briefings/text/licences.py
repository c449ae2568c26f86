"""The licences that texts and pictures can have."""

from __future__ import annotations

from typing import Literal

Licence = Literal[
    "public-domain",
    "CC0-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "OGL-UK-3.0",
    "all-rights-reserved",
]
"""SPDX names where they exist. All except all-rights-reserved permit publishing the saved text."""

_CREATIVE_COMMONS = "https://creativecommons.org"
LICENCES: dict[Licence, str] = {
    "CC0-1.0": f"{_CREATIVE_COMMONS}/publicdomain/zero/1.0/",
    "CC-BY-3.0": f"{_CREATIVE_COMMONS}/licenses/by/3.0/",
    "CC-BY-4.0": f"{_CREATIVE_COMMONS}/licenses/by/4.0/",
    "CC-BY-SA-3.0": f"{_CREATIVE_COMMONS}/licenses/by-sa/3.0/",
    "CC-BY-SA-4.0": f"{_CREATIVE_COMMONS}/licenses/by-sa/4.0/",
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
"""The address of the text of each licence that has one."""

PUBLISHABLE: frozenset[str] = frozenset(Licence.__args__) - {"all-rights-reserved"}  # type: ignore[attr-defined]  # where Literal has its values
