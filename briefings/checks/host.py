"""The host's choices: what the settings name exists, colors can be read, and the rules of plugins hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefings import plugin
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import of_kind
from briefings.checks.links import Destinations
from briefings.model import NEWS
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.settings import CONFIG_FILE, Settings
from briefings.text import colors
from briefings.text.schemes import SCHEMES, is_identifier, meant
from briefings.words import Words


def host_problems(
    catalog: Catalog, settings: Settings, destinations: Destinations, words: Words
) -> Iterator[Problem]:
    """What the rules of this module and those of plugins find."""
    yield from unknown_schemes(catalog, settings.identifiers)
    yield from malformed_identifiers(catalog)
    yield from front_problems(catalog, settings)
    yield from nav_problems(settings, destinations)
    yield from contact_problems(settings)
    yield from look_problems(catalog, settings)
    yield from template_problems(settings)
    for each in plugin.plugins().values():
        for target in each.rules:
            yield from plugin.load(target)(catalog, words, settings)


def front_problems(catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    """`extra.briefings.lead` is an event or vote, and `extra.briefings.picture` a briefing or a figure."""
    choices = (("lead", settings.lead, NEWS), ("picture", settings.picture, ("figure",)))
    for key, chosen, kinds in choices:
        if not chosen:
            continue
        briefing, _, anchor = chosen.partition("#")
        sheet = catalog.briefings.get(briefing)
        if sheet is None:
            message = f"extra.briefings.{key} names no published briefing: `{briefing}`"
            hint = did_you_mean(briefing, catalog.briefings)
        elif anchor or key == "lead":
            anchors = [
                entry.anchor
                for kind in kinds
                for entry in of_kind(sheet, kind)
                if key == "picture" or entry.happened
            ]
            if anchor in anchors:
                continue
            message = f"extra.briefings.{key} names no {' or '.join(kinds)} of `{briefing}`: `{anchor}`"
            hint = (
                did_you_mean(anchor, anchors) or f"for example `{briefing}#{anchors[0]}`" if anchors else ""
            )
        else:
            continue
        yield problem(codes.BAD_SETTING, message, settings.front_places[key], hint)


def nav_problems(settings: Settings, destinations: Destinations) -> Iterator[Problem]:
    """The navigation names pages that exist."""
    for path, place in settings.nav:
        if path not in destinations:
            hint = did_you_mean(path, destinations) or "delete this line"
            yield problem(codes.MISSING_PAGE, f"`nav` names no page of this site: `{path}`", place, hint)


def contact_problems(settings: Settings) -> Iterator[Problem]:
    """Readers of a site with an address have a way to report a mistake."""
    if settings.site_url and not settings.contact and not settings.repo_url:
        yield problem(
            codes.NO_CONTACT,
            "readers have no way to report a mistake",
            Place(CONFIG_FILE),
            "set `contact` under `extra.briefings`, or `repo_url`",
        )


def unknown_schemes(catalog: Catalog, own: Iterable[str]) -> Iterator[Problem]:
    """An identifier is from a catalog that every site knows, or that the host named in mkdocs.yml."""
    known = (*SCHEMES, *own)
    for sheet in catalog.actors.values():
        for scheme in sheet.data.identifiers:
            if scheme not in known:
                message = f"`{scheme}` is not a catalog of identifiers that this site knows"
                hint = did_you_mean(scheme, known) or (
                    f"name it in mkdocs.yml, under `extra.briefings.identifiers`: `{scheme}: https://…/{{}}`"
                )
                yield problem(
                    codes.UNKNOWN_SCHEME, message, sheet.place(("identifiers", scheme), key=True), hint
                )


def malformed_identifiers(catalog: Catalog) -> Iterator[Problem]:
    """An identifier is written as its catalog writes it: `Q42`, not `q42`."""
    for sheet in catalog.actors.values():
        for scheme, value in sheet.data.identifiers.items():
            if not is_identifier(scheme, value):
                better = meant(scheme, value)
                yield problem(
                    codes.BAD_VALUE,
                    f"`{value}` is not an identifier of {scheme}",
                    sheet.place(("identifiers", scheme)),
                    f"write `{better}`" if better else "copy it from the page of the actor in that catalog",
                )


def look_problems(catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    """`theme.topics` names topics, and text in the chosen colors has enough contrast with the page."""
    look = settings.look
    for topic in look.topics:
        if topic not in catalog.topics:
            message = f"theme.topics names no topic: `{topic}`"
            hint = did_you_mean(topic, catalog.topics)
            yield problem(codes.BAD_SETTING, message, look.places[topic], hint)
    for key, color in {"accent": look.accent, **look.topics}.items():
        ratio = colors.contrast(color, colors.PAPER) if color else colors.READABLE
        if ratio < colors.READABLE:
            name = "theme.accent" if key == "accent" else f"theme.topics.{key}"
            message = f"text in {name} has a contrast of {ratio:.1f}, and needs {colors.READABLE}"
            hint = f"nearest color that has it: `{colors.readable(color, colors.PAPER)}`"
            yield problem(codes.LOW_CONTRAST, message, look.places[key], hint)


def template_problems(settings: Settings) -> Iterator[Problem]:
    """A template of the host links to pages and files as they are seen from every page."""
    for file in sorted(settings.custom_dir.rglob("*.html")) if settings.custom_dir is not None else ():
        text = file.read_text(encoding="utf-8", errors="replace")
        shown = (
            file.relative_to(settings.root).as_posix() if file.is_relative_to(settings.root) else file.name
        )
        for link in _RELATIVE.finditer(_COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)):
            address, at = link["address"], link.start("address")
            begin = text.rfind("\n", 0, at) + 1
            line = text[begin:].partition("\n")[0]
            yield problem(
                codes.DEAD_LINK,
                f"`{address}` leads elsewhere from each page, since this file is part of all of them",
                Place(shown, text.count("\n", 0, at) + 1, at - begin + 1, line, len(address)),
                f"write `{{{{ '{_UPWARD.sub('', address) or '.'}' | url }}}}`",
            )


_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_RELATIVE = re.compile(
    r"""<[a-z]+\s[^<>]*?(?<=\s)(?:href|src)\s*=\s*(?P<mark>["'])(?![#/{\\]|[a-z][a-z0-9+.-]*:)(?P<address>[^"'{}<>\n]+)(?P=mark)""",
    re.IGNORECASE,
)
"""A relative address that is written out."""
_UPWARD = re.compile(r"(?:\.{1,2}(?:/|$))+")
