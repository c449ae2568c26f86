"""What `new source --text`, `draft` and `verify --fetch` save of a web page: what its readers see."""

from __future__ import annotations

from typing import Any

import pytest

from briefings.plugins.fetching.extract import page

WORDS = "The harbor was closed on Monday, and the ferries of both companies stayed at the quay. " * 4
STYLE = """<style>
/* .shown { display: none } */
.concealed, p.other { color: red; display: none }
.off { opacity: 0 !important } .off.on { opacity: 1 !important }
.box > .lid { visibility: hidden } #gone { display: none } .outer .inner { display: none }
.pale { color: ivory; background: #fffff0 } .night { background: #222 } .raised { vertical-align: super } .struck { text-decoration: line-through red }
@media print { .paper { display: none } } @media (max-width: 40em) { .narrow { display: none } }
@import "x.css"; .later:hover { display: none }
</style><style media="print">.paper { display: none }</style>"""


def read(html: str) -> dict[str, Any]:
    return page(html.encode(), url="https://gazette.example/a", kind="text/html", charset=None)


def saved(fragment: str) -> str:
    """The text that is saved of a paragraph in an article."""
    html = f"<!doctype html><html><head><title>The harbor</title>{STYLE}</head><body><article>"
    html += f"<h1>The harbor</h1><p>{WORDS}</p><p>{fragment}</p><p>{WORDS}</p></article></body></html>"
    text = read(html)["text"]
    lines = [line.strip() for line in text.split("\n")]
    return " / ".join(line for line in lines if line not in ("The harbor", WORDS.strip()))


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("killed 5<sup>1</sup> people", "killed 5¹ people"),
        ("killed 5<sup><a href='#fn1'>1</a></sup> people", "killed 5¹ people"),
        ("killed 5<a href='#fn1'>1</a> people", "killed 5¹ people"),
        ("killed 5<span class='superscript'>1</span> people", "killed 5¹ people"),
        ("killed 5<span style='vertical-align: super'>1</span> people", "killed 5¹ people"),
        ("killed 5<span class='raised'>1</span> people", "killed 5¹ people"),
        ("killed 5<sup>[1]</sup> people", "killed 5[1] people"),
        ("killed 5<sup>1, 2</sup> people", "killed 5¹, ² people"),
        ("killed 5<sup>１</sup> people", "killed 5¹ people"),
        ("10<sup>6</sup> euros", "10⁶ euros"),
        ("10<sup>−6</sup> meters", "10⁻⁶ meters"),
        ("10<sup><b>6</b><!-- -->1</sup> euros", "10⁶¹ euros"),
        ("10<sub>2</sub> is two", "10₂ is two"),
        ("CO<sub>2</sub>", "CO₂"),
        ("<sup>1</sup>5 people", "¹5 people"),
        ("5<sup>k</sup> euros", "5 k euros"),
        ("on the 5<sup>th</sup> day, le 2<sup>e</sup> jour", "on the 5th day, le 2e jour"),
        ("5<span>1</span> ferries of <a href='/12'>12</a> sailed", "51 ferries of 12 sailed"),
        ("<a href='/51'>51</a> ferries sailed", "51 ferries sailed"),
    ],
)
def test_a_superscript_joins_no_number(fragment: str, text: str) -> None:
    assert saved(fragment) == text


@pytest.mark.parametrize(
    "element",
    [
        "<del>that he stole</del>",
        "<s>that he stole</s>",
        "<strike>that he stole</strike>",
        "<span style='text-decoration: line-through'>that he stole</span>",
        "<span class='struck'>that he stole</span>",
        "<del>that <b>he</b></del> <s>stole</s>",
    ],
)
def test_struck_out_words_are_left_out(element: str) -> None:
    assert saved(f"The mayor said {element} nothing.") == "The mayor said nothing."
    assert saved(f"5{element}1 ferries") == "5 1 ferries"


def test_the_title_has_no_struck_out_words_and_no_joined_digits() -> None:
    html = f"<article><h1>The mayor <del>lied</del> paid 5<sup>1</sup> euros</h1><p>{WORDS}</p></article>"
    text = read(html)["text"]
    assert text.split("\n")[0] == "The mayor paid 5¹ euros"


@pytest.mark.parametrize(
    "element",
    [
        "<label>not</label>",
        "<button class='button'>not</button>",
        "<svg><title>Icon</title><text>not</text></svg>",
        "<output>not</output>",
        "<time datetime='2026-11-02'>not</time>",
        "<math><mi>not</mi></math>",
        "<b><label>not</label></b>",
        "<span class='overlay'>not</span>",
        "<i class='timestamp'>not</i>",
        "<span aria-hidden='true'>not</span>",
        "<tool-tip>not</tool-tip>",
    ],
)
def test_no_word_of_a_sentence_is_lost(element: str) -> None:
    assert saved(f"He did {element} steal the ferry.") == "He did not steal the ferry."


def test_buttons_and_icons_outside_sentences_are_left_out() -> None:
    assert saved("He left.</p><div><button>Share</button> <label>Mail</label></div><p>") == "He left."
    assert (
        saved("He <a href='/x'>left<svg><path d=''/></svg></a>, and <img alt=''>slept.")
        == "He left, and slept."
    )
    assert saved("un<img alt=''>lawful, 5<svg></svg>1") == "un lawful, 5 1"
    assert saved("He did <aside>not</aside> steal.") == "He did / steal."


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        "style='display : none'",
        "style='DISPLAY:none!important'",
        "style='visibility: hidden'",
        "style='opacity:0'",
        "style='opacity: 0.0'",
        "style='position: absolute; left: -9999px'",
        "style='text-indent:-999em'",
        "style='position:absolute;clip:rect(0 0 0 0)'",
        "style='height:0;overflow:hidden'",
        "style='font-size: 0px'",
        "style='color:#fff;background-color:#fff'",
        "style='color:white;background:#fff'",
        "style='color: #FFFF; background: no-repeat rgb(255, 255, 255)'",
        "style='color:rgb(100% 100% 100%);background-color:hsl(0, 0%, 100%)'",
        "style='color:#fefefe;background:#ffffffff'",
        "style='color:black;background:#123;background-color:rgb(0 0 0 / 1)'",
        "style='color:rgba(0, 0, 0, 0)'",
        "style='color:#0000'",
        "style='-webkit-text-fill-color: transparent'",
        "style='background:tan'><span style='color:#d2b48c'",
        "style='color:#d2b48c'><span style='background:tan'",
        "bgcolor='tan'><font color='#D2B48C'",
        "class='pale'",
        "style='clip-path:inset(100%)'",
        "style='clip-path:inset(50% 50% 50% 50%)'",
        "style='clip-path: circle(0)'",
        "style='clip-path:ellipse(0 0 at 50% 50%)'",
        "style='position:absolute;clip:rect(0,0,0,0)'",
        "style='transform:scale(0)'",
        "style='transform: translateX(1px) scale3d(1, 0.0, 1)'",
        "style='transform:scaleY(0)'",
        "class='sr-only'",
        "class='note visually-hidden'",
        "class='d-none'",
        "class='concealed'",
        "class='off'",
        "id='gone'",
        "class='outer'><span class='inner'",
        "class='box'><span class='lid'",
    ],
)
def test_hidden_words_are_left_out(attributes: str) -> None:
    assert saved(f"He did <span {attributes}>not</span></span> steal.") == "He did steal."


def test_templates_are_left_out() -> None:
    assert saved("He did <template>not</template> steal.") == "He did steal."


@pytest.mark.parametrize(
    "attributes",
    [
        "class='shown'",
        "class='paper'",
        "class='narrow'",
        "class='later'",
        "class='off on'",
        "class='concealed' style='display: inline'",
        "class='lid'",
        "class='inner'",
        "class='hidden md:inline'",
        "class='d-none d-md-inline'",
        "style='opacity: 0.5'",
        "style='margin-left: -10px'",
        "style='color:#000;background-color:#fff'",
        "style='color:#fff'",
        "style='color:#fff;background:rgba(255, 255, 255, 0.2)'",
        "style='color:#fff;background:#fff url(night.png)'",
        "style='color:#fff;background:linear-gradient(#fff, #000)'",
        "style='color:#fff;background:#fff;text-shadow:0 0 2px #000'",
        "style='color:transparent;background:linear-gradient(#fff, #000);-webkit-background-clip:text'",
        "style='color:#fff;background:var(--dark)'",
        "style='color:rgba(9, 9, 9, var(--a));background-color:rgba(9, 9, 9, var(--b))'",
        "style='color:inherit;background:inherit'",
        "style='background:#fff'><span style='color:#fff;position:absolute'",
        "style='background:#fff'><span class='lid' style='color:#fff'",
        "style='color:#222'><span class='night'",
        "style='background:#fff;color:#fff'><span style='color:#000'",
        "style='background:#fff'><a href='/x' style='color:#fff'",
        "style='background:none'",
        "style='clip:rect(0,0,0,0)'",
        "style='clip-path:inset(0%)'",
        "style='clip-path:inset(5% 0)'",
        "style='clip-path:circle(0.5%)'",
        "style='transform:scale(0.5)'",
        "style='transform:rotate(0)'",
    ],
)
def test_words_that_some_readers_see_stay(attributes: str) -> None:
    assert saved(f"He did <span {attributes}>not</span></span> steal.") == "He did not steal."


@pytest.mark.parametrize(
    ("sheets", "text"),
    [
        ("", "He did steal."),
        ("<style>p { margin: 0 } body { background: white }</style>", "He did steal."),
        ("<style>body { background: #222 }</style>", "He did not steal."),
        ("<style>p:not(.day) { background: #222 }</style>", "He did not steal."),
        ("<style>@media (min-width: 1px) { p { background: #222 } }</style>", "He did not steal."),
        ("<style>@import 'dark.css';</style>", "He did not steal."),
        ("<link rel='stylesheet' href='dark.css'>", "He did not steal."),
    ],
)
def test_white_words_are_left_out_where_the_page_is_known_to_be_white(sheets: str, text: str) -> None:
    html = f"<html><head>{sheets}</head><body><article><h1>Ferries</h1><p>{WORDS}</p><p>He did"
    html += f" <b style='color:#fff'>not</b> steal.</p><p>{WORDS}</p></article></body></html>"
    assert text in read(html)["text"]


def test_an_article_that_only_a_script_shows_is_saved() -> None:
    for style in ("opacity:0", "color:#fff;background:white"):
        html = f"<!doctype html><html><body><article style='{style}'><h1>Ferries</h1><p>{WORDS}</p><p>{WORDS}</p>"
        assert WORDS.strip() in read(f"{html}</article></body></html>")["text"]


def test_the_metadata_of_a_page_are_read_before_it_is_simplified() -> None:
    html = (
        "<html lang='en'><title>The harbor</title><article><h1>The harbor</h1><p>By <span class='author'>Ines"
        f" Hartog</span> on <time datetime='2026-11-02'>2 November</time></p><p>{WORDS}</p></article></html>"
    )
    said = read(html)
    assert (said["authors"], said["published"]) == (["Ines Hartog"], "2026-11-02")
