"""schema.org in the heads of pages, as search engines find and expand it: one block a page, with terms that
schema.org has, in any field and language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import extruct
import pytest
from pyld import jsonld
from selectolax.lexbor import LexborHTMLParser

from briefings.exports import json_ld
from tests import sites
from tests.goldens import compare
from tests.trees import sheets_in

ADDRESS = "https://example.org/x/"
VOCABULARY = "https://schema.org/"

HARBOR = sheets_in(Path(__file__).with_name("json_ld.md"))


def project(folder: Path, sheets: Mapping[str, str] = HARBOR, **options: Any) -> sites.Project:
    media = folder / "content" / "media"
    media.mkdir(parents=True)
    (media / "quay.png").write_bytes(PNG)
    return sites.make(folder, sheets, **options)


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


def lines_of(key: str) -> str:
    """A key of the briefing, with its lines."""
    match = re.search(rf"^{key}:\n(?:  .*\n)+", HARBOR["briefings/harbor.yml"], re.M)
    assert match is not None
    return match[0]


SHORT = {
    "timeline": lines_of("timeline"),
    "statements": lines_of("statements"),
    "documents": lines_of("documents"),
    "sections": 'sections: [{heading: Plan, text: "x [@minutes]"}]\n',
    "many": (
        "timeline:\n"
        + "".join(
            f"  - {{date: 2025-01-{n:02}, title: Event {n}, text: {'x' * 300}, cite: gazette}}\n"
            for n in range(1, 29)
        )
        + "statements:\n"
        + "".join(
            f"  - {{speaker: council, quote: Words {n} {'y' * 60}, date: 2025-01-{n:02}, cite: gazette}}\n"
            for n in range(1, 29)
        )
    ),
}
"""Keys of briefings with little else, so that pages have all entries of a kind; or more than pages have room for."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    head = "published: 2025-10-30\nsummary: 'x [@gazette]'\n"
    short = {f"briefings/{name}.yml": f"title: {name}\n{head}{more}" for name, more in SHORT.items()}
    more = {"topics/freight.yml": f"{HARBOR['topics/freight.yml']}moved_from: [cargo]\n"}
    return project(tmp_path_factory.mktemp("planned") / "site", HARBOR | short | more, address=ADDRESS)


def of_page(project: sites.Project, path: str) -> Any:
    """The JSON-LD of a page; None if it has none."""
    page = next(each for each in project.pages if each.path == f"{path}.md")
    element = json_ld.element(page, project.words, project.settings)
    return json.loads(element[element.index(">") + 1 : element.rindex("<")]) if element else None


@pytest.mark.parametrize(
    "page",
    [
        "briefings/harbor", "briefings/timeline", "briefings/statements", "briefings/documents", "briefings/sections",
        "actors/ines-hartog", "actors/council", "actors/league", "sources/gazette", "sources/minutes", "topics/freight",
        "index",
    ],
)  # fmt: skip
def test_what_a_page_says_is_as_written_down(page: str, planned: sites.Project, update_goldens: bool) -> None:
    made = json.dumps(of_page(planned, page)["@graph"], ensure_ascii=False, indent=1) + "\n"
    compare(made, Path(__file__).parent / "golden" / "json-ld" / f"{page}.json", update=update_goldens)


def test_a_page_that_has_moved_says_nothing(planned: sites.Project) -> None:
    assert of_page(planned, "topics/cargo") is None


def test_a_long_briefing_has_a_little_of_everything(planned: sites.Project) -> None:
    nodes = of_page(planned, "briefings/many")
    assert {"NewsArticle", "Quotation", "Event"} <= {each.get("@type") for each in things(nodes)}
    block = json.dumps(nodes)
    assert len(block) < 3000
    assert "Words 28" in block and "Words 1 " not in block, "the newest are there"


# ── Other pages ──


def test_breadcrumbs_lead_to_each_page(folder: Path, no_address: Path) -> None:
    def steps(site_dir: Path, page: str) -> list[tuple[str, str | None]]:
        trail = one(site_dir / page / "index.html", "BreadcrumbList")["itemListElement"]
        assert [each["position"] for each in trail] == [*range(1, len(trail) + 1)] and len(trail) > 1
        return [(each["name"], each.get("item")) for each in trail]

    assert steps(folder, "actors/council") == [
        ("Who’s who", f"{ADDRESS}actors/"),
        ("Council of Veldhaven", None),
    ]
    assert "potentialAction" not in one(no_address / "index.html", "WebSite")
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
