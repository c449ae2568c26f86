"""Where a project keeps what, and what its host chose: `Settings`, read from mkdocs.yml without running
anything named in it.

mkdocs.yml is only composed, never constructed: its tags may name Python objects, which are the engines'
business.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from briefings.problems.codes import BAD_SETTING, CODES
from briefings.problems.problem import ContentError, Level, Place, Problem, did_you_mean, or_list, problem
from briefings.sheets.yaml_text import read_settings
from briefings.text import limits

CONFIG_FILE = "mkdocs.yml"
DEFAULT_EDIT = "edit/main/"
DOCS_DIR = "build/docs"
"""The default of docs_dir. MkDocs' own default, `docs`, often holds pages that people wrote."""
HAND_WRITTEN = (".git", "briefings", "content", "seeds", "tests", "theme")
"""Folders of a project that people write in."""
KEYS = ("language", "edit", "severity", "trusted_pages")
"""What `extra.briefings` may hold."""

KNOWN_EXTENSIONS = frozenset({"toc", "tables", "fenced_code", "def_list", "md_in_html"})
"""Extensions of Python-Markdown that add no anchors but those of `toc`."""

HEADING_OPTIONS = frozenset(
    {"permalink", "permalink_title", "permalink_class", "permalink_leading", "title", "toc_depth"}
)
"""Options of `toc` that change no anchor."""

LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "notice": "notice", "off": "off"}


class ProjectNotFound(Exception):
    """No mkdocs.yml in a folder or above it."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"no {CONFIG_FILE} in {start} or in a folder above it: run this in the folder of your site"
        )
        self.start = start


class ContentNotFound(Exception):
    """A project without sheets, and without a folder for them."""

    def __init__(self, root: Path) -> None:
        what = (
            "content is a file, and has to be a folder"
            if (root / "content").exists()
            else "there is no content/"
        )
        start = "`briefings new briefing my-first-briefing` starts it"
        super().__init__(
            f"{what} in {root}, where the sheets of a site lie: {start}, or run this in the folder of your"
            " site"
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """A project's folders and its host's choices."""

    root: Path
    """The folder of mkdocs.yml; absolute."""
    site_name: str
    site_description: str = ""
    """What the site is about, in a sentence; empty where the host wrote none."""
    site_url: str = ""
    """Where the site will stand, ending in a slash; empty where that is not known."""
    repo_url: str = ""
    """The repository's page; empty where there is none to show."""
    edit: str = DEFAULT_EDIT
    """Where a file is edited, below `repo_url`; ends in a slash."""
    language: str = "en"
    """Of the pages' fixed words (BCP 47): `extra.briefings.language`, or else `theme.language`."""
    language_place: Place = field(default=Place(CONFIG_FILE), compare=False)
    """Where the language is chosen, for problems with its words."""
    severity: dict[str, Level] = field(default_factory=dict)
    """What the host set a rule to, by its code: any rule but those whose problems are errors by default."""
    trusted_pages: frozenset[str] = frozenset()
    """File names in content/pages of pages that may hold any HTML: `extra.briefings.trusted_pages`."""
    docs_dir: Path = Path(DOCS_DIR)
    """The generated Markdown; absolute."""
    site_dir: Path = Path("site")
    """The built site; absolute."""
    custom_dir: Path | None = None
    """The host's own theme: files in it are part of the site, too. Absolute; None where there is none."""
    standard_headings: bool = True
    """Whether the anchors of headings are certain: the extensions of Markdown are those that are known
    here."""

    @classmethod
    def load(cls, root: Path | None = None) -> Settings:
        """The settings of the project in `root`, or of the one that the working directory lies in.

        Raises ProjectNotFound, or ContentError with every mistake in them.
        """
        folder = _find(Path.cwd()) if root is None else root.resolve()
        path = folder / CONFIG_FILE
        if not path.is_file():
            raise ProjectNotFound(folder)
        reader = _Reader(path)
        settings = reader.settings(folder)
        if reader.problems:
            raise ContentError(sorted(reader.problems, key=lambda found: found.order))
        return settings

    @property
    def config_file(self) -> Path:
        """mkdocs.yml itself."""
        return self.root / CONFIG_FILE

    @property
    def content_dir(self) -> Path:
        """What curators write."""
        return self.root / "content"

    @property
    def seeds_dir(self) -> Path:
        """The saved texts of sources, and quotes.lock."""
        return self.root / "seeds"

    @property
    def words_dirs(self) -> tuple[Path, ...]:
        """Where fixed words are read from, in this order: a later file overrides words of an earlier one."""
        return tuple(folder / "locales" for folder in reversed(self.theme_dirs))

    @property
    def cache_dir(self) -> Path:
        """Results to reuse; deleting it only makes the next build slower."""
        return self.root / "build" / "cache"

    @property
    def record(self) -> Path:
        """The record of the last build."""
        return self.cache_dir / "build.json"

    @property
    def search_dir(self) -> Path:
        """The documents that the search index is made from."""
        return self.cache_dir / "search"

    @property
    def cards_dir(self) -> Path:
        """The pictures for shared links."""
        return self.cache_dir / "cards"

    @property
    def schemas_dir(self) -> Path:
        """JSON Schemas of the sheets, for editors."""
        return self.root / "build" / "schemas"

    @property
    def preview_dir(self) -> Path:
        """Each preview works in a scratch folder beside this path, named after it."""
        return self.root / "build" / "preview"

    def not_for_output(self, folder: Path) -> str:
        """Why a folder (absolute) must not be replaced as a whole; empty if it may be."""
        if self.root.is_relative_to(folder):
            return "must not hold the project itself"
        for name in HAND_WRITTEN:
            if _overlap(folder, self.root / name):
                return f"must not be a folder that people write in, as `{name}` is: what it holds is replaced"
        for own in (self.cache_dir, self.schemas_dir):
            if _overlap(folder, own):
                return (
                    f"must be apart from `{own.relative_to(self.root).as_posix()}`, where the generator keeps"
                    " other things"
                )
        return ""

    @property
    def theme_dirs(self) -> tuple[Path, ...]:
        """Where templates and fixed words are looked for: the project's own theme, then the one that came
        with the package."""
        own = self.root / "theme"
        return tuple(dict.fromkeys(folder for folder in (own, packaged_theme()) if folder.is_dir()))


def packaged_theme() -> Path:
    """The theme as installed with the package; in a checkout it lies beside the package."""
    package = Path(__file__).resolve().parent
    installed = package / "theme"
    return installed if installed.is_dir() else package.parent / "theme"


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


_NOT_IN_ADDRESS = re.compile(r"""[\s<>"'\\^`{|}]""")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises ValueError where it is no number
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.netloc) and _NOT_IN_ADDRESS.search(address) is None
    )


def _find(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise ProjectNotFound(start)


class _Reader:
    """One reading of mkdocs.yml, which gathers the problems it meets."""

    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        self.top: dict[str, yaml.Node] = {}
        self.start = Place(path=path.name)
        read = read_settings(path, path.name, largest=limits.SHEET)
        if isinstance(read, list):
            self.problems += read
        else:
            text, node = read
            self.lines = text.split("\n")
            self.top = self._mapping(node, "mkdocs.yml")

    def settings(self, root: Path) -> Settings:
        """What was read; to be used only if no problem was met."""
        theme = (
            self._mapping(self.top.get("theme"), "theme")
            if isinstance(self.top.get("theme"), yaml.MappingNode)
            else {}
        )
        own = self._own()
        docs_dir, site_dir = self._folder("docs_dir", root, DOCS_DIR), self._folder("site_dir", root, "site")
        if not self.problems and _overlap(docs_dir, site_dir):
            place = self._place_of(self.top["site_dir"]) if "site_dir" in self.top else self.start
            self._refuse("docs_dir and site_dir must not lie in one another", place)
        if "INHERIT" in self.top:
            self._refuse(
                "mkdocs.yml must stand alone: INHERIT is not supported", self._place_of(self.top["INHERIT"])
            )
        return Settings(
            root=root,
            site_name=self._site_name(),
            site_description=" ".join(
                self._text(self.top.get("site_description"), "site_description").split()
            ),
            site_url=self._address("site_url", slash=True),
            repo_url=self._address("repo_url", slash=False),
            edit=self._edit(own),
            language=self._language(own, theme),
            language_place=self._language_place(own, theme),
            severity=self._severity(own),
            trusted_pages=self._trusted_pages(own, root),
            docs_dir=docs_dir,
            site_dir=site_dir,
            custom_dir=(
                root / custom if (custom := self._text(theme.get("custom_dir"), "theme.custom_dir")) else None
            ),
            standard_headings=self._has_standard_headings(),
        )

    def _own(self) -> dict[str, yaml.Node]:
        """`extra.briefings`, whose keys are all known."""
        extra = self._mapping(self.top.get("extra"), "extra")
        own = self._mapping(extra.get("briefings"), "extra.briefings")
        for key, node in self._keys(extra.get("briefings")):
            if key not in KEYS:
                hint = did_you_mean(key, KEYS) or f"it may hold {or_list(KEYS)}"
                self._refuse(f"`{key}` is not a key of extra.briefings", self._place_of(node), hint)
        return own

    def _site_name(self) -> str:
        node = self.top.get("site_name")
        name = self._text(node, "site_name")
        if not name and not self.problems:
            place = self.start if node is None else self._place_of(node)
            self._refuse(
                "site_name must be there, and not be empty", place, "add a line `site_name: …` to mkdocs.yml"
            )
        return name

    def _address(self, key: str, *, slash: bool) -> str:
        node = self.top.get(key)
        address = self._text(node, key)
        if node is not None and address and not _is_web_address(address):
            self._refuse(
                f"{key} must be an address that starts with https:// or http://, not `{address}`",
                self._place_of(node),
            )
            return ""
        bare = address.rstrip("/")
        return bare + "/" if bare and slash else bare

    def _edit(self, own: Mapping[str, yaml.Node]) -> str:
        node = own.get("edit")
        path = self._text(node, "extra.briefings.edit", default=DEFAULT_EDIT)
        if node is not None and (
            path.startswith("/") or _NOT_IN_ADDRESS.search(path) is not None or ":" in path.partition("/")[0]
        ):
            message = f"extra.briefings.edit must be a path below repo_url, not `{path}`"
            self._refuse(message, self._place_of(node), f"for example `{DEFAULT_EDIT}`")
        return path.rstrip("/") + "/" if path else ""

    def _language(self, own: Mapping[str, yaml.Node], theme: Mapping[str, yaml.Node]) -> str:
        node, key = (
            (own["language"], "extra.briefings.language")
            if "language" in own
            else (theme.get("language"), "theme.language")
        )
        language = self._text(node, key, default="en")
        if node is not None and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language) is None:
            self._refuse(
                f"{key} must be a language code, not `{language}`",
                self._place_of(node),
                "for example `en`, `de` or `pt-BR`",
            )
        return language.replace("_", "-")

    def _language_place(self, own: Mapping[str, yaml.Node], theme: Mapping[str, yaml.Node]) -> Place:
        node = own.get("language", theme.get("language"))
        return self.start if node is None else self._place_of(node)

    def _has_standard_headings(self) -> bool:
        """Whether each Markdown extension is known to leave the anchors of headings as Python-Markdown makes
        them."""
        listed = self.top.get("markdown_extensions")
        if not isinstance(listed, yaml.SequenceNode):
            return listed is None
        for extension in listed.value:
            options = (
                self._mapping(extension, "an entry of markdown_extensions")
                if isinstance(extension, yaml.MappingNode)
                else {}
            )
            name = next(iter(options), "") if options else str(extension.value)
            if name not in KNOWN_EXTENSIONS:
                return False
            if name == "toc" and not HEADING_OPTIONS.issuperset(self._mapping(options.get("toc"), "toc")):
                return False
        return True

    def _severity(self, own: Mapping[str, yaml.Node]) -> dict[str, Level]:
        chosen: dict[str, Level] = {}
        where = "extra.briefings.severity"
        values = self._mapping(own.get("severity"), where)
        free = {id for id, code in CODES.items() if code.level != "error"}
        for key, node in self._keys(own.get("severity")):
            word = self._text(values[key], f"{where}.{key}")
            if key not in CODES:
                self._refuse(
                    f"`{key}` in {where} must be the code of a problem",
                    self._place_of(node),
                    did_you_mean(key, free),
                )
            elif key not in free:
                hint = "what follows relies on what an error refuses"
                self._refuse(
                    f"`{key}` is an error and stays one: {where} sets only rules that are not",
                    self._place_of(node),
                    hint,
                )
            elif word not in LEVELS:
                hint = did_you_mean(word, LEVELS)
                self._refuse(
                    f"{where}.{key} must be {or_list(tuple(LEVELS))}, not `{word}`",
                    self._place_of(values[key]),
                    hint,
                )
            else:
                chosen[key] = LEVELS[word]
        return chosen

    def _trusted_pages(self, own: Mapping[str, yaml.Node], root: Path) -> frozenset[str]:
        node, key = own.get("trusted_pages"), "extra.briefings.trusted_pages"
        if node is None or node.tag == "tag:yaml.org,2002:null":
            return frozenset()
        if not isinstance(node, yaml.SequenceNode):
            hint = "for example `trusted_pages: [about.md]`"
            self._refuse(f"{key} must be a list of pages", self._place_of(node), hint)
            return frozenset()
        names: set[str] = set()
        pages = {file.name for file in (root / "content" / "pages").glob("*.md")}
        for each in node.value:
            name = self._text(each, key)
            if name not in pages:
                hint = did_you_mean(name, pages)
                self._refuse(
                    f"{key} must name files of content/pages, not `{name}`", self._place_of(each), hint
                )
            names.add(name)
        return frozenset(names)

    def _folder(self, key: str, root: Path, default: str) -> Path:
        """A folder that commands empty or replace: so it must lie inside the project, and hold nothing that
        people write."""
        node = self.top.get(key)
        named = self._text(node, key, default=default)
        folder = Path(os.path.normpath(root / named))
        place = self.start if node is None else self._place_of(node)
        if not folder.is_relative_to(root) or folder == root:
            self._refuse(f"{key} must be a folder inside the project, not `{named}`", place)
        elif why := Settings(root=root, site_name="").not_for_output(folder):
            self._refuse(f"{key} {why}", place, f"for example `{key}: {default}`")
        return folder

    def _text(self, node: yaml.Node | None, key: str, *, default: str = "") -> str:
        """A scalar as written, so that `off` and `no` stay words; with `!ENV`, the variable's value as MkDocs
        takes it."""
        if node is None:
            return default
        if node.tag == "!ENV":
            return self._from_environment(node, key, default=default)
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(f"{key} must be a single value", self._place_of(node))
            return default
        return default if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def _from_environment(self, node: yaml.Node, key: str, *, default: str) -> str:
        names = (
            [node]
            if isinstance(node, yaml.ScalarNode)
            else list(node.value)
            if isinstance(node, yaml.SequenceNode)
            else []
        )
        if not names or not all(isinstance(name, yaml.ScalarNode) for name in names):
            self._refuse(f"{key} must be `!ENV NAME` or `!ENV [NAME, fallback]`", self._place_of(node))
            return default
        fallback = names.pop() if len(names) > 1 else None
        for name in names:
            if name.value in os.environ:
                return os.environ[name.value]
        return self._text(fallback, key, default=default)

    def _mapping(self, node: yaml.Node | None, name: str) -> dict[str, yaml.Node]:
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if node is not None and node.tag != "tag:yaml.org,2002:null":
            self._refuse(f"{name} must be a mapping: lines of `key: value`", self._place_of(node))
        return {}

    def _keys(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        pairs: Iterable[tuple[yaml.Node, yaml.Node]] = (
            node.value if isinstance(node, yaml.MappingNode) else ()
        )
        seen: set[str] = set()
        for key, _ in pairs:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in seen or not name:
                self._refuse("a key must stand once, and be a word", self._place_of(key))
                continue
            seen.add(name)
            yield name, key

    def _place_of(self, node: yaml.Node) -> Place:
        one_line = node.start_mark.line == node.end_mark.line
        return self._place(node.start_mark, node.end_mark.column - node.start_mark.column if one_line else 1)

    def _place(self, mark: yaml.Mark, width: int = 1) -> Place:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Place(
            path=self.start.path, line=mark.line + 1, column=mark.column + 1, text=line, width=max(width, 1)
        )

    def _refuse(self, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(problem(BAD_SETTING, message, place, hint))
