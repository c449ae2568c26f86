"""The table of signatories: whose signatures it shows, how well they are supported, and on which briefings."""

from __future__ import annotations

from briefings.languages import FOLDER
from briefings.views.memberships import Memberships, memberships
from briefings.words import Words
from tests.trees import catalog_of

ENGLISH, SPANISH = (Words.load(language, [FOLDER]) for language in ("en", "es"))

ACTORS = {
    "pact": "name: Pact\nkind: alliance\n",
    "rival-pact": "name: Rival pact\nkind: alliance\n",
    "speaker": "name: A speaker\nkind: person\n",
}
SOURCES = {
    "sources/rumor.yml": "title: Rumor\npublisher: Rumors\nkind: weak\nurl: https://example.org/r\n",
    "sources/unread.yml": "title: Notice\npublisher: The Ministry\nkind: primary\nunread: true\n",
    "sources/gazette.yml": "title: Gazette\npublisher: Gazette\nkind: news\nurl: https://example.org/g\n",
}


def country(name: str, *relations: str) -> str:
    listed = "".join(f"  - {{{relation}}}\n" for relation in relations)
    return f"name: {name.title()}\nkind: country\n" + (f"relations:\n{listed}" if listed else "")


COUNTRIES = {
    "albia": country("albia", "kind: signatory-of, actor: pact, cite: gazette"),
    "borduria": country(
        "borduria",
        "kind: signatory-of, actor: pact, cite: rumor",
        "kind: signatory-of, actor: rival-pact, cite: gazette",
    ),
    "cascadia": country("cascadia", "kind: signatory-of, actor: pact, cite: [gazette, rumor]"),
    "dorne": country("dorne", "kind: non-signatory-of, actor: pact, cite: gazette"),
    "elbonia": country("elbonia", "kind: non-signatory-of, actor: pact, cite: rumor"),
    "freedonia": country("freedonia", "kind: signatory-of, actor: pact, to: 2024, cite: gazette"),
    "gondor": country("gondor", "kind: signatory-of, actor: rival-pact, cite: gazette"),
    "hyrule": country("hyrule", "kind: signatory-of, actor: rival-pact, cite: gazette"),
}


def table(briefing: str, *, without: str = "", words: Words = ENGLISH) -> Memberships | None:
    sheets = {f"actors/{id_}.yml": sheet for id_, sheet in (ACTORS | COUNTRIES).items() if id_ != without}
    head = "title: A\npublished: 2026-02-01\nmatters: It does.\n"
    if "summary" not in briefing:
        head += "summary: A pact. [@gazette]\n"
    catalog = catalog_of(sheets | SOURCES | {"briefings/a.yml": head + briefing}, with_base=False)
    return memberships(catalog, catalog.briefings["a"], words)


def actors(*ids: str) -> str:
    return "actors:\n" + "".join(f"  - {{actor: {id_}, cite: gazette}}\n" for id_ in ids)


def test_few_signatories_or_signatories_elsewhere_are_no_reason_for_a_table() -> None:
    assert table(actors("pact", "albia", "borduria")) is None
    assert table(actors("albia", "borduria", "cascadia")) is None
    event = "date: 2024-01-01, title: They meet, actors: [albia, borduria, cascadia], cite: gazette"
    assert table(actors("pact", "speaker") + f"timeline:\n  - {{{event}}}\n") is None


SIGNED = """figures:
  - {id: many, label: Signatories, unit: states, values: [{value: 5, cite: gazette}, {value: 7, cite: rumor}]}
documents:
  - {title: The charter of the first, date: 2024, kind: treaty, short: First, actors: [albia, borduria, cascadia], complete: true, cite: gazette}
  - {title: The second, date: 2025, kind: treaty, actors: [albia, borduria, gondor], declined: [dorne], total: many, cite: gazette}
  - {title: A third charter for all of them, date: 2026, kind: treaty, actors: [albia, gondor, hyrule], cite: gazette}
"""


def test_only_a_complete_list_says_who_did_not_sign() -> None:
    found = table(SIGNED)
    assert found is not None
    assert [(each.name, each.year, each.count) for each in found.agreements] == [
        ("First", "2024", "all 3"), ("The second", "2025", "3 of 5 to 7"), ("2026", "", "3 named"),
    ]  # fmt: skip
    assert dict(found.rows)["Hyrule"] == (None, "unnamed", "signed")


def test_the_answer_names_who_declined_and_they_come_first() -> None:
    found, spanish = table(SIGNED), table(SIGNED, words=SPANISH)
    assert found is not None and spanish is not None
    assert found.answer == "Declined, The second 2025: Dorne"
    assert spanish.answer == "Negativa a firmar, The second 2025: Dorne"
    assert [(each.title, [name for name, _ in each.rows]) for each in found.groups] == [
        ("Declined", ["Dorne"]),
        ("Signed 3 of 3", ["Albia"]),
        ("Signed 2 of 3", ["Borduria", "Gondor"]),
        ("Signed 1 of 3", ["Cascadia", "Hyrule"]),
    ]
    assert [each.title for each in spanish.groups][1] == "3 de 3 firmados"


def test_two_agreements_are_lists_of_those_that_did_the_same() -> None:
    two = (
        SIGNED.replace("title: The second", "title: Second")
        .rsplit("  - ", 1)[0]
        .replace(", declined: [dorne]", "")
    )
    found = table(two.replace("total: many", "complete: true"))
    assert found is not None and found.is_listed
    assert found.answer == "Signed First 2024 and Second 2025: Albia and Borduria"
    assert [each.title for each in found.groups] == [
        "First 2024 and Second 2025",
        "Only First 2024",
        "Only Second 2025",
    ]
