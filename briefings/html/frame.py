"""The frame around all pages, from mkdocs.yml and the theme, and how a page comes into it.

A page comes out as MkDocs would build it, with its configuration, navigation and templates; but each page is
built by itself, and `fast` converts the Markdown that it knows.
"""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, get_args

from jinja2 import TemplateError, TemplateNotFound
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from briefings.catalog.urls import link_to
from briefings.html import fast
from briefings.html.engine import EngineError
from briefings.html.styles import words_in
from briefings.model.briefing import EventStatus
from briefings.problems.problem import ContentError
from briefings.settings import PLUGIN, Settings, packaged_theme, refused_by_mkdocs
from briefings.words import Words

FAILURES = (MkDocsException, TemplateError, ValueError, AssertionError, RecursionError)
"""What MkDocs raises. The last three come from Python's parsers of HTML and URLs, which fail on some
hand-written pages."""

EXTENSIONS = frozenset({"toc", "tables", "fenced_code", "def_list", "md_in_html"})
"""The Python-Markdown extensions that `fast` supports; with any other it is not used."""


_log = logging.getLogger("mkdocs.config")


def configuration(settings: Settings, docs: Path, folder: Path) -> MkDocsConfig:
    """MkDocs' configuration for Markdown in `docs` and a site in `folder`. Raises ContentError and
    EngineError.

    Without this package's plugin, which would run the stages of a build once more.
    """
    own = {"docs_dir": str(docs), "site_dir": str(folder), "site_url": settings.site_url or None}
    config = MkDocsConfig(config_file_path=str(settings.config_file))
    try:
        with settings.config_file.open("rb") as file:
            config.load_file(file)
        config.load_dict({key: value for key, value in own.items() if value is not None})
        errors, warnings = config.validate()
    except MkDocsException as error:
        raise EngineError(f"MkDocs failed: {error or type(error).__name__}") from error
    if refused := [*errors, *(warnings if config.strict else ())]:
        refusals = (refused_by_mkdocs(settings, key, str(why), _hint(str(why))) for key, why in refused)
        raise ContentError([*refusals])
    for key, why in warnings:
        _log.warning("Config value '%s': %s", key, why)
    _remove_plugin(config.plugins)
    add_words(config, settings)
    return config


def _hint(why: str) -> str:
    """How to name a plugin of another theme, which that theme's users call by its last name."""
    name = re.match('The "([^"]+)" plugin is not installed', why)
    known = (each.name for each in entry_points(group="mkdocs.plugins"))
    return next((f"write `{each}`" for each in known if name and each.endswith(f"/{name[1]}")), "")


def _remove_plugin(plugins: PluginCollection) -> None:
    if PLUGIN in plugins:
        plugin = plugins.pop(PLUGIN)
        for methods in plugins.events.values():
            methods[:] = [each for each in methods if getattr(each, "__self__", None) is not plugin]


def add_words(config: MkDocsConfig, settings: Settings) -> None:
    """Add the words of the frame to a configuration, for the templates of the theme."""
    config.extra["briefings"] = {**(config.extra.get("briefings") or {}), "words": _words(settings)}


_SCRIPTS = {
    "close": "cards.close",
    "copy": "cards.copy",
    "copied": "cards.copied",
    "quoted": "citations.quoted",
    "of": "facts.of",
    "open": "evidence.open",
    "cite": "evidence.cite",
    "copyCitation": "evidence.copy",
    "citationCopied": "evidence.copied",
    "whole": "evidence.whole",
    "copyCode": "formats.embeds.copy",
    "codeCopied": "formats.embeds.copied",
    "numbers": "formats.embeds.numbers",
    "done": "formats.embeds.done",
}
"""The words of cards, evidence and embeds; what they say besides comes from pages."""
_GIVEN = (
    "heading",
    "all",
    "in_passage",
    "of_source",
    "elsewhere",
    "near",
    "counted",
    "derived",
    "not_found",
    "doubt",
)


def _words(settings: Settings) -> Mapping[str, object]:
    """The fixed words in the frame of all pages: names of sections, the choice of light or dark, the page for
    addresses that do not exist, and those of scripts. Empty if the language has none; `check` reports
    that."""
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
        "report": words("navigation.report"),
        "contact": settings.contact,
        "not_found": {key: words(f"not_found.{key}") for key in ("title", "text")},
        "scheme": {key: words(f"scheme.{key}") for key in ("light", "dark", "system")},
        "scripts": {
            **{key: words.template(name) for key, name in _SCRIPTS.items()},
            "given": {key: words(f"evidence.given.{key}") for key in _GIVEN},
            "meanings": {
                **{
                    key: words(f"statuses.{key}.meaning")
                    for key in get_args(EventStatus)
                    if key != "reported"
                },
                **{key: words(f"evidence.meanings.{key}") for key in ("second_hand", "weak")},
            },
        },
    }


def alone(settings: Settings) -> MkDocsConfig:
    """MkDocs' configuration for pages in memory. Raises ContentError and EngineError."""
    # MkDocs demands a folder that exists, and reads nothing from it here.
    return configuration(settings, settings.content_dir, settings.site_dir)


def build_all(settings: Settings, folder: Path) -> list[str]:
    """Let MkDocs build all pages from the Markdown, in an empty folder; return its warnings, each in one
    line. Raises EngineError."""
    with noted() as warnings:
        config = configuration(settings, settings.docs_dir, folder)
        # MkDocs' own strict mode is not used: with its log quiet, it counts no warnings.
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build.build(config)
        finally:
            config.plugins.on_shutdown()
    return warnings


def builds_alone(settings: Settings) -> bool:
    """Whether each page depends on the frame and its own Markdown alone, so that most can be reused. With
    plugins, hooks or templates of the host it may depend on anything, and a page that shows when it was built
    depends on that."""
    try:
        with noted():  # of what the build says again
            config = alone(settings)
    except EngineError:
        return False
    theirs = config.plugins or config.hooks or config.extra_templates
    return not theirs and not any(map(_shows_build_date, _overrides(config)))


def _overrides(config: MkDocsConfig) -> list[str]:
    """The folders whose templates come before Material's: the host's, and this package's theme."""
    own = str(packaged_theme() / "site")
    dirs = config.theme.dirs
    return dirs[: dirs.index(own) + 1] if own in dirs else dirs[:1]


def _shows_build_date(theme: str) -> bool:
    texts = (file.read_text(encoding="utf-8") for file in Path(theme).rglob("*.html"))
    return any("build_date" in text or "update_date" in text for text in texts)


@dataclass(frozen=True, slots=True)
class Places:
    """The anchors and links of a page, from which dead links are found once all pages are built."""

    anchors: str
    """The anchors on the page, separated by spaces."""
    links: str
    """Its links to anchors, one a line, separated by tabs: the page, the anchor and, unless it is the usual
    one, the link as written. Links to anchors of the page itself are included only if they are dead."""


@dataclass(frozen=True, slots=True)
class FramedPage:
    """A page in its frame."""

    html: str
    places: Places
    warnings: tuple[str, ...]
    """MkDocs' warnings about the page, each in one line."""


class Frame:
    """The frame of one site. Its methods raise EngineError."""

    def __init__(
        self,
        settings: Settings,
        titles: Mapping[str, str],
        others: Iterable[str] = (),
        *,
        left_out: Iterable[str] = (),
    ) -> None:
        """`titles` has the title of each page by its path; pages may also link to the files in `others`.
        `left_out` are static templates that something else replaces."""
        self.config = config = alone(settings)
        """MkDocs' configuration of the site."""
        self._static_templates = config.theme.static_templates.difference(left_out)
        with noted() as warnings:
            self._env = config.theme.get_env()
            self._files = Files(
                File(path, None, config.site_dir, config.use_directory_urls) for path in (*titles, *others)
            )
            set_exclusions(self._files, config)
            self._convert = conversion(config)
            named = self._files
            if config.nav is not None:
                entries = dict(reversed([*_named_files(config.nav)]))
                held = {path: file for path in entries if (file := self._files.get_file_from_path(path))}
                for path, file in held.items():
                    self._new_page(file, entries[path])
                if config.validation.nav.omitted_files < logging.WARNING:
                    # Otherwise MkDocs makes a page of every file, to list those that the navigation omits.
                    named = Files(held.values())
            self._nav = get_navigation(named, config)
            for file in named.documentation_pages():
                # As if it had been read: where the navigation gives no title, it shows the page's own.
                assert file.page is not None
                file.page.markdown, file.page.meta = "", {"title": titles[file.src_uri]}
        self.warnings = tuple(warnings)
        """MkDocs' warnings about the navigation, each in one line."""

    def has(self, path: str) -> bool:
        """Whether the site has this page: a host may exclude some."""
        file = self._files.get_file_from_path(path)
        return file is not None and file.inclusion.is_included()  # type: ignore[no-untyped-call]  # upstream

    def page(self, path: str, meta: Mapping[str, str], markdown: str) -> FramedPage:
        """A page from its front matter and its Markdown."""
        with noted(path) as warnings:
            page = self.converted(path, meta, markdown)
            page.active = True
            try:
                context = build.get_context(self._nav, (), self.config, page)
                template = self._env.get_template(str(page.meta.get("template", "main.html")))
                html = template.render(context)
            finally:
                page.active = False
        places = _places(page)
        # MkDocs keeps each page; with its texts, thousands would take gigabytes.
        page.markdown, page.content, page.toc = "", None, []  # type: ignore[assignment]  # as upstream begins
        page.present_anchor_ids = page.links_to_anchors = None
        return FramedPage(html, places, tuple(warnings))

    def article(self, path: str, meta: Mapping[str, str], markdown: str) -> str:
        """The HTML of a page without its frame."""
        with noted(path):
            return self.converted(path, meta, markdown).content or ""

    def dead_anchors(self, pages: Mapping[str, Places]) -> list[str]:
        """MkDocs' own warnings about links to anchors that do not exist, if the host wants them."""
        return [] if self.config.validation.links.anchors < logging.WARNING else [*_dead_anchors(pages)]

    def write_files(self, folder: Path) -> None:
        """Write the files of the theme, and of its templates that belong to no page, such as 404.html."""
        config = self.config
        if config.site_url and "sitemap.xml" in self._static_templates:
            # The sitemap asks each for its address.
            for file in self._files.documentation_pages():
                if file.page is None:
                    Page(None, file, config)
        before, config.site_dir = config.site_dir, str(folder)
        try:
            assets = Files([])
            assets.add_files_from_theme(self._env, config)
            assets.copy_static_files()
            for name in self._static_templates:
                with noted(name):
                    build._build_theme_template(name, self._env, self._files, config, self._nav)
        finally:
            config.site_dir = before

    def converted(self, path: str, meta: Mapping[str, str], markdown: str) -> ConvertedPage:
        """A page without its frame."""
        file = self._files.src_uris[path]
        page = file.page if isinstance(file.page, ConvertedPage) else self._new_page(file)
        page.markdown, page.meta = markdown.lstrip("\n"), dict(meta)
        page.render(self.config, self._files)
        return page

    def _new_page(self, file: File, title: str | None = None) -> ConvertedPage:
        return ConvertedPage(title, file, self.config, self._convert)


def classes_of_theme(config: MkDocsConfig, settings: Settings) -> set[str]:
    """All words that the templates of pages, and the theme's and the host's templates of the frame around
    them, may write, among them the classes on pages."""
    env = config.theme.get_env()

    def words_of(template: str) -> set[str]:
        return {
            word
            for _, kind, text in env.lex(template)
            if kind in ("data", "string")
            for word in words_in(text)
        }

    loader = env.loader
    assert loader is not None
    ours = packaged_theme() / "site"
    own = _overrides(config)
    waiting = [(name, True) for name in ("main.html", *config.theme.static_templates)]
    seen: set[tuple[str, bool]] = set()
    words: set[str] = set()
    while waiting:
        name, by_host = each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        with suppress(TemplateNotFound):
            source, file, _ = loader.get_source(env, name)
            is_own = file is not None and any(map(Path(file).is_relative_to, own))
            # Most of Material's templates is for features that are not in use. 404.html has the rest.
            if is_own or by_host:
                words |= words_of(source)
                is_ours = file is not None and Path(file).is_relative_to(ours)
                waiting += [(used, is_own and not is_ours) for used in _USED.findall(source)]
    for folder in settings.theme_dirs:
        for template in sorted((folder / "pages").glob("*.j2")):
            words |= words_of(template.read_text(encoding="utf-8"))
    return words


_USED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


@contextmanager
def noted(subject: str = "") -> Iterator[list[str]]:
    """Collect what MkDocs logs as warnings or errors, in order, and raise its failures as EngineError."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(" ".join(record.getMessage().split()))

    loggers = [logging.getLogger(name) for name in ("mkdocs", "MARKDOWN", "pymdownx")]
    listener = Listener(level=logging.WARNING)
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
    try:
        yield messages
    except FAILURES as error:
        where = f"{subject}: " if subject else ""
        raise EngineError(f"MkDocs failed: {where}{error or type(error).__name__}", messages) from error
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = propagate


def _named_files(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Each file that the navigation names, with its title there."""
    if isinstance(nav, str):
        yield posixpath.normpath(nav), None
    elif isinstance(nav, list):
        for entry in nav:
            yield from _named_files(entry)
    elif isinstance(nav, dict):
        for title, value in nav.items():
            if isinstance(value, str):
                yield posixpath.normpath(value), title
            else:
                yield from _named_files(value)


# ── Conversion ──────────────────────────────────────────────────────────────────────────────────────────────


def conversion(config: MkDocsConfig) -> fast.Convert | None:
    """`fast` for these settings; None if it does not support them."""
    settings: Mapping[str, Any] = config.mdx_configs or {}
    toc = dict(settings.get("toc") or {})
    permalink, title = toc.pop("permalink", False), toc.pop("permalink_title", "Permanent link")
    others = any(value for name, value in settings.items() if name != "toc")
    if (
        not EXTENSIONS.issuperset(config.markdown_extensions)
        or (toc or others)
        or not (isinstance(permalink, bool) and isinstance(title, str))
    ):
        return None
    return partial(fast.convert, permalink=title if permalink else None)


_PATH = re.compile(r"[^/\s:?#%&\\][^\s:?#%&\\]*")
"""A relative path that means the same as a URL and as a file path."""


class ConvertedPage(Page):
    """A page that `fast` converts if it can."""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        convert: fast.Convert | None,
    ) -> None:
        super().__init__(title, file, config)
        self._convert = convert
        self.fast = False
        """Whether `fast` converted it."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set what upstream sets: content, table of contents, anchors, and links to anchors elsewhere."""
        anchors: dict[File, dict[str, str]] = {}
        converted = None
        # Without a title in front matter, upstream takes one from the text.
        if self._convert is not None and self.markdown is not None and "title" in self.meta:
            converted = self._convert(self.markdown, self._resolver(files, anchors))
        self.fast = converted is not None
        if converted is None:
            super().render(config, files)
            return
        self.content = converted.html
        self.toc = get_toc(
            nest_toc_tokens([{"level": h.level, "id": h.id, "name": h.name} for h in converted.headings])
        )
        self.present_anchor_ids = set(converted.ids)
        self.links_to_anchors = anchors

    def _resolver(self, files: Files, anchors: dict[File, dict[str, str]]) -> fast.Resolve:
        """A function that resolves links, and notes in `anchors` the ones that lead to anchors."""

        def resolve(address: str) -> str | None:
            if address.startswith(("https://", "http://", "webcal://")):
                return address
            path, _, anchor = address.partition("#")
            target, url = self.file, ""
            if path:
                # MkDocs resolves odd, dead and absolute links, and warns about them.
                if _PATH.fullmatch(path) is None:
                    return None
                joined = posixpath.join(posixpath.dirname(self.file.src_uri), path)
                found = files.src_uris.get(posixpath.normpath(joined))
                if found is None or found.inclusion.is_excluded():  # type: ignore[no-untyped-call]  # upstream
                    return None
                target, url = found, get_relative_url(found.url, self.file.url)
            if anchor:
                anchors.setdefault(target, {}).setdefault(anchor, address)
            return f"{url}#{anchor}" if anchor else url or address

        return resolve


# ── Links between pages ─────────────────────────────────────────────────────────────────────────────────────


def _places(page: Page) -> Places:
    anchors = page.present_anchor_ids or set()
    lines = []
    for target, links in (page.links_to_anchors or {}).items():
        for anchor, link in links.items():
            if target != page.file or anchor not in anchors:
                usual = link == link_to(page.file.src_uri, target.src_uri, anchor)
                lines.append(f"{target.src_uri}\t{anchor}" + ("" if usual else f"\t{link}"))
    return Places(" ".join(sorted(anchors)), "\n".join(lines))


def _dead_anchors(pages: Mapping[str, Places]) -> Iterator[str]:
    for page, places in sorted(pages.items()):
        for line in filter(None, places.links.split("\n")):
            target, anchor, *written = line.split("\t", 2)
            # Sets of the anchors of all pages would take more memory than anything else here.
            if target not in pages or f" {anchor} " in f" {pages[target].anchors} ":
                continue
            link = written[0] if written else link_to(page, target, anchor)
            fault = f"the doc '{target}' does not contain an anchor '#{anchor}'"
            if target == page:
                fault = "there is no such anchor on this page"
            yield f"Doc file '{page}' contains a link '{link}', but {fault}."
