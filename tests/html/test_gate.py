"""The gate: what it accepts, what it refuses with which message, and that it sees what a browser sees."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from briefings.html.frame import build_all
from briefings.html.gate import Gate, Origin
from briefings.html.publish import refuse_faults
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import planning, stages
from briefings.site.handover import handing_over
from briefings.text import allowed
from briefings.text.allowed import Fault, Rules
from tests import sites

FRAME = """<!doctype html>
<html lang="en" class="no-js">
<head>
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="color-scheme" content="light dark">{head}
<link rel="icon" href="{base}assets/icon.svg">
<title>{title}</title>
<link rel="stylesheet" href="{base}assets/site.css">
<script>scope=new URL("{base}",location)</script>
</head>
<body dir="ltr">
<input type="checkbox" id="__drawer">
<form class="palette"><input type="radio" name="__palette" id="__palette_0"></form>
<main><div class="content">
<article id="__skip" class="page">
{text}
<p class="edit"><a href="https://example.org/edit" rel="edit">Edit</a></p>
</article>
</div></main>
<footer><svg class="logo" viewBox="0 0 1 1"><path d="M0 0"/></svg><p id="license">Text</p></footer>
<script src="{base}assets/frame.js?1234" integrity="sha256-x" defer></script>
</body>
</html>
"""
THEME_ONLY = FRAME.format(base="/project/", head="", title="Not found", text="<h1>Not found</h1>")
HANDWRITTEN = Origin("content/pages/about.md", handwritten=True)
GENERATED = Origin("content/briefings/a.yml")


def gate() -> Gate:
    scripts = ["assets/frame.js", "assets/filter.js"]
    own = "webcal://example.org/project/"
    return Gate(THEME_ONLY, "404.html", "/project/", scripts, ["assets/site.css"], own)


def judge(text: str, origin: Origin = HANDWRITTEN, head: str = "", title: str = "About") -> tuple[Fault, ...]:
    return gate().judge(
        "a/b/index.html", FRAME.format(base="../../", head=head, title=title, text=text), origin
    )


def messages(faults: Iterable[Fault]) -> list[str]:
    return [fault.message for fault in faults]


INERT = [
    "",
    "<p>Text &amp; <b>more</b><br>with <em class='x'>classes</em></p>",
    '<h2 id="a">A<a class="headerlink" href="#a" title="Link">&para;</a></h2>',
    '<ul>\n<li><a href="../c/#d" rel="nofollow">x</a></li>\n<li><a href="mailto:a@b.example">y</a></li>\n</ul>',
    '<table><thead><tr><th class="right" scope="col">A</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
    '<img src="../../media/a.png" alt="A &quot;b&quot;" width="10" loading="lazy">',
    "<details open><summary>S</summary><p>T</p></details>",
    "<pre><code class='language-yaml'>a: &lt;b&gt;\n</code></pre>",
    '<a href="https://a.example/?b=javascript:c#d:e">x</a>',
    '<blockquote cite="https://a.example/"><p>q</p></blockquote><p><time datetime="2025">2025</time> <q cite="x">q</q></p>',
    "<p>1 &lt; 2, <!-- a comment with <script> --> done</p>",
]


@pytest.mark.parametrize("text", INERT)
@pytest.mark.parametrize("origin", [HANDWRITTEN, GENERATED], ids=["handwritten", "generated"])
def test_passive_elements_are_allowed(text: str, origin: Origin) -> None:
    assert judge(text, origin) == ()


DRAWN = [
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink" class="p" viewBox="0 0 9 9" width="9" role="group"><title id="t">T</title>'
    '<a xlink:href="../c/" tabindex="-1" fill="var(--tone-1, #fff)"><path d="M0 0" stroke-dasharray="3 3" /><text x="1" y="2">t</text></a></svg>',
    '<div class="card-data" data-words="{}"></div>',
    '<span class="proof proof--verified">Verified</span><a class="ev ev--single" href="#s1a">1 publisher</a><q data-at="text=a">a</q>',
]  # fmt: skip


@pytest.mark.parametrize("text", DRAWN)
def test_only_generated_pages_may_contain_markup_of_templates(text: str) -> None:
    assert judge(text, GENERATED) == ()
    assert judge(text, HANDWRITTEN) != ()


REFUSED = [
    ("<script>alert(1)</script>", "an element `<script>` is not allowed"),
    ("<script src=../../media/x.pdf></script>", "an element `<script>` is not allowed"),
    ('<script src="../../assets/frame.js"></script>', "an element `<script>` is not allowed"),
    ("<SCRIPT>alert(1)</SCRIPT>", "an element `<script>` is not allowed"),
    ('<script type="application/ld+json">{}</script>', "an element `<script>` is not allowed"),
    ("<style>p{}</style>", "an element `<style>` is not allowed"),
    ("<iframe srcdoc='<script>alert(1)</script>'></iframe>", "an element `<iframe>` is not allowed"),
    ("<object data=x></object>", "an element `<object>` is not allowed"),
    ("<embed src=x>", "an element `<embed>` is not allowed"),
    ("<base href=https://evil.example/>", "an element `<base>` is not allowed"),
    ("<form action=https://evil.example/><input name=a></form>", "an element `<form>` is not allowed"),
    ("<input autofocus onfocus=alert(1)>", "an element `<input>` is not allowed"),
    ("<button popovertarget=x>a</button>", "an element `<button>` is not allowed"),
    ("<link rel=stylesheet href=https://evil.example/>", "an element `<link>` is not allowed"),
    ("<meta http-equiv=refresh content='0; url=https://evil.example/'>", "an element `<meta>` is not allowed"),
    ("<video src=x></video>", "an element `<video>` is not allowed"),
    ("<math><mi xlink:href=javascript:alert(1)>a</mi></math>", "an element `<math>` is not allowed"),
    ("<template><p>a</p></template>", "an element `<template>` is not allowed"),
    ("<textarea></textarea>", "an element `<textarea>` is not allowed"),
    ("<noscript><p>a</p></noscript>", "an element `<noscript>` is not allowed"),
    ("<article>a</article>", "an element `<article>` is the theme's"),
    ("<title>a</title>", "an element `<title>` is not allowed"),
    ("<x-a>b</x-a>", "its HTML cannot be read with certainty"),
    ("<p onclick=alert(1)>a</p>", "an attribute `onclick` is not allowed"),
    ("<p OnClick = alert(1)>a</p>", "an attribute `onclick` is not allowed"),
    ("<p\nonclick\n=\n'alert(1)'>a</p>", "an attribute `onclick` is not allowed"),
    ("<p/onclick=alert(1)>a</p>", "an attribute `onclick` is not allowed"),
    ("<p title=a\x0conclick=alert(1)>a</p>", "an attribute `onclick` is not allowed"),
    ("<p style='position: fixed'>a</p>", "an attribute `style` is not allowed"),
    ("<a href=x ping=https://evil.example/>a</a>", "an attribute `ping` is not allowed"),
    ("<img src=a.png srcset='https://evil.example/b.png 2x'>", "an attribute `srcset` is not allowed"),
    ("<img name=currentScript src=a.png>", "an attribute `name` is not allowed"),
    ("<a data-search href=x>a</a>", "an attribute `data-search` is not allowed"),
    ("<a href='javascript:alert(1)'>a</a>", "a link to `javascript:` is not allowed"),
    ("<a href=' JaVaScRiPt:alert(1)'>a</a>", "a link to `javascript:` is not allowed"),
    ("<a href='java\nscript:alert(1)'>a</a>", "a link to `javascript:` is not allowed"),
    ("<a href='java&Tab;script&colon;alert(1)'>a</a>", "a link to `javascript:` is not allowed"),
    ("<a href='&#1;&#106avascript:alert(1)'>a</a>", "a link to `javascript:` is not allowed"),
    ("<a href=data:text/html,x>a</a>", "a link to `data:` is not allowed"),
    ("<a href=vbscript:x>a</a>", "a link to `vbscript:` is not allowed"),
    ("<a href=blob:x>a</a>", "a link to `blob:` is not allowed"),
    ("<a href='http://[x'>a</a>", "`http://[x` is not an address"),
    ("<blockquote cite=javascript:x>a</blockquote>", "a link to `javascript:` is not allowed"),
    ("<img src=https://evil.example/a.png>", "a picture from elsewhere, `https://evil.example/a.png`, is not allowed: pages load nothing from other hosts"),
    ("<img src=//evil.example/a.png>", "a picture from elsewhere, `//evil.example/a.png`, is not allowed: pages load nothing from other hosts"),
    (r"<img src='\\evil.example/a.png'>", r"a picture from elsewhere, `\\evil.example/a.png`, is not allowed: pages load nothing from other hosts"),
    ("<img src=data:image/svg+xml,x>", "a picture from elsewhere, `data:image/svg+xml,x`, is not allowed: pages load nothing from other hosts"),
    ("<p id=__drawer>a</p>", "the id `__drawer` is the theme's"),
    ("</article><p>a</p>", allowed.UNBALANCED.message),
    ("<p>a</p></div><div>", allowed.UNBALANCED.message),
    ("<b>a", allowed.UNBALANCED.message),
    ("<table><tr><td>a", "the id `license` is the theme's"),
    ("<!--", allowed.UNBALANCED.message),
    ("<plaintext>", "an element `<plaintext>` is not allowed"),
    ("<p title=\"a><script>alert(1)</script>", "its HTML cannot be read with certainty"),
    ("<!-- --!><script>alert(1)</script> -->", "an element `<script>` is not allowed"),
    ("<![CDATA[><script>alert(1)</script>]]>", "an element `<script>` is not allowed"),
    ("</ x='><script>alert(1)</script>", "an element `<script>` is not allowed"),
    ("<?x ><script>alert(1)</script> ?>", "an element `<script>` is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[text for text, _ in REFUSED])
def test_active_elements_are_refused(text: str, message: str) -> None:
    assert message in messages(judge(text))


@pytest.mark.parametrize(("text", "message"), REFUSED[:-8], ids=[text for text, _ in REFUSED[:-8]])
def test_a_generated_page_has_to_pass_as_well(text: str, message: str) -> None:
    """In case an escape is missing somewhere."""
    if message != allowed.UNBALANCED.message and text not in ("<title>a</title>", "<table><tr><td>a"):
        assert message in messages(judge(text, GENERATED))


PICTURES = [
    ("<svg><script>alert(1)</script></svg>", "an element `<script>` is not allowed"),
    ("<svg><foreignObject><p>a</p></foreignObject></svg>", "an element `<foreignobject>` is not allowed"),
    ("<svg><animate attributeName=href values=javascript:alert(1) /></svg>", "an element `<animate>` is not allowed"),
    ("<svg><set attributeName=onclick to=alert(1) /></svg>", "an element `<set>` is not allowed"),
    ("<svg><use href=https://evil.example/#a /></svg>", "an element `<use>` is not allowed"),
    ("<svg><image href=https://evil.example/ /></svg>", "an element `<image>` is not allowed"),
    ("<svg><style>*{}</style></svg>", "an element `<style>` is not allowed"),
    ("<svg onload=alert(1)></svg>", "an attribute `onload` is not allowed"),
    ("<svg><a xlink:href='java&NewLine;script:alert(1)'><text>a</text></a></svg>", "a link to `javascript:` is not allowed"),
    ("<svg><path fill='url(https://evil.example/#a)' d='M0 0'/></svg>", "an attribute `fill` may not lead to another place"),
    ("<svg><desc><iframe src=x></iframe></desc></svg>", "an element `<iframe>` is not allowed"),
    ("<svg><title><b onclick=x>a</b></title></svg>", "an attribute `onclick` is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), PICTURES, ids=[text for text, _ in PICTURES])
def test_pictures_may_contain_only_shapes_words_and_links(text: str, message: str) -> None:
    assert message in messages(judge(text, GENERATED))


# ── The frame ──


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="description" content="A &quot;b&quot; &lt;c&gt;">',
        '<meta property="og:title" content="A"><meta property="article:published_time" content="2025"><meta name="twitter:card" content="summary">',
        '<meta name="robots" content="noindex"><link rel="canonical" href="https://example.org/project/a/b/">',
        '<script type="application/ld+json">{"a":"\\u003c/script>"}</script>',
        '<link rel="alternate" type="application/json" href="../b.json" title="JSON">',
        '<link rel="alternate" type="application/atom+xml" href="../../index.atom">',
    ],
)
def test_metadata_is_allowed_in_the_head(head: str) -> None:
    assert judge("<p>a</p>", GENERATED, head) == ()


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("<script>alert(1)</script>", "an inline script that is not the theme's: alert(1)"),
        (
            '<script>scope=new URL("x");alert(1)</script>',
            """an inline script that is not the theme's: scope=new URL("x");alert(1)""",
        ),
        ('<script data-type="application/json">alert(1)</script>', "an inline script that is not the theme's: alert(1)"),
        ('<script src="../../media/x.pdf"></script>', "a script that is not the theme's: ../../media/x.pdf"),
        ('<script src="https://evil.example/x.js"></script>', "a script that is not the theme's: https://evil.example/x.js"),
        ('<script src="../../../assets/frame.js"></script>', "a script that is not the theme's: ../../../assets/frame.js"),
        ("<style>p{}</style>", "an inline style sheet that is not the theme's: p{}"),
        ('<link rel="stylesheet" href="../../media/x.css">', 'an element `<link rel="stylesheet" href="../../media/x.css">` is not the theme\'s'),
        ('<link rel="prefetch" href="https://evil.example/">', 'an element `<link rel="prefetch" href="https://evil.example/">` is not the theme\'s'),
        ('<meta http-equiv="refresh" content="0; url=../c/">', 'an element `<meta http-equiv="refresh" content="0; url=../c/">` is not the theme\'s'),
        ('<meta name="referrer" content="unsafe-url">', 'an element `<meta name="referrer" content="unsafe-url">` is not the theme\'s'),
        ('<base href="https://evil.example/">', 'an element `<base href="https://evil.example/">` is not the theme\'s'),
        (
            '<link rel="alternate" type="application/json" href="https://evil.example/b.json" title="JSON">',
            'an element `<link rel="alternate" type="application/json" href="https:/…` is not the theme\'s',
        ),
        (
            '<link rel="alternate stylesheet" type="text/css" href="../b.css" title="x">',
            'an element `<link rel="alternate stylesheet" type="text/css" href="../b…` is not the theme\'s',
        ),
        ('<link rel="canonical" href="javascript:x">', "a link to `javascript:` is not allowed"),
    ],
)  # fmt: skip
def test_other_elements_are_refused_in_the_head(head: str, message: str) -> None:
    assert message in messages(judge("<p>a</p>", GENERATED, head))


def test_only_moved_pages_may_redirect_and_only_to_their_target() -> None:
    head = '<meta http-equiv="refresh" content="0; url=../../c/d/">'
    assert judge("", Origin(redirect="c/d/"), head) == ()
    assert judge("", Origin(redirect="c/e/"), head) != ()
    assert judge("", GENERATED, head) != ()


def test_scripts_of_the_theme_are_allowed_on_any_page() -> None:
    html = FRAME.format(base="../../", head="", title="T", text="").replace(
        "</body>", '<script src="../../assets/filter.js"></script></body>'
    )
    assert gate().judge("a/b/index.html", html, GENERATED) == ()


def test_ids_of_the_theme_are_refused_in_pages() -> None:
    assert messages(judge('<p id="license">a</p>')) == ["the id `license` is the theme's"]


def test_a_title_may_not_contain_markup() -> None:
    assert judge("", GENERATED, title="A &lt;script&gt;") == ()
    assert judge("", GENERATED, title="</title><script>alert(1)</script>") != ()


# ── What a browser sees ──

PIECES = st.one_of(
    st.sampled_from(list("<>\"'=/ \n\t\x0c!-[]?&;:#`abx1")),
    st.sampled_from(
        ["<p>", "</p>", "<a href=", 'href="', "<b ", "<script", "</script>", "<img src=x ", "onerror=", "style=", "<!--", "-->", "<![CDATA[", "]]>",
         "<svg>", "</svg>", "<title>", "</title>", "<math>", "<desc>", "<table>", "<td>", "<textarea>", "<style>", "</style>", "<noscript>", "<select>",
         "<template>", "<iframe>", "<article>", "</article>", "</div>", "<plaintext>", "javascript:", "&Tab;", "&colon;", "&#106", "&lt", '"', "'", "/>",
         "<?x", "</ ", "<A HREF=", "<frameset>", "<br/onclick=x>"]
    ),
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_accepted_pages_contain_the_same_elements_for_a_parser(text: str) -> None:
    html = FRAME.format(base="../../", head="", title="T", text=text)
    for origin in (HANDWRITTEN, GENERATED):
        if judge(text, origin):
            continue
        document = LexborHTMLParser(html)
        more = allowed.PICTURES.keys() | allowed.FORMS.keys() if origin is GENERATED else set()
        elements = allowed.ELEMENTS.keys() | more
        for node in document.css("article *, .content > *:not(article)"):
            tag = (node.tag or "").lower()
            if (
                tag == "script"
                and origin is GENERATED
                and node.attributes.get("src") == "../../assets/frame.js?1234"
            ):
                # Moved into an unclosed table by the parser, but still the theme's.
                continue
            assert tag in elements, (tag, text)
            for name, value in node.attributes.items():
                assert not name.startswith("on") and name not in ("style", "srcdoc", "name"), (name, text)
                if name in ("href", "src", "xlink:href"):
                    squeezed = "".join((value or "").split()).strip("".join(map(chr, range(33)))).lower()
                    assert not squeezed.startswith(("javascript:", "data:", "vbscript:")), (value, text)
        if origin is HANDWRITTEN:
            assert len(document.css("article a[rel=edit]")) == 1


# ── On a site ──


def test_a_built_site_passes_and_a_manipulated_one_does_not(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project")
    settings, site = project.settings, tmp_path / "site"
    with handing_over(settings, planning.plan(settings, stages.check(settings))) as handover:
        build_all(settings, site)
        for page, planted in (
            ("about", "<iframe src=x></iframe>"),
            ("briefings/waico", "<img src=x onerror=alert(1)>"),
        ):
            file = site / page / "index.html"
            html = file.read_text(encoding="utf-8").replace("</h1>", f"</h1>{planted}", 1)
            file.write_text(html, encoding="utf-8")
        with pytest.raises(ContentError) as raised:
            handover.finish(site)
    assert [(p.code.id, p.place.path, p.message) for p in raised.value.problems] == [
        (
            "forbidden-html",
            "content/briefings/waico.yml",
            "an attribute `onerror` is not allowed (in briefings/waico/index.html)",
        ),
        (
            "forbidden-html",
            "content/pages/about.md",
            "an element `<iframe>` is not allowed (in about/index.html)",
        ),
    ]


def test_rules_do_not_depend_on_the_place_of_a_tag() -> None:
    rules = Rules(generated=True)
    assert [fault.message for fault in rules.faults('<IMG SRC="x" OnError="y">')] == [
        "an attribute `onerror` is not allowed"
    ]


OWN_CALENDAR = "webcal://example.org/project/actors/ines-hartog.ics"


def test_generated_pages_subscribe_to_calendars_of_the_site() -> None:
    link = f'<a href="{OWN_CALENDAR}">Subscribe</a>'
    assert judge(link, GENERATED) == ()
    # Without an article, the text of a page is part of the frame.
    bare = FRAME.format(base="../../", head="", title="A", text=link)
    bare = bare.replace("<article", "<section").replace("</article", "</section")
    assert gate().judge("a/b/index.html", bare, GENERATED) == ()
    assert messages(gate().judge("a/b/index.html", bare, HANDWRITTEN)) == [
        "a link to `webcal:` is not allowed"
    ]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (OWN_CALENDAR, HANDWRITTEN),
        ("webcal://evil.example/project/timeline.ics", GENERATED),
        ("webcal://example.org.evil.example/project/timeline.ics", GENERATED),
        ("webcal://example.org/other/timeline.ics", GENERATED),
        ("webcal://example.org/project/../other/timeline.ics", GENERATED),
        ("webcal://example.org/project/%2e%2e/timeline.ics", GENERATED),
        ("webcal://example.org/project/timeline.ics?a=b.ics", GENERATED),
        ("webcal://example.org/project/\\evil.example/timeline.ics", GENERATED),
        ("webcals://example.org/project/timeline.ics", GENERATED),
        (" webcal://example.org/project/timeline.ics", GENERATED),
        ("webcal:timeline.ics", GENERATED),
    ],
)
def test_no_page_subscribes_to_any_other_calendar(address: str, origin: Origin) -> None:
    scheme = "webcals" if "webcals" in address else "webcal"
    assert messages(judge(f'<a href="{address}">x</a>', origin)) == [f"a link to `{scheme}:` is not allowed"]


def test_without_an_address_no_page_subscribes_to_anything() -> None:
    alone = Gate(THEME_ONLY, "404.html", "/project/", [], [])
    page = FRAME.format(base="../../", head="", title="A", text='<a href="webcal://a.ics">x</a>')
    assert "a link to `webcal:` is not allowed" in messages(alone.judge("a/b/index.html", page, GENERATED))


@pytest.mark.parametrize(
    ("origins", "hint"),
    [
        ({}, "a plugin or a hook in mkdocs.yml wrote this page; it cannot be used here"),
        ({"old/index.html": Origin()}, "leave it out of the sheet, or of the template of this page"),
    ],
)
def test_who_wrote_a_refused_page_is_said(tmp_path: Path, origins: dict[str, Origin], hint: str) -> None:
    fault = Fault("an element `<meta>` is not the theme's", "<meta")
    with pytest.raises(ContentError) as caught:
        refuse_faults({"old/index.html": (fault,)}, origins, Settings(tmp_path, "F", theme="briefings"))
    assert [each.hint for each in caught.value.problems] == [hint]
