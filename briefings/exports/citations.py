"""Citations for reference managers, as BibTeX, RIS and CSL-JSON: each briefing with the sources that it
cites, and each source alone.

Names are given whole, because sheets do not say which part of a name is the family name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.exports.resource import Format, Publication, Resource, compact
from briefings.model import Source
from briefings.model.dates import Date, Part, Span, Unit
from briefings.model.source import SourceKind
from briefings.settings import Settings
from briefings.text import escape
from briefings.text.licences import Licence
from briefings.views.facts import Ref
from briefings.views.page import Page
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class _Genre:
    """What each format calls a kind of work, and where it has the publisher."""

    csl: str
    bibtex: str
    ris: str
    csl_publisher: str
    bibtex_publisher: str
    ris_publisher: str


_NEWS = _Genre("article-newspaper", "article", "NEWS", "container-title", "journal", "T2")
_REPORT = _Genre("report", "techreport", "RPRT", "publisher", "institution", "PB")
_WEB_PAGE = _Genre("webpage", "online", "ELEC", "container-title", "organization", "T2")
_GENRES: dict[SourceKind, _Genre] = {
    "primary": _REPORT,
    "wire": _NEWS,
    "state-media": _NEWS,
    "news": _NEWS,
    "analysis": _REPORT,
    "weak": _WEB_PAGE,
}


@dataclass(frozen=True, slots=True)
class _Work:
    """A work to cite."""

    key: str
    """Stable: programs and texts refer to it."""
    genre: _Genre
    title: str
    publisher: str
    authors: tuple[str, ...]
    issued: Date | None
    url: str | None
    language: str
    licence: Licence | None
    accessed: Date | None = None
    archived: str | None = None


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The files of a briefing's or a source's page, one in each format."""
    ref = page.view.subject
    if ref is None or ref.kind not in ("briefing", "source"):
        return
    cited = [ref] if ref.kind == "source" else [source.ref for source in publication.cited(ref)]
    briefing = None if ref.kind == "source" else (ref, publication.data(ref).last_changed)
    works = _Works(briefing, tuple((each.id, publication.data(each)) for each in cited))
    updated = publication.changed(ref)
    for suffix, (name, media_type, make) in _FORMATS.items():
        yield Resource(
            path=urls.data_of(page.path, name),
            format="citations",
            media_type=media_type,
            made_from=works,
            make=make,
            suffix=suffix,
            page=page.path,
            updated=updated,
        )


@dataclass(frozen=True, slots=True)
class _Works:
    """What the files of a page are made from."""

    briefing: tuple[Ref, Date] | None
    """The briefing, with the day of its last change; None on the page of a source."""
    sources: tuple[tuple[str, Source], ...]
    """The sources that it cites, or the only one, by id."""

    def each(self, words: Words, settings: Settings) -> Iterator[_Work]:
        """A source; or a briefing, then the sources that it cites."""
        if self.briefing is not None:
            yield _briefing(*self.briefing, words, settings)
        yield from (_source(*each) for each in self.sources)


def _briefing(briefing: Ref, changed: Date, words: Words, settings: Settings) -> _Work:
    """A briefing as it was on the day of its last change. When it was read, only its readers know."""
    site = settings.site_url
    return _Work(
        # Ids have no colon, so no source has this key.
        key=f"briefing:{briefing.id}",
        genre=_WEB_PAGE,
        title=briefing.title,
        publisher=settings.site_name,
        authors=(settings.site_name,),
        issued=changed,
        url=site + urls.address(briefing.path) if site else None,
        language=words.language,
        licence=settings.licence,
    )


def _source(id_: str, data: Source) -> _Work:
    return _Work(
        key=id_,
        genre=_GENRES[data.kind],
        title=data.headline,
        publisher=data.publisher,
        authors=data.authors,
        issued=data.published,
        url=data.url,
        language=data.language,
        licence=data.licence,
        accessed=data.accessed,
        archived=data.archived,
    )


# ── CSL-JSON ────────────────────────────────────────────────────────────────────────────────────────────────


def _csl(works: _Works, words: Words, settings: Settings) -> bytes:
    items = (_csl_item(work, words) for work in works.each(words, settings))
    return ("[" + ",\n".join(items) + "]\n").encode()


def _csl_item(work: _Work, words: Words) -> str:
    item = {
        "id": work.key,
        "type": work.genre.csl,
        "title": work.title,
        work.genre.csl_publisher: work.publisher,
        "author": [{"literal": name} for name in work.authors],
        "issued": work.issued and _csl_date(work.issued, words),
        "accessed": work.accessed and _csl_date(work.accessed, words),
        "URL": work.url,
        "archive_location": work.archived,
        "language": work.language,
    }
    given = {key: value for key, value in item.items() if value}
    return compact(given)


def _csl_date(date: Date, words: Words) -> dict[str, Any]:
    """A date as CSL has it; in words, if it has no form for it."""
    member = date.members[0]
    ends = (member.start, member.end) if isinstance(member, Span) else (member,)
    parts = [_csl_parts(end) if isinstance(end, Part) else None for end in ends]
    if date.form not in ("single", "interval") or None in parts:
        return {"literal": words.date(date)}
    circa = {"circa": True} if date.is_qualified else {}
    return {"date-parts": parts, **circa}


def _csl_parts(part: Part) -> list[int] | None:
    """Year, month and day; None for what CSL does not know: decades, seasons in intervals, years BCE."""
    day = part.first
    n = {Unit.YEAR: 1, Unit.MONTH: 2, Unit.DAY: 3, Unit.TIME: 3}.get(part.unit)
    return None if n is None or day.year < 1 or part.some is not None else [*day][:n]


# ── BibTeX ──────────────────────────────────────────────────────────────────────────────────────────────────

_TEX = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "%&$#_"},
    # BibTeX counts braces even after a backslash, so one without its pair would end the field.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_TEX_SPECIAL = re.compile(r"[\\^~{}%&$#_]")
_NOT_IN_URL = re.compile(r"[\\{}\s]")


def _bibtex(works: _Works, words: Words, settings: Settings) -> bytes:
    return "\n".join(map(_bibtex_entry, works.each(words, settings))).encode()


def _bibtex_entry(work: _Work) -> str:
    """For BibTeX and for BibLaTeX, whose `date` is EDTF, and exact."""
    year = None if work.issued is None else work.issued.year
    fields = {
        # Braces keep small and capital letters, and names as they are.
        "title": f"{{{_tex(work.title)}}}",
        work.genre.bibtex_publisher: _tex(work.publisher),
        # Styles sort and cite by author, and BibLaTeX wants one: without, it is the publisher.
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors or (work.publisher,)),
        # Otherwise pandoc takes the day of the newspaper for one of a journal, and drops it.
        "entrysubtype": "newspaper" if work.genre is _NEWS else "",
        "date": work.issued and work.issued.text,
        "year": str(year) if year is not None and year > 0 else "",
        "url": work.url and _tex_url(work.url),
        "urldate": work.accessed and work.accessed.text,
        "archiveurl": work.archived and _tex_url(work.archived),
        "language": work.language,
        # BibLaTeX has no field for a licence, and no style prints this one.
        "annotation": work.licence,
    }
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    # BibLaTeX wants an address of what is online.
    entry = "misc" if work.genre is _WEB_PAGE and not work.url else work.genre.bibtex
    return f"@{entry}{{{work.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda sign: _TEX[sign[0]], escape.one_line(text))


def _tex_url(address: str) -> str:
    """An address, in which TeX takes all signs as they are, except for braces and backslashes."""
    return _NOT_IN_URL.sub(lambda sign: escape.path(sign[0]), address)


# ── RIS ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _ris(works: _Works, words: Words, settings: Settings) -> bytes:
    return "".join(map(_ris_record, works.each(words, settings))).encode()


def _ris_record(work: _Work) -> str:
    given = [
        ("TY", work.genre.ris),
        ("ID", work.key),
        ("TI", work.title),
        *(("AU", name) for name in work.authors),
        (work.genre.ris_publisher, work.publisher),
        *(_ris_date(work.issued) if work.issued is not None else ()),
        ("UR", work.url),
        ("AV", work.archived),
        ("Y2", _ris_day(work.accessed) if work.accessed is not None else None),
        ("LA", work.language),
    ]
    lines = [f"{tag}  - {escape.one_line(value)}\r\n" for tag, value in given if value]
    return "".join([*lines, "ER  - \r\n\r\n"])


def _ris_date(date: Date) -> Iterator[tuple[str, str]]:
    year = date.year
    if year is not None and year > 0:
        yield "PY", f"{year:04}"
    yield "DA", _ris_day(date)


def _ris_day(date: Date) -> str:
    """A date as RIS has it: `2025/07/26/`. One that is not exact follows the third slash, as EDTF."""
    member = date.members[0]
    start = member.start if isinstance(member, Span) else member
    is_set = date.form in ("one-of", "all-of")
    parts = None if is_set or not isinstance(start, Part) else _csl_parts(start)
    texts = [f"{part:02}" for part in parts or ()]
    is_exact = date.form == "single" and parts is not None and not date.is_qualified
    return "/".join([*texts, *[""] * (3 - len(texts)), "" if is_exact else date.text])


_FORMATS: dict[str, tuple[str, str, Callable[[_Works, Words, Settings], bytes]]] = {
    "bib": ("bib", "application/x-bibtex", _bibtex),
    "ris": ("ris", "application/x-research-info-systems", _ris),
    "csl": ("csl.json", "application/vnd.citationstyles.csl+json", _csl),
}
"""By what distinguishes the file: its suffix, its media type, and what writes it."""

CITATIONS = Format(
    "citations",
    of_page=of_page,
    addresses=tuple(
        f"{folder}/….{name}" for folder in ("briefings", "sources") for name, _, _ in _FORMATS.values()
    ),
)
