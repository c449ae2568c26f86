"""The policy of a page: what the theme runs is allowed, by its hash; what came in with content is not, and is told."""

from __future__ import annotations

import base64
import hashlib

import pytest

from briefings.finish.security import secure, theme_scripts, theme_styles

FRAME = """<!doctype html><html><head><meta charset="utf-8"><title>T</title>
<script>scope=new URL("{base}",location)</script><style>a{{}}</style></head>
<body>{body}<script type="application/json">{{"a": 1}}</script><script src="a.js"></script></body></html>"""
THEME = FRAME.format(base="/project/", body="")


def policy(html: str) -> str:
    return html.partition('Content-Security-Policy" content="')[2].partition('">')[0]


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def checked(body: str, base: str = "../..") -> tuple[str, list[str]]:
    return secure(FRAME.format(base=base, body=body), theme_scripts(THEME), theme_styles(THEME))


def test_the_themes_scripts_are_allowed_with_the_way_to_the_root_that_a_page_has() -> None:
    html, wrong = checked("<p>Text</p>")
    assert wrong == []
    script, style = sha('scope=new URL("../..",location)'), sha("a{}")
    assert policy(html) == (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {script}; style-src 'self' {style}; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )


def test_the_policy_stands_before_whatever_it_is_to_hold_for() -> None:
    html, _ = checked("")
    assert html.index("Content-Security-Policy") < html.index("<title>") < html.index("<script")


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("<script>alert(1)</script>", "an inline script that is not the theme's: alert(1)"),
        ('<script type="module">import "x"</script>', """an inline script that is not the theme's: import "x\""""),
        ('<SCRIPT type="text/javascript">go()</SCRIPT >', "an inline script that is not the theme's: go()"),
        ('<script>scope=new URL("x");alert(1)</script>', """an inline script that is not the theme's: scope=new URL("x");alert(1)"""),
        ("<style>b{}</style>", "an inline style sheet that is not the theme's: b{}"),
        ('<img src=x onerror="alert(1)">', "an attribute `onerror`, which has no effect: <img src=x onerror="),
        ('<p style="color: red">', "an attribute `style`, which has no effect: <p style="),
    ],
)
def test_what_came_in_with_content_is_told_and_not_allowed(planted: str, told: str) -> None:
    html, wrong = checked(planted)
    assert wrong == [told]
    assert policy(html) == policy(checked("")[0])


@pytest.mark.parametrize(
    "harmless",
    [
        "<p>Put it on one = two</p>",
        "<p>on click = nothing, style = none</p>",
        '<script type="application/ld+json">{"a": "onclick ="}</script>',
        "<code>&lt;img onerror=</code>",
    ],
)
def test_words_are_no_attributes(harmless: str) -> None:
    assert checked(harmless)[1] == []


def test_columns_are_aligned_by_a_class() -> None:
    html, wrong = checked('<table><tr><th style="text-align: left;">A</th><td style="text-align: right;">1</td></tr></table>')
    assert wrong == []
    assert '<table><tr><th>A</th><td class="right">1</td></tr></table>' in html
