"""The interface of engines, the result of a build, and how a new site replaces the old one."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter

from briefings.html.finish import FinishError
from briefings.settings import Settings
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.store.files import FolderError
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, no_progress

SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""The environment variable of reproducible-builds.org: the build's date in seconds."""


@dataclass(frozen=True, slots=True)
class Places:
    """The anchors and links of a page, from which dead links are found once all pages are built."""

    anchors: str
    """The anchors on the page, separated by spaces."""
    links: str
    """Its links to anchors, one a line, separated by tabs: the page, the anchor and, unless it is the usual
    one, the link as written. Links to anchors of the page itself are included only if they are dead."""


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A site that was built."""

    site_dir: Path
    pages: int
    """The number of its HTML pages."""
    warnings: tuple[str, ...]
    """Each in one line."""
    seconds: float
    """How long the build took."""
    places: Mapping[str, Places] = field(default_factory=dict)
    """By page that was built now; empty for engines that always build all pages."""


class EngineError(Exception):
    """No site was built, and the earlier site was left unchanged."""

    def __init__(self, message: str, warnings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.warnings = tuple(warnings)
        """The engine's warnings, each in one line."""


Finish = Callable[[Path], Iterable[str]]
"""Completes a site before it is published; returns warnings, raises FinishError."""


EngineOutput = tuple[list[str], Mapping[str, Places]]
"""Warnings, and the places of the pages that were built."""


class Engine(ABC):
    """Builds the site from the Markdown files in `settings.docs_dir`."""

    @abstractmethod
    def keeps(self, settings: Settings) -> bool:
        """Whether the engine can build some pages and reuse others from an earlier build."""

    @abstractmethod
    def write(
        self, settings: Settings, folder: Path, as_of: date | None, earlier: PreviousSite, progress: Progress
    ) -> EngineOutput:
        """Write a whole site into an empty folder. Raises EngineError."""

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
        earlier: PreviousSite = NO_PREVIOUS_SITE,
        durable: bool = True,
        progress: Progress = no_progress,
    ) -> EngineResult:
        """Build the site in `site_dir`, which defaults to the one in the settings. Raises EngineError.

        It is built beside the target, then exchanged with it, so that readers never see half a site and a
        failure leaves the old one. No component of the target's path inside the project may be a link.

        The pages in `earlier` are reused. With `strict`, a warning is a failure. `as_of` replaces today in
        sitemaps, so that the same sheets give the same bytes. A site that is not `durable` may be lost in a
        power failure.
        """
        started = perf_counter()
        target = (site_dir or settings.site_dir).absolute()
        try:
            with NewFolder(target, "site", inside=settings.root, durable=durable) as new:
                warnings, places = self.write(settings, new.path, as_of, earlier, progress)
                _refuse_warnings(warnings, "the engine", strict=strict)
                if not (new.path / "index.html").is_file():
                    raise EngineError(
                        "the site was not built: the Markdown has no index.md for its front page", warnings
                    )
                if finish is not None:
                    late = list(finish(new.path))
                    _refuse_warnings(late, "what follows the engine", strict=strict)
                    warnings += late
                pages = sum(1 for _ in new.path.rglob("*.html"))
                new.put()
        except FinishError as error:
            raise EngineError(f"the site was not built: {error}") from error
        except FolderError as error:
            raise EngineError(f"the site was not written: {error}") from error
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise EngineError(f"the site was not written: {where}{error.strerror or error}") from error
        return EngineResult(target, pages, tuple(warnings), perf_counter() - started, places)


def _refuse_warnings(warnings: Sequence[str], whose: str, *, strict: bool) -> None:
    if warnings and strict:
        count = "a warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
        raise EngineError(f"the site was not built: {whose} gave {count}", warnings)


def source_date(as_of: date | None) -> dict[str, str]:
    """The environment variable that gives engines today's date; empty without a date, or if the caller's
    environment sets one."""
    if as_of is None or SOURCE_DATE in os.environ:
        return {}
    seconds = int(datetime.combine(as_of, time(), UTC).timestamp())
    # MkDocs writes it into sitemap.xml.gz, in 32 bits.
    return {SOURCE_DATE: str(min(max(0, seconds), 2**32 - 1))}
