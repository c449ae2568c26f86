"""The policy of a page allows the theme's scripts by their digests, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from briefings.html.security import POLICY, Policy, digest, is_data, theme_scripts, theme_styles

FRAME = """<!doctype html><html><head><meta charset="utf-8"><title>T</title>
<script>scope=new URL("{base}",location)</script><style>a{{}}</style></head>
<body>{body}<script type="application/json">{{"a": 1}}</script><script src="{base}/a.js" defer></script></body></html>"""
THEME = FRAME.format(base="/project", body="")
A = digest(b"a()")


def policy(html: str) -> dict[str, list[str]]:
    """The values of each directive."""
    written = html.partition('Content-Security-Policy" content="')[2].partition('">')[0]
    return {name: values for name, *values in (directive.split() for directive in written.split("; "))}


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def applied(body: str, base: str = "../..") -> str:
    made = Policy(theme_scripts(THEME), theme_styles(THEME), {"a.js": A}, "/project/")
    return made.apply("b/c/index.html", FRAME.format(base=base, body=body))


def test_scripts_of_the_theme_are_allowed_by_digest() -> None:
    html = applied("<p>Text</p>")
    said = policy(html)
    assert said["script-src"] == [
        "'strict-dynamic'",
        "'wasm-unsafe-eval'",
        sha('scope=new URL("../..",location)'),
        f"'{A}'",
    ]
    assert said["style-src"] == ["'self'", sha("a{}")]
    assert said["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in html
    loaded = re.search(r'<script src="\.\./\.\./a\.js\?([0-9a-f]{8})" integrity="([^"]+)" defer>', html)
    assert loaded is not None and loaded[2] == A


def test_a_changed_script_has_another_address() -> None:
    addresses = set()
    for text in (b"a()", b"b()"):
        html = Policy(frozenset(), frozenset(), {"a.js": digest(text)}, "/").apply(
            "index.html", '<head></head><script src="a.js"></script>'
        )
        addresses.add(html.partition('src="')[2].partition('"')[0])
    assert len(addresses) == 2


def test_the_policy_precedes_everything_it_applies_to() -> None:
    html = applied("")
    assert html.index("Content-Security-Policy") < html.index("<title>") < html.index("<script")


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        '<script type="module">import "x"</script>',
        '<SCRIPT type="text/javascript">go()</SCRIPT >',
        '<script>scope=new URL("x");alert(1)</script>',
        '<script src="../../media/x.pdf"></script>',
        '<script src="https://evil.example/a.js"></script>',
        '<script src="../../../a.js"></script>',
        "<style>b{}</style>",
    ],
)
def test_scripts_from_content_are_not_allowed(planted: str) -> None:
    html = applied(planted)
    assert policy(html) == policy(applied(""))
    assert planted in html


def test_the_policy_allows_no_whole_host_to_run_scripts() -> None:
    scripts = next(directive for directive in POLICY.split("; ") if directive.startswith("script-src"))
    assert "'self'" not in scripts and "http" not in POLICY and "unsafe-inline" not in POLICY


def test_data_is_recognized_by_its_type() -> None:
    assert is_data({"type": "application/ld+json"}) and is_data({"type": "application/json", "id": "x"})
    assert (
        not is_data({}) and not is_data({"data-type": "application/json"}) and not is_data({"type": "module"})
    )


def test_columns_are_aligned_by_a_class() -> None:
    html = applied(
        '<table><tr><th style="text-align: left;">A</th><td style="text-align: right;">1</td></tr></table>'
    )
    assert '<table><tr><th>A</th><td class="right">1</td></tr></table>' in html
