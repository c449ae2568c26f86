"""Functions for templates: links to sheets, entries, pages, anchors and other sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from briefings.catalog import labels, urls
from briefings.model.media import Media
from briefings.render import foreign
from briefings.render.state import PageState
from briefings.text import escape
from briefings.text.escape import calendar_base
from briefings.text.licences import LICENCES, Licence
from briefings.views.facts import Fact, Line, Placed, Ref
from briefings.views.page import PageFile

LONGEST = 100
"""The most characters of an entry's label in a link."""

RESOLVERS: Mapping[str, str] = {
    "wikidata": "https://www.wikidata.org/wiki/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "lei": "https://search.gleif.org/#/record/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
}
"""The address at which each external catalog shows an identifier."""


class Links:
    """Builds the links of one page. `Markup` is escaped already and safe to print."""

    def __init__(self, page: PageState, identifiers: Mapping[str, str], site_url: str) -> None:
        self._page = page
        self._identifiers = identifiers
        """The host's own catalogs of identifiers, each with its address, in which `{}` is the identifier."""
        self._site_url = site_url

    def link(self, ref: Ref, label: str | None = None, anchor: str = "") -> Markup:
        """A link to a sheet's page or an anchor on it, with its title or another label."""
        words = self.title_of(ref) if label is None else foreign.isolate(self._page.words, label)
        return Markup(f"[{words}]({urls.link_to(self._page.page.path, ref.path, anchor)})")

    def title_of(self, ref: Ref) -> Markup:
        """The title of a sheet; that of a source in the language of the source."""
        return foreign.isolate(self._page.words, ref.title, ref.language)

    def isolated(self, names: str | Iterable[str], between: str = "") -> Markup:
        """Names for a line of text, in which names of the other direction do not disorder the others."""
        each = [names] if isinstance(names, str) else names
        between = between or self._page.words.comma
        return escape.markdown(between).join(foreign.isolate(self._page.words, name) for name in each)

    def actor_link(self, actor_id: str) -> Markup:
        """A link to an actor's profile."""
        return self.link(self._page.known.refs["actor", actor_id])

    def voice_link(self, fact: Fact) -> Markup:
        """A link to the actor who said it or, if a source says it in its own words, to the source."""
        if fact.by is not None:
            return self.actor_link(fact.by)
        source = self._page.known.sources[fact.item.voice]  # type: ignore[attr-defined]  # of a statement
        return self.link(source.ref, source.publisher)

    def actor_links(self, ids: Iterable[str]) -> Markup:
        """Links to several actors, joined as in a sentence."""
        return Markup(self._page.words.list(str(self.actor_link(actor_id)) for actor_id in ids))

    def index(self, kind: Any, label: str) -> Markup:
        """A link to the page that lists all sheets of a kind."""
        return self.to(urls.index_of(kind), label)

    def to(self, path: str, label: str, anchor: str = "") -> Markup:
        """A link to a page, given its path below build/docs."""
        return Markup(f"[{escape.markdown(label)}]({urls.link_to(self._page.page.path, path, anchor)})")

    def web(self, address: str, label: str) -> Markup:
        """A link to another site."""
        return Markup(f"[{escape.markdown(label)}]({escape.target(address)})")

    def page_address(self) -> str:
        """The address of the page for readers elsewhere; empty if that of the site is not known."""
        return self._site_url and self._site_url + urls.address(self._page.page.path)

    def file_link(self, path: str, label: str, *, only_published: bool = False) -> Markup:
        """A link to a file of the site that is not a page, given its path below the site's root. With
        `only_published`, it is not in the folder of Markdown; the link is then empty, unless the address of
        the site is known."""
        if only_published or path.endswith(".md"):
            # Engines would not find the file there, or lead to the page that is made from it.
            return self.web(self._site_url + path, label) if self._site_url else Markup("")
        return self.to(path, label)

    def file_label(self, file: PageFile) -> str:
        """What pages call a file of theirs: `JSON`, `BibTeX`; empty for a format whose files they do not link
        to by name."""
        words = self._page.words
        return words(file.label_key) if file.label_key in words else ""

    def subscribe_link(self, file: PageFile) -> Markup:
        """A link by which calendar programs subscribe to a file of a page; empty if it is not a calendar or
        the address of the site is not known."""
        base = calendar_base(self._site_url)
        if not base or file.media_type != "text/calendar":
            return Markup("")
        return self.web(f"{base}{file.path}", self._page.words("formats.calendars.subscribe"))

    def image(self, media: Media) -> Markup:
        """A picture in content/media/. Finishing adds its width and height."""
        target = urls.link_to(self._page.page.path, f"media/{media.file}")
        return Markup(f"![{escape.markdown(media.alt)}]({target})")

    def licence(self, licence: Licence) -> Markup:
        """A licence, as a link to its text if it has one."""
        label = labels.licence_name(licence, self._page.words)
        return self.web(LICENCES[licence], label) if licence in LICENCES else escape.markdown(label)

    def here(self, anchor: str, label: str) -> Markup:
        """A link to an anchor on this page."""
        return Markup(f"[{escape.markdown(label)}](#{escape.target(anchor)})")

    def anchor(self, name: str) -> Markup:
        """An invisible anchor."""
        return Markup(f'<span id="{escape.attribute(name)}"></span>')

    def entry_link(self, entry: Placed, label: str) -> Markup:
        """A link to an entry on its sheet's page."""
        words = foreign.isolate(self._page.words, label)
        return Markup(f"[{words}]({urls.link_to(self._page.page.path, entry.sheet.path, entry.anchor)})")

    def correction_links(self, fact: Fact) -> Markup:
        """The corrections of an entry as lines below it, which lead to the list of its briefing."""
        links = (self.entry_link(each, each.in_words(self._page.words)) for each in fact.corrections)
        return Markup("").join(Markup('<p class="meta">{}</p>').format(link) for link in links)

    def shortened(self, label: str) -> str:
        """A label, cut after a word if it is too long for a link."""
        if len(label) <= LONGEST:
            return label
        cut = label[:LONGEST]
        return f"{cut.rpartition(' ')[0] or cut[:-1]}…"

    def title(self, line: Line) -> str:
        """An entry in a few words; quotations have quotation marks."""
        return self._page.words("citations.quoted", words=line.title) if line.is_quotation else line.title

    def identifier(self, scheme: str, value: str) -> Markup:
        """An actor's identifier in an external catalog, as a link if the catalog has addresses."""
        key = f"identifiers.{scheme}"
        label = f"{self._page.words(key) if key in self._page.words else scheme} {value}"
        if scheme in self._identifiers:
            return self.web(self._identifiers[scheme].replace("{}", value), label)
        return self.web(RESOLVERS[scheme] + value, label) if scheme in RESOLVERS else escape.markdown(label)
