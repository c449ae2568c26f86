"""What a build of the site returns or raises, and the day that it takes for today.

Nothing here imports MkDocs, which takes longer to import than a small site to check.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from briefings import BriefingsError
from briefings.problems.problem import Problem
from briefings.search.failure import FinishError
from briefings.store.files import FolderError

SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""The environment variable of reproducible-builds.org: the build's date in seconds."""


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A site that was built."""

    site_dir: Path
    pages: int
    """The number of its HTML pages."""
    seconds: float
    """How long the build took."""
    problems: tuple[Problem, ...] = ()
    """In drafts, which are left out or shown as far as they are."""


class EngineError(BriefingsError):
    """No site was built, and the earlier site was left unchanged."""

    def __init__(self, message: str, warnings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(warnings)
        """MkDocs' warnings, each in one line."""


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
        # Copying names first what is copied, and then where to.
        path = error.filename2 or error.filename
        where = f"{path}: " if path else ""
        raise EngineError(f"the site was not written: {where}{error.strerror or error}") from error


def refuse_warnings(warnings: Sequence[str], *, strict: bool) -> None:
    """Raise EngineError if there are warnings and they are failures."""
    if warnings and strict:
        count = "a warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
        raise EngineError(f"the site was not built: the engine gave {count}", warnings)


@contextmanager
def source_day(as_of: date | None) -> Iterator[None]:
    """Set the date that MkDocs takes for today, unless the caller's environment sets one."""
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
