"""What the host's settings name exists, and readers can report a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import of_kind
from briefings.checks.links import Destinations
from briefings.model import NEWS
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.settings import CONFIG_FILE, Settings


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
                if key == "picture" or not entry.announced
            ]
            if anchor in anchors:
                continue
            message = f"extra.briefings.{key} names no {' or '.join(kinds)} of `{briefing}`: `{anchor}`"
            hint = (
                did_you_mean(anchor, anchors) or f"for example `{briefing}#{anchors[0]}`" if anchors else ""
            )
        else:
            continue
        yield problem(codes.BAD_SETTING, message, settings.front_place, hint)


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
