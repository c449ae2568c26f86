"""Where sheets and hand-written pages name a sheet, and how to make them name another one."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from briefings.catalog import urls
from briefings.model import FOLDERS, SheetModel, Source
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.model.walk import walk_references
from briefings.sheets import edits
from briefings.sheets.edits import Edit
from briefings.sheets.load import Sheet
from briefings.sheets.places import spot
from briefings.text.prose import Kind, references

Named = tuple[str, str]
"""The kind and id that a reference names."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """The new id of a sheet."""

    kind: Kind
    old: str
    new: str
    kept: Collection[str] = ()
    """The briefings (`briefings/second-tram-line`) in which the part of a renamed actor keeps its anchor."""

    @property
    def _prose(self) -> re.Pattern[str]:
        """A reference in the text of a sheet, where a line break may follow any space. The id is group 1."""
        kind = f"(?:{self.kind}:)?" if self.kind == "actor" else f"{self.kind}:"
        named = rf"(?<=\[\[)\s*{kind}\s*({self.old})(?=\s*(?:\||\]\]))"
        return re.compile(rf"{named}|(?<=\[@)({self.old})(?=\])" if self.kind == "source" else named)

    # ── Sheets ──

    def in_sheet(self, sheet: Sheet[SheetModel]) -> list[Edit]:
        """The edits for all references of a sheet. What names both ids in one list names the new one once."""
        if (self.kind, self.old) not in set(named(sheet)) and not _may_link(sheet.text, self.old):
            return []
        found: list[Edit] = []
        lists: defaultdict[KeyPath, list[int]] = defaultdict(list)
        for path, value in walk_references(sheet.data):
            if isinstance(value, Prose):
                found += self._in_prose(sheet, path, value)
            elif isinstance(value, Citation):
                if self.kind == "source" and value.source == self.old:
                    found += self._in_citation(sheet.text, path, value, lists)
            elif value.kind == self.kind and value == self.old:
                if isinstance(path[-1], int) and self._lists_new(sheet.text, path[:-1]):
                    lists[path[:-1]].append(path[-1])
                else:
                    found += self._at(sheet.text, path)
        if self.kind == "source" and isinstance(sheet.data, Source) and sheet.data.republishes == self.old:
            found += self._at(sheet.text, ("republishes",))
        for path, gone in lists.items():
            if (at := spot(sheet.text, path)) is not None:
                found += edits.remove(sheet.text, at.node, gone)
        return list(dict.fromkeys(found))

    def _at(self, text: str, path: KeyPath) -> Iterator[Edit]:
        at = spot(text, path)
        if at is not None:
            yield edits.with_id(text, at.node, self.new)

    def _lists_new(self, text: str, path: KeyPath) -> bool:
        """Whether a list of ids or citations names the new sheet, too."""
        at = spot(text, path)
        return at is not None and edits.is_list(at.node) and any(self.new in each for each in _ids(at.node))

    def _in_citation(
        self, text: str, path: KeyPath, citation: Citation, lists: defaultdict[KeyPath, list[int]]
    ) -> Iterator[Edit]:
        if citation.source in citation.path:
            where = path[: len(path) - len(citation.path) + citation.path.index(citation.source) + 1]
            at = spot(text, where)
            if at is None or at.key is None:
                return
            if self.new in edits.plain(at.above):
                yield from edits.pairs_joined(text, at.above, self.old, self.new)
            else:
                yield edits.with_id(text, at.key, self.new)
        elif isinstance(path[-1], int) and self._lists_new(text, path[:-1]):
            lists[path[:-1]].append(path[-1])
        else:
            yield from self._at(text, path)

    def _in_prose(self, sheet: Sheet[SheetModel], path: KeyPath, value: Prose) -> Iterator[Edit]:
        at = spot(sheet.text, path)
        if at is None:
            return
        if any((each.kind, each.id) == (self.kind, self.old) for each in references(value)):
            yield from edits.matches(sheet.text, at.node, self._prose, self._renamed)
        if _may_link(value, self.old):
            page = urls.page_of_sheet(sheet)
            for written in dict.fromkeys(match[1] for match in _ADDRESS.finditer(value)):
                if (better := self._address(written, page)) != written:
                    pattern = re.compile(rf"(?<=[(<]){re.escape(written)}(?=[\s)>])")
                    yield from edits.matches(sheet.text, at.node, pattern, lambda _, new=better: new)  # type: ignore[misc]  # mypy has no type for the default

    def _renamed(self, match: re.Match[str]) -> str:
        group = 1 if match[1] is not None else 2
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + self.new + match[0][end:]

    # ── Hand-written pages ──

    def in_page(self, text: str, page: str) -> list[Edit]:
        """The edits for all links on a hand-written page, in Markdown and in HTML; `page` is its path below
        build/docs."""
        if not _may_link(text, self.old):
            return []
        found = (Edit(*at.span(1), self._address(at[1], page)) for at in _ADDRESS.finditer(text))
        return [edit for edit in found if text[edit.start : edit.end] != edit.text]

    def _address(self, address: str, page: str) -> str:
        """A relative address on a page, with the new id if it leads to the sheet or to an entry about it."""
        path, mark, anchor = address.partition("#")
        if self.kind == "actor" and anchor == f"actor-{self.old}" and not self._keeps(path, page):
            address, anchor = f"{path}{mark}actor-{self.new}", f"actor-{self.new}"
        if "://" in path or path.startswith(("/", "\\", "mailto:")):
            return address
        for target in _targets(path, page):
            if re.match(rf"{FOLDERS[self.kind]}/{self.old}(?=[./]|$)", target):
                parts = re.split(rf"(?<![a-z0-9-]){self.old}(?![a-z0-9-])", path)
                if len(parts) > 1:
                    return f"{self.old.join(parts[:-1])}{self.new}{parts[-1]}{mark}{anchor}"
        return address

    def _keeps(self, path: str, page: str) -> bool:
        """Whether the part of the actor on a page keeps its anchor."""
        pages = _targets(path, page) if path else (page,)
        return any(target.removesuffix(".md") in self.kept for target in pages)


def _targets(path: str, page: str) -> Iterator[str]:
    """The pages to which a relative address may lead. In HTML, addresses are those of published pages, each
    in a folder of its own."""
    for base in (posixpath.dirname(page), page.removesuffix(".md")):
        yield posixpath.normpath(posixpath.join(base, unquote(path)))


_ADDRESS = re.compile(
    r"""(?:\]\(\s*+<?|\]:\s*+<?|\b(?:href|src)\s*+=\s*+["'])([^\s<>()"']++)""", re.IGNORECASE
)
"""What a link, a definition of one, or an attribute of HTML leads to."""


def _may_link(text: str, old: str) -> bool:
    return old in text and ("](" in text or "]:" in text or "=" in text)


def _ids(sequence: object) -> Iterator[list[str]]:
    """The ids of each citation in a list."""
    for each in edits.plain(sequence):
        yield list(each) if isinstance(each, dict) else [each]


def named(sheet: Sheet[SheetModel]) -> list[Named]:
    """The kind and id of each reference of a sheet, in order."""
    found: list[Named] = []
    for _, value in walk_references(sheet.data):
        if isinstance(value, Prose):
            found += [(each.kind, each.id) for each in references(value)]
        elif isinstance(value, Citation):
            found.append(("source", value.source))
        else:
            found.append((value.kind, value))
    if isinstance(sheet.data, Source) and sheet.data.republishes is not None:
        found.append(("source", sheet.data.republishes))
    return found
