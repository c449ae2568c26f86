"""Links to passages: their directives, their notation, and that a browser follows them."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefings.evidence.fragments import TextDirective, directive_for_match, is_of, text_directive
from briefings.evidence.passages import Match, cuts, normalize, search
from briefings.evidence.verification import look_up
from tests.nightly import few

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def directive(passage: str, text: str) -> TextDirective:
    """The directive for a passage, with its text at hand."""
    normal = normalize(text)
    match = search(passage, normal)
    return text_directive(passage) if match is None else directive_for_match(match, normal)


TEXT = """\
Premier speaks in Shanghai
Li Qiang said that AI should not become an “exclusive game” for a few. Others said that AI should be open.
The conference opened. Over 800 companies presented some 3,000 products, including 40 language models.
Huawei was there, and many other firms came as well, to show what they had made in the year before, and what they would make in the next.
The conference closed.
The conference ended.
- again
- again
"""


@pytest.mark.parametrize(
    ("passage", "sought"),
    [
        ("exclusive game", TextDirective("exclusive game")),
        ('an "exclusive game" for', TextDirective("an “exclusive game” for")),
        ("xclusive gam", TextDirective("exclusive game")),
        ("AI should not", TextDirective("AI should not")),
        ("AI should", TextDirective("AI should", after="not")),
        ("said that AI", TextDirective("said that AI", before="Qiang")),
        ("The conference", TextDirective("The conference", after="opened")),
        ("THE CONFERENCE", TextDirective("THE CONFERENCE")),
        ("again", TextDirective("again", after="again")),
        ("speaks in Shanghai Li Qiang said", TextDirective("speaks in Shanghai", "Li Qiang said")),
        ("Li Qiang … Others said", TextDirective("Li Qiang", "Others said")),
        ("conference … Huawei was", TextDirective("conference", "Huawei was")),
        (
            TEXT.split("\n")[3],
            TextDirective("Huawei was there, and many other", "what they would make in the next."),
        ),
        ("The conference ended. again", TextDirective("The conference ended. again")),
        ("The conference ended. - again", TextDirective("The conference ended.", "again")),
        ("not in the text at all", TextDirective("not in the text at all")),
    ],
)
def test_directives_with_the_text(passage: str, sought: TextDirective) -> None:
    assert directive(passage, TEXT) == sought


@pytest.mark.parametrize(
    ("passage", "sought"),
    [
        ("exclusive  game", TextDirective("exclusive game")),
        ("Li Qiang […] Others said", TextDirective("Li Qiang", "Others said")),
        ("… “Others” said", TextDirective("“Others” said")),
        ("…", TextDirective("…")),
        ("word " * 40, TextDirective("word word word word word word", "word word word word word word")),
    ],
)
def test_directives_without_the_text(passage: str, sought: TextDirective) -> None:
    assert text_directive(passage) == sought


def follow(fragment: str, text: str) -> str | None:
    """What a browser finds by a directive: the first match of whole words, ignoring case."""
    terms = [
        normalize(unquote(term)).text.strip().lower() for term in fragment.removeprefix("text=").split(",")
    ]
    raw = fragment.removeprefix("text=").split(",")
    before = terms.pop(0).removesuffix("-").strip() if raw[0].endswith("-") else ""
    after = terms.pop().removeprefix("-").strip() if raw[-1].startswith("-") else ""

    def places(words: str, position: int) -> Iterator[int]:
        while (position := text.find(words, position)) >= 0:
            if not (cuts(text, position) or cuts(text, position + len(words))):
                yield position
            position += 1

    for start in places(terms[0], 0):
        if text[:start].rstrip().endswith(before):
            ends = places(terms[1], start + len(terms[0])) if len(terms) > 1 else [start]
            for end in ends:
                stop = end + len(terms[-1])
                if text[stop:].lstrip().startswith(after):
                    return text[start:stop]
    return None


@given(st.text(st.sampled_from("aAb ,;…&\n上海“é"), max_size=80), st.data())
def test_the_directive_leads_to_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    passage = " ".join(text[start:end].split())
    assume(search(passage, normalize(text)) is not None)
    # No directive tells the end of a passage whose last words are also a line inside it, and punctuation
    # alone is not a word.
    assume(text[start:end].strip().count("\n") < 2)
    assume(all(any(map(str.isalnum, line)) for line in text[start:end].strip().split("\n")))
    # Words alike of which only the others have a line that begins with punctuation are not told apart.
    assume(not any(line[:1] in set(",;…&") for line in text.split("\n")[1:]))
    found = follow(directive(passage, text).encoded, normalize(text).text.lower())
    assert found is not None
    assert search(passage.lower(), normalize(found)) is not None


@given(st.text(st.sampled_from("aAb ,;.…-&\n\u00ad\u0640上海م“é5"), min_size=1, max_size=80), st.data())
def test_a_directive_is_always_of_its_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    passage = text[start : data.draw(st.integers(start + 1, len(text)))]
    match = look_up(passage, normalize(text), "en")
    if isinstance(match, Match):
        assert is_of(passage, directive_for_match(match, normalize(text)))
    assert not is_of(passage, TextDirective("buy cheap pills"))


# In a browser. Paragraphs are a screen apart, so that only following the directive shows the passage.

PARAGRAPHS = [
    "China proposes a global organization for AI",
    (
        "The conference opened in Shanghai, and officials spoke of trade. Officials spoke of trade in Beijing"
        " as well."
    ),
    (
        "Over 800 companies presented some 3,000 high-tech products, including 40 language models, 50"
        " AI-powered devices & 60 robots."
    ),
    "He called the governance of AI “fragmented” — and China’s plan a state-backed, ‘open’ one.",
    "在上海举行的世界人工智能大会上，李强提出了成立世界人工智能合作组织的建议。",
    "Премьер Госсовета Ли Цян предложил создать организацию по сотрудничеству в области ИИ.",
    "وقال لي تشيانغ إن الصين مستعدة لتبادل خبراتها في مجال التنمية مع دول الجنوب.",
    "L’été, 5 % des «experts» naïfs l’ont dit: c’est fini.",
    "Officials spoke of trade once more. The conference closed with a call for broad consensus on the rules.",
    (
        "It is not clear, though, how the many countries of the Global South, whose voices were heard on the"
        " first day and again on the third, would be represented in a body that has neither a seat nor a"
        " statute, and whose members are not known."
    ),
    "Said again:",
    "AI is for all.",
    "Closing words:",
    "AI is for all.",
]
SAVED = "\n".join(PARAGRAPHS) + "\n"
LONG = PARAGRAPHS[9]
ARRIVALS = {
    "plain words": ("Officials spoke of trade in Beijing", (1, "Officials spoke of trade in Beijing"), None),
    "commas and hyphens": ("3,000 high-tech products, including 40", (2, "3,000 high-tech products, including 40"), None),
    "ampersand": ("AI-powered devices & 60 robots", (2, "AI-powered devices & 60 robots"), None),
    "quotation marks and dashes": ("AI “fragmented” — and China’s plan", (3, "AI “fragmented” — and China’s plan"), None),
    "the same, typed": ('AI "fragmented" - and China\'s plan', (3, "AI “fragmented” — and China’s plan"), None),
    "Chinese": ("李强提出了成立世界人工智能合作组织", (4, "李强提出了成立世界人工智能合作组织"), None),
    "Cyrillic": ("Ли Цян предложил создать", (5, "Ли Цян предложил создать"), None),
    "Arabic": ("الصين مستعدة لتبادل خبراتها", (6, "الصين مستعدة لتبادل خبراتها"), None),
    "French": ('5 % des "experts" naïfs', (7, "5 % des «experts» naïfs"), None),
    "a word cut": ("fficials spoke of trade in Beij", (1, "Officials spoke of trade in Beijing"), None),
    "ambiguous, told by what follows": ("Officials spoke of trade once", (8, "Officials spoke of trade once"), None),
    "ambiguous, the first": ("officials spoke of trade", (1, "officials spoke of trade"), None),
    "ambiguous, told by the paragraph before": ("AI is for all.", (11, "AI is for all."), None),
    "parts left out": ("Officials spoke of trade once … broad consensus", (8, PARAGRAPHS[8].removesuffix(" on the rules.")), None),
    "long": (LONG, (9, LONG), None),
    "over two paragraphs": (
        "a call for broad consensus on the rules. It is not clear, though",
        (8, "a call for broad consensus on the rules."),
        (9, "It is not clear, though"),
    ),
}  # fmt: skip

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Copy</title>
<style>body {{ margin: 0; font: 20px/1.5 sans-serif }} p {{ margin: 0 20px 900px }}
::target-text {{ background: #f0f; color: #f0f }}</style>
<body><p>Menu: trade, consensus.</p>{paragraphs}</body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a local copy of an article."""
    folder = tmp_path_factory.mktemp("copy")
    paragraphs = "".join(f'<p id="p{number}">{escape(words)}</p>' for number, words in enumerate(PARAGRAPHS))
    Path(folder, "article.html").write_text(PAGE.format(paragraphs=paragraphs), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/article.html"
    server.shutdown()
    server.server_close()


PLACE = """([number, words]) => {
    const node = document.getElementById("p" + number).firstChild, range = document.createRange();
    const start = node.data.indexOf(words);
    range.setStart(node, start); range.setEnd(node, start + words.length);
    const box = range.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
}"""
HIGHLIGHT = """async picture => {
    const image = new Image(); image.src = picture; await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, image.width, image.height).data;
    let box = null;
    for (let y = 0; y < image.height; y++) for (let x = 0; x < image.width; x++) {
        const at = 4 * (y * image.width + x);
        if (data[at] > 250 && data[at + 1] < 5 && data[at + 2] > 250)
            box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)] : [x, y, x + 1, y + 1];
    }
    return box;
}"""


NEED_THE_TEXT = {"the same, typed", "French", "a word cut", "over two paragraphs"}
"""Without the text these fail, as browsers compare quotation marks literally and match whole words within one
paragraph; the lock records their directives."""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("passage", "first", "last", "held"),
    few(
        [
            pytest.param(*arrival, held, id=f"{name}, with{'' if held else 'out'} the text")
            for name, arrival in ARRIVALS.items()
            for held in (True, False)
            if held or name not in NEED_THE_TEXT
        ],
        6,
    ),
)
def test_a_browser_scrolls_to_the_passage_and_highlights_it(
    browser: Browser,
    copy: str,
    passage: str,
    first: tuple[int, str],
    last: tuple[int, str] | None,
    held: bool,
) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 2400 if last is not None else 600})
    try:
        sought = directive(passage, SAVED) if held else text_directive(passage)
        page.goto(f"{copy}#:~:{sought.encoded}")
        page.wait_for_function("scrollY > 0")
        boxes = [page.evaluate(PLACE, list(where)) for where in (first, last) if where is not None]
        picture = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
        seen = page.evaluate(HIGHLIGHT, picture)
    finally:
        page.close()
    expected = [
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    ]
    assert seen is not None
    assert seen == pytest.approx(expected, abs=4)


@pytest.mark.browser
def test_a_browser_does_not_scroll_for_other_words(browser: Browser, copy: str) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 600})
    try:
        page.goto(f"{copy}#:~:{directive('Officials spoke of trade in Nanjing', SAVED).encoded}")
        page.wait_for_timeout(300)
        assert page.evaluate("scrollY") == 0
    finally:
        page.close()
