"""The table of signatories: whose signatures it shows, how well they are supported, and on which briefings."""

from __future__ import annotations

from briefings.collation import Collation
from briefings.views.memberships import Memberships, memberships
from tests.trees import catalog_of

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


def table(briefing: str, *, without: str = "") -> Memberships | None:
    sheets = {f"actors/{id_}.yml": sheet for id_, sheet in (ACTORS | COUNTRIES).items() if id_ != without}
    head = "title: A\npublished: 2025-01-01\nmatters: It does.\n"
    if "summary" not in briefing:
        head += "summary: A pact. [@gazette]\n"
    catalog = catalog_of(sheets | SOURCES | {"briefings/a.yml": head + briefing}, with_base=False)
    return memberships(catalog, catalog.briefings["a"], Collation("en"))


def actors(*ids: str) -> str:
    return "actors:\n" + "".join(f"  - {{actor: {id_}, cite: gazette}}\n" for id_ in ids)


def test_the_table_has_all_parties_and_how_well_they_are_supported() -> None:
    found = table(actors("pact", "albia", "borduria", "cascadia"))
    assert found is not None
    assert dict(found.rows) == {
        "Albia": ("signed",),
        "Borduria": ("signed_weak",),
        "Cascadia": ("signed",),
        "Dorne": ("declined",),
        "Elbonia": ("declined_weak",),
    }
    assert {citation.source for citation in found.agreements[0].citations} == {"gazette", "rumor"}


def test_what_is_second_hand_is_told_apart_from_what_is_weak() -> None:
    document = (
        "documents:\n  - {title: The charter, date: 2024-01-01, kind: treaty,"
        " actors: [albia, gondor, hyrule], declined: [dorne], cite: [rumor, unread]}\n"
    )
    found = table(document)
    assert found is not None
    assert found.statuses == ["signed_second_hand", "declined_second_hand"]
    assert found.doubts == ["second_hand"]
    weak = table(document.replace("[rumor, unread]", "rumor"))
    assert weak is not None
    assert weak.doubts == ["weak"]


def test_other_agreements_that_the_briefing_names_are_columns() -> None:
    names = "summary: Like the [[rival-pact]], of [[gondor]]. [@gazette]\n"
    found = table(names + actors("pact", "albia", "borduria", "cascadia"))
    assert found is not None
    assert [each.sheet.id for each in found.agreements] == ["pact", "rival-pact"]
    rows = dict(found.rows)
    assert rows["Borduria"] == ("signed_weak", "signed")
    assert rows["Gondor"] == (None, "signed")
    assert "Hyrule" not in rows


def test_an_event_with_the_agreement_and_its_signatories_is_enough() -> None:
    event = "date: 2024-01-01, title: It is signed, actors: [pact, albia, borduria, cascadia], cite: gazette"
    assert table(f"timeline:\n  - {{{event}}}\n") is not None


def test_few_signatories_or_signatories_elsewhere_are_no_reason_for_a_table() -> None:
    assert table(actors("pact", "albia", "borduria")) is None
    assert table(actors("albia", "borduria", "cascadia")) is None
    event = "date: 2024-01-01, title: They meet, actors: [albia, borduria, cascadia], cite: gazette"
    assert table(actors("pact", "speaker") + f"timeline:\n  - {{{event}}}\n") is None


def test_a_document_with_several_signatories_is_a_column() -> None:
    document = (
        "documents:\n  - {title: The charter, date: 2024-01-01, kind: treaty,"
        " actors: [albia, gondor, hyrule], declined: [dorne], cite: rumor}\n"
    )
    found = table(document)
    assert found is not None
    assert found.agreements[0].anchor
    assert dict(found.rows) == {
        "Albia": ("signed_weak",),
        "Dorne": ("declined_weak",),
        "Gondor": ("signed_weak",),
        "Hyrule": ("signed_weak",),
    }
    assert table(document.replace(", hyrule", "")) is None
