"""Text of web pages → prose of sheets: paragraphs, links and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_HIDDEN = frozenset({"script", "style"})
_MARKS = re.compile(r"(?=[\\`*_\[\]])|(?<=\[)(?=@)")

_LIST = re.compile(r"^(?:\d+(?=[.)]\s)|(?=[-+]\s|>))")


def prose(html: str) -> str:
    """The words of a text that may hold HTML, with links as `[words](address)`. Marks are escaped."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    parser.end_link()
    paragraphs = (" ".join(paragraph.split()) for paragraph in "".join(parser.parts).split("\n\n"))
    return "\n\n".join(filter(None, paragraphs))


def plain(html: str) -> str:
    """The words of a text that may hold HTML, on one line."""
    parser = _Words(marks=False)
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())


def marked(text: str) -> str:
    """Plain text as prose that says the same: what would be markup is escaped."""
    return _LIST.sub(r"\g<0>\\", _MARKS.sub(r"\\", text))


class _Words(HTMLParser):
    def __init__(self, *, marks: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._marks = marks
        self._hidden = 0
        self._link: str | None = None
        self._link_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.end_link()
            self.parts.append("\n\n")
        elif tag == "a" and self._marks:
            self.end_link()
            address = dict(attrs).get("href") or ""
            if re.fullmatch(r"https?://[^\s<>()\[\]\\`]+", address):
                self._link, self._link_start = address, len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.end_link()
            self.parts.append("\n\n")
        elif tag == "a":
            self.end_link()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(_MARKS.sub(r"\\", data) if self._marks else data)

    def end_link(self) -> None:
        """Make a link of what was read since its beginning."""
        if self._link is not None:
            words = " ".join("".join(self.parts[self._link_start :]).split())
            self.parts[self._link_start :] = [f"[{words}]({self._link})"] if words else []
            self._link = None
