"""Changes the tree of a page so that its text is what readers see.

Hidden and struck-out words go, superscripts cannot be mistaken for digits of a number, and the words of a
sentence stay, whatever element they are in. The trees are those of lxml. Of the package it imports only
`styles` and `colors`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from briefings.plugins.fetching import colors
from briefings.plugins.fetching.styles import Styles, hides

_DELETED = frozenset({"del", "s", "strike"})

_HIDING = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only",
    "screenreader-only", "screen-reader", "screenreader", "show-for-sr", "a11y-hidden", "assistive-text",
    "element-invisible", "offscreen", "off-screen", "cdk-visually-hidden", "u-visually-hidden",
    "is-visually-hidden",
})  # fmt: skip
"""Common classes of words for screen readers only."""
_HIDING_AT_FIRST = frozenset({"hidden", "d-none", "invisible", "is-hidden", "u-hidden", "hide"})
_SHOWN_AGAIN = re.compile(r"(?:\w:|^d-\w+-)(?:block|inline|flex|grid|table|contents|visible)")
"""Classes such as `md:block`, which show on larger screens what `hidden` hides on small ones."""
_RAISING = frozenset({"sup", "superscript", "footnote", "footnote-ref", "noteref"})


def remove_unseen(tree: Any) -> None:
    """Remove what readers do not see, and what the publisher has struck out."""
    styles = Styles(tree)
    most = _length(tree) / 2
    unseen, deleted, unreadable = [], [], []
    shades: dict[Any, colors.Colors] = {None: (None, colors.WHITE if styles.are_complete else None)}
    for element in tree.iter("*"):
        style = styles.of(element)
        shades[element] = colors.of_element(
            element, style, shades.get(element.getparent(), shades[None]), styles
        )
        if colors.are_same(*shades[element]):
            if _length(element) <= most:
                unreadable.append(element)
            else:
                shades[element] = None, None
        if element.tag in _DELETED or "line-through" in style.get("text-decoration", ""):
            deleted.append(element)
        elif element.tag == "template":
            unseen.append(element)
        elif element.tag not in ("html", "head", "body") and _is_hidden(element, style):
            # Something that has most of the words is hidden only until a script shows it.
            if _length(element) <= most:
                unseen.append(element)
        elif element.tag == "span" and _is_raised(element, style):
            element.tag = "sup"
    for element in unreadable:  # What is in it may have another color.
        element.text = element.text and " "
        for child in element:
            child.tail = child.tail and " "
    for element in unseen:
        element.drop_tree()
    for element in deleted:
        _leave_out(element)


def _is_hidden(element: Any, style: Mapping[str, str]) -> bool:
    classes = _classes(element)
    if element.get("hidden") is not None or not _HIDING.isdisjoint(classes):
        return True
    if not _HIDING_AT_FIRST.isdisjoint(classes) and not any(map(_SHOWN_AGAIN.search, classes)):
        return True
    return hides(style)


def _length(element: Any) -> int:
    """Characters in an element, without scripts and style sheets."""
    return sum(
        len(each.text or "") for each in element.iter("*") if each.tag not in ("script", "style")
    ) + sum(len(each.tail or "") for each in element.iterdescendants())


def _is_raised(element: Any, style: Mapping[str, str]) -> bool:
    return style.get("vertical-align") in ("super", "text-top") or not _RAISING.isdisjoint(_classes(element))


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).lower().split()


def _leave_out(element: Any) -> None:
    """Remove an element that readers see, without joining the words or digits on both sides of it."""
    before, after = _text_beside(element, -1)[-1:], _text_beside(element, 1)[:1]
    if before.isalnum() and after.isalnum():
        element.tail = f" {element.tail or ''}"
    element.drop_tree()


_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_NOTE = re.compile(r"\d{1,3}")
_SCRIPT = re.compile(r"[\d+−-]")


def mark_scripts(tree: Any) -> None:
    """Write superscripts, subscripts and notes so that they join no number: `5¹`, `10⁶`, `10₂`."""
    for element in list(tree.iter("sup", "sub", "a")):
        words = element.text_content().strip()
        if element.tag == "a" and _NOTE.fullmatch(words) is None:
            continue
        before, after = _text_beside(element, -1)[-1:], _text_beside(element, 1)[:1]
        if element.tag == "a" and not (before.isdecimal() or after.isdecimal()):
            continue  # else it is the number of a note, since nobody links a part of a number
        if _SCRIPT.search(words) is not None and words[0] not in "[(":
            forms = _LOWERED if element.tag == "sub" else _RAISED
            for each in element.iter():
                if isinstance(each.tag, str):  # not a comment
                    each.text = _in_forms(each.text, forms)
                if each is not element:
                    each.tail = _in_forms(each.tail, forms)
        # 2<sup>e</sup> and 5<sup>th</sup> are ordinal numbers, but 5<sup>k</sup> is not 5,000.
        elif before.isdecimal() and len(words) == 1 and words.isalpha() and words not in "eoaºª":
            element.text = f" {element.text or ''}"


def _in_forms(text: str | None, forms: Mapping[str, str]) -> str | None:
    """A text with the raised or lowered forms of its characters."""
    if text is None:
        return None
    digits = (str(unicodedata.decimal(c, c)) for c in text)
    return "".join(forms.get(c, c) for c in digits)


_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "button", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "marquee", "math", "nobr",
    "noindex", "output", "q", "rb", "ruby", "s", "samp", "select", "small", "span", "strike", "strong",
    "sub", "sup", "svg", "textarea", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_VANISHING = ("blink", "button", "label", "marquee", "noindex", "output", "svg", "math", "time")
"""Elements within a line that trafilatura removes with their words."""
_PICTURES = ("canvas", "embed", "iframe", "img", "input", "object", "picture", "select", "textarea", "video")


def keep_words(tree: Any) -> None:
    """Make elements within running text plain: trafilatura removes some kinds with their words, and others by
    their classes. A sentence that lacks a word may say something else."""
    for element in list(tree.iter(*_VANISHING)):
        if not _is_in_text(element):
            continue
        if element.tag in ("svg", "math"):
            _keep_drawn_words(element)
        else:
            element.tag = "span"
    for element in list(tree.iter(*_INLINE)):
        if element.keys() and element.tag not in _PICTURES and _is_in_text(element):
            element.attrib.clear()
    for element in list(tree.iter(*_PICTURES)):
        if _is_in_text(element):
            _leave_out(element)
    for element in list(tree.iter("aside", "figure", "footer", "nav", "form", "fieldset", "menu", "dialog")):
        if _is_in_text(element):
            # It interrupts a paragraph, so what follows is on another line.
            element.addprevious(element.makeelement("br"))


def _keep_drawn_words(element: Any) -> None:
    """Turn the words in a drawing or a formula into text."""
    is_formula = element.tag == "math"
    if is_formula and (element.get("alttext") or element.find(".//annotation") is not None):
        return  # trafilatura reads TeX
    parts = element.itertext() if is_formula else (each.text_content() for each in element.iter("text"))
    words = " ".join(part.strip() for part in parts if part.strip())
    if not words:
        _leave_out(element)
        return
    for child in list(element):
        element.remove(child)
    element.tag, element.text = "span", words


def _is_in_text(element: Any) -> bool:
    """Whether there are other words on the element's line."""
    return bool(_text_beside(element, -1, words=True) or _text_beside(element, 1, words=True))


def _text_beside(element: Any, step: int, *, words: bool = False) -> str:
    """The text just before (-1) or after (1) an element on its line; with `words`, the next that is not blank
    and not in another element that may vanish."""

    def fits(text: str | None) -> bool:
        return bool(text and (not words or text.strip()))

    here = element
    while True:
        if step > 0 and fits(here.tail):
            return str(here.tail)
        beside = here.getnext() if step > 0 else here.getprevious()
        if beside is None:
            above = here.getparent()
            if above is None:
                return ""
            if step < 0 and fits(above.text):
                return str(above.text)
            if above.tag not in _INLINE and "-" not in str(above.tag):
                return ""
            here = above
            continue
        if step < 0 and fits(beside.tail):
            return str(beside.tail)
        if isinstance(beside.tag, str):  # not a comment
            if beside.tag not in _INLINE and "-" not in beside.tag:
                return ""
            text = "" if words and beside.tag in _VANISHING else beside.text_content()
            if fits(text):
                return str(text)
        here = beside
