"""The interface of engines, the result of a build, and how a new site replaces the old one."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter

from briefings import BriefingsError
from briefings.search.failure import FinishError
from briefings.settings import Settings
from briefings.store.files import FolderError
from briefings.store.folders import NewFolder

SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""The environment variable of reproducible-builds.org: the build's date in seconds."""


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


class EngineError(BriefingsError):
    """No site was built, and the earlier site was left unchanged."""

    def __init__(self, message: str, warnings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(warnings)
        """The engine's warnings, each in one line."""


Finish = Callable[[Path], Iterable[str]]
"""Completes a site before it is published; returns warnings, raises FinishError."""


class Engine(ABC):
    """Builds the site from the Markdown files in `settings.docs_dir`."""

    def builds_alone(self, settings: Settings) -> bool:
        """Whether `Frame` gives the same pages, each by itself, so that most can be reused."""
        return False

    @abstractmethod
    def write(self, settings: Settings, folder: Path) -> list[str]:
        """Write a whole site into an empty folder; return warnings, each in one line. Raises EngineError."""

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
        durable: bool = True,
    ) -> EngineResult:
        """Build the site in `site_dir`, which defaults to the one in the settings. Raises EngineError.

        It is built beside the target, then exchanged with it, so that readers never see half a site and a
        failure leaves the old one. No component of the target's path inside the project may be a link.

        With `strict`, a warning is a failure. `as_of` replaces today in sitemaps, so that the same sheets
        give the same bytes. A site that is not `durable` may be lost in a power failure.
        """
        started = perf_counter()
        target = (site_dir or settings.site_dir).absolute()
        with failing(), NewFolder(target, "site", inside=settings.root, durable=durable) as new:
            with source_day(as_of):
                warnings = self.write(settings, new.path)
            refuse_warnings(warnings, "the engine", strict=strict)
            if not (new.path / "index.html").is_file():
                raise EngineError(
                    "the site was not built: the Markdown has no index.md for its front page", warnings
                )
            if finish is not None:
                late = list(finish(new.path))
                refuse_warnings(late, "what follows the engine", strict=strict)
                warnings += late
            pages = sum(1 for _ in new.path.rglob("*.html"))
            new.put()
        return EngineResult(target, pages, tuple(warnings), perf_counter() - started)


@contextmanager
def failing() -> Iterator[None]:
    """Raise as EngineError whatever keeps a site from being finished or written."""
    try:
        yield
    except FinishError as error:
        raise EngineError(f"the site was not built: {error}") from error
    except FolderError as error:
        raise EngineError(f"the site was not written: {error}") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise EngineError(f"the site was not written: {where}{error.strerror or error}") from error


def refuse_warnings(warnings: Sequence[str], whose: str, *, strict: bool) -> None:
    """Raise EngineError if there are warnings and they are failures."""
    if warnings and strict:
        count = "a warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
        raise EngineError(f"the site was not built: {whose} gave {count}", warnings)


@contextmanager
def source_day(as_of: date | None) -> Iterator[None]:
    """Set the date that engines take for today, unless the caller's environment sets one."""
    given = SOURCE_DATE in os.environ
    if as_of is not None and not given:
        seconds = int(datetime.combine(as_of, time(), UTC).timestamp())
        # MkDocs writes it into sitemap.xml.gz, in 32 bits.
        os.environ[SOURCE_DATE] = str(min(max(0, seconds), 2**32 - 1))
    try:
        yield
    finally:
        if not given:
            os.environ.pop(SOURCE_DATE, None)
