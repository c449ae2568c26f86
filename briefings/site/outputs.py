"""The folders that commands write, and the check that they contain no foreign files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from briefings.problems.codes import OUTPUT_FOLDER
from briefings.problems.problem import Place, Problem, problem
from briefings.settings import DOCS_DIR, ISSUE_FORMS, Settings
from briefings.sheets import git
from briefings.store import builds, folders
from briefings.store.files import FolderError, real_folder
from briefings.store.files import sweep as sweep_folder
from briefings.store.folders import Content, list_files
from briefings.store.parsed import ParseCache

_ALTERNATIVES: Mapping[Content, str] = {
    "markdown": f", or set docs_dir in mkdocs.yml to a folder of its own, such as `{DOCS_DIR}`",
    "site": ", or give the site a folder of its own with site_dir in mkdocs.yml or --site-dir",
}


def replaced_folders(settings: Settings, target: Path | None = None) -> dict[Content, Path]:
    """The folders that are replaced as a whole; `target` is the folder of the site, if not that of the
    settings."""
    return {"markdown": settings.docs_dir, "site": target or settings.site_dir, "search": settings.search_dir}


def _written_folders(settings: Settings, target: Path | None = None) -> list[Path]:
    """The outermost folders of the project that commands write."""
    own = (settings.cache_dir, settings.schemas_dir)
    every = [*replaced_folders(settings, target).values(), *own]
    inside = [path for path in every if path.is_relative_to(settings.root)]
    return [
        path for path in inside if not any(path != other and path.is_relative_to(other) for other in inside)
    ]


def names(settings: Settings, target: Path | None = None) -> tuple[str, ...]:
    """The folders that commands write, relative to the project, to ask git about."""
    return tuple(_shown(settings, folder) for folder in _written_folders(settings, target))


def build_folders(settings: Settings, target: Path, *, search: bool = True) -> tuple[Path, ...]:
    """The folders that builds write: Markdown, site, schemas and, with `search`, the search documents."""
    return settings.docs_dir, target, settings.schemas_dir, *((settings.search_dir,) if search else ())


def build_inputs(
    settings: Settings, target: Path, options: Mapping[str, object], *, with_history: bool = True
) -> builds.Inputs:
    """Digests of everything that a build into `target` may read, with or without the history of the
    sheets."""
    content = (settings.content_dir, settings.seeds_dir)
    written = (settings.root / "build", *build_folders(settings, target))
    history = git.position(settings.root) if with_history else ""
    return builds.inputs(settings.root, content, written, options, also=history)


def cache(settings: Settings, name: str, committed: Collection[str] | None) -> ParseCache:
    """A cache of a project. `committed` are the files that git tracks in the folders that commands write: one
    that is committed may come from anybody, and without an answer from git it may be committed."""
    if committed is None or problems(settings, committed):
        return ParseCache()
    return ParseCache(settings.cache_dir / name, inside=settings.root)


def problems(settings: Settings, committed: Iterable[str], target: Path | None = None) -> list[Problem]:
    """Links and files in place of these folders, and files in them that git tracks.

    `committed` are tracked files, relative to the project: anybody may have written them, and a build would
    reuse them as its own.
    """
    places = _written_folders(settings, target)
    tracked = sorted(committed)
    by_name: dict[str, Problem] = {}
    for folder in (*places, settings.cards_dir, settings.search_dir):
        try:
            real_folder(folder, inside=settings.root)
        except FolderError as error:
            name = _shown(settings, error.path)
            hint = "delete it, or put a real folder in its place"
            by_name[name] = problem(OUTPUT_FOLDER, f"`{name}` {error.why}", Place(name), hint)
        except FileNotFoundError:
            pass
    for name in (_shown(settings, folder) for folder in places):
        # The other way round for a submodule above the folder.
        files = [file for file in tracked if f"{file}/".startswith(f"{name}/") or name.startswith(f"{file}/")]
        if files:
            message = f"`{name}` is for generated files only, but git tracks files in it: {list_files(files)}"
            top = files[0] if name.startswith(f"{files[0]}/") else name
            hint = f"run `git rm -r --cached {top}`, and add `/{top}` to .gitignore"
            by_name.setdefault(name, problem(OUTPUT_FOLDER, message, Place(files[0]), hint))
    return list(by_name.values())


def problems_of(settings: Settings, folder: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Those of the problems that prevent writing in one of the folders."""
    own = _shown(settings, folder) + "/"
    return [
        each
        for each in problems
        if each.code == OUTPUT_FOLDER
        and (own.startswith(f"{each.place.path}/") or each.place.path.startswith(own))
    ]


def obstacles(
    settings: Settings,
    contents: Iterable[Content],
    *,
    committed: Iterable[str] = (),
    target: Path | None = None,
) -> list[Problem]:
    """The problems that prevent replacing the folders of these contents."""
    found = problems(settings, committed, target)
    every = replaced_folders(settings, target)
    return found + [
        each for content in contents for each in _foreign_files(settings, content, every[content])
    ]


def _foreign_files(settings: Settings, content: Content, folder: Path) -> Iterator[Problem]:
    try:
        files = folders.foreign_files(folder, content, inside=settings.root)
    except OSError:
        # A link or a file in place of the folder, which `problems` or the writer reports.
        return
    if files:
        message = f"`{_shown(settings, folder)}` {folders.HOLDS_FOREIGN}: {list_files(files)}"
        elsewhere = "" if folder == settings.root / DOCS_DIR else _ALTERNATIVES.get(content, "")
        if content == "markdown" and not elsewhere:
            elsewhere = "; if a plugin in mkdocs.yml wrote them, take it out there"
        hint = f"move them away{elsewhere}; if none of them is yours, delete the folder"
        yield problem(OUTPUT_FOLDER, message, Place(_shown(settings, folder / files[0])), hint)


def sweep(settings: Settings, target: Path | None = None) -> list[Path]:
    """Remove what interrupted builds left behind; returns the foreign files there, which stay.

    Only one process at a time may call this; see `folders.project_lock`.
    """
    every = [*replaced_folders(settings, target).values(), settings.preview_dir]
    for folder in every:
        sweep_folder(folder, inside=settings.root)
    return [path for folder in every for path in folders.sweep(folder, inside=settings.root)]


def sweep_files(settings: Settings) -> None:
    """Remove temporary files that interrupted commands left behind."""
    content = [settings.content_dir, *(path for path in settings.content_dir.glob("*") if path.is_dir())]
    own = (settings.cache_dir, settings.cards_dir, settings.schemas_dir, settings.root / ISSUE_FORMS)
    for folder in (settings.root, settings.root / "build", *content, settings.seeds_dir, *own):
        sweep_folder(folder, inside=settings.root)


def _shown(settings: Settings, path: Path) -> str:
    return path.relative_to(settings.root).as_posix() if path.is_relative_to(settings.root) else str(path)
