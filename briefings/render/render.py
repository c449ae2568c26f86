"""Page → Markdown, and the functions that templates can call."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import fields
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup

from briefings.problems import codes
from briefings.problems.problem import ContentError, Place, problem
from briefings.render.drawings import Drawings
from briefings.render.links import Links
from briefings.render.marks import Marks, unmarked_level
from briefings.render.particulars import Particulars
from briefings.render.references import References
from briefings.render.state import PageState
from briefings.render.templates import DEFAULT, Say, environment
from briefings.render.texts import Texts
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.page import Page
from briefings.words import Words


class Renderer:
    """Renders the views of pages as Markdown, in the words of a language."""

    def __init__(self, words: Words, settings: Settings) -> None:
        self.words = words
        self.settings = settings
        self.environment = environment(tuple(folder / "pages" for folder in settings.theme_dirs))

    def load_templates(self) -> None:
        """Compile all templates, so that processes forked later share them."""
        for name in self.environment.list_templates(extensions=["j2"]):
            if name.startswith(f"{DEFAULT}/"):
                continue
            # A broken one is reported with the page that uses it.
            with suppress(TemplateError):
                self.environment.get_template(name)

    def render(self, page: Page) -> str:
        """The page's Markdown with its front matter."""
        return with_front_matter(page, self.body(page))

    def body(self, page: Page) -> str:
        """The page's Markdown without its front matter."""
        view = page.view
        particulars = Particulars(view.known, self.words)
        references = References(view.known.sources, self.words, particulars)
        state = PageState(page, self.words, references, particulars)
        links = Links(state, self.settings.identifiers, self.settings.site_url)
        texts = Texts(state, links)
        names = {
            "page": page,
            "t": Say(self.words),
            "site_name": self.settings.site_name,
            "references": state.references,
            **_tools(links, texts, Marks(state), Drawings(state, links)),
        }
        said = {field.name: getattr(view, field.name) for field in fields(view)}
        try:
            body = self.environment.get_template(view.template).render(names | said)
            if page.files and page.redirect is None and not view.verbatim:
                # Here, so that templates need not mention it. Pages by hand have none: they may end
                # in half a tag, which would take in what follows.
                body += "\n\n" + self.environment.get_template(FILES).render(names)
        except TemplateError as error:
            raise ContentError([_template_problem(error, page)]) from error
        if view.verbatim:
            return body
        return "\n" + _tidy(f"{body}\n\n{script_words(state)}")


FILES = "files.md.j2"
"""The template of the links at the end of each page to the same in other formats."""


def _template_problem(error: TemplateError, page: Page) -> Any:
    line = getattr(error, "lineno", None) or 1
    name = getattr(error, "name", None) or page.view.template
    # Jinja names classes with their modules, which means nothing to authors of templates.
    message = _PYTHON_OBJECT.sub(r"`\1` has no `\2`", error.message or str(error))
    return problem(
        codes.BAD_TEMPLATE,
        f"{page.path} cannot be made from {name}: {message}",
        Place(f"theme/pages/{name.removeprefix(f'{DEFAULT}/')}", line),
    )


_PYTHON_OBJECT = re.compile(r"'(?:\w+\.)*(\w+) object' has no attribute '(\w+)'")


def front_matter(page: Page) -> dict[str, str]:
    """The front matter of a page."""
    fields = {
        "title": page.title,
        "description": page.description,
        "kind": page.kind,
        "sheet": page.sheet,
        "redirect": page.redirect,
    }
    return {key: value for key, value in fields.items() if value is not None}


def with_front_matter(page: Page, body: str) -> str:
    """The page's Markdown as it is written to a file."""
    lines = [f"{key}: {escape.front_matter(value)}" for key, value in front_matter(page).items()]
    return "---\n" + "\n".join(lines) + "\n---\n" + body


GROUPS = (Links, Texts, Marks, Drawings)
"""The classes whose public methods templates can call."""

TOOLS = frozenset(name for group in GROUPS for name in vars(group) if not name.startswith("_"))
"""The names of the functions that templates can call."""


def _tools(*groups: object) -> dict[str, Any]:
    return {name: getattr(group, name) for group in groups for name in vars(type(group)) if name in TOOLS}


_CLOSING = ("</div>", "</nav>", "</details>")
_ENTRY = re.compile(r"(?:-|\d+\.) ")


def _tidy(body: str) -> str:
    """Removes blank lines between entries of lists and repeated blank lines, and adds one before the end of a
    block, so that templates can be laid out for readability."""
    lines: list[str] = []
    for line in body.split("\n"):
        line = line.rstrip()
        if (
            line
            and len(lines) > 1
            and not lines[-1]
            and _ENTRY.match(line) is not None
            and _ENTRY.match(lines[-2]) is not None
        ):
            lines.pop()
        if line.startswith(_CLOSING) and lines and lines[-1]:
            lines.append("")
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def script_words(page: PageState) -> Markup:
    """An element with the words for the scripts that are of this page alone; words.js has the others. It
    contains nothing that readers without JavaScript need."""
    words: dict[str, object] = {}
    if page.references.sources:
        level = unmarked_level(page)
        words["name"] = page.words.template("evidence.name")
        words["unmarked"] = (level, page.words(f"evidence.{level}.word"))
    if page.particulars.sentences:
        words["missing"] = [*page.particulars.sentences]
    if page.particulars.readings:
        words["read"] = [*page.particulars.readings]
    if not words:
        return Markup("")
    # In single quotes, because JSON contains many double quotes.
    return Markup(f"<div class=\"card-data\" data-words='{escape.json_in_html(words)}'></div>")
