"""A project's folders and its host's choices: `Settings`, read from mkdocs.yml without running anything in
it.

YAML tags in mkdocs.yml may name Python objects, so its nodes are read, and never constructed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import yaml

from briefings import BriefingsError, plugin
from briefings.languages import REFERENCE, folders
from briefings.problems.codes import BAD_SETTING, CODES, Level
from briefings.problems.problem import ContentError, Place, Problem, did_you_mean, or_list, problem
from briefings.sheets.yaml_text import place_of, read_settings
from briefings.text import allowed, colors, limits
from briefings.text.escape import NOT_IN_ADDRESS, ascii_address, is_web_address
from briefings.text.licences import Licence
from briefings.text.schemes import SCHEME_PATTERN, SCHEMES

CONFIG_FILE = "mkdocs.yml"
OUR_THEME = "briefings"
PLUGIN = "briefings"
"""The name of this package's plugin for MkDocs."""
DEFAULT_EDIT = "edit/main/"
DOCS_DIR = "build/docs"
"""The default of docs_dir. MkDocs' own default, `docs`, often holds pages that people wrote."""
CONTENT_DIR = "content"
"""The folder of the sheets. As docs_dir, it means the default: MkDocs demands a folder that exists before the
plugin can write the Markdown, and this one is in every clone."""
ISSUE_FORMS = ".github/ISSUE_TEMPLATE"
"""Where GitHub looks for issue forms, relative to the project."""
HAND_WRITTEN = (".git", "briefings", "content", "seeds", "tests", "theme")
"""Folders of a project that people write in."""
KEYS = (
    "language", "edit", "severity", "contact", "identifiers", "exports", "licence",
    "lead", "picture",
)  # fmt: skip
"""What `extra.briefings` may hold."""

NOT_FOUND = ("title", "text")
"""What `extra.not_found` may hold: the words of the page of dead addresses."""

EXPORTS: Mapping[str, bool] = {name: option.on for name, option in plugin.formats().items()}
"""The formats besides HTML that a site can have, and whether it has them by default."""

_FORMAT_OF = {alias: name for name, option in plugin.formats().items() for alias in option.aliases}
"""The format that hosts mean by other names."""

LINKING_EXTENSIONS = ("footnotes", "abbr")
"""Extensions of Python-Markdown that read as something else what would be the target of a link."""

KNOWN_EXTENSIONS = frozenset({"toc", "tables", "fenced_code", "def_list", "md_in_html"})
"""Extensions of Python-Markdown that add no anchors besides those of `toc`."""

HEADING_OPTIONS = frozenset(
    {"permalink", "permalink_title", "permalink_class", "permalink_leading", "title", "toc_depth"}
)
"""Options of `toc` that change no anchors."""

_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""How YAML writes yes and no."""

TYPEFACES = ("serif", "sans")
OWN_TOPIC_COLORS = 7
"""The most topics with a color that the host chose. The eighth color is shared."""

LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "notice": "notice", "off": "off"}


class ProjectNotFound(BriefingsError):
    """No mkdocs.yml in a folder or above it."""

    exit_code = 2

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"no {CONFIG_FILE} in {start} or in a folder above it: run this in the folder of your site"
        )
        self.start = start


class ContentNotFound(BriefingsError):
    """A project without a folder for sheets."""

    exit_code = 2

    def __init__(self, root: Path) -> None:
        exists = (root / "content").exists()
        what = "content must be a folder, and is a file," if exists else "there is no content/"
        hint = "`briefings new briefing my-first-briefing` creates it, or run this in the folder of your site"
        super().__init__(f"{what} in {root}, where sheets are read from: {hint}")


@dataclass(frozen=True, slots=True)
class Look:
    """What the host chose of the theme's colors and type."""

    accent: str = ""
    """The color of links and, darkened, of masthead and footer; empty for the theme's."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """The colors of topics, by id."""
    typeface: str = TYPEFACES[0]
    """That of titles and running text."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where colors are chosen: "accent" and ids of topics, for problems with them."""

    @property
    def css(self) -> str:
        """The rules that follow the theme's style sheet. Shades for the dark scheme are computed."""
        always = {f"--tone-{n}": color for n, color in enumerate(self.topics.values(), start=1)}
        dark = {name: colors.readable(color, colors.NIGHT, 5.5) for name, color in always.items()}
        light = {}
        if self.typeface == "sans":
            always["--serif"] = "var(--sans)"
        if self.accent:
            light = {"--accent": self.accent, "--mast": colors.with_lightness(self.accent, 0.15)}
            dark["--accent"] = colors.readable(self.accent, colors.NIGHT, 7)
            dark["--mast"] = colors.with_lightness(self.accent, 0.12)
        # Paper has the colors of topics, and no accent.
        on_screen = _rule(_LIGHT, light) + _rule(_DARK, dark)
        return _rule(_LIGHT, always) + (f"@media screen{{{on_screen}}}" if on_screen else "")


_LIGHT, _DARK = ':root,[data-md-color-scheme="default"]', '[data-md-color-scheme="slate"]'


def _rule(selectors: str, values: Mapping[str, str]) -> str:
    declarations = ";".join(f"{name}:{value}" for name, value in values.items())
    return f"{selectors}{{{declarations}}}" if values else ""


@dataclass(frozen=True, slots=True)
class Settings:
    """A project's folders and its host's choices."""

    root: Path
    """The folder of mkdocs.yml; absolute."""
    site_name: str
    site_description: str = ""
    """What the site is about, in a sentence; may be empty."""
    site_url: str = ""
    """The URL of the site, ending in a slash; may be empty."""
    repo_url: str = ""
    """The URL of the repository; may be empty."""
    edit: str = DEFAULT_EDIT
    """The path below `repo_url` where files are edited; ends in a slash."""
    contact: str = ""
    """Where readers report mistakes: a web address or `mailto:` address; may be empty."""
    language: str = REFERENCE
    """The language of the fixed words (BCP 47): `extra.briefings.language`, or else `theme.language`."""
    language_place: Place = field(default=Place(CONFIG_FILE), compare=False)
    """Where the language is chosen, for problems with its words."""
    severity: dict[str, Level] = field(default_factory=dict)
    """The levels that the host chose, by code; not for codes that are errors by default."""
    identifiers: dict[str, str] = field(default_factory=dict)
    """The host's own catalogs of identifiers, each with its address, in which `{}` is the identifier."""
    exports: frozenset[str] = frozenset(name for name, on in EXPORTS.items() if on)
    """The formats besides HTML that the site has."""
    licence: Licence | None = None
    """Under which others may use what the site itself says: `extra.briefings.licence`."""
    lead: str = ""
    """The event that the front page begins with, as `briefing#anchor`; empty for the newest one."""
    picture: str = ""
    """What the picture on the front page shows: a briefing, or a figure as `briefing#anchor`; empty for the
    briefing of the lead."""
    front_places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where these are chosen, by key, for problems with them."""
    nav: tuple[tuple[str, Place], ...] = field(default=(), compare=False)
    """The Markdown files that the navigation names, each with its place."""
    docs_dir: Path = Path(DOCS_DIR)
    """The generated Markdown; absolute."""
    site_dir: Path = Path("site")
    """The built site; absolute."""
    theme: str = "mkdocs"
    """The name of the theme. Our pages are made for `briefings`; MkDocs' default is its own."""
    theme_place: Place = field(default=Place(CONFIG_FILE), compare=False)
    """Where the theme is chosen, for problems with it."""
    look: Look = field(default_factory=Look)
    """The colors and the type of the theme."""
    custom_dir: Path | None = None
    """The host's own theme, whose files are part of the site; absolute, or None."""
    standard_headings: bool = True
    """Whether the anchors of headings are certain: only known Markdown extensions are used."""
    linking: tuple[str, ...] = ()
    """Those of LINKING_EXTENSIONS that the host uses."""

    @classmethod
    def load(cls, root: Path | None = None) -> Settings:
        """The settings of the project in `root`, or of the one around the working directory.

        Raises ProjectNotFound, or ContentError with every problem in them.
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
        """The folder that curators write in."""
        return self.root / CONTENT_DIR

    @property
    def seeds_dir(self) -> Path:
        """The saved texts of sources, and quotes.lock."""
        return self.root / "seeds"

    @property
    def words_dirs(self) -> tuple[Path, ...]:
        """The folders of fixed words; files in a later folder override those in an earlier one."""
        return *folders(), self.root / "theme" / "locales"

    @property
    def cache_dir(self) -> Path:
        """The cache; deleting it only makes the next build slower."""
        return self.root / "build" / "cache"

    @property
    def record(self) -> Path:
        """The record of the last build."""
        return self.cache_dir / "build.json"

    @property
    def search_dir(self) -> Path:
        """The documents that are indexed for search."""
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
        """Scratch folders of previews are beside this path and named after it."""
        return self.root / "build" / "preview"

    def why_not_output(self, folder: Path) -> str:
        """Why a folder (absolute) cannot be an output folder; empty if it can."""
        if self.root.is_relative_to(folder):
            return "must not hold the project itself"
        for name in HAND_WRITTEN:
            if _overlap(folder, self.root / name):
                return f"must not be a folder that people write in, as `{name}` is: what it holds is replaced"
        for own in (self.cache_dir, self.schemas_dir):
            if _overlap(folder, own):
                name = own.relative_to(self.root).as_posix()
                return f"must be apart from `{name}`, where the generator keeps other files"
        return ""

    def has_file(self, path: str) -> bool:
        """Whether the host's own theme has this file of the site."""
        return self.custom_dir is not None and (self.custom_dir / path).is_file()

    @property
    def theme_dirs(self) -> tuple[Path, ...]:
        """The folders of templates: the project's own theme, then the package's."""
        own = self.root / "theme"
        return tuple(dict.fromkeys(folder for folder in (own, packaged_theme()) if folder.is_dir()))


def packaged_theme() -> Path:
    """The theme of the package: page templates, and the HTML theme for the engines."""
    return Path(__file__).resolve().parent / "theme"


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NULL, _TEXT = "tag:yaml.org,2002:null", "tag:yaml.org,2002:str"


def _is_bare(node: yaml.Node | None) -> bool:
    """Whether a key was written without a value."""
    return node is not None and node.tag == _NULL and node.value == ""


def _is_blank(node: yaml.Node | None) -> bool:
    """Whether a key was written without a value or with an empty string."""
    return _is_bare(node) or (node is not None and node.tag == _TEXT and node.value == "")


def _is_contact(text: str) -> bool:
    return is_web_address(text) or _MAIL_ADDRESS.fullmatch(text.removeprefix("mailto:")) is not None


def _is_path(text: str) -> bool:
    return text[:1] != "/" and NOT_IN_ADDRESS.search(text) is None and ":" not in text.partition("/")[0]


def _is_language(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text) is not None


def _is_switch(text: str) -> bool:
    return text.lower() in _SWITCH


def _is_address_pattern(pattern: str) -> bool:
    """Whether it is an address with one `{}`, which is not in the name of the host."""
    before, _, after = pattern.partition("{}")
    return (
        pattern.count("{}") == 1
        and is_web_address(f"{before}1{after}")
        and before.partition("://")[2].find("/") > 0
    )


def _find(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise ProjectNotFound(start)


def refused_by_mkdocs(settings: Settings, key: str, why: str, hint: str = "") -> Problem:
    """The problem that MkDocs refuses a key of mkdocs.yml or, in a list, an entry that it names."""
    reader = _Reader(settings.config_file)
    node = reader.top.get(key)
    named = (each for name, each in reader.named(node) if f"'{name}'" in why or f'"{name}"' in why)
    place = reader.place(next(named, node))
    return problem(BAD_SETTING, f"MkDocs refuses {key}: {' '.join(why.split())}", place, hint)


class _Reader:
    """Reads mkdocs.yml, and collects the problems in it."""

    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self.text = ""
        self.top: dict[str, yaml.Node] = {}
        read = read_settings(path, path.name, largest=limits.SHEET)
        if isinstance(read, list):
            self.problems += read
        else:
            self.text, node = read
            self.top = self._mapping(node, "mkdocs.yml")

    def settings(self, root: Path) -> Settings:
        """The settings; not valid if there are problems."""
        theme_node = self.top.get("theme")
        theme = self._mapping(theme_node, "theme") if isinstance(theme_node, yaml.MappingNode) else {}
        named = theme_node if isinstance(theme_node, yaml.ScalarNode) else theme.get("name")
        extra = self._mapping(self.top.get("extra"), "extra")
        own = self._only(extra.get("briefings"), "extra.briefings", KEYS)
        docs_dir, site_dir = self._folder("docs_dir", root, DOCS_DIR), self._folder("site_dir", root, "site")
        if not self.problems and _overlap(docs_dir, site_dir):
            self._refuse("docs_dir and site_dir must not lie in one another", self.top.get("site_dir"))
        named_twice = [node for plugin, node in self.named(self.top.get("plugins")) if plugin == PLUGIN][1:]
        for node in named_twice:
            self._refuse(f"plugins names `{PLUGIN}` twice", node, "delete one of the two")
        for key in ("nav", "plugins", "markdown_extensions"):
            listed = self.top.get(key)
            if isinstance(listed, yaml.ScalarNode) and listed.tag == _TEXT:
                self._refuse(f"{key} must be a list", listed, f"for example `{key}: [{listed.value}]`")
        if "INHERIT" in self.top:
            self._refuse("mkdocs.yml must stand alone: INHERIT is not supported", self.top["INHERIT"])
        description = self._text(self.top.get("site_description"), "site_description")
        custom_dir = self._text(theme.get("custom_dir"), "theme.custom_dir")
        name = self._text(named, "theme.name", default="mkdocs")
        if name == OUR_THEME:
            self._check_material(theme, root / custom_dir if custom_dir else None)
            icon = self._mapping(theme.get("icon"), "theme.icon").get("logo")
            self._check_icon(icon, root / custom_dir if custom_dir else None)
            self._check_notice(self.top.get("copyright"))
            for key, node in self._only(extra.get("not_found"), "extra.not_found", NOT_FOUND).items():
                self._text(node, f"extra.not_found.{key}")
        return Settings(
            root=root,
            site_name=self._site_name(),
            site_description=" ".join(description.split()),
            site_url=f"{ascii_address(site_url)}/" if (site_url := self._address("site_url")) else "",
            repo_url=self._address("repo_url"),
            edit=self._edit(own),
            contact=self._contact(own),
            language=self._language(own, theme),
            language_place=self.place(own.get("language", theme.get("language"))),
            severity=self._severity(own),
            identifiers=self._identifiers(own),
            exports=self._exports(own),
            licence=self._licence(own),
            lead=self._text(own.get("lead"), "extra.briefings.lead"),
            picture=self._text(own.get("picture"), "extra.briefings.picture"),
            front_places={key: self.place(own[key]) for key in ("lead", "picture") if key in own},
            nav=tuple(self._nav(self.top.get("nav"))),
            docs_dir=docs_dir,
            site_dir=site_dir,
            theme=name,
            theme_place=self.place(named or theme_node),
            look=self._look(theme) if name == OUR_THEME else Look(),
            custom_dir=root / custom_dir if custom_dir else None,
            standard_headings=self._has_standard_headings(),
            linking=tuple(
                each
                for each in LINKING_EXTENSIONS
                if any(
                    name.removeprefix("markdown.extensions.") == each
                    for name, _ in self.named(self.top.get("markdown_extensions"))
                )
            ),
        )

    def _nav(self, node: yaml.Node | None) -> Iterator[tuple[str, Place]]:
        if isinstance(node, yaml.SequenceNode):
            for each in node.value:
                yield from self._nav(each)
        elif isinstance(node, yaml.MappingNode):
            for _, value in node.value:
                yield from self._nav(value)
        elif isinstance(node, yaml.ScalarNode) and str(node.value).endswith(".md"):
            yield str(node.value), self.place(node)

    def _only(self, node: yaml.Node | None, where: str, keys: Sequence[str]) -> dict[str, yaml.Node]:
        """The keys of a mapping that may hold only these."""
        pairs = self._pairs(node, where)
        for key, key_node, _ in pairs:
            if key not in keys:
                hint = did_you_mean(key, keys) or f"it may hold {or_list(keys)}"
                self._refuse(f"`{key}` is not a key of {where}", key_node, hint)
        return {key: value for key, _, value in pairs}

    def _site_name(self) -> str:
        node = self.top.get("site_name")
        name = self._text(node, "site_name")
        if not name and not self.problems:
            self._refuse("site_name is missing or empty", node, "add a line `site_name: …` to mkdocs.yml")
        return name

    def _address(self, key: str) -> str:
        node, must = self.top.get(key), "be an address that starts with https:// or http://"
        address = self._checked(node, key, is_web_address, must)
        if "?" in address or "#" in address:
            self._refuse(f"{key} must have no `?` and no `#`: other addresses begin with it", node)
        return address.rstrip("/")

    def _edit(self, own: Mapping[str, yaml.Node]) -> str:
        node, key, hint = own.get("edit"), "extra.briefings.edit", f"for example `{DEFAULT_EDIT}`"
        path = self._checked(node, key, _is_path, "be a path below repo_url", hint, default=DEFAULT_EDIT)
        return path.rstrip("/") + "/" if path else ""

    def _contact(self, own: Mapping[str, yaml.Node]) -> str:
        node, must = own.get("contact"), "be an e-mail address or a web address"
        hint = "for example `editors@example.org`"
        contact = self._checked(node, "extra.briefings.contact", _is_contact, must, hint)
        return f"mailto:{contact}" if _MAIL_ADDRESS.fullmatch(contact) else contact

    def _language(self, own: Mapping[str, yaml.Node], theme: Mapping[str, yaml.Node]) -> str:
        node, key = theme.get("language"), "theme.language"
        if "language" in own:
            node, key = own["language"], "extra.briefings.language"
        hint = "for example `en`, `de` or `pt-BR`"
        code = self._checked(node, key, _is_language, "be a language code", hint, default=REFERENCE)
        return code.replace("_", "-")

    def _look(self, theme: Mapping[str, yaml.Node]) -> Look:
        accent, topics, places = self._color(theme.get("accent"), "theme.accent"), {}, {}
        if accent:
            places["accent"] = self.place(theme["accent"])
        for n, (topic, node, value) in enumerate(self._pairs(theme.get("topics"), "theme.topics")):
            topics[topic] = self._color(value, f"theme.topics.{topic}")
            places[topic] = self.place(node)
            if n == OWN_TOPIC_COLORS:
                hint = "the other topics share the last color; leave out those with the fewest briefings"
                self._refuse(f"theme.topics may have {OWN_TOPIC_COLORS} topics at most", node, hint)
        must, hint = f"be {or_list(TYPEFACES)}", "titles and running text have it"
        typeface = self._checked(theme.get("typeface"), "theme.typeface", TYPEFACES, must, hint)
        return Look(accent, topics, typeface or TYPEFACES[0], places)

    def _color(self, node: yaml.Node | None, key: str) -> str:
        must, hint = (
            "be a color with six hexadecimal digits",
            'for example `"#14507a"`, with the quotation marks',
        )
        return self._checked(node, key, colors.is_color, must, hint, required=_is_blank(node)).lower()

    def _check_material(self, theme: Mapping[str, yaml.Node], custom_dir: Path | None) -> None:
        """Refuse settings of Material for MkDocs that would have no effect, and files that do not exist."""
        for key in ("logo", "favicon"):
            path = self._text(theme.get(key), f"theme.{key}")
            folders = (custom_dir, packaged_theme() / "site")
            if (path or _is_blank(theme.get(key))) and not any(
                (folder / path).is_file() for folder in folders if folder is not None
            ):
                hint = "put it there" if custom_dir else "add `custom_dir: theme/site`, and put it there"
                why = f"there is no `{path}`" if path else "has no value"
                message = f"theme.{key} must be a file in theme.custom_dir, and {why}"
                self._refuse(message, theme[key], hint)
        if "font" in theme and str(theme["font"].value).lower() != "false":
            message = "theme.font has no effect: pages load no fonts from other hosts"
            hint = f"delete it; `typeface: {TYPEFACES[1]}` chooses between the fonts that readers have"
            self._refuse(message, theme["font"], hint)
        palette = theme.get("palette")
        for each in palette.value if isinstance(palette, yaml.SequenceNode) else (palette,):
            chosen = self._mapping(each, "theme.palette")
            for key in ("primary", "accent"):
                if key in chosen:
                    hint = 'for example `accent: "#14507a"` below `theme`, which also colors the masthead'
                    self._refuse(f"theme.palette has no effect with `{key}`", chosen[key], hint)

    def _check_icon(self, node: yaml.Node | None, custom_dir: Path | None) -> None:
        name = self._text(node, "theme.icon.logo")
        if not name and not _is_blank(node):
            return
        material = find_spec("material")
        theirs = material.submodule_search_locations if material is not None else None
        folders = (
            custom_dir,
            packaged_theme() / "site",
            *(Path(each) / "templates" for each in theirs or ()),
        )
        files = [folder / ".icons" / f"{name}.svg" for folder in folders if folder is not None]
        if not any(file.is_file() for file in files):
            message = "theme.icon.logo must be the name of an icon of Material, "
            message += f"not `{name}`" if name else "and has no value"
            self._refuse(message, node, "for example `material/train`")

    def _check_notice(self, node: yaml.Node | None) -> None:
        if not allowed.is_balanced(self._text(node, "copyright")):
            message = "copyright must be words with HTML that fits in a paragraph and closes what it opens"
            self._refuse(message, node, "each tag such as `<a …>` needs its `</a>`")

    def _has_standard_headings(self) -> bool:
        """Whether all Markdown extensions are known to leave the anchors of headings alone."""
        listed = self.top.get("markdown_extensions")
        if not isinstance(listed, yaml.SequenceNode):
            return listed is None
        for name, node in self.named(listed):
            if name not in KNOWN_EXTENSIONS:
                return False
            options = self._mapping(node, name).get(name) if isinstance(node, yaml.MappingNode) else None
            if name == "toc" and not HEADING_OPTIONS.issuperset(self._mapping(options, name)):
                return False
        return True

    def named(self, listed: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        """The name and the node of each entry of a list of plugins or extensions, with options or without."""
        for node in listed.value if isinstance(listed, yaml.SequenceNode) else ():
            if isinstance(node, yaml.MappingNode):
                yield next(iter(self._mapping(node, "")), ""), node
            else:
                yield str(node.value), node

    def _severity(self, own: Mapping[str, yaml.Node]) -> dict[str, Level]:
        chosen: dict[str, Level] = {}
        where = "extra.briefings.severity"
        free = {id for id, code in CODES.items() if code.level != "error"}
        for key, node, value in self._pairs(own.get("severity"), where):
            if key not in CODES:
                message = f"`{key}` in {where} must be the code of a problem"
                self._refuse(message, node, did_you_mean(key, free))
            elif key not in free:
                message = f"`{key}` is always an error; {where} is for codes that are not"
                self._refuse(message, node, "later stages rely on content without these errors")
            else:
                must = f"be {or_list(tuple(LEVELS))}"
                word = self._checked(value, f"{where}.{key}", LEVELS, must, required=True)
                chosen[key] = LEVELS.get(word, "off")
        return chosen

    def _identifiers(self, own: Mapping[str, yaml.Node]) -> dict[str, str]:
        where = "extra.briefings.identifiers"
        patterns: dict[str, str] = {}
        for scheme, node, value in self._pairs(own.get("identifiers"), where):
            if re.fullmatch(SCHEME_PATTERN, scheme) is None:
                self._refuse(f"`{scheme}` in {where} must be small letters, digits and hyphens", node)
            elif scheme in SCHEMES:
                self._refuse(f"`{scheme}` in {where} is known already", node, "delete this line")
            else:
                must = "be a web address with `{}` in its path"
                hint = f"for example `{scheme}: https://example.org/{{}}`"
                key = f"{where}.{scheme}"
                patterns[scheme] = self._checked(value, key, _is_address_pattern, must, hint, required=True)
        return patterns

    def _exports(self, own: Mapping[str, yaml.Node]) -> frozenset[str]:
        where = "extra.briefings.exports"
        chosen = dict(EXPORTS)
        for name, node, value in self._pairs(own.get("exports"), where):
            if name not in EXPORTS:
                meant = _FORMAT_OF.get(name.lower())
                hint = f"did you mean `{meant}`?" if meant else did_you_mean(name, EXPORTS)
                hint = hint or f"known: {', '.join(EXPORTS)}"
                self._refuse(f"`{name}` in {where} must be the name of a format", node, hint)
            else:
                key, hint = f"{where}.{name}", "true builds these files, false leaves them out"
                word = self._checked(value, key, _is_switch, "be true or false", hint, required=True)
                chosen[name] = _SWITCH.get(word.lower(), False)
        return frozenset(name for name, on in chosen.items() if on)

    def _licence(self, own: Mapping[str, yaml.Node]) -> Licence | None:
        known: tuple[Licence, ...] = get_args(Licence)
        node, must, hint = own.get("licence"), "be the name of a licence", f"known: {', '.join(known)}"
        name = self._checked(node, "extra.briefings.licence", known, must, hint)
        return next((each for each in known if each == name), None)

    def _folder(self, key: str, root: Path, default: str) -> Path:
        """An output folder, which commands replace: it must be inside the project and apart from written
        files."""
        node = self.top.get(key)
        name = self._text(node, key, default=default)
        folder = Path(os.path.normpath(root / name))
        if key == "docs_dir" and folder == root / CONTENT_DIR:
            folder = root / default
        if not folder.is_relative_to(root) or folder == root:
            self._refuse(f"{key} must be a folder inside the project, not `{name}`", node)
        elif why := Settings(root=root, site_name="").why_not_output(folder):
            self._refuse(f"{key} {why}", node, f"for example `{key}: {default}`")
        return folder

    # ── Values ──

    def _checked(
        self,
        node: yaml.Node | None,
        key: str,
        fits: Callable[[str], bool] | Collection[str],
        must: str,
        hint: str = "",
        *,
        default: str = "",
        required: bool = False,
    ) -> str:
        """A text that fits, or is one of the known words; empty, with a problem, for any other, and for a key
        without a value."""
        text = self._text(node, key, default=default)
        if not text and (required or _is_bare(node)):
            # As in `accent: #7a1450`, which is a key without a value, and a comment.
            self._refuse(f"{key} must {must}, and has no value", node, hint)
            return ""
        if (text in fits if isinstance(fits, Collection) else fits(text)) or not text:
            return text
        meant = did_you_mean(text, fits) if isinstance(fits, Collection) else ""
        self._refuse(f"{key} must {must}, not `{text}`", node, meant or hint)
        return ""

    def _text(self, node: yaml.Node | None, key: str, *, default: str = "") -> str:
        """A scalar as written, so that `off` and `no` stay words; `!ENV` is resolved as in MkDocs."""
        if node is None:
            return default
        if node.tag == "!ENV":
            return self._from_environment(node, key, default=default)
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(f"{key} must be a single value", node)
            return default
        return default if node.tag == _NULL else str(node.value)

    def _from_environment(self, node: yaml.Node, key: str, *, default: str) -> str:
        names = list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
        if not names or not all(isinstance(name, yaml.ScalarNode) for name in names):
            self._refuse(f"{key} must be `!ENV NAME` or `!ENV [NAME, fallback]`", node)
            return default
        fallback = names.pop() if len(names) > 1 else None
        for name in names:
            if name.value in os.environ:
                return os.environ[name.value]
        return self._text(fallback, key, default=default)

    def _mapping(self, node: yaml.Node | None, name: str) -> dict[str, yaml.Node]:
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if node is not None and node.tag != _NULL:
            self._refuse(f"{name} must be a mapping: lines of `key: value`", node)
        return {}

    def _pairs(self, node: yaml.Node | None, name: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
        """The keys of a mapping of ours, each with its node and its value."""
        values = self._mapping(node, name)
        keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        pairs: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
        for key in keys:
            if not isinstance(key, yaml.ScalarNode) or not key.value or key.value in pairs:
                self._refuse("a key must be a word, and unique", key)
            else:
                pairs[key.value] = key.value, key, values[key.value]
        return list(pairs.values())

    def place(self, node: yaml.Node | None) -> Place:
        return Place(CONFIG_FILE) if node is None else place_of(CONFIG_FILE, self.text, node)

    def _refuse(self, message: str, node: yaml.Node | None, hint: str = "") -> None:
        self.problems.append(problem(BAD_SETTING, message, self.place(node), hint))
