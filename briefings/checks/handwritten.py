"""Reads and checks hand-written pages: content/pages/*.md, which are published unchanged."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType
from typing import Any

from markdown import markdown

from briefings.catalog import urls
from briefings.model import FOLDERS
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.sheets import markup
from briefings.sheets.load import read_text
from briefings.sheets.names import File, files, name_problem
from briefings.sheets.places import locate
from briefings.sheets.wording import wording_problems
from briefings.sheets.yaml_text import place_at, read_yaml, text_problems
from briefings.text.allowed import Fault, Rules, align_by_class, fragment_faults

EXTENSIONS = ("tables", "def_list", "fenced_code", "md_in_html", "toc")
"""The extensions of Python-Markdown that the check and the search use. The engine may use others; the gate
then checks its HTML again."""


@dataclass(frozen=True, slots=True)
class HandwrittenPage:
    """A page that a curator wrote in Markdown."""

    path: str
    """The path below build/docs."""
    sheet: str
    """The file it was read from, relative to the project's root."""
    title: str
    description: str
    body: str
    """The Markdown below the front matter."""
    line: int
    """The line of the file where the body begins."""


def read_pages(content: Path, root: Path) -> tuple[list[HandwrittenPage], list[Problem]]:
    """The hand-written pages without problems, and the problems of the others."""
    pages: list[HandwrittenPage] = []
    page_files, problems = files(content / "pages", root)
    for file in page_files:
        refused = _file_problem(file)
        page, wrong = _read(file, root) if refused is None else (None, [refused])
        problems += wrong
        if page is not None:
            pages.append(page)
    return pages, problems


def _file_problem(file: File) -> Problem | None:
    """A problem with the name or folder of a file, if there is one."""
    if file.ending != ".md":
        hint = "hand-written pages end in `.md`; pictures belong in content/media/"
        return problem(
            codes.STRAY_FILE, f"`{file.name}` is not a page and is left out", Place(file.shown), hint
        )
    if len(file.parts) > 1:
        hint = "move it to content/pages/ itself"
        return problem(
            codes.STRAY_FILE,
            f"`{file.name}` is in a subfolder and is left out",
            Place(file.shown),
            hint,
        )
    if (wrong := name_problem(file.stem + file.ending, ".md", file.shown)) is not None:
        return wrong
    if f"{file.stem}.md" in urls.GENERATED or file.stem in (*FOLDERS.values(), *urls.OTHERS):
        message = f"`{file.name}` would replace a page that is generated from sheets"
        if file.stem in urls.OTHERS:
            message = f"`{file.name}` would have the address of something else on the site, `{file.stem}/`"
        return problem(codes.DUPLICATE_ID, message, Place(file.shown), "choose another name")
    return None


def _read(file: File, root: Path) -> tuple[HandwrittenPage | None, list[Problem]]:
    text = read_text(file.path, file.shown, root=root)
    if isinstance(text, Problem):
        return None, [text]
    problems = text_problems(text, file.shown)
    return (None, problems) if problems else _parse(text, file.stem, file.shown)


def _parse(text: str, stem: str, shown: str) -> tuple[HandwrittenPage | None, list[Problem]]:
    head, body = _split(text)
    start = len(text) - len(body)
    # The empty line replaces the opening `---`, so that line numbers are those of the file.
    front_matter = "\n" + head
    fields, problems = read_yaml(front_matter, shown)
    problems = problems or wording_problems(front_matter, shown, None)
    problems += [
        problem(
            fault.code,
            fault.message,
            place_at(shown, text, start + fault.start, width=len(fault.words)),
            fault.hint,
        )
        for fault in markup.in_page(body)
    ]
    problems = problems or [*_key_problems(fields, front_matter, text, shown)]
    problems = problems or [
        forbidden(fault, shown, text, HINT if fault.near else "divide the page") for fault in _faults(body)
    ]
    if problems:
        return None, problems
    title, description = (
        " ".join(str(fields.get(key, fields["title"])).split()) for key in ("title", "description")
    )
    line = text.count("\n", 0, start) + 1
    return HandwrittenPage(f"{stem}.md", shown, title, description, body, line), []


def _key_problems(fields: Any, front_matter: str, text: str, shown: str) -> Iterator[Problem]:
    """The front matter must have a title, and may have a description."""
    title = fields.get("title") if isinstance(fields, dict) else None
    if not isinstance(title, str) or not title.strip():
        yield problem(
            codes.MISSING_KEY,
            "a page starts with its title in front matter",
            locate(shown, front_matter, ("title",))
            if front_matter != "\n"
            else place_at(shown, text, 0, len(text.partition("\n")[0])),
            "start it with the lines `---`, `title: …`, `description: …`, `---`",
        )
        return
    keys = {"title", "description"}
    for key in fields:
        if key not in keys:
            yield problem(
                codes.UNKNOWN_KEY,
                f"`{key}` is not a key of a page",
                locate(shown, front_matter, (key,), key=True),
                did_you_mean(str(key), keys) or "known keys: description, title",
            )


def as_html(body: str) -> str:
    """Converts the Markdown of a page to HTML. Raises any exception of the converter or its parser."""
    return markdown(body, extensions=EXTENSIONS)


MAX_SECONDS = 10
"""Processor time for one page. Real pages take milliseconds; a hostile one could take hours."""


class _TooLong(BaseException):
    """Not an `Exception`, because the converter must not catch it."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raises `_TooLong` if the block takes longer. Works only in the main thread of a Unix process."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _faults(body: str) -> list[Fault]:
    try:
        with _limited(MAX_SECONDS):
            html = as_html(body)
            # MkDocs uses this parser to find anchors in Markdown, and it fails on some broken declarations.
            HTMLParser().feed(body)
    except _TooLong:
        return [Fault(f"its Markdown takes longer than {MAX_SECONDS} seconds to read", "")]
    except Exception as error:  # converters can raise anything
        return [
            Fault(
                f"its HTML cannot be read ({': '.join(filter(None, [type(error).__name__, str(error)]))})",
                "<!",
            )
        ]
    return [
        fault
        for fault in fragment_faults(align_by_class(html), Rules(generated=False))
        if not fault.is_link or _is_attribute(fault.near, body)
    ]


def _is_attribute(address: str, body: str) -> bool:
    """Whether an address is in HTML that the page contains: the link checker reads only Markdown."""
    attribute = rf"\b(?:src|href|cite)\s*=\s*[\"']?\s*{re.escape(address)}"
    return re.search(attribute, body, re.IGNORECASE) is not None


HINT = "write it in Markdown"


def forbidden(fault: Fault, shown: str, text: str, hint: str, page: str = "") -> Problem:
    """Reports a fault in the HTML of a page as a problem of the file `shown` with the content `text`.

    Its place is the first occurrence of the faulty text, or else the top of the file. `page` is the page's
    file in the site.
    """
    line, column, width = _find(fault.near, text)
    shown_line = text.split("\n")[line - 1]
    message = f"{fault.message}{f' (in {page})' if page else ''}"
    return problem(codes.FORBIDDEN_HTML, message, Place(shown, line, column, shown_line, width), hint)


def _find(near: str, text: str) -> tuple[int, int, int]:
    """Line, column and width of the first occurrence of a text; the first line if there is none."""
    sought = re.escape(near)
    where = re.search(rf"(?<![\w-]){sought}(?![\w-])|{sought}", text, re.IGNORECASE) if near else None
    if where is not None:
        start = text.rfind("\n", 0, where.start()) + 1
        return text.count("\n", 0, where.start()) + 1, where.start() - start + 1, len(where[0])
    # Addresses can contain character references.
    for number, line in enumerate(text.split("\n"), start=1):
        if near and "".join(near.split()) in "".join(unescape(line).split()):
            return number, 1, len(line)
    return 1, 1, 1


def _split(text: str) -> tuple[str, str]:
    """Splits a page into its front matter and body."""
    if text.startswith("---\n"):
        head, closing, body = text[4:].partition("\n---\n")
        if closing:
            return head, body
    return "", text
