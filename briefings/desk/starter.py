"""The files that a new site starts with, filled in for its host.

Those that `briefings upgrade` may renew are in briefings/starter; AGENTS.md, which it renews, too, is in the
folder `starter` of each language, with those that belong to the host from the first day. `dot-` in a name
stands for a dot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefings import BriefingsError
from briefings.languages import REFERENCE, folders, having
from briefings.sheets.starter import flow
from briefings.text import escape
from briefings.text.characters import first_hidden
from briefings.words import Words

TEMPLATES = Path(__file__).resolve().parent.parent / "starter"
RELEASED = TEMPLATES / "released.json"
LONGEST = 200
"""Characters of a name or a subject. They are on one line of every page's head."""


class StarterError(BriefingsError):
    """A value that a site cannot start with."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Site:
    """What the host says of the new site."""

    name: str
    language: str
    subject: str
    today: date

    def __post_init__(self) -> None:
        for label, value in (("name", self.name), ("subject", self.subject)):
            if not value.strip():
                raise StarterError(f"the {label} is empty")
            if len(value) > LONGEST:
                raise StarterError(
                    f"the {label} has {len(value)} characters; at most {LONGEST} fit on a page"
                )
            if "\n" in value or "\r" in value or "\t" in value or first_hidden(value) is not None:
                raise StarterError(f"the {label} contains a line break or a hidden character")
        if self.language not in languages():
            known = ", ".join(languages())
            raise StarterError(
                f"there is no first briefing in `{self.language}`; there is one in {known}. For another"
                " language, start with one of these, and put your words into theme/locales/"
            )


def languages() -> list[str]:
    """The languages that a site can start in: those with templates and with fixed words."""
    return [language for language in having("starter") if language in having("words.yml")]


AGENTS = "AGENTS.md"
"""Rules for programs that edit the site. It is ours, in the language of the site."""


def renewed(language: str = REFERENCE) -> dict[str, bytes]:
    """The files that `briefings upgrade` may renew, by path. The same for all sites of a language."""
    folders_of = having("starter")
    rules = folders_of.get(language, folders_of[REFERENCE]) / AGENTS
    if not rules.is_file():
        rules = folders_of[REFERENCE] / AGENTS
    common = {path: file.read_bytes() for path, file in _files(TEMPLATES / "common")}
    return {**common, AGENTS: rules.read_bytes()}


def released() -> dict[str, frozenset[str]]:
    """The digests of all contents that files in `common/` have had, by path, also of files that are gone."""
    return {path: frozenset(known) for path, known in json.loads(RELEASED.read_bytes()).items()}


def owned(site: Site) -> dict[str, bytes]:
    """The files that are the host's own, by path, filled in; mkdocs.yml is the last."""
    words = Words.load(site.language, folders())
    values = {
        "name": " ".join(site.name.split()),
        "subject": " ".join(site.subject.split()),
        "language": site.language,
        "today": site.today.isoformat(),
    }

    def value(key: str) -> str:
        # Names in braces, which a page fills in, are left out.
        return (
            values[key]
            if key in values
            else re.sub(r"…(\W+…)+", "…", re.sub(r"\{\w+\}", "…", words.template(key)))
        )

    templates = _files(having("starter")[site.language])
    filled = {path: _fill(file, value) for path, file in templates if path != AGENTS}
    return dict(sorted(filled.items(), key=lambda item: item[0] == "mkdocs.yml"))


_PLACE = re.compile(r"<%([\w.]+)%>")


def _fill(file: Path, value: Callable[[str], str]) -> bytes:
    """A template with its placeholders filled in, each escaped for the kind of file."""
    escaped: Mapping[str, Callable[[str], str]] = {".md": escape.markdown, ".yml": flow}
    if file.suffix not in escaped:
        return file.read_bytes()
    text = file.read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: escaped[file.suffix](value(place[1])), text).encode()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The templates in a folder, each with the path that its file has in a site."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            path = file.relative_to(folder).as_posix()
            yield re.sub(r"(^|/)dot-", r"\1.", path), file
