"""What every engine offers, what comes out of it, and how a new site takes the place of the old one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Protocol

from briefings.html.finish import FinishError
from briefings.settings import Settings
from briefings.store.builds import NOTHING, Earlier
from briefings.store.files import FolderError
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, no_progress

SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""Of the environment: seconds, as reproducible-builds.org asks of every tool."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the links of a site's other pages must know of a page, and it of them."""

    anchors: str
    """The places on it that links can lead to, with spaces between."""
    links: str
    """Its links to places on other pages, each a line: the page, the place and, unless it is as links are,
    the link as written; with tabs between. Of links to places on itself, those that are dead."""


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A site that was built."""

    site_dir: Path
    """Where it stands."""
    pages: int
    """How many HTML pages it has."""
    warnings: tuple[str, ...]
    """What the engine found doubtful, each in one line."""
    seconds: float
    """How long it took."""
    places: Mapping[str, Places] = field(default_factory=dict)
    """By page that was made now; empty for an engine that makes all pages or none."""


class EngineError(Exception):
    """No site was built; the one that stood before still stands."""

    def __init__(self, message: str, warnings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.warnings = tuple(warnings)
        """What the engine had to say, each in one line."""


Finish = Callable[[Path], Iterable[str]]
"""Completes a site that was built and that nobody sees yet; returns warnings, raises FinishError."""


class Engine(Protocol):
    """Builds the site from the Markdown tree in `settings.docs_dir`."""

    name: str

    def keeps(self, settings: Settings) -> bool:
        """Whether it can make some pages and leave others as an earlier build made them."""
        ...

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
        earlier: Earlier = NOTHING,
        durable: bool = True,
        progress: Progress = no_progress,
    ) -> EngineResult:
        """The site in `site_dir`, or else where the settings say. Raises EngineError.

        `finish` is what a site still needs after the engine. The pages that `earlier` has are taken over.
        With `strict`, a warning is a failure. `as_of` is the day that the engine writes into sitemaps in
        place of today, so that the same sheets give the same bytes. A site that is not `durable` may be lost
        in a power failure.
        """
        ...


Write = Callable[[Path], tuple[list[str], Mapping[str, Places]]]
"""Writes a whole site into an empty folder, and returns warnings and what is known of its pages."""


def replace_site(
    target: Path,
    write: Write,
    *,
    strict: bool,
    inside: Path | None = None,
    durable: bool = True,
    finish: Finish | None = None,
) -> EngineResult:
    """Build beside the target and exchange the two, so that readers never see half a site and a failure
    leaves the old one.

    `finish` completes what the engine built. No component of the target's path below `inside` may be a link.
    """
    started = perf_counter()
    try:
        with NewFolder(target, "site", inside=inside, durable=durable) as new:
            warnings, places = write(new.path)
            _refuse_warnings(warnings, "the engine", strict=strict)
            if not (new.path / "index.html").is_file():
                raise EngineError(
                    "the site was not built: the Markdown has no index.md for its front page", warnings
                )
            if finish is not None:
                doubtful = list(finish(new.path))
                _refuse_warnings(doubtful, "what follows the engine", strict=strict)
                warnings += doubtful
            pages = sum(1 for _ in new.path.rglob("*.html"))
            new.put()
    except FinishError as error:
        raise EngineError(f"the site was not built: {error}") from error
    except FolderError as error:
        raise EngineError(f"the site was not written: {error}") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise EngineError(f"the site was not written: {where}{error.strerror or error}") from error
    return EngineResult(
        site_dir=target,
        pages=pages,
        warnings=tuple(warnings),
        seconds=perf_counter() - started,
        places=places,
    )


def _refuse_warnings(warnings: Sequence[str], whose: str, *, strict: bool) -> None:
    if warnings and strict:
        count = "a warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
        raise EngineError(f"the site was not built: {whose} gave {count}", warnings)


def source_date(as_of: date | None) -> dict[str, str]:
    """The variable that tells an engine which day stands for today; empty where no day is given, or the
    caller's environment has one."""
    if as_of is None or SOURCE_DATE in os.environ:
        return {}
    return {SOURCE_DATE: str(max(0, int(datetime.combine(as_of, time(), UTC).timestamp())))}
