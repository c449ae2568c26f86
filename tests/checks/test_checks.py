"""Editorial rules: what they let pass. What they find is in tests/problems/, one case and more for each
code."""

from __future__ import annotations

import pytest

from briefings.checks import editorial_problems, text_problems
from briefings.checks.editorial import LONGEST_QUOTATION, RULES
from tests.trees import base, catalog_of, sheets_of

HEAD = "title: x\npublished: 2025-07-28\nsummary: y [@wam-2025]\nmatters: z\n"


def found(files: dict[str, str]) -> list[str]:
    return [p.code.id for p in editorial_problems(catalog_of(files))]


def briefing(rest: str) -> dict[str, str]:
    return {"briefings/a.yml": HEAD + rest}


def actor(rest: str) -> dict[str, str]:
    return {
        "actors/zte.yml": "name: ZTE\nkind: company\n" + rest,
        "briefings/a.yml": HEAD + "actors: [{actor: zte}]\n",
    }


def role(rest: str, organization: str = "china") -> str:
    return f"  - {{title: Maker, organization: {organization}, {rest}, cite: wam-2025}}\n"


PASS: dict[str, dict[str, str]] = {
    "a year that ends in the year it starts": actor("from: 2020\nto: 2020\n"),
    "an end that may be after the start": actor("roles:\n" + role("from: 2020-05, to: 2020")),
    "an event in the year of founding": actor("from: 1985\nroles:\n" + role("from: 1985-02-01")),
    "an event about the year before": briefing("timeline: [{date: 1986~, title: x, actors: [huawei], cite: wam-2025}]\n"),
    "an event whose start is open": briefing("timeline: [{date: ../1990, title: x, actors: [huawei], cite: wam-2025}]\n"),
    "an actor whose life is not known": briefing("timeline: [{date: 1800, title: x, actors: [china], cite: wam-2025}]\n"),
    "one office after the other": actor("roles:\n" + role("from: 2020, to: 2021-05") + role("from: 2021-06, to: 2022")),
    "a handover on one day": actor("roles:\n" + role("from: 2020-01-01, to: 2021-05-03") + role("from: 2021-05-03")),
    "another organization": actor("roles:\n" + role("from: 2020") + role("from: 2020", "huawei")),
    "an office that several hold": {
        **actor("roles: [{title: Member, organization: china, from: 2020, cite: wam-2025}]\n"),
        "actors/zte-2.yml": (
            "name: Z\nkind: company\nroles: [{title: Member, organization: china, from: 2020, cite:"
            " wam-2025}]\n"
        ),
        "briefings/b.yml": HEAD + "actors: [{actor: zte-2}]\n",
    },
    "a relation at two times": actor(
        "relations:\n"
        "  - {kind: owner-of, actor: huawei, from: 2001, to: 2002, cite: wam-2025}\n"
        "  - {kind: owner-of, actor: huawei, from: 2005, cite: wam-2025}\n"
    ),
    "a relation and its opposite": {
        **actor("relations: [{kind: regulator-of, actor: huawei, cite: wam-2025}]\n"),
        "actors/huawei.yml": (
            base()["content/actors/huawei.yml"].decode()
            + "relations: [{kind: regulator-of, actor: zte, cite: wam-2025}]\n"
        ),
    },
    "updated on the day it appeared": briefing("updated: 2025-07-28\ncorrections: [{date: 2025-07-28, text: x}]\n"),
    "an actor's summary without a source": actor("summary: A maker of phones.\n"),
    "an organization that only others' roles name": {
        "actors/g.yml": "name: G\nkind: organization\n",
        "actors/li-qiang.yml": (
            base()["content/actors/li-qiang.yml"].decode()
            + "  - {title: x, organization: g, cite: wam-2025}\n"
        ),
    },
    "a source that is only copied": {
        "sources/first.yml": "title: x\npublisher: F\nkind: wire\n",
        "sources/copy.yml": "title: x\npublisher: C\nkind: news\nrepublishes: first\n",
        "briefings/a.yml": HEAD + "in_brief: [{text: x, cite: copy}]\n",
    },
    "a passage of fifteen words": briefing(
        f"in_brief: [{{text: x, cite: {{wam-2025: {' '.join(['word'] * LONGEST_QUOTATION)}}}}}]\n"
    ),
    "a quotation in other signs": briefing(
        "statements:\n  - speaker: huawei\n    quote: it's a game - exclusive\n"
        "    cite: {wam-2025: '“It’s a game — exclusive', reuters-2025: it’s a game – exclusive}\n"
    ),
    "a quotation whose second source has no passage": briefing(
        "statements: [{speaker: huawei, quote: a game, cite: [{wam-2025: other words of it},"
        " reuters-2025]}]\n"
    ),
    "a disputed thing with a note": briefing("statements: [{speaker: huawei, text: x, status: disputed, note: n, cite: wam-2025}]\n"),
    "an opinion without a note": briefing("statements: [{speaker: huawei, text: x, status: opinion, cite: wam-2025}]\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", PASS)
def test_what_is_let_pass(case: str) -> None:
    assert found(PASS[case]) == []


PROSE = {
    "comparisons": "3 < 4 and 5 > 4, a <- b, 1<2>0",
    "an address in angle brackets": "<https://example.org/>",
    "links of the site and the web": (
        "[a](../actors/zte.md) [b](https://example.org/) [c](mailto:a@example.org) [d](#below)"
    ),
    "a link to another host": "[e](//example.org)",
    "a colon that is no scheme": "[a](10:30) [b](./a:b.md)",
    "a rule between paragraphs": "One.\n\n---\n\nTwo.",
    "a sign that is no heading": "#1 and #ai, C# too",
    "code": "`a[0]`",
}


@pytest.mark.parametrize("case", PROSE)
def test_prose_that_is_let_pass(case: str) -> None:
    indented = PROSE[case].replace("\n", "\n      ")
    assert found(briefing(f"sections:\n  - heading: h\n    text: |\n      {indented}\n")) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_is_its_docstring(rule: object) -> None:
    assert (rule.__doc__ or "").strip().endswith(".")


# ── Texts that git holds ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tracked", [[], ["seeds/README.md", "seeds/quotes.lock"], ["seeds/free.txt"]])
def test_texts_that_may_be_committed(tracked: list[str]) -> None:
    sheets = sheets_of({"sources/free.yml": "title: x\npublisher: y\nkind: news\nlicence: CC0-1.0\n"})
    assert list(text_problems(sheets, tracked)) == []
