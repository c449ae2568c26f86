"""What a plugin may provide, and which plugins are installed.

A plugin is a package whose entry point in the group `briefings` names a `Plugin`; ours are declared in
pyproject.toml like those of others. What a plugin provides is named as `module:attribute`, and imported when
it is needed, so that `--help` is instant. docs/plugins.md shows how to write one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

from briefings import BriefingsError


class Command(NamedTuple):
    """A command of `briefings`."""

    target: str
    """A `click.Command`."""
    help: str
    """The first paragraph of its help."""


class FormatOption(NamedTuple):
    """A format besides HTML, which hosts switch on and off by its name."""

    target: str
    """A `briefings.exports.Format` of this name."""
    on: bool = True
    """Whether a site has it by default."""
    aliases: tuple[str, ...] = ()
    """Other names that hosts may mean it by."""
    before: str = ""
    """The format that pages link to after this one; without it, this one comes last."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a plugin provides. Everything is optional."""

    commands: Mapping[str, Command] = field(default_factory=dict)
    """By name."""
    formats: Mapping[str, FormatOption] = field(default_factory=dict)
    """By name."""
    rules: tuple[str, ...] = ()
    """Functions of a `Catalog`, `Words` and `Settings` that yield problems. `check` and `build` call them
    with the linked sheets."""
    codes: Path | None = None
    """A folder with a Markdown file for each code of these problems, as in briefings/problems/texts."""
    languages: Path | None = None
    """A folder with a folder for each language, as in briefings/languages."""
    words: Path | None = None
    """A folder of fixed words: en.yml and, as far as it is translated, `<language>.yml`."""
    starter: str = ""
    """A function of the `Words` and sheets of a new site that returns files for it, by path."""
    texts: str = ""
    """A function that fetches texts of sources, a `briefings.evidence.fetched.FetchTexts`."""
    article: str = ""
    """A function that reads the article on a saved web page or in a PDF, a
    `briefings.evidence.fetched.ReadArticle`."""
    pictures: str = ""
    """An object that draws pictures for shared links, a `briefings.html.sharing.Pictures`."""
    responder: str = ""
    """A function of the `Settings` that returns a `briefings.preview.Responder`, or None. It answers beside
    the preview, on this computer only."""
    libraries: tuple[str, ...] = ()
    """Modules that formats, pictures, `texts` and `article` need."""
    install: str = ""
    """What to install if they are missing: `briefings[fetch]`."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The libraries that are not installed."""
        return tuple(library for library in self.libraries if find_spec(library) is None)

    def load(self, target: str, purpose: str) -> Any:
        """What this plugin provides for a purpose, which starts the message if a library is missing."""
        if missing := self.missing:
            them = "it" if len(missing) == 1 else "them"
            raise MissingError(
                f"{purpose} needs {', '.join(missing)}; install {them} with `pip install '{self.install}'`"
            )
        return load(target)


class MissingError(BriefingsError):
    """A plugin or one of its libraries is not installed."""

    exit_code = 2


FORMATS = {
    "json": FormatOption("briefings.exports.json.pages:JSON"),
    "csv": FormatOption("briefings.exports.csv:CSV"),
    "feeds": FormatOption("briefings.exports.feeds.notations:FEEDS", aliases=("atom", "rss")),
    "calendars": FormatOption("briefings.exports.calendars:CALENDARS", aliases=("ics", "icalendar")),
    "json-ld": FormatOption("briefings.exports.json_ld:JSON_LD", aliases=("schema-org",)),
    "citations": FormatOption("briefings.exports.citations:CITATIONS", aliases=("bibtex", "ris")),
    "text": FormatOption("briefings.exports.text:TEXT", aliases=("markdown",)),
    "embeds": FormatOption("briefings.exports.embeds:EMBEDS", aliases=("svg",)),
}
"""The formats of the core, in the order in which pages link to them."""


@cache
def plugins() -> Mapping[str, Plugin]:
    """The installed plugins by name, in alphabetical order."""
    found = sorted(entry_points(group="briefings"), key=lambda point: point.name)
    return {point.name: _installed(point) for point in found}


def _installed(point: EntryPoint) -> Any:
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise BriefingsError(
            f"the plugin {point.name} cannot be loaded: {error}; fix it or uninstall it"
        ) from error


@cache
def formats() -> Mapping[str, FormatOption]:
    """All formats by name, in the order in which pages link to them."""
    options = dict(FORMATS)
    names = [*FORMATS]
    for name, option in _of_all("formats", FORMATS):
        options[name] = option
        names.insert(names.index(option.before) if option.before in names else len(names), name)
    return {name: options[name] for name in names}


def commands(own: Mapping[str, Command]) -> dict[str, Command]:
    """All commands by name: our own and those of plugins."""
    return {**own, **dict(_of_all("commands", own))}


def _of_all(what: Literal["commands", "formats"], own: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The commands or formats of all plugins, by names that nothing else has."""
    taken = set(own)
    for plugin, provided in plugins().items():
        for name, each in getattr(provided, what).items():
            if name in taken:
                raise BriefingsError(f"the plugin {plugin} has `{name}` among its {what}, which is taken")
            taken.add(name)
            yield name, each


@cache
def load_format(name: str) -> Any:
    """A format of `formats`."""
    for plugin in plugins().values():
        if name in plugin.formats:
            return plugin.load(plugin.formats[name].target, f"the format `{name}`")
    return load(formats()[name].target)


def sources() -> Iterator[Path]:
    """The folders of plugins that are not ours; what a build makes depends on every file in them."""
    packages = {point.module.partition(".")[0] for point in entry_points(group="briefings")}
    for package in sorted(packages - {"briefings"}):
        spec = find_spec(package)
        yield from map(Path, (spec and spec.submodule_search_locations) or ())


def folders(what: Literal["codes", "languages", "words"]) -> Iterator[Path]:
    """The folders with codes of problems, languages or fixed words of all plugins that have any."""
    found = (getattr(each, what) for each in plugins().values())
    return (folder for folder in found if folder is not None)


@cache
def provided(what: Literal["texts", "article", "pictures"], purpose: str) -> Any:
    """What a plugin provides under this name, for a purpose, which starts the message if there is nothing."""
    for plugin in plugins().values():
        if target := getattr(plugin, what):
            return plugin.load(target, purpose)
    raise MissingError(f"{purpose} needs a plugin, and none that is installed has it")


def load(target: str) -> Any:
    """What is named as `module:attribute`."""
    module, _, attribute = target.partition(":")
    loaded = import_module(module)
    if not hasattr(loaded, attribute):
        raise BriefingsError(f"a plugin names {target}, and {module} has no {attribute}")
    return getattr(loaded, attribute)
