"""JSON of each page at its address: one shape for all kinds of entries, schemas that hold, and the same bytes
in each build."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefings.catalog import urls
from briefings.exports.json.schemas import schema
from briefings.model import Briefing
from briefings.model.items import Summary
from briefings.model.walk import items_of
from briefings.settings import EXPORTS, Settings
from briefings.site import outputs, planning, site
from briefings.site import stages as build
from briefings.store.builds import Record
from tests import sites
from tests.exports.json_documents import documents, schema_problems, select, validator
from tests.goldens import compare
from tests.trees import record_passages, sheets_in

HERRING = sheets_in(Path(__file__).with_name("herring.md"))
TRAM = sheets_in(Path(__file__).with_name("tram.md"))
TEXT = """\
Council votes

The city council approved the line by 31 votes to 14. The session on Thursday was long, as was the line outside.

“The line is popular,” said Carla Vos.

It will cost 186 million euros as of July 2025, and the plan names all stops.
"""
SITE = "https://example.org/x/"
ONLY_JSON = f"{{{', '.join(f'{name}: false' for name in EXPORTS if name != 'json')}}}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(
        tmp_path_factory.mktemp("json"), HERRING, language="de", exports=ONLY_JSON, address=SITE
    )


@pytest.fixture(scope="module")
def files(project: sites.Project) -> dict[str, Any]:
    return documents(project.settings.docs_dir)


@pytest.fixture(scope="module")
def tram(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The documents of a site with a source whose text is saved."""
    settings = sites.make(tmp_path_factory.mktemp("tram"), TRAM, exports=ONLY_JSON).settings
    (settings.root / "seeds/gazette.txt").write_text(TEXT, encoding="utf-8")
    record_passages(settings.root)
    planning.generate(settings, build.check(settings))
    assert schema_problems(settings.docs_dir) == []
    return documents(settings.docs_dir)


@pytest.mark.parametrize(
    "page",
    [
        "briefings/quote", "briefings/spaeter", "actors/rat", "sources/blatt", "sources/weiter", "topics/fischerei",
        "timeline", "statements", "index", "briefings/nachher", "briefings/irrtum", "about",
        "tram: briefings/tram", "tram: actors/ines-hartog",
    ],
)  # fmt: skip
def test_a_document_is_as_written_down(
    page: str, files: dict[str, Any], tram: dict[str, Any], update_goldens: bool
) -> None:
    site, _, path = page.rpartition(": ")
    document = (tram if site else files)[f"{path}.json"]
    made = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    compare(made, GOLDEN / f"{path}.json", update=update_goldens)


GOLDEN = Path(__file__).parent / "golden" / "json"


def test_every_page_has_a_file_at_its_address(project: sites.Project, files: dict[str, Any]) -> None:
    assert files.keys() == {urls.data_of(page.path, "json") for page in project.pages}
    assert {
        "index.json",
        "briefings.json",
        "timeline.json",
        "briefings/nachher.json",
        "about.json",
    } < files.keys()
    assert "briefings/entwurf.json" not in files
    made = [project.file(each.path) for each in project.resources if each.format == "json"]
    assert all(data.endswith(b"}\n") and data.count(b"\n") == 1 for data in made)


def test_each_reference_leads_to_an_entry_or_a_page(project: sites.Project, files: dict[str, Any]) -> None:
    addresses = {urls.address(page.path) for page in project.pages}
    seen = 0
    for document in files.values():
        for address in [
            *select(document, "$..address"),
            *(each for facts in select(document, "$..facts") for each in facts),
        ]:
            page, _, anchor = address.partition("#")
            assert page in addresses
            there = files[urls.data_of(page.removesuffix("/") + ".md", "json")]
            assert not anchor or anchor in [entry.get("anchor") for entry in there["entries"]]
            seen += 1
    assert seen > 40


def test_the_words_of_others_are_marked(files: dict[str, Any]) -> None:
    def theirs(path: str) -> set[str]:
        return {text for each in files[path]["rights"]["theirs"] for text in select(files[path], each)}

    rights = files["briefings/quote.json"]["rights"]
    assert (rights["licence"], rights["url"]) == ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert theirs("briefings/quote.json") == {
        "ein harter Schnitt", "der Rat beschloss", "rund 790 Tonnen", "Der Hering", "Bericht über den Verband"
    } - {"Bericht über den Verband"} | {"[Bericht über den Verband]"}  # fmt: skip
    assert "Der Hering" in theirs("sources/blatt.json")
    # A description of a source is ours.
    assert theirs("sources/bote.json") == set()
    assert theirs("statements.json") == {"ein harter Schnitt"}
    assert {"Der Hering", "Nachdruck"} <= theirs("all.json")


# ── Schemas ──


def long_site() -> dict[str, str]:
    """A site whose timeline, statements and profiles are divided."""
    events = "".join(
        f"  - {{date: {2000 + n % 25}-03-{n % 28 + 1:02}, title: Train {n} is late, actors: [railway], cite: gazette}}\n"
        for n in range(330)
    )
    said = "".join(
        f"  - {{speaker: railway, text: Train {n} will be on time., date: {2000 + n % 25}, cite: gazette}}\n"
        for n in range(170)
    )
    return {
        "briefings/trains.yml": f"title: Trains\npublished: 2025-01-02\nsummary: Late. [@gazette]\ntimeline:\n{events}statements:\n{said}",
        "actors/railway.yml": "name: The railway\nkind: company\n",
        "sources/gazette.yml": "title: Late again\npublisher: Gazette\nkind: news\n",
    }


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("long"), long_site(), exports=ONLY_JSON)


def test_divided_lists_lead_to_their_periods(long: sites.Project) -> None:
    files = documents(long.settings.docs_dir)
    for path in ("timeline.json", "statements/reported.json", "actors/railway.json"):
        periods = files[path].get("periods") or files[path]["computed"]["periods"]
        assert sum(each["count"] for each in periods) >= 170
        for each in periods:
            part = files[each["address"].removesuffix("/") + ".json"]
            if part["page"] != files[path]["page"]:
                assert part["divides"] == files[path]["page"]
    assert files["statements.json"]["groups"][0]["whole"] == "statements/reported/"
    (cited,) = files["sources/gazette.json"]["computed"]["cited"]
    assert len({*cited["facts"]}) == 330 + 170 + len(["the summary"])


def test_the_published_schemas_hold(project: sites.Project, long: sites.Project) -> None:
    for each in (project, long):
        assert schema_problems(each.settings.docs_dir) == []


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("briefings/quote.json", {"version": 2}),
        ("briefings/quote.json", {"entries": [{"kind": "event"}]}),
        ("briefings/quote.json", {"entries": [{"kind": "event", "title": "x", "fields": {"milestone": "yes"}}]}),
        ("briefings/quote.json", {"computed": {}}),
        ("briefings/quote.json", {"sheet": {"title": "x"}}),
        ("briefings/quote.json", {"entries": [{"kind": "event", "title": "x", "date": "banana"}]}),
        ("briefings/quote.json", {"entries": [{"kind": "era", "title": "x", "fields": {"to": "banana"}}]}),
        ("actors/rat.json", {"sheet": {"name": "x"}}),
        ("timeline.json", {"groups": [{"items": ["briefings/quote/"]}]}),
        ("about.json", {"rights": {"licence": 4, "theirs": []}}),
        ("briefings/nachher.json", {"moved_to": None}),
        ("briefings/irrtum.json", {"reason": None}),
    ],
)  # fmt: skip
def test_a_schema_refuses_a_broken_document(
    project: sites.Project, files: dict[str, Any], path: str, broken: Mapping[str, Any]
) -> None:
    check = validator(project.settings.docs_dir, files[path]["$schema"], closed=False)
    assert check.is_valid(files[path])
    assert not check.is_valid({**files[path], **broken})
    assert not check.is_valid({key: value for key, value in files[path].items() if key != "rights"})


def test_the_examples_in_the_documentation_follow_the_schemas(project: sites.Project) -> None:
    text = (Path(__file__).parents[2] / "docs/reference/data.md").read_text(encoding="utf-8")
    section = text.partition("\n## JSON\n")[2].partition("\n## ")[0]
    examples = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", section, re.M | re.S)]
    assert len(examples) == 4
    for example in examples:
        errors = validator(project.settings.docs_dir, example["$schema"]).iter_errors(example)
        assert [error.message for error in errors] == []


def test_each_kind_of_entry_has_a_definition_with_its_keys() -> None:
    parts = schema("briefing", "x")["$defs"]
    own = {
        name: parts[name]["allOf"][1]["properties"] for name in parts if name[:-5] and name.endswith("Entry")
    }
    kinds = {each["kind"]["const"]: each["fields"] for each in own.values() if "const" in each["kind"]}
    assert kinds.keys() == {Summary.KIND, *(item.KIND for item in items_of(Briefing))}
    assert own["FigureEntry"]["parts"]["items"] == {"$ref": "#/$defs/FigurePart"}
    for fields in kinds.values():
        assert "properties" in parts[fields["$ref"].rpartition("/")[2]]
    every = {each["$ref"].rpartition("/")[2] for each in parts["Entry"]["anyOf"]}
    assert every == own.keys(), "and one for kinds that are added later"


def test_a_schema_accepts_keys_and_kinds_of_later_generators(
    project: sites.Project, files: dict[str, Any]
) -> None:
    quote = files["briefings/quote.json"]
    check = validator(project.settings.docs_dir, quote["$schema"], closed=False)
    entry = {"kind": "weighing", "title": "Yes", "fields": {"milestone": "of a new kind"}, "later": 1}
    status = {
        "kind": "vote",
        "title": "Yes",
        "date": "2025",
        "fields": {"body": "rat", "result": "postponed"},
    }
    assert check.is_valid({**quote, "later": {}, "entries": [*quote["entries"], entry, status]})


def test_without_an_address_a_schema_is_found_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    docs = sites.make(tmp_path, exports=ONLY_JSON).settings.docs_dir
    for path, document in documents(docs).items():
        assert (docs / path).parent.joinpath(document["$schema"]).resolve().is_file()
        assert document["site"] == ""


def made(settings: Settings, last: Record | None = None, *, target: str = "site") -> Record:
    folder = settings.root / target
    inputs = outputs.build_inputs(settings, folder, {})
    return site.make(settings, build.check(settings), folder, inputs, last=last, search=False).record


def data_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.json"))}


# ── The list of all files ──


@pytest.mark.parametrize("plugins", ["[briefings]", "[briefings, search]"])
def test_the_index_has_the_size_and_digest_of_each_file(tmp_path: Path, plugins: str) -> None:
    settings = sites.make(tmp_path / "site", HERRING, language="de", address=SITE).settings
    config = settings.config_file.read_text(encoding="utf-8")
    settings.config_file.write_text(
        config.replace("plugins: [briefings]", f"plugins: {plugins}"), encoding="utf-8"
    )
    last = made(settings)
    # Where a host's plugin has MkDocs build all pages at once, nothing is reused.
    for edit in (None, ("Rat der EU", "Rat")) if plugins == "[briefings]" else (None,):
        if edit is not None:
            file = settings.content_dir / "actors/rat.yml"
            file.write_text(file.read_text(encoding="utf-8").replace(*edit), encoding="utf-8")
            made(settings, last)
        index = json.loads((settings.site_dir / "data/index.json").read_bytes())
        assert (index["$schema"], index["version"]) == (f"{SITE}data/schemas/index.schema.json", 1)
        for each in index["files"]:
            data = (settings.site_dir / each["path"]).read_bytes()
            assert (each["size"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        listed = {each["path"]: each for each in index["files"]}
        assert {path for path in data_of(settings.site_dir) if path != "data/index.json"} <= listed.keys() | {
            path for path in data_of(settings.site_dir) if path.startswith(("search/", "pagefind/"))
        }
        quote = listed["briefings/quote.json"]
        assert (quote["page"], quote["updated"]) == ("briefings/quote/", "2025-10-30")
        assert schema_problems(settings.site_dir) == []
