"""From a page as MkDocs writes it to the page as it is published: metadata, trimmed style sheets, a
Content-Security-Policy, and the gate."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from briefings.catalog import urls
from briefings.checks.handwritten import HINT, forbidden
from briefings.html import markup, security
from briefings.html.gate import UNKNOWN, Gate, Origin
from briefings.html.styles import Uses, classes_of, compact, used_only
from briefings.problems import codes
from briefings.problems.problem import ContentError, Problem, problem
from briefings.settings import OUR_THEME, Settings
from briefings.sheets.dimensions import Size, size_of
from briefings.store.files import replace
from briefings.store.reading import ReadError, open_content
from briefings.text.allowed import Fault
from briefings.text.escape import calendar_base
from briefings.views.page import Page
from briefings.views.stub import HandwrittenView

THEME_ONLY = "404.html"
"""A page with nothing but the theme in it, so every script in it is the theme's."""

ENGINE_STYLES = "assets/stylesheets/"
"""The folder of Material's style sheets, of which the theme uses a part."""

SEPARATE = {"assets/pages.css": "pages", "assets/print.css": "print"}
"""The theme's style sheets that not all pages need at once, and their names when published: for pages other
than briefings, and for paper."""

WORDS = "assets/words.js"
"""The script that has nothing but words."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""Files that MkDocs writes for Material's own script and search, which the theme does not use."""


def origin_of(page: Page) -> Origin:
    """Where a page comes from."""
    return Origin(page.sheet or "", isinstance(page.view, HandwrittenView), page.redirect or "")


def _problems_of(
    file: str, faults: Sequence[Fault], origin: Origin | None, settings: Settings
) -> Iterator[Problem]:
    """A problem for each fault of a page, placed in its source file if it has one."""
    hint = "leave it out of the sheet, or of the template of this page"
    if origin is None:
        origin, hint = UNKNOWN, "a plugin or a hook in mkdocs.yml wrote this page; it cannot be used here"
    elif origin.handwritten:
        hint = HINT
    for fault in faults:
        source = settings.root / origin.source
        text = source.read_text(encoding="utf-8", errors="replace") if origin.source else ""
        yield forbidden(fault, origin.source or file, text, hint, page=file)


def sheets_of(file: str, html: str, settings: Settings) -> tuple[str, ...]:
    """The style sheets that a page links, in order."""
    links = markup.STYLESHEET.finditer(html)
    return tuple(filter(None, (markup.resolve(file, link["address"], _mount(settings)) for link in links)))


def _mount(settings: Settings) -> str:
    """The path at which the site is served."""
    return urlsplit(settings.site_url).path or "/"


@dataclass(frozen=True, slots=True)
class Published:
    """A page as it will be published."""

    html: str
    faults: tuple[Fault, ...]
    """What it must not contain."""


class Publisher:
    """Publishes the pages of one site, in whose folder the files of the theme already are."""

    def __init__(
        self, site: Path, theme_only: str, settings: Settings, classes: Iterable[str], *, merge: bool = True
    ) -> None:
        """`theme_only` is the HTML of 404.html. `classes` are those that pages may use besides its own: of
        Material's style sheets, only rules for these are kept. `merge`: whether that page links all style
        sheets of the others, so that fewer can replace them.

        Writes the style sheets of the site. Raises OSError.
        """
        self._settings = settings
        self._site = site
        self._mount = _mount(settings)
        self._uses_engines_script = any("bundle." in address for address in markup.scripts(theme_only))
        self._scripts = sorted(self._find_scripts())
        for name in self._scripts:
            script = (site / name).read_text(encoding="utf-8")
            if (shorter := markup.without_comments(script)) != script:
                replace(site / name, shorter.encode("utf-8"))
        sheets = sheets_of(THEME_ONLY, theme_only, settings) if merge else ()
        self._merged = self._write_styles(sheets, classes, theme_only)
        """The style sheet that replaces each of these."""
        own = {name: security.digest((site / name).read_bytes()) for name in self._scripts}
        inline = security.theme_scripts(theme_only), security.theme_styles(theme_only)
        self._policy = security.Policy(*inline, own, self._mount)
        left = {sheet.relative_to(site).as_posix() for sheet in site.rglob("*.css")}
        self._gate = Gate(
            theme_only,
            THEME_ONLY,
            self._mount,
            own,
            frozenset(left.difference(self._merged)),
            calendar_base(settings.site_url),
        )

    def page(self, file: str, html: str, head: str = "", origin: Origin = UNKNOWN) -> Published:
        """The page in a file of the site. `head` are elements for its head."""
        if self._merged:
            linked = sheets_of(file, html, self._settings)
            # A template of the host may link another sheet on some pages.
            names = dict.fromkeys(self._merged.get(sheet, sheet) for sheet in linked)
            # 404.html is served at any depth, so its links must be absolute.
            addresses = (
                self._mount + name if file == THEME_ONLY else urls.link_to(file, name) for name in names
            )
            links = "".join(map(_stylesheet, addresses))
            html = markup.STYLESHEET.sub("", html)
            # The first style sheet follows the title; no style before it could be overridden.
            html = html.replace("</title>", f"</title>\n{links}", 1)
        if head:
            html = html.replace("</head>", head + "</head>", 1)
        html = markup.complete_images(html, lambda address: self._image_size(file, address))
        html = markup.move_anchors(markup.defer(markup.correct(html)))
        html = markup.tidy(self._policy.apply(file, html))
        return Published(html, self._gate.judge(file, html, origin))

    def delete_unused(self) -> None:
        """Delete the files of MkDocs that no page loads."""
        for name in self._merged:
            (self._site / name).unlink(missing_ok=True)
        # Material's own script may load the other files.
        for name in () if self._uses_engines_script else ENGINE_ONLY:
            path = self._site / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _find_scripts(self) -> Iterator[str]:
        """The scripts of the theme and of MkDocs, but none that came with the content."""
        for file in self._site.rglob("*.js"):
            name = file.relative_to(self._site).as_posix()
            is_used = self._uses_engines_script or not name.startswith(ENGINE_ONLY)
            if is_used and not (self._settings.docs_dir / name).exists():
                yield name

    def _image_size(self, file: str, address: str) -> Size | None:
        """The size of an image in content/media/, by its address on a page."""
        path = markup.resolve(file, unquote(address), self._mount)
        if path is None or not path.startswith("media/"):
            return None
        try:
            with open_content(self._settings.content_dir / path, root=self._settings.root) as stream:
                return size_of(stream, PurePosixPath(path).suffix)
        except (ReadError, OSError):
            return None

    # ── Style sheets ──

    def _write_styles(self, sheets: Sequence[str], classes: Iterable[str], theme_only: str) -> dict[str, str]:
        """Merge style sheets into one for all pages, one for each that is separate, and one for what the host
        adds; return the one for each."""
        texts = {
            name: _with_absolute_addresses((self._site / name).read_text(encoding="utf-8"), name)
            for name in sheets
        }
        uses = Uses(classes_of(theme_only).union(classes))
        uses.add_page(theme_only)
        for sheet in self._site.rglob("*.css"):
            if not sheet.relative_to(self._site).as_posix().startswith(ENGINE_ONLY):
                uses.add_sheet(sheet.read_text(encoding="utf-8"))
        for script in self._scripts:
            if script != WORDS:
                uses.add_script((self._site / script).read_text(encoding="utf-8"))
        parts: dict[str, list[str]] = {}
        for name in sheets:
            part = SEPARATE.get(name) or ("own" if parts.keys() & SEPARATE.values() else "site")
            parts.setdefault(part, []).append(name)
        merged: dict[str, str] = {}
        for part, names in parts.items():
            css = ""
            for theirs, some in groupby(names, lambda name: name.startswith(ENGINE_STYLES)):
                whole = "\n".join(map(texts.__getitem__, some))
                # Material's own script may add any class.
                is_trimmed = theirs and not self._uses_engines_script
                css += used_only(whole, uses) if is_trimmed else compact(whole)
            if part == "site":
                css += self._settings.look.css
            file = f"assets/{part}.{hashlib.sha256(css.encode('utf-8')).hexdigest()[:12]}.css"
            (self._site / file).write_text(css, encoding="utf-8")
            merged |= dict.fromkeys(names, file)
        return merged


def _stylesheet(address: str) -> str:
    """The link to a style sheet. That for paper need not be there before the page is shown."""
    media = ' media="print"' if PurePosixPath(address).name.startswith("print.") else ""
    return f'<link rel="stylesheet" href="{address}"{media}>\n'


_RELATIVE = re.compile(
    r"""url\((?P<quote>["']?)(?![a-z]+:|/|#)(?P<address>[^"')]+)(?P=quote)\)""", re.IGNORECASE
)


def _with_absolute_addresses(css: str, name: str) -> str:
    """The style sheet with its relative addresses rewritten for the folder `assets`."""

    def whole(url: re.Match[str]) -> str:
        target = markup.resolve(name, url["address"], "/")
        return url[0] if target is None else f'url("{urls.link_to("assets/site.css", target)}")'

    return _RELATIVE.sub(whole, css)


def _wrong_theme(settings: Settings) -> Problem:
    name = settings.theme
    message = (
        f"the theme `{name}` adds elements or scripts that its 404 page does not have, so they are refused"
    )
    hint = (
        f"write `theme: {{name: {OUR_THEME}}}`; for another theme, set `custom_dir` to a folder with"
        " main.html and 404.html that have the same elements"
    )
    return problem(codes.BAD_SETTING, message, settings.theme_place, hint)


def refuse_faults(
    found: Mapping[str, Sequence[Fault]], origins: Mapping[str, Origin], settings: Settings
) -> None:
    """Raise ContentError with a problem for each fault of the pages in these files of a site."""
    problems = [
        each
        for file, faults in found.items()
        for each in _problems_of(file, faults, origins.get(file), settings)
    ]
    theirs = any(faults and not origins.get(file, UNKNOWN).handwritten for file, faults in found.items())
    if theirs and settings.theme != OUR_THEME and settings.custom_dir is None:
        # Sheets cannot put elements into pages, so these come with the theme, and are on every page.
        raise ContentError([_wrong_theme(settings)])
    if problems:
        raise ContentError(sorted(problems, key=lambda each: each.order))
