"""Hand-written pages (content/pages/*.md) and media: what goes to the site as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefings import codes, urls
from briefings.load import LARGEST_SHEET
from briefings.model import FOLDERS
from briefings.problems import Place, Problem, did_you_mean, problem
from briefings.prose import is_id
from briefings.yaml_text import locate, read_yaml

MEDIA_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".pdf"})
"""What content/media/ may hold. SVG is left out: it can carry scripts."""


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A page that a curator wrote in Markdown."""

    path: str
    """Below build/docs."""
    sheet: str
    """The file it was read from, relative to the project's root."""
    title: str
    description: str
    body: str
    """The Markdown below the front matter."""


def read_pages(content: Path, root: Path) -> tuple[list[Handwritten], list[Problem]]:
    """The hand-written pages, and what is wrong with them; those with problems are left out."""
    pages: list[Handwritten] = []
    problems: list[Problem] = []
    # Hidden files are editors' own, as among the sheets.
    for file in sorted((content / "pages").glob("[!.]*")):
        shown = file.relative_to(root).as_posix()
        page, wrong = _read(file, shown) if file.suffix == ".md" else (None, [_stray(file, shown)])
        problems += wrong
        if page is not None:
            pages.append(page)
    return pages, problems


def _stray(file: Path, shown: str) -> Problem:
    return problem(
        codes.STRAY_FILE,
        f"`{file.name}` is no page and is left out",
        Place(shown),
        "hand-written pages end in `.md`; pictures belong in content/media/",
    )


def _read(file: Path, shown: str) -> tuple[Handwritten | None, list[Problem]]:
    if not is_id(file.stem):
        return None, [
            problem(
                codes.BAD_FILE_NAME, f"`{file.name}` cannot be part of an address", Place(shown), "use small letters, digits and hyphens"
            )
        ]
    if f"{file.stem}.md" in urls.GENERATED or file.stem in FOLDERS.values():
        return None, [
            problem(
                codes.DUPLICATE_ID,
                f"`{file.name}` would take the place of a page that is made from the sheets",
                Place(shown),
                "choose another name",
            )
        ]
    try:
        data = file.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None, [problem(codes.UNREADABLE, "the page cannot be read as UTF-8 text", Place(shown), "save the file as UTF-8")]
    if len(data) > LARGEST_SHEET:
        return None, [problem(codes.UNREADABLE, f"the page has {len(data):,} bytes; at most {LARGEST_SHEET:,} are read", Place(shown))]
    return _parse(text, file.stem, shown)


def _parse(text: str, stem: str, shown: str) -> tuple[Handwritten | None, list[Problem]]:
    head, body = _split(text)
    # One line stands before the front matter, so that its places are the file's.
    fields, problems = read_yaml("\n" + head, shown)
    if problems:
        return None, problems
    if not isinstance(fields, dict) or not isinstance(fields.get("title"), str):
        return None, [
            problem(
                codes.MISSING_KEY,
                "a page starts with its title in front matter",
                locate(shown, text, ()),
                "start it with the lines `---`, `title: …`, `description: …`, `---`",
            )
        ]
    known = {"title", "description"}
    unknown = [
        problem(
            codes.UNKNOWN_KEY,
            f"`{key}` is no key of a page",
            locate(shown, "\n" + head, (key,), key=True),
            did_you_mean(str(key), known) or "known here: description, title",
        )
        for key in fields
        if key not in known
    ]
    if unknown:
        return None, unknown
    return Handwritten(f"{stem}.md", shown, fields["title"], str(fields.get("description", fields["title"])), body), []


def _split(text: str) -> tuple[str, str]:
    """Front matter and the rest."""
    if text.startswith("---\n"):
        head, closing, body = text[4:].partition("\n---\n")
        if closing:
            return head, body
    return "", text


def media_files(folder: Path) -> Iterator[Path]:
    """The pictures and documents of content/media/."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.is_file() and file.suffix.lower() in MEDIA_ENDINGS and not file.is_symlink():
            yield file
