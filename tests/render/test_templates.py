"""Output of templates: text is escaped as Markdown, markup is not, and None prints nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import Markup

from briefings.pictures import svg
from briefings.render.templates import environment


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ words }}", "a &lt;b&gt; &#42;c&#42; &amp; d"),
        ("{{ markup }}", "*a* <b>"),
        ("{{ picture }}", "<svg />"),
        ("{{ absent }}", ""),
        ("{{ number }} {{ 3 }}", "&#53;.50 3"),
        ("{{ words if absent }}", ""),
        ("{{ '*' }}", "*"),
        ("{{ words|attr }}", "a &lt;b&gt; &#42;c&#42; &amp; d"),
        ("{{ words|safe }}", "a <b> *c* & d"),
        ("{% for each in [words] %}{{ each }}{% endfor %}", "a &lt;b&gt; &#42;c&#42; &amp; d"),
        (
            "{% macro m(x, y=1) %}**{{ x }}**{{ y }}{% endmacro %}{{ m(words) }}",
            "**a &lt;b&gt; &#42;c&#42; &amp; d**1",
        ),
        (
            "{% macro m(x) %}{{ x }}{% endmacro %}{% for each in [markup] %}{{ m(x=each) }}{% endfor %}",
            "*a* <b>",
        ),
        ("{% macro m() %}({{ caller() }}){% endmacro %}{% call m() %}{{ markup }}{% endcall %}", "(*a* <b>)"),
        ("{% set said %}{{ words }}{% endset %}{{ said }}", "a &lt;b&gt; &#42;c&#42; &amp; d"),
        (
            "{{ shout(words) }} {{ words.upper() }}",
            "A &lt;B&gt; &#42;C&#42; &amp; D A &lt;B&gt; &#42;C&#42; &amp; D",
        ),
        ("{{ range(2)|join(', ') }} {{ words.split().count('a') }}", "0, 1 1"),
    ],
)
def test_output_of_a_template(template: str, printed: str) -> None:
    given = {
        "words": "a <b> *c* & d",
        "markup": Markup("*a* <b>"),
        "picture": svg.Markup("<svg />"),
        "absent": None,
        "number": Decimal("5.50"),
        "shout": lambda text: text.upper(),
    }
    assert environment((Path(),)).from_string(template).render(given) == printed
