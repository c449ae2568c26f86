"""Rendering: templates use all fields of their views, mistakes in templates are reported, and Markdown is
tidy."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from briefings import pages
from briefings.exports.data_page import DataView
from briefings.problems.problem import ContentError
from briefings.render import render, templates
from briefings.site import planning
from briefings.views.view import SheetView, View
from tests.page_site import checked_site, generate, site_files

TEMPLATES = Path(__file__).parents[2] / "briefings" / "theme" / "pages"
assert issubclass(DataView, View)
assert pages
EVERY = [*View.__subclasses__(), *SheetView.__subclasses__()]
VIEWS = list({view.template: view for view in EVERY if hasattr(view, "template")}.values())
ALWAYS = {"page", "t", "references", "site_name"}
SHARED = ("figures.j2", "files.md.j2", "lists.j2", "memberships.j2", "parts.j2")


def names_in(template: str) -> set[str]:
    """The names that a template and the parts that it imports need from the view."""
    environment = templates.environment((TEMPLATES,))
    tree = environment.parse((TEMPLATES / template).read_text(encoding="utf-8"))
    # What a template sets outside of its blocks is known in them.
    own = {node.name for node in tree.find_all(nodes.Macro)} | {
        name.name
        for node in tree.body
        for name in ([node.target] if isinstance(node, nodes.Assign) else [])
        if isinstance(name, nodes.Name)
    }
    own |= {node.target for node in tree.find_all(nodes.Import)}
    names = meta.find_undeclared_variables(tree) - own
    for other in meta.find_referenced_templates(tree):
        assert other is not None
        names |= names_in(other)
    return names


def fields(view: type[View]) -> set[str]:
    return {field.name for field in dataclasses.fields(view)}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.template)
def test_a_template_uses_exactly_the_fields_of_its_view(view: type[View]) -> None:
    used = names_in(view.template)
    assert used - ALWAYS - set(render.TOOLS) <= fields(view)
    # Links and marks use what is known and read, formats the sheet itself and when something changed, and the data of the
    # page "Data" for search engines the topics of the site.
    elsewhere = {"known", "covered", "read", "ref", "changed"} | ({"topics"} if view is DataView else set())
    assert fields(view) - elsewhere <= used


def test_every_template_has_a_view() -> None:
    expected = {view.template for view in VIEWS} | {*SHARED}
    assert {path.name for path in TEMPLATES.glob("*.j2")} == expected


def test_every_function_for_templates_is_used_and_not_hidden_by_a_view() -> None:
    used = set().union(*(names_in(path.name) for path in TEMPLATES.glob("*.j2")))
    assert set(render.TOOLS) <= used
    for view in VIEWS:
        assert not fields(view) & {*render.TOOLS, *ALWAYS}, view


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{ ref.titel }}", "`Ref` has no `titel`"),
        ("{{ nowhere }}", "'nowhere' is undefined"),
        ("{% if %}", "Expected an expression"),
    ],
)
def test_a_mistake_in_a_template_is_a_problem_with_a_place(tmp_path: Path, line: str, message: str) -> None:
    own = tmp_path / "theme" / "pages"
    own.mkdir(parents=True)
    (own / "topic.md.j2").write_text(f"# A topic\n\n{line}\n", encoding="utf-8")
    settings, checked = checked_site(tmp_path, site_files())
    with pytest.raises(ContentError) as caught:
        planning.generate(settings, checked)
    reported = caught.value.problems[0]
    assert reported.code.id == "bad-template"
    assert message in reported.message
    assert reported.place.path == "theme/pages/topic.md.j2"


def test_a_custom_template_replaces_blocks_of_ours(tmp_path: Path) -> None:
    plain = (generate(tmp_path / "plain", site_files()).docs_dir / "topics/us-china.md").read_text()
    own = tmp_path / "own" / "theme" / "pages"
    own.mkdir(parents=True)
    (own / "topic.md.j2").write_text(
        """{% extends "default/topic.md.j2" %}
{% block heading %}
{{ super() }}

Written by volunteers who follow {{ data.name }}.

{% endblock %}
{% block who %}{% endblock %}
""",
        encoding="utf-8",
    )
    text = (generate(tmp_path / "own", site_files()).docs_dir / "topics/us-china.md").read_text()
    before_who = plain.partition('\n<div class="part who"')[0]
    added = "\nWritten by volunteers who follow United States and China.\n"
    assert added in text
    assert text.replace(added, "", 1).startswith(before_who)
    assert '<div class="part who"' in plain and '<div class="part who"' not in text


def test_a_custom_template_overrides_ours(tmp_path: Path) -> None:
    own = tmp_path / "theme" / "pages"
    own.mkdir(parents=True)
    for shared in SHARED:
        shutil.copy(TEMPLATES / shared, own)
    (own / "topic.md.j2").write_text(
        "# {{ data.name }}!\n\n\n\n- a\n\n- b\n\n<div>\n\nc\n</div>\n", encoding="utf-8"
    )
    text = (generate(tmp_path, site_files()).docs_dir / "topics" / "us-china.md").read_text()
    own_part = text.partition("\n---\n\n")[2].partition('\n<div class="page-files"')[0]
    assert own_part == "# United States and China!\n\n- a\n- b\n\n<div>\n\nc\n\n</div>\n"
