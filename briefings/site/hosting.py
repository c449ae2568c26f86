"""The size of a site, and warnings before it exceeds the limits of GitHub Pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

MEGABYTE = 1_000_000
LARGEST_SITE = 1_000 * MEGABYTE
"""Bytes of a published site, by GitHub's documentation ("GitHub Pages limits")."""
LARGEST_FILE = 100 * MEGABYTE
"""Bytes of a file in a repository, and so of a file in a site that is published from a branch."""
NEARLY = 0.8
"""The share of LARGEST_SITE above which the host is warned."""
MOST = 3
"""Parts or files that a warning names."""


def total(sizes: Mapping[str, int]) -> str:
    """The size of all files together, as `24 MB`; `sizes` are bytes by path."""
    return megabytes(sum(sizes.values()))


def warnings(sizes: Mapping[str, int]) -> Iterator[str]:
    """Warnings for the host of a site, each in one line; `sizes` are bytes by path below the site."""
    whole = sum(sizes.values())
    if whole >= NEARLY * LARGEST_SITE:
        parts = Counter[str]()
        for path, size in sizes.items():
            parts[_part(path)] += size
        limit = f"GitHub Pages publishes at most {megabytes(LARGEST_SITE)}"
        largest = _list(parts.most_common(MOST))
        yield f"the site has {megabytes(whole)}, and {limit}; its largest parts are {largest}"
    large = {path: size for path, size in sizes.items() if size > LARGEST_FILE}
    if large:
        more = f" and {len(large) - MOST} more" if len(large) > MOST else ""
        heaviest = sorted(large.items(), key=lambda part: (-part[1], part[0]))[:MOST]
        yield f"GitHub accepts files of up to {megabytes(LARGEST_FILE)} only: {_list(heaviest)}{more}"


_FOLDERS = frozenset({"assets", "media", "pagefind"})
"""Folders of a site that are counted as a whole."""


def _part(path: str) -> str:
    """What a file is counted with: the folder that it is in, or all files of its format."""
    top = path.partition("/")[0]
    return f"{top}/" if top in _FOLDERS else f"*{''.join(PurePosixPath(path).suffixes)}"


def megabytes(size: int) -> str:
    """Bytes as `0.4 MB`, `24 MB` or `1,200 MB`."""
    return f"{size / MEGABYTE:.1f} MB" if size < 10 * MEGABYTE else f"{size / MEGABYTE:,.0f} MB"


def _list(parts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({megabytes(size)})" for name, size in parts)
