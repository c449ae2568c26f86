"""schema.org in the heads of pages, as search engines find and expand it: one block a page, with terms that
schema.org has, in any field and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extruct
import pytest
from pyld import jsonld
from selectolax.lexbor import LexborHTMLParser

from tests import sites

ADDRESS = "https://example.org/x/"
VOCABULARY = "https://schema.org/"

HARBOR = {
    "briefings/harbor.yml": """
title: "The harbor </script><script>alert(1)</script> \\"opens\\" ]]> 🚢 & <b>more</b>"
published: 2025-10-30
updated: 2025-11-02
topics: [freight]
summary: "The [[council]] opens the harbor that [[ines-hartog|Hartog]] wanted. [@gazette]"
media: {file: quay.png, alt: A quay, credit: Jane Doe, licence: CC-BY-SA-4.0}
timeline:
  - {date: 2025-10-27, title: The harbor opens, actors: [council], place: Veldhaven, coordinates: [52.37, 4.89], cite: gazette}
  - {date: 2024-03/2025-09, title: The quay is built, milestone: true, cite: gazette}
  - {date: 2023~, title: The plan is made, cite: gazette}
statements:
  - {id: cut, speaker: ines-hartog, quote: "a </script> cut", date: 2025-10-27, cite: minutes}
  - {id: jobs, speaker: council, text: "It brings *many* [[council|jobs]].", date: 2025-10-28, status: contradicted, note: It does not., cite: gazette}
  - {id: view, speaker: council, text: It will be loved., status: opinion, cite: gazette}
  - {id: both, speaker: council, text: It is the largest., status: disputed, note: Two say so., cite: gazette}
documents:
  - {title: Harbor Ordinance, date: 2025-07-23, kind: law, cite: gazette}
corrections:
  - {date: 2025-11-02, text: "It was said to be in [[council|town]]."}
""",
    "actors/council.yml": """
name: Council of Veldhaven
kind: public-body
identifiers: {lei: 5493001KJTIIGC8Y1R12}
relations: [{kind: member-of, actor: league, cite: gazette}]
""",
    "actors/league.yml": "name: League of Cities\nkind: alliance\nfrom: 1959-07\n",
    "actors/ines-hartog.yml": """
name: Ines Hartog
kind: person
distinguish: engineer
from: 1970~
identifiers: {orcid: 0000-0002-1825-0097}
roles: [{title: Harbor master, organization: council, from: 2023, cite: gazette}]
""",
    "sources/gazette.yml": """
title: The harbor
publisher: The Gazette
authors: [Jane Doe]
published: 2025-10-28
url: https://gazette.example/harbor
archived: https://archive.example/harbor
kind: news
""",
    "sources/minutes.yml": """
describes: The minutes of the council
publisher: Council of Veldhaven
published: 2025-10~
kind: primary
licence: CC-BY-4.0
""",
    "topics/freight.yml": "name: Freight\nsummary: What is shipped.\n",
    "pages/about.md": "---\ntitle: About\ndescription: x\n---\n\n# About\n",
    "pages/method.md": "---\ntitle: Method\ndescription: x\n---\n\n# Method\n",
}


def project(folder: Path, **options: Any) -> sites.Project:
    media = folder / "content" / "media"
    media.mkdir(parents=True)
    (media / "quay.png").write_bytes(PNG)
    return sites.make(folder, HARBOR, **options)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
"""A picture of one pixel."""


def found(file: Path) -> list[dict[str, Any]]:
    """The JSON-LD in a page, as extruct finds it."""
    html = file.read_text(encoding="utf-8")
    blocks: list[dict[str, Any]] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return blocks


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("harbor") / "site", address=ADDRESS).build().site_dir


@pytest.fixture(scope="module")
def no_address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("nowhere") / "site").build().site_dir


def graph(file: Path) -> list[dict[str, Any]]:
    (block,) = found(file)
    assert block["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = block["@graph"]
    return nodes


def things(node: Any) -> Iterator[dict[str, Any]]:
    """All things in a graph, at any depth."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from things(value)
    elif isinstance(node, list):
        for each in node:
            yield from things(each)


def one(file: Path, kind: str) -> dict[str, Any]:
    (thing,) = (each for each in things(graph(file)) if each.get("@type") == kind)
    return thing


# ── What search engines find ──

THING = {
    "name", "description", "url", "sameAs", "image", "alternateName", "disambiguatingDescription",
    "mainEntityOfPage", "potentialAction",
}  # fmt: skip
WORK = THING | {
    "about", "archivedAt", "author", "citation", "copyrightHolder", "correction", "creator", "dateModified",
    "datePublished", "hasPart", "headline", "inLanguage", "isAccessibleForFree", "isBasedOn", "isPartOf", "license",
    "mainEntity", "mentions", "publisher", "text",
}  # fmt: skip
ORGANIZATION = THING | {"memberOf", "leiCode", "foundingDate", "dissolutionDate", "location"}
TERMS = {
    **dict.fromkeys(
        ("AnalysisNewsArticle", "NewsArticle", "Article", "Report", "CreativeWork", "Legislation", "WebPage",
         "WebSite", "ProfilePage", "CollectionPage", "CorrectionComment"), WORK,
    ),
    **dict.fromkeys(("Organization", "Corporation", "GovernmentOrganization"), ORGANIZATION),
    "Person": THING | {"memberOf", "jobTitle", "birthDate", "deathDate"},
    "Country": THING | {"geo"},
    "Place": THING | {"geo"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "Thing": THING,
    "Event": THING | {"about", "startDate", "endDate", "location"},
    "Quotation": WORK | {"spokenByCharacter"},
    "Claim": WORK | {"appearance"},
    "ClaimReview": WORK | {"claimReviewed", "itemReviewed", "reviewRating"},
    "Rating": THING | {"ratingValue", "bestRating", "worstRating"},
    "ImageObject": WORK | {"contentUrl", "creditText"},
    "Dataset": WORK | {"distribution", "identifier", "keywords", "version"},
    "DataDownload": WORK | {"contentUrl", "encodingFormat"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"name", "position", "item"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
}  # fmt: skip
"""The types that pages use, with the properties that schema.org gives them."""

CONTEXT = {
    "@vocab": VOCABULARY,
    **{key: {"@type": "@id"} for key in ("url", "sameAs", "license", "contentUrl", "item", "archivedAt")},
}


def offline(address: str, options: Any) -> dict[str, Any]:
    assert address.removesuffix("/") == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": {"@context": CONTEXT}}  # fmt: skip


def expanded(file: Path, base: str) -> list[dict[str, Any]]:
    (block,) = found(file)
    nodes: list[dict[str, Any]] = jsonld.expand(block, {"documentLoader": offline, "base": base})
    return nodes


def pages_of(site_dir: Path) -> list[Path]:
    return sorted(file for file in site_dir.rglob("index.html"))


def check_terms(site_dir: Path) -> None:
    for file in pages_of(site_dir):
        path = file.relative_to(site_dir).as_posix().removesuffix("index.html")
        nodes = expanded(file, ADDRESS + path)
        assert nodes, path
        for thing in things(nodes):
            if "@value" in thing or not any(key.startswith(VOCABULARY) for key in thing):
                continue
            (kind,) = (each.removeprefix(VOCABULARY) for each in thing["@type"])
            own = {key.removeprefix(VOCABULARY) for key in thing if not key.startswith("@")}
            assert own <= TERMS[kind], (path, kind)
            assert thing.get("@id", ADDRESS).startswith(ADDRESS), path


def test_every_page_has_one_block_with_terms_of_schema_org(folder: Path, no_address: Path) -> None:
    check_terms(folder)
    check_terms(no_address)


@pytest.mark.parametrize("name", ["rome", "outage", "languages"])
def test_so_has_every_page_of_a_site_of_another_field(name: str, tmp_path: Path) -> None:
    content = sites.PROJECT / "tests" / "projects" / name / "content"
    sheets = {
        file.relative_to(content).as_posix(): file.read_text(encoding="utf-8")
        for file in content.rglob("*.yml")
    }
    sheets |= {path: text for path, text in HARBOR.items() if path.startswith("pages/")}
    built = sites.make(
        tmp_path / "site", sheets, address=ADDRESS, language="fr" if name == "languages" else None
    )
    check_terms(built.build().site_dir)


def test_a_page_that_has_moved_has_none(tmp_path: Path) -> None:
    moved = {**HARBOR, "topics/freight.yml": "name: Freight\nmoved_from: [cargo]\n"}
    del moved["briefings/harbor.yml"]
    moved["briefings/b.yml"] = "title: B\npublished: 2025-01-01\ntopics: [freight]\nsummary: 'b [@gazette]'\n"
    built = sites.make(tmp_path / "site", moved, address=ADDRESS).build().site_dir
    assert found(built / "topics" / "cargo" / "index.html") == []


# ── A briefing ──


def test_a_briefing_is_an_article(folder: Path) -> None:
    article = one(folder / "briefings" / "harbor" / "index.html", "AnalysisNewsArticle")
    assert article["headline"] == 'The harbor </script><script>alert(1)</script> "opens" ]]> 🚢 & <b>more</b>'
    assert (article["datePublished"], article["dateModified"]) == ("2025-10-30", "2025-11-02")
    assert article["author"]["name"] == "AI Governance Briefings"
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["url"] == f"{ADDRESS}briefings/harbor/"
    assert [(each["@type"], each["name"]) for each in article["about"]] == [
        ("Thing", "Freight"),
        ("GovernmentOrganization", "Council of Veldhaven"),
        ("Person", "Ines Hartog"),
    ]
    assert article["image"] == {
        "@type": "ImageObject",
        "contentUrl": f"{ADDRESS}media/quay.png",
        "creditText": "Jane Doe",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    assert [each["text"] for each in article["correction"]] == ["It was said to be in town."]


def test_it_names_its_sources_and_primary_ones_as_what_it_is_based_on(tmp_path: Path) -> None:
    article, _ = entries_of(tmp_path / "site", 'sections: [{heading: Plan, text: "x [@minutes]"}]\n')
    assert article["citation"] == [
        {
            "@type": "NewsArticle",
            "@id": "../../sources/gazette/#source",
            "name": "The harbor",
            "url": "https://gazette.example/harbor",
            "publisher": {"@type": "Organization", "name": "The Gazette"},
            "datePublished": "2025-10-28",
        }
    ]
    # Its title is not known, and its date is not one of ISO 8601.
    assert article["isBasedOn"] == [
        {
            "@type": "Report",
            "@id": "../../sources/minutes/#source",
            "description": "The minutes of the council",
            "publisher": {"@type": "Organization", "name": "Council of Veldhaven"},
        }
    ]


def entries_of(folder: Path, more: str) -> list[dict[str, Any]]:
    """The graph of a short briefing with these keys."""
    text = HARBOR["briefings/harbor.yml"]
    head = text[: text.index("topics:")] + "summary: 'x [@gazette]'\n"
    sheets = {path: each for path, each in HARBOR.items() if path != "topics/freight.yml"}
    built = sites.make(folder, {**sheets, "briefings/harbor.yml": head + more}, address=ADDRESS).build()
    return graph(built.site_dir / "briefings" / "harbor" / "index.html")


def lines_of(key: str) -> str:
    """A key of the briefing, with its lines."""
    match = re.search(rf"^{key}:\n(?:  .*\n)+", HARBOR["briefings/harbor.yml"], re.M)
    assert match is not None
    return match[0]


def test_a_quotation_belongs_to_whoever_said_it(tmp_path: Path) -> None:
    (statement,) = re.findall(".*id: cut.*\n", lines_of("statements"))
    nodes = entries_of(tmp_path / "site", f"statements:\n{statement}")
    (quotation,) = (each for each in things(nodes) if each.get("@type") == "Quotation")
    assert quotation == {
        "@type": "Quotation",
        "@id": "#statement-cut",
        "text": "a </script> cut",
        "spokenByCharacter": {"@id": "../../actors/ines-hartog/#actor"},
        "copyrightHolder": {"@id": "../../actors/ines-hartog/#actor"},
        "citation": {"@id": "../../sources/minutes/#source"},
    }


def test_only_a_verdict_is_a_review_of_a_claim(tmp_path: Path) -> None:
    statements = re.sub(".*id: cut.*\n", "", lines_of("statements"))
    nodes = entries_of(tmp_path / "site", statements)
    (review,) = (each for each in nodes if each.get("@type") == "ClaimReview")
    assert review["claimReviewed"] == "It brings many jobs."
    assert review["url"] == f"{ADDRESS}briefings/harbor/#statement-jobs"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Contradicted",
        "ratingValue": 1,
    }
    council = review["itemReviewed"]["author"]["@id"]
    assert [each["name"] for each in things(nodes) if each.get("@id") == council and "name" in each] == [
        "Council of Veldhaven"
    ]
    assert review["itemReviewed"]["appearance"] == {"@id": "../../sources/gazette/#source"}
    # What is disputed is a claim without a verdict, and a view is neither true nor false.
    others = re.sub(".*id: jobs.*\n", "", statements)
    nodes = entries_of(tmp_path / "others", others)
    claims = [each["@id"] for each in things(nodes) if each.get("@type") == "Claim"]
    assert (claims, [each["@type"] for each in nodes]) == (
        ["#statement-both"],
        ["AnalysisNewsArticle", "BreadcrumbList"],
    )


def test_events_have_the_dates_that_iso_8601_can_express(tmp_path: Path) -> None:
    nodes = entries_of(tmp_path / "site", lines_of("timeline"))
    events = [each for each in things(nodes) if each.get("@type") == "Event"]
    assert [
        (each["name"], each.get("startDate"), each.get("endDate")) for each in events
    ] == [
        ("The quay is built", "2024-03", "2025-09"),  # a milestone comes first
        ("The harbor opens", "2025-10-27", None),
        ("The plan is made", None, None),
    ]  # fmt: skip
    assert events[1]["location"] == {
        "@type": "Place",
        "name": "Veldhaven",
        "geo": {"@type": "GeoCoordinates", "latitude": 52.37, "longitude": 4.89},
    }


def test_documents_are_mentioned(tmp_path: Path) -> None:
    nodes = entries_of(tmp_path / "site", lines_of("documents"))
    (law,) = (each for each in things(nodes) if each.get("@type") == "Legislation")
    assert (law["name"], law["datePublished"]) == ("Harbor Ordinance", "2025-07-23")


def test_a_long_briefing_has_a_little_of_everything(tmp_path: Path) -> None:
    event = "  - {{date: 2025-01-{0:02}, title: Event {0}, text: {1}, cite: gazette}}\n"
    quote = "  - {{speaker: council, quote: Words {0} {1}, date: 2025-01-{0:02}, cite: gazette}}\n"
    much = "timeline:\n" + "".join(event.format(n, "x" * 300) for n in range(1, 29))
    much += "statements:\n" + "".join(quote.format(n, "y" * 60) for n in range(1, 29))
    nodes = entries_of(tmp_path / "site", much)
    kinds = [each.get("@type") for each in things(nodes)]
    assert {"NewsArticle", "Quotation", "Event"} <= set(kinds)
    page = tmp_path / "site" / "site" / "briefings" / "harbor" / "index.html"
    (block,) = re.findall(
        r'<script type="application/ld\+json">.*?</script>', page.read_text(encoding="utf-8")
    )
    assert len(block) < 3000
    assert "Words 28" in block and "Words 1 " not in block, "the newest are there"


# ── Other pages ──


def test_profiles_say_who_somebody_is_and_belongs_to(folder: Path) -> None:
    person = one(folder / "actors" / "ines-hartog" / "index.html", "ProfilePage")["mainEntity"]
    assert person == {
        "@type": "Person",
        "@id": "#actor",
        "name": "Ines Hartog",
        "disambiguatingDescription": "engineer",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097"],
        "memberOf": [
            {
                "@type": "GovernmentOrganization",
                "@id": "../../actors/council/#actor",
                "name": "Council of Veldhaven",
            }
        ],
        "jobTitle": ["Harbor master"],
    }
    council = one(folder / "actors" / "council" / "index.html", "ProfilePage")["mainEntity"]
    assert council["leiCode"] == "5493001KJTIIGC8Y1R12"
    assert [each["name"] for each in council["memberOf"]] == ["League of Cities"]
    league = one(folder / "actors" / "league" / "index.html", "ProfilePage")["mainEntity"]
    assert league["foundingDate"] == "1959-07"


def test_a_source_says_whose_it_is(folder: Path) -> None:
    gazette = one(folder / "sources" / "gazette" / "index.html", "NewsArticle")
    assert gazette["author"] == gazette["copyrightHolder"] == [{"@type": "Person", "name": "Jane Doe"}]
    assert gazette["archivedAt"] == "https://archive.example/harbor"
    minutes = one(folder / "sources" / "minutes" / "index.html", "Report")
    assert minutes["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "copyrightHolder" not in minutes and "name" not in minutes


def test_the_front_page_says_how_to_search_the_site(folder: Path, no_address: Path) -> None:
    website = one(folder / "index.html", "WebSite")
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{ADDRESS}?q={{search_term_string}}"
    assert "potentialAction" not in one(no_address / "index.html", "WebSite")


def test_breadcrumbs_lead_to_each_page(folder: Path, no_address: Path) -> None:
    def steps(site_dir: Path, page: str) -> list[tuple[str, str | None]]:
        trail = one(site_dir / page / "index.html", "BreadcrumbList")["itemListElement"]
        assert [each["position"] for each in trail] == [*range(1, len(trail) + 1)] and len(trail) > 1
        return [(each["name"], each.get("item")) for each in trail]

    assert steps(folder, "actors/council") == [
        ("Who’s who", f"{ADDRESS}actors/"),
        ("Council of Veldhaven", None),
    ]
    # Search engines want two steps.
    assert steps(folder, "timeline") == [("AI Governance Briefings", ADDRESS), ("Timeline", None)]
    assert steps(no_address, "actors") == [("AI Governance Briefings", None), ("Who’s who", None)]


def test_an_article_without_a_picture_has_that_of_shared_links(tmp_path: Path) -> None:
    plain = {path: re.sub("media:.*\\n", "", text) for path, text in HARBOR.items()}
    page = sites.make(tmp_path, plain, address=ADDRESS).build().site_dir / "briefings/harbor/index.html"
    html = LexborHTMLParser(page.read_bytes())
    card = html.css_first('meta[property="og:image"]')
    assert card is not None
    assert one(page, "AnalysisNewsArticle")["image"] == card.attributes["content"]


def test_the_page_about_data_is_that_of_a_dataset(folder: Path, no_address: Path) -> None:
    dataset = one(folder / "data" / "index.html", "Dataset")
    assert dataset["dateModified"] == dataset["version"] == "2025-11-02"
    assert dataset["identifier"] == f"{ADDRESS}data/"
    assert dataset["keywords"] == ["Freight"]
    assert len(dataset["description"]) >= 50, "as Google demands"
    files = {each["contentUrl"]: each["encodingFormat"] for each in dataset["distribution"]}
    assert files[f"{ADDRESS}data/index.json"] == "application/json"
    for address in files:
        assert (folder / address.removeprefix(ADDRESS)).is_file()
    (first, *_) = one(no_address / "data" / "index.html", "Dataset")["distribution"]
    assert (no_address / "data" / first["contentUrl"]).is_file()


# ── In the build ──


def test_a_host_can_do_without(folder: Path, tmp_path: Path) -> None:
    without = project(tmp_path / "site", address=ADDRESS, exports='{"json-ld": false}').build().site_dir
    block = re.compile(r'<script type="application/ld\+json">.*?</script>\n?')
    for file in pages_of(folder):
        path = file.relative_to(folder)
        if path.parts[0] == "data":  # lists the formats
            continue
        with_it, plain = (each.read_text(encoding="utf-8") for each in (file, without / path))
        assert block.search(plain) is None
        assert block.sub("", with_it).replace("\n", "") == plain.replace("\n", ""), path


def test_mkdocs_prints_the_same_for_all_pages_at_once(folder: Path, tmp_path: Path) -> None:
    other = project(tmp_path / "site", address=ADDRESS).build(at_once=True).site_dir
    for file in pages_of(folder):
        assert found(other / file.relative_to(folder)) == found(file)
