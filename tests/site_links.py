"""What a built site links to: every `href`, `src` and `#` in its HTML, and whether each leads to
something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

LINKS = frozenset({"href", "src", "poster", "data", "action", "formaction", "cite", "xlink:href"})
ORIGIN = "https://site.invalid"
"""Stands for the host, so that what leaves the site can be told from what does not."""


@dataclass(slots=True)
class HtmlPage:
    """What one HTML file offers to be linked to, and what it links to."""

    path: str
    """Relative to the site, with forward slashes."""
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    """Every address in it, as written."""
    article: list[str] = field(default_factory=list)
    """Those in what it says, without the theme's frame around it."""


class _Reader(HTMLParser):
    def __init__(self, page: HtmlPage) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "article"
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.page.ids.add(value or "")
            # On other elements these name something else: <object data>, but also <button data>.
            elif name in LINKS and (name != "data" or tag == "object"):
                self._link(value or "")
            elif name == "srcset":
                for candidate in (value or "").split(","):
                    self._link(candidate.split()[0] if candidate.split() else "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "article"

    def _link(self, address: str) -> None:
        self.page.links.append(address)
        if self.depth:
            self.page.article.append(address)


def read_site(site: Path) -> dict[str, HtmlPage]:
    """Every HTML file of the site, by its path in it."""
    pages: dict[str, HtmlPage] = {}
    for path in sorted(site.rglob("*.html")):
        page = HtmlPage(path.relative_to(site).as_posix())
        reader = _Reader(page)
        reader.feed(path.read_text(encoding="utf-8"))
        reader.close()
        pages[page.path] = page
    return pages


def dead_links(site: Path, *, mount: str = "/", site_url: str = "") -> list[str]:
    """Each link that leads nowhere when the site stands under `mount`, as `page: link: why`.

    `site_url` is the address that the site was built for, if any: links that begin with it stay in the site.
    """
    pages = read_site(site)
    return sorted(
        {
            f"{page.path}: {link}: {why}"
            for page in pages.values()
            for link, why in _dead(site, pages, page, mount, site_url)
        }
    )


def _dead(
    site: Path, pages: Mapping[str, HtmlPage], page: HtmlPage, mount: str, site_url: str
) -> Iterator[tuple[str, str]]:
    here = ORIGIN + mount + _address(page.path)
    for link in page.links:
        written = (
            ORIGIN + mount + link.removeprefix(site_url) if site_url and link.startswith(site_url) else link
        )
        address, fragment = urldefrag(urljoin(here, written.strip()))
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            continue
        if not parts.path.startswith(mount):
            yield link, f"leads out of {mount}"
            continue
        name = unquote(parts.path[len(mount) :])
        target = (
            page.path
            if address == here
            else name + "index.html"
            if name == "" or name.endswith("/")
            else name
        )
        if not (site / target).is_file():
            yield link, "there is no such page"
        elif not _has(pages.get(target), unquote(fragment.partition(":~:")[0])):
            yield link, "there is no such place on the page"


def _has(page: HtmlPage | None, place: str) -> bool:
    return page is None or place in ("", "top") or place in page.ids


def _address(path: str) -> str:
    """Where a page is met. The 404 page is met anywhere, so a relative link in it is a mistake."""
    if path == "404.html":
        return "some/folder/that/is/not/there/"
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def article_links(site: Path) -> dict[str, list[str]]:
    """What each page itself links to, resolved, in order; without the theme's frame."""
    return {
        page.path: [
            urljoin(ORIGIN + "/" + _address(page.path), link).removeprefix(ORIGIN) for link in page.article
        ]
        for page in read_site(site).values()
        if page.path != "404.html"
    }
