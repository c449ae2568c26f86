"""The attacks: for each, how input is made by chance, what is done with it, and what must hold."""

from __future__ import annotations

import json
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import yaml as pyyaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import meta

from briefings.catalog.link import link
from briefings.checks import editorial_problems, link_problems
from briefings.checks.handwritten import read_pages
from briefings.checks.particulars import particular_problems
from briefings.evidence import lock as evidence_lock
from briefings.evidence import seeds
from briefings.evidence.fragments import directive_for_match, text_directive
from briefings.evidence.passages import is_short, nearest, normalize, search
from briefings.exports import json_ld
from briefings.html.fast import convert
from briefings.html.frame import FAILURES, ConvertedPage
from briefings.html.metadata import Metadata
from briefings.model import FOLDERS
from briefings.model.dates import Date, terms_overlap
from briefings.pages.planned import pages as pages_of
from briefings.plugins.fetching.extract import decoded, permission
from briefings.problems.problem import ContentError, Problem
from briefings.problems.reports import FORMATS, report
from briefings.render.render import Renderer
from briefings.settings import ProjectNotFound, Settings
from briefings.sheets.load import Sheet, parse_sheet
from briefings.site.destinations import Destinations
from briefings.versions.addresses import IdsLock
from tests.fuzz import corpus, mutate
from tests.trees import maker_of, words

Input = dict[str, str]
"""Named texts, as JSON can hold them; where a name ends in `.bytes`, the characters are bytes."""

DECLARED = (ContentError, ProjectNotFound, seeds.TextError)
"""What functions may raise: problems with words for a curator."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A page's HTML, for a browser to judge, and what must be in it."""

    html: str
    heading: str
    lines: tuple[str, ...]
    """One-line texts of the sheet, each of which a reader must see whole."""
    marks: dict[str, int]
    """How many elements of ours it has, by selector: one less, and a text has swallowed it."""


@dataclass(frozen=True, slots=True)
class Target:
    """One attack."""

    make: Callable[[Random], Input]
    run: Callable[[Input], list[Fragment]]
    share: int
    """Of the inputs, beside the others."""
    seconds: float
    """Of the processor, at most, for one input."""


TARGETS: dict[str, Target] = {}


def target(
    name: str, make: Callable[[Random], Input], *, share: int = 1, seconds: float = 2
) -> Callable[[Callable[[Input], Any]], Callable[[Input], Any]]:
    """Registers what is done with the input of a target."""

    def register(run: Callable[[Input], Any]) -> Callable[[Input], Any]:
        TARGETS[name] = Target(make, lambda given: run(given) or [], share, seconds)
        return run

    return register


# ── Sheets ──


def _sheet(chance: Random) -> Input:
    folder = chance.choice(list(corpus.SHEETS))
    data: Any = corpus.hostile(chance, folder, times=chance.randint(0, 3))
    if chance.random() < 0.4:
        for path in chance.sample(corpus.free(data), 1):
            mutate.put(data, path, mutate.text(chance))
    if chance.random() < 0.4:
        data = mutate.twisted(chance, data)
    text = mutate.yaml(chance, data)
    how = chance.random()
    if how < 0.25:
        text = mutate.bent(chance, text)
    elif how < 0.4:
        text = mutate.bent_lines(chance, text)
    return {"path": f"content/{folder}/fuzzed.yml", "text": text}


def read(path: str, text: str) -> tuple[Sheet[Any] | None, list[Problem]]:
    """What a text says as a sheet, and what is wrong with it."""
    kind = next(kind for kind, folder in FOLDERS.items() if path.startswith(f"content/{folder}/"))
    return parse_sheet(text, kind, Path(path).stem, path)


@target("sheets", _sheet, share=4)
def sheets(given: Input) -> None:
    """A sheet is read, or problems are told, each with a place in it; telling them harms no terminal."""
    sheet, problems = read(given["path"], given["text"])
    assert sheet is not None or any(p.severity == "error" for p in problems), "neither a sheet nor a problem"
    _told(problems, given["text"])


def _told(problems: list[Any], text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in problems:
        place = each.place
        assert 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1, (
            f"a place outside the file: {place}"
        )
        assert each.message and len(each.message) < 5_000 and len(each.hint) < 5_000, (
            "a message that is empty or endless"
        )
    said = {form: report(problems, form) for form in FORMATS}
    assert not UNPRINTABLE.search(said["text"]), f"a control character in a report: {said['text']!r}"
    assert all(line.startswith("::") for line in said["github"].rstrip("\n").split("\n")[:-1]), (
        "a line of an annotation that is none"
    )
    json.loads(said["json"])


UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


# ── Pages ──

NEIGHBORS = {
    "content/briefings/tram.yml": corpus.BRIEFING,
    "content/actors/ines-hartog.yml": {
        "name": "Ines Hartog",
        "kind": "person",
        "summary": "Mayor of Veldhaven.",
    },
    "content/actors/veldhaven.yml": {"name": "Veldhaven", "kind": "public-body"},
    "content/sources/herald.yml": {
        "title": "Council to vote",
        "publisher": "The Herald",
        "kind": "news",
        "url": "https://herald.example/",
    },
    "content/sources/gazette.yml": {"title": "The cost", "publisher": "The Gazette", "kind": "news"},
    "content/topics/trams.yml": {"name": "Trams"},
}
_LINES = frozenset(
    {"title", "place", "role", "stance", "quote", "about", "label", "unit", "heading", "name", "publisher"}
)
_MARKS = {
    "span[class]": '<span class="', "sup[class]": '<sup class="', "div[class]": '<div class="',
    "time": "<time ", "q": "<q", "nav": "<nav ",
    "a.ev": '<a class="ev ', "figure": "<figure", "svg": "<svg ", "details": "<details",
}  # fmt: skip


SETTINGS = Settings(root=Path("/nonexistent"), site_name="Fuzzed", site_url="https://site.example/")


def _pages(chance: Random) -> Input:
    folder = chance.choice(("briefings", "briefings", "actors", "sources", "topics"))
    return {
        "path": f"content/{folder}/fuzzed.yml",
        "text": mutate.yaml(chance, corpus.hostile(chance, folder, times=chance.randint(1, 8)), odd=0),
    }


@target("pages", _pages, share=8, seconds=5)
def pages(given: Input) -> list[Fragment]:
    """What passes the check becomes a page, by both converters the same, with its texts and nothing else."""
    fuzzed, problems = read(given["path"], given["text"])
    if fuzzed is None:
        return []
    others = [read(path, json.dumps(data))[0] for path, data in NEIGHBORS.items()]
    linked, problems = link([sheet for sheet in [*others, fuzzed] if sheet is not None])
    if linked is None:
        return []
    maker = maker_of(linked)
    destinations = Destinations(SETTINGS, linked, maker.proofs, maker.coverage, maker.words, ())
    rules = [
        *(p for each in linked.sheets() for p in particular_problems(each, maker.coverage, missing=True)),
        *editorial_problems(linked),
        *link_problems(linked, (), destinations),
    ]
    if any(p.severity == "error" for p in [*problems, *rules]):
        return []
    data = pyyaml.load(given["text"], Loader=pyyaml.BaseLoader)
    named = data.get("title") or data.get("name")
    found = []
    for page in pages_of(maker, SETTINGS):
        if "fuzzed" not in (path := page.path):
            continue
        Metadata(maker.words, SETTINGS).head(page)
        json_ld.element(page, maker.words, SETTINGS)
        body, front = meta.get_data(Renderer(maker.words, SETTINGS).render(page))
        assert front.get("title") == page.title, (
            f"front matter has another title: {front.get('title')!r}, not {page.title!r}"
        )
        fast, slow = html_of(path, body)
        assert slow is not None, "Python-Markdown cannot read a page"
        assert fast is None or fast == slow, f"the converters differ:\n{_difference(fast or '', slow)}"
        lines = [text for text in _texts(data) if path.startswith("briefings/")]
        marks = {selector: body.count(mark) for selector, mark in _MARKS.items()}
        found.append(
            Fragment(slow, " ".join(named.split()), tuple(" ".join(text.split()) for text in lines), marks)
        )
    return found


def _texts(data: Any, name: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, name)
    elif name in _LINES:
        yield data


def _difference(one: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(0, at - 40) : at + 60]!r}\n{other[max(0, at - 40) : at + 60]!r}"


@cache
def _configuration() -> MkDocsConfig:
    """What MkDocs converts a page with."""
    config = MkDocsConfig()
    folder = tempfile.gettempdir()
    toc = {"permalink": True, "permalink_title": "Link to this section"}
    extensions = ["tables", "def_list", "md_in_html", {"toc": toc}]
    config.load_dict(
        {
            "site_name": "Fuzzed",
            "docs_dir": folder,
            "site_dir": f"{folder}-site",
            "markdown_extensions": extensions,
        }
    )
    assert config.validate()[0] == []
    return config


OTHERS = ("index", "timeline", "support", "statements", "briefings/index", "actors/index", "sources/index")
"""Pages that links may lead to."""


def html_of(path: str, markdown: str) -> tuple[str | None, str | None]:
    """The HTML of a page by the fast converter and by Python-Markdown; None where it refuses. `check` refuses
    such a page before it comes to that."""
    config = _configuration()
    names = dict.fromkeys((path, *(f"{name}.md" for name in OTHERS)))
    files = Files([File(name, "docs", "site", use_directory_urls=True) for name in names])
    file = files.get_file_from_path(path)
    assert file is not None
    made: list[str | None] = []
    permalink = config.mdx_configs["toc"]["permalink_title"]
    fast = ConvertedPage(None, file, config, partial(convert, permalink=permalink))
    logging.disable(logging.CRITICAL)
    for page in (fast, MkDocsPage(None, file, config)):
        page.markdown, page.meta = markdown, {"title": "Fuzzed"}
        try:
            page.render(config, files)
        except FAILURES:
            made.append(None)
        else:
            made.append(page.content or "")
    logging.disable(logging.NOTSET)
    return (made[0] if fast.fast else None), made[1]


def _markdown(chance: Random) -> Input:
    blocks = []
    for n in range(chance.randint(1, 5)):
        words = mutate.text(chance, longest=10)
        blocks.append(
            chance.choice(
                (
                    "{}", "- {}\n- {}", "1. {}", "# {}", "## {}", "| {} | a |\n| --- | --- |\n| {} | b |",
                    '<div class="part" id="x" markdown>\n\n{}\n\n</div>', '<span class="text">{}</span>',
                    '<p class="x" markdown>{}</p>', "> {}", "{}\n{}",
                    '- **{}** <br><span class="note">{}</span>', "[{}](../timeline.md)", "*{}* **{}** `{}`",
                    "- a\n    - {}\n",
                )
            )
            .replace('id="x"', f'id="x{n}"')
            .replace("{}", words)
        )  # fmt: skip
    return {"markdown": "\n\n".join(blocks)}


@target("fast", _markdown, share=4)
def fast(given: Input) -> None:
    """The fast converter gives what Python-Markdown gives, or refuses."""
    quick, slow = html_of("briefings/fuzzed.md", given["markdown"])
    if slow is None:
        assert quick is None, "only the fast converter reads it"
        return
    assert quick is None or quick == slow, f"the converters differ:\n{_difference(quick or '', slow)}"


def _handwritten(chance: Random) -> Input:
    head = chance.choice(
        (
            "---\ntitle: {}\ndescription: {}\n---\n",
            "---\ntitle: {}\n---\n",
            "---\n{}\n---\n",
            "{}",
            "---\ntitle: {}\n...\n",
            "\ufeff---\ntitle: {}\n---\n",
        )
    )
    text = head.replace("{}", mutate.flow(chance, mutate.text(chance))) + "\n" + _markdown(chance)["markdown"]
    return {
        "page.bytes": mutate.bent_bytes(chance, mutate.as_bytes(text))
        if chance.random() < 0.3
        else mutate.as_bytes(text)
    }


@target("handwritten", _handwritten)
def handwritten(given: Input) -> None:
    """A hand-written page is read, or a problem is told."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content/pages/fuzzed.md"
        file.parent.mkdir(parents=True)
        file.write_bytes(given["page.bytes"].encode("latin-1"))
        found, problems = read_pages(Path(folder) / "content", Path(folder))
    assert (found == []) == any(p.severity == "error" for p in problems), (
        "neither a page nor a problem, or both"
    )
    for page in found:
        assert not UNPRINTABLE.search(page.title + page.description), (
            f"a control character in a title: {page.title!r}"
        )


# ── Locks, texts, passages ──


def _lock(chance: Random) -> Input:
    passages = {
        mutate.text(chance): chance.choice(
            (
                0,
                5,
                {"offset": 3, "times": 2},
                {"offset": 1, "cut": True},
                {"found": "2025-01-01", "gone": "2025-02-02"},
            )
        )
        for _ in range(chance.randint(0, 3))
    }
    entry = {"sha256": "0" * 64, "length": 100, "checked": "2025-07-26", "passages": passages}
    data: Any = {
        "about": "x", "version": chance.choice((1, 1, 1, 1, 2, 3)),
        "sources": dict.fromkeys(chance.sample(("herald", "a b", ""), chance.randint(0, 2)), entry),
    }  # fmt: skip
    if chance.random() < 0.5:
        data = mutate.twisted(chance, data)
    text = json.dumps(data, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 2)))
    if chance.random() < 0.4:
        text = mutate.bent(chance, text)
    if chance.random() < 0.1:
        at = chance.randint(0, len(text))
        text = (
            text[:at]
            + chance.choice(("[" * 100_000, "9" * 5_000, "NaN", "1e999", "\\ud800", '{"a":' * 50_000))
            + text[at:]
        )
    return {"lock": text}


@target("locks", _lock)
def locks(given: Input) -> None:
    """A lock is read or damaged; what is read is written, and read as the same again."""
    with suppress(*DECLARED):
        content = evidence_lock.parse(given["lock"])
        text = evidence_lock.dump(content)
        assert evidence_lock.dump(evidence_lock.parse(text)) == text, "a lock that is not what was written"
        text.encode()


def _passages(chance: Random) -> Input:
    text = mutate.text(chance, plain=0.8, longest=60)
    at, to = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    passage = text[at:to]
    if chance.random() < 0.5:
        passage = mutate.bent(chance, passage)
    if chance.random() < 0.1:
        text = text * chance.choice((10, 300))
    # Neither a saved text nor a sheet is read with half a surrogate pair in it.
    return {"text": _whole(text), "passage": _whole(passage)}


def _whole(words: str) -> str:
    return words.encode("utf-8", "ignore").decode()


@target("passages", _passages)
def passages(given: Input) -> None:
    """A passage is found where it says, and what is found is in the text."""
    passage, normal = given["passage"], normalize(given["text"])
    nearest(passage, normal)
    is_short(passage)
    assert text_directive(passage).encoded
    if (match := search(passage, normal)) is not None:
        assert directive_for_match(match, normal).encoded
        ends = [0, *(position for span in match.spans for position in span)]
        assert ends == sorted(ends) and ends[-1] <= len(normal.text), (
            "a match that is not in order, or not in the text"
        )
        assert match.times >= 1, "a match that occurs never"
        origins = [normal.origin(position) for position in ends]
        assert origins == sorted(origins) and origins[-1] <= len(given["text"]), (
            "a place in the saved text that is not in order"
        )


def _bytes(chance: Random) -> Input:
    return {"text.bytes": mutate.bent_bytes(chance, mutate.as_bytes(mutate.text(chance, longest=30)))}


@target("texts", _bytes)
def texts(given: Input) -> None:
    """The bytes of a saved text are a text, or refused."""
    with suppress(*DECLARED):
        seeds.decode(given["text.bytes"].encode("latin-1"))


def _ids(chance: Random) -> Input:
    lines = [
        chance.choice(("actors/x", "topics/y", "# z", "", "<<<<<<< a", mutate.text(chance)))
        for _ in range(chance.randint(0, 8))
    ]
    return {"ids.bytes": mutate.bent_bytes(chance, mutate.as_bytes("\n".join(lines)))}


@target("ids", _ids)
def ids(given: Input) -> None:
    """The list of published ids is read, or its damaged lines are told."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ids.lock"
        file.write_bytes(given["ids.bytes"].encode("latin-1"))
        with suppress(*DECLARED):
            found = IdsLock.read(file, "content/ids.lock")
            assert all(re.fullmatch(r"[a-z]+/[a-z0-9-]+", line) for line in found.lines), (
                f"an id that is none: {list(found.lines)}"
            )


def _robots(chance: Random) -> Input:
    names = ("User-agent", "Disallow", "Allow", "Crawl-delay", "Request-rate", "Sitemap", mutate.text(chance))
    values = (
        "*", "briefings", "/", "/a", "/a*b$", "/*/*/*/*/*x", "/" + "*a" * 40, "9" * 400, "²", "²/1", "1/0",
        "-1", "1e999", "nan", "inf", "", "%", "%zz", mutate.text(chance),
    )  # fmt: skip
    colons = (":", ": ", " : ", "")
    lines = [
        chance.choice(names) + chance.choice(colons) + chance.choice(values)
        for _ in range(chance.randint(0, 12))
    ]
    path = chance.choice(("", "a", "a/b", "a" * 300, "%2f", "%zz", mutate.text(chance)))
    url = "https://a.example/" + path.encode("utf-8", "ignore").decode()
    body = mutate.as_bytes(chance.choice(("\n", "\r\n", "\r")).join(lines))
    return {"robots.bytes": mutate.bent_bytes(chance, body) if chance.random() < 0.2 else body, "url": url}


@target("robots", _robots)
def robots(given: Input) -> None:
    """A robots.txt says yes or no, and a pause that can be waited for."""
    _, delay = permission(given["robots.bytes"].encode("latin-1"), url=given["url"], agent="briefings")
    assert 0 <= delay < float("inf"), f"a pause of {delay}"


def _download(chance: Random) -> Input:
    names = (
        "utf-8", "undefined", "latin-1", "utf-16", "utf-7", "idna", "punycode", "rot13", "base64", "zip",
        "mbcs", "", " ", "big5", "gbk", "unicode-escape", "x" * 999, mutate.text(chance),
    )  # fmt: skip
    declared = f'<meta charset="{chance.choice(names)}">' if chance.random() < 0.5 else ""
    body = mutate.bent_bytes(chance, mutate.as_bytes(declared + mutate.text(chance, longest=30)))
    return {"body.bytes": body, "charset": chance.choice(names)}


@target("downloads", _download)
def downloads(given: Input) -> None:
    """Whatever a header says of its encoding, a page is text."""
    decoded(given["body.bytes"].encode("latin-1"), given["charset"])


# ── Dates, settings ──

_DATES = (
    "2025-07-26",
    "2025-07",
    "2025",
    "202X",
    "20XX",
    "2025-XX",
    "2025-07-XX",
    "2025-XX-XX",
    "2025-21",
    "..",
    "",
    "/",
    "~",
    "?",
    "%",
    "[",
    "]",
    "{",
    "}",
    ",",
    "-",
    "0001",
    "9999",
    "9999-12-31",
    "0001-01-01",
    "Y17",
    "T",
    "²",
    "１",
)


def _dates(chance: Random) -> Input:
    def one() -> str:
        text = "".join(chance.choice(_DATES) for _ in range(chance.randint(1, 4)))
        if chance.random() < 0.6:
            first, second = (
                chance.choice(_DATES[:10]) + chance.choice(("", "", "~", "?", "%")) for _ in range(2)
            )
            text = chance.choice(
                (
                    first,
                    f"{first}/{second}",
                    f"[{first},{second}]",
                    f"{{{first},{second}}}",
                    f"{first}/..",
                    f"../{first}",
                    f"[{first}..{second}]",
                    f"/{first}",
                )
            )
        return mutate.bent(chance, text, 1) if chance.random() < 0.2 else text

    return {"one": one(), "other": one()}


def _use(one: Date, other: Date) -> None:
    """Everything that pages and rules ask of dates."""
    assert words("en").date(one), "a date without words"
    for part in one.parts:
        assert part.first <= part.last and part.not_before <= part.not_after, (
            "a date that ends before it begins"
        )
        assert (part.datetime_attribute or "0").replace("-", "").isdigit(), "an attribute that is not a date"
    assert one.earliest is None or one.latest is None or one.earliest <= one.latest, (
        "a date that ends before it begins"
    )
    one.ends_before(other)
    one.outside(other, one)
    terms_overlap((one, other), (other, None))


@target("dates", _dates)
def dates(given: Input) -> None:
    """A date is read or refused; one that is read can be said and compared."""
    read = []
    for name in ("one", "other"):
        with suppress(ValueError):
            read.append(Date.parse(given[name]))
    for one in read:
        assert Date.parse(one.text) == one, "a date that is read otherwise a second time"
        for other in read:
            _use(one, other)


_SETTINGS = """site_name: Site
docs_dir: build/docs
site_url: https://site.example/
repo_url: !ENV [REPO_URL, ""]
theme:
  name: material
  language: en
nav:
  - Latest: index.md
markdown_extensions:
  - toc: {permalink: true}
extra:
  briefings:
    edit: edit/main/
    severity: {uncited: error}
"""


def _settings(chance: Random) -> Input:
    text = _SETTINGS
    for _ in range(chance.randint(1, 3)):
        text = chance.choice((mutate.bent_lines, mutate.bent))(chance, text)
    if chance.random() < 0.05:
        text += "x: " + chance.choice(
            ("[" * 5_000, "{a: " * 3_000, "9" * 6_000, "&a [*a]\n", "!!python/object/apply:os.getcwd []")
        )
    return {
        "mkdocs.bytes": mutate.bent_bytes(chance, mutate.as_bytes(text))
        if chance.random() < 0.1
        else mutate.as_bytes(text)
    }


@target("settings", _settings)
def settings(given: Input) -> None:
    """mkdocs.yml is read, or problems are told; folders that are written in lie inside the project."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "mkdocs.yml").write_bytes(given["mkdocs.bytes"].encode("latin-1"))
        try:
            found = Settings.load(root)
        except DECLARED as error:
            for each in getattr(error, "problems", ()):
                assert not UNPRINTABLE.search(report([each], "text")), "a control character in a report"
            return
        for written in (found.docs_dir, found.site_dir):
            assert written.is_relative_to(root) and written != root, (
                f"a folder outside the project: {written}"
            )


# ── Time ──

_CONVERTED = ("prose", "passage", "sheet", "page", "lock", "settings", "robots", "date")


def _growth(chance: Random) -> Input:
    return {
        "what": chance.choice(_CONVERTED),
        "piece": "".join(chance.choice(mutate.FRAGMENTS) for _ in range(chance.randint(1, 3))),
        "end": chance.choice(("", "x", *mutate.FRAGMENTS)),
    }


@target("growth", _growth, share=2, seconds=4)
def growth(given: Input) -> None:
    """The same piece again and again, up to the length that a text may have, takes no more than a moment."""
    text = (given["piece"] * (20_000 // max(1, len(given["piece"])) + 1))[:19_000] + given["end"]
    what = given["what"]
    with suppress(*DECLARED, ValueError):
        if what == "prose":
            data = {**corpus.TOPIC, "summary": mutate.printable(text)[:19_500]}
            pages({"path": "content/topics/fuzzed.yml", "text": json.dumps(data)})
        elif what == "passage":
            for passage in (text[:200], text[:200] + "y"):
                passages({"passage": passage, "text": text * 5})
        elif what == "sheet":
            sheets({"path": "content/topics/fuzzed.yml", "text": "name: x\nsummary: " + text})
        elif what == "page":
            handwritten({"page.bytes": mutate.as_bytes("---\ntitle: x\n---\n" + text)})
        elif what == "lock":
            evidence_lock.parse(text)
        elif what == "settings":
            settings({"mkdocs.bytes": mutate.as_bytes("site_name: " + text[:9_000])})
        elif what == "robots":
            rules = f"User-agent: *\nDisallow: /{text}".encode("utf-8", "ignore")
            url = "https://a.example/" + _whole(given["piece"] * 500)
            permission(rules, url=url, agent="briefings")
        else:
            Date.parse(text)
