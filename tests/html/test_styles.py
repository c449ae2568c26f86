"""Style sheets: rules that no page can match are dropped; all others stay and keep their meaning."""

from __future__ import annotations

import pytest

from briefings.html.styles import Uses, classes_of, used_only


def uses(html: str = "", script: str = "", sheet: str = "") -> Uses:
    made = Uses(classes_of(html))
    made.add_script(script)
    made.add_sheet(sheet)
    return made


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a { color: red; }", ".a{color: red}"),
        (".b { color: red }", ""),
        (".a, .b, p { color: red }", ".a,p{color: red}"),
        (".a .b { x: y }", ""),
        (".a:not(.b) { x: y }", ".a:not(.b){x: y}"),
        (":is(.b, .a) p { x: y }", ":is(.b, .a) p{x: y}"),
        (".a:has(> .b:not(.c)) { x: y }", ".a:has(> .b:not(.c)){x: y}"),
        ("[data-b] { x: y }", "[data-b]{x: y}"),
        ("@media print { .b { x: y } }", ""),
        ("@media print { .b { x: y } .a { x: y } }", "@media print{.a{x: y}}"),
        ("@supports (x: y) { @media print { .a { x: y } } }", "@supports (x: y){@media print{.a{x: y}}}"),
        ("@keyframes b { from { x: y } }", "@keyframes b{from { x: y }}"),
        ("@page { margin: 1cm; }", "@page{margin: 1cm}"),
        ('.a:before { content: "} .b { , /* no */ " }', '.a:before{content: "} .b { , /* no */ "}'),
        (
            ".a { background: url(data:image/svg+xml;charset=utf-8,<svg/>) }",
            ".a{background: url(data:image/svg+xml;charset=utf-8,<svg/>)}",
        ),
        ("/* .a { */ .a { x: y } /* } */", ".a{x: y}"),
        (r".sm\:a { x: y }", ""),
        (".a {}", ""),
        ('@charset "UTF-8";.a{x:y}', ".a{x:y}"),
        (".a { &.b { x: y } x: y }", ".a{&.b { x: y } x: y}"),
    ],
)
def test_rules(css: str, left: str) -> None:
    assert used_only(css, uses('<p class="a">')) == left


def test_a_class_that_a_script_names_stays() -> None:
    assert used_only(".open{x:y}.shut{x:y}", uses(script='card.classList.add("open")')) == ".open{x:y}"


def test_what_a_script_does_not_say_as_text_is_no_class() -> None:
    assert used_only(".quote{x:y}", uses(script="const quote = list.map((each) => each.quote)")) == ""


def test_only_the_direction_of_the_pages_stays() -> None:
    css = "[dir=ltr] p{x:y}[dir=rtl] p{x:y}[dir] p{x:y}"
    assert used_only(css, uses()) == css
    given = uses()
    given.add_page('<body class="a" dir="rtl">')
    assert used_only(css, given) == "[dir=rtl] p{x:y}[dir] p{x:y}"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (uses(), ""),
        (uses(script='root.style.getPropertyValue("--one")'), ":root{--one: 1}"),
        (uses(sheet=".search { color: var(--two) }"), ":root{--one: 1;--two: var(--one)}"),
    ],
)
def test_variables_stay_where_anything_reads_them(given: Uses, left: str) -> None:
    assert used_only(":root { --one: 1; --two: var(--one); --three: var(--two) }", given) == left


def test_a_variable_may_be_read_by_a_later_style_sheet() -> None:
    assert used_only(":root{--one: 1}\np{color: var(--one)}", uses()) == ":root{--one: 1}p{color: var(--one)}"
