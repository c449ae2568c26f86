"""Facts held against their passages, as docs/evidence.md says: one entry of a sheet for each rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

import pytest

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, Covered, Tally, tally
from briefings.settings import Settings
from briefings.site import stages as build
from tests.trees import File, record_passages, write_versions

TEXT = """\
Vote on 12 plans

The council approved the line on Thursday by thirty-one votes to 14. The mayor Ines Hartog welcomed the vote.

It will cost 186.4 million euros, and 1,204 people signed against it.

“The line is for everybody,” said Hartog. It opens in spring 2027.

Work on the depot begins later.

The line will have nine stops.

It takes at least 35 tonnes of rail. Vos is “the best engineer we have”, said Hartog.
"""

FILES = {
    "mkdocs.yml": "site_name: Veldhaven\ndocs_dir: build/docs\n",
    "content/actors/ines-hartog.yml": "name: Ines Hartog\nkind: person\n",
    "content/actors/carla-vos.yml": "name: Carla Vos\nkind: person\n",
    "content/topics/transport.yml": "name: Transport\n",
    "content/sources/gazette.yml": (
        "title: Vote on 12 plans\npublisher: The Gazette\npublished: 2025-07-25\nlanguage: en\nkind: news\n"
    ),
    "content/sources/blatt.yml": (
        "title: Abstimmung\npublisher: Blatt\npublished: 2025-07-25\nlanguage: de\nkind: news\n"
    ),
    "content/sources/giornale.yml": "title: Il voto\npublisher: Giornale\nlanguage: it\nkind: news\n",
    "seeds/gazette.txt": TEXT,
}
HEAD = "title: A tram\npublished: 2025-07-28\ntopics: [transport]\nsummary: It was approved. [@gazette]\n"


def coverage(folder: Path, briefing: str, **files: str) -> tuple[Coverage, tuple[Covered, ...]]:
    """The coverage of a site with one briefing, and of the facts of that briefing."""
    catalog, found = checked({"content/briefings/tram.yml": HEAD + briefing} | files, folder)
    return found, found.of(catalog.briefings["tram"])


def checked(files: dict[str, str], folder: Path) -> tuple[Catalog, Coverage]:
    """The catalog and the coverage of a site that also has these files."""
    every = FILES | files
    write_versions([File(path, text.encode()) for path, text in every.items()], folder, within=None)
    record_passages(folder)
    found = build.check(Settings.load(folder))
    assert found.linked is not None and found.coverage is not None, found.problems
    return found.linked, found.coverage


def event(**keys: str) -> str:
    """The timeline with one event."""
    keys = {
        "date": "'2025'",
        "title": "The vote",
        "cite": '{gazette: "approved the line on Thursday"}',
    } | keys
    return "timeline:\n  - {" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}\n"


def statement(**keys: str) -> str:
    said = {} if "quote" in keys else {"text": "It is good."}
    keys = said | {"cite": '{gazette: "“The line is for everybody,” said Hartog"}'} | keys
    return "statements:\n  - {" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}\n"


def test_an_author_is_not_whom_the_text_quotes(tmp_path: Path) -> None:
    sheet = FILES["content/sources/gazette.yml"].replace("kind: news", "kind: primary\nauthors: [Carla Vos]")
    for speaker, state in (("carla-vos", "differs"), ("ines-hartog", "in-passage")):
        said = statement(speaker=speaker)
        _, facts = coverage(tmp_path / speaker, said, **{"content/sources/gazette.yml": sheet})
        found = [each.state for fact in facts for each in fact.findings if each.particular.kind == "speaker"]
        assert found == [state]


def test_authors_and_publishers_give_no_numbers_or_words(tmp_path: Path) -> None:
    """Anybody may write there what no text says."""
    forged = 'authors: ["4,711 trams", "a bribe every day"]\npublisher: 4,711 trams\n'
    sheet = FILES["content/sources/gazette.yml"].replace("publisher: The Gazette\n", forged)
    false = event(title="'The council of “a bribe every day” buys 4,711 trams'")
    _, facts = coverage(tmp_path, false, **{"content/sources/gazette.yml": sheet})
    states = {each.particular.kind: each.state for fact in facts for each in fact.findings}
    assert states["number"] == states["quote"] == "not-found"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Vote on 12 plans", "in-passage"),
        ("Vote on 12 plans | The Gazette", "in-passage"),
        ("Vote on 12 plans: 4,711 bikes", "in-passage"),
        ("Veldhaven votes on 25 plans", "not-found"),
        ("2 plans", "not-found"),
    ],
)
def test_a_title_gives_what_the_text_has_of_it(tmp_path: Path, title: str, number: str) -> None:
    """Also on a machine that has only the lock. Of what follows the title of the text, nothing is taken."""
    sheet = FILES["content/sources/gazette.yml"].replace("Vote on 12 plans", f"'{title} - “we sold them”'")
    sheets = {"content/sources/gazette.yml": sheet}
    words = next(words for words in ("12 plans", "25 plans", "2 plans") if words in title)
    false = event(title=f"'{words}, 4,711 bikes, “we sold them”'", cite=COSTS)
    _, facts = coverage(tmp_path, false, **sheets)
    found = states(facts)
    assert (found[words], found["4,711 bikes"], found["we sold them"]) == (number, "not-found", "not-found")
    (tmp_path / "seeds/gazette.txt").unlink()
    result = build.check(Settings.load(tmp_path))
    assert result.coverage is not None and result.linked is not None
    assert states(result.coverage.of(result.linked.briefings["tram"])) == found
    # Nor is what somebody adds to the title where the text is not here.
    source = tmp_path / "content/sources/gazette.yml"
    edited = source.read_text("utf-8").replace(f"'{title}", "'Vote on 12, 2 and 25 plans, 4,711 bikes")
    source.write_text(edited, "utf-8")
    result = build.check(Settings.load(tmp_path))
    assert result.coverage is not None and result.linked is not None
    assert states(result.coverage.of(result.linked.briefings["tram"])) == found


def figure(unit: str = "people", **keys: str) -> str:
    value = "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"
    return f"figures:\n  - label: A number\n    unit: {unit}\n    values:\n{indent('- ' + value, '      ')}\n"


APPROVED = '{gazette: "The council approved the line on Thursday by thirty-one votes to 14"}'
SIGNED = '{gazette: "1,204 people signed against it"}'
DEPOT = '{gazette: "Work on the depot begins later"}'
COSTS = '{gazette: "It will cost 186.4 million euros"}'

CASES = {
    "a number in words": (event(title="31 vote for it", cite=APPROVED), "31 vote", "in-passage"),
    "a number with a separator": (figure(value="1204", cite=SIGNED), "1204 people", "in-passage"),
    "another scale": (figure("euros", value="186400000", cite=COSTS), "186400000 euros", "in-passage"),
    "a rate": (figure("people a day", value="1204", cite=SIGNED), "1204 people a day", "in-passage"),
    "things that the passage does not name": (figure("signatures", value="1204", cite=SIGNED), "1204 signatures", "not-found"),
    "a relative day": (event(date="2025-07-24", cite=APPROVED), "2025-07-24", "in-passage"),
    "the next day of that name, of what is past": (event(date="2025-07-31", cite=APPROVED), "2025-07-31", "differs"),
    "words of somebody as those of the source":
        (statement(source="gazette", quote="The line is for everybody"), "The line is for everybody", "differs"),
    "words around which somebody speaks":
        (statement(source="gazette", quote="Vos is “the best engineer we have”", cite='{gazette: "Vos is “the best engineer we have”"}'), "Vos is “the best engineer we have”", "not-found"),
    "own words of the source": (statement(source="gazette", quote="begins later", cite=DEPOT), "begins later", "in-passage"),
    "what the sheet of the source says": (event(title="12 plans", cite=COSTS), "12 plans", "in-passage"),
    "the day of publication": (event(date="2025-07-25", cite=SIGNED), "2025-07-25", "in-passage"),
    "the same paragraph": (event(title="31 votes for it"), "31 votes", "near"),
    "one of the two paragraphs before": (event(title="1204 people sign", cite=DEPOT), "1204 people sign", "near"),
    "a paragraph farther away": (event(title="9 stops", cite='{gazette: "approved the line on Thursday"}'), "9 stops", "not-found"),
    "another number": (figure(value="1240", cite=SIGNED), "1240 people", "differs"),
    "one beside another number": (figure(value="1", cite=SIGNED), "1 people", "differs"),
    "zero beside another number": (figure("euros", value="0", cite=COSTS), "0 euros", "differs"),
    "one that the passage does not give": (figure(value="1", cite='{gazette: "The council approved the line"}'), "1 people", "not-found"),
    "another currency": (figure("million dollars", value="186.4", cite=COSTS), "186.4 million dollars", "differs"),
    "another day": (event(date="2025-07-23", cite=APPROVED), "2025-07-23", "differs"),
    "the day of publication beside another day": (event(date="2025-07-25", cite=APPROVED), "2025-07-25", "differs"),
    "a month whose day is given": (event(date="2025-07", cite=APPROVED), "2025-07", "in-passage"),
    "other things of the same number": (figure("households", value="1204", cite=SIGNED), "1204 households", "differs"),
    "a month without a day": (event(date="2027-04-01", cite='{gazette: "It opens in spring 2027"}'), "2027-04-01", "not-found"),
    "a statement dated after the article": (statement(speaker="ines-hartog", date="2025-07-29"), "2025-07-29", "differs"),
    "a statement on the day of the article, about another year":
        (statement(speaker="ines-hartog", date="2025-07-25", cite='{gazette: "said Hartog. It opens in spring 2027"}'), "2025-07-25", "in-passage"),
    "a statement weeks before an article that dates nothing":
        (statement(speaker="ines-hartog", date="2025-07-10", cite=DEPOT), "2025-07-10", "differs"),
    "an event weeks before an article that dates nothing": (event(date="2025-07-10", cite=DEPOT), "2025-07-10", "not-found"),
    "a limit that the source sets elsewhere":
        (figure("tonnes", value="40", qualifier="at least", cite='{gazette: "at least 35 tonnes of rail"}'), "at least 40 tonnes", "differs"),
    "a unit that follows the passage":
        (figure("million dollars", value="186.4", cite='{gazette: "It will cost 186.4 million"}'), "186.4 million dollars", "differs"),
    "one digit off a number nearby": (event(title="1264 people sign", cite=DEPOT), "1264 people sign", "differs"),
    "a person who is only spoken of":
        (statement(speaker="carla-vos", cite='{gazette: "Vos is “the best engineer we have”"}'), "Carla Vos", "differs"),
    "a title with another day than its date":
        (event(date="2025-07-24", title="The vote of 25 July 2025", cite=APPROVED), "25 July 2025", "differs"),
    "a date with another day than its title":
        (event(date="2025-07-14", title="The vote of 24 July 2025", cite=APPROVED), "2025-07-14", "differs"),
    "rounded with `about`": (figure("million euros", value="190", qualifier="about", cite=COSTS), "about 190 million euros", "in-passage"),
    "rounded to the side of its qualifier":
        (figure("million euros", value="180", qualifier="more than", cite=COSTS), "more than 180 million euros", "in-passage"),
    "rounded to the other side":
        (figure("million euros", value="190", qualifier="more than", cite=COSTS), "more than 190 million euros", "differs"),
    "rounded without a qualifier": (figure("million euros", value="190", cite=COSTS), "190 million euros", "differs"),
    "counted by the curator": (figure("benches", value="7", note="Counted on the map.", cite=DEPOT), "7 benches", "counted"),
    "with a note about something else":
        (figure("benches", value="7", note="The sources count different things.", cite=DEPOT), "7 benches", "not-found"),
    "another language, in digits":
        (event(date="2025-07-24", cite='{giornale: "approvato il 24 luglio 2025 con 31 voti"}', title="31 in favor"), "2025-07-24", "in-passage"),
    "a speaker": (statement(speaker="ines-hartog"), "Ines Hartog", "in-passage"),
    "another speaker": (statement(speaker="carla-vos"), "Carla Vos", "differs"),
    "quoted words":
        (statement(speaker="ines-hartog", text="null", quote="for everybody").replace("text: null, ", ""), "for everybody", "in-passage"),
}  # fmt: skip


def states(facts: Iterable[Covered]) -> dict[str, str]:
    """The states of all particulars, by their words."""
    return {each.particular.words: each.state for fact in facts for each in fact.findings}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalog, Coverage]:
    """A site that has a briefing for each case."""
    files = {f"content/briefings/tram-{n}.yml": HEAD + case[0] for n, case in enumerate(CASES.values())}
    return checked(files, tmp_path_factory.mktemp("cases"))


@pytest.mark.parametrize("name", CASES)
def test_the_state_of_a_particular(name: str, cases: tuple[Catalog, Coverage]) -> None:
    _, words, state = CASES[name]
    catalog, covered = cases
    found = states(covered.of(catalog.briefings[f"tram-{[*CASES].index(name)}"]))
    assert found.get(words) == state, found


def test_a_date_whose_month_alone_is_given_lacks_the_day(tmp_path: Path) -> None:
    text = TEXT.replace("in spring 2027", "in April 2027")
    briefing = event(date="2027-04-01", cite='{gazette: "It opens in April 2027"}')
    _, facts = coverage(tmp_path, briefing, **{"seeds/gazette.txt": text})
    (lacking,) = [each.lacks for fact in facts for each in fact.findings if each.lacks]
    assert lacking == "day"


def test_only_news_is_expected_to_date_what_is_old(tmp_path: Path) -> None:
    briefing = event(date="2025-03-04", cite=DEPOT)
    report = FILES["content/sources/gazette.yml"].replace("kind: news", "kind: analysis")
    _, facts = coverage(tmp_path, briefing, **{"content/sources/gazette.yml": report})
    assert states(facts)["2025-03-04"] == "not-found"


def test_zero_need_not_be_said(tmp_path: Path) -> None:
    unsaid = DEPOT
    assert states(coverage(tmp_path, figure(value="0", cite=unsaid))[1]) == {}
    denied = {"seeds/gazette.txt": TEXT.replace("signed against it", "did not sign it")}
    cite = '{gazette: "1,204 people did not sign it"}'
    assert states(coverage(tmp_path / "denied", figure(value="0", cite=cite), **denied)[1]) == {}


def test_a_number_in_a_name_is_a_part_of_the_name(tmp_path: Path) -> None:
    channel = {"content/actors/channel-4.yml": "name: Channel 4\nkind: company\n"}
    _, facts = coverage(tmp_path, event(title="Channel 4 reports 31 votes"), **channel)
    assert states(facts) == states(coverage(tmp_path / "other", event(title="It reports 31 votes"))[1])


def test_what_a_source_claims_is_held_against_that_source(tmp_path: Path) -> None:
    cite = '{blatt: "kostet 168 Millionen Euro", gazette: "It will cost 186.4 million euros"}'
    briefing = statement(source="blatt", text="It costs 186.4 million euros.", status="disputed", cite=cite)
    (fact,) = [f for f in coverage(tmp_path, briefing)[1] if f.path[0] == "statements"]
    assert fact.cited == (("blatt", "kostet 168 Millionen Euro"),)


def test_the_note_of_a_claim_may_say_what_those_say_that_contradict_it(tmp_path: Path) -> None:
    cite = '{blatt: "kostet 168 Millionen Euro", gazette: "It will cost 186.4 million euros"}'
    claim = {"source": "blatt", "text": "It costs 186.4 million euros.", "status": "contradicted"}
    note = "Ines Hartog says that it costs 186.4 million euros and has 77 stops."
    found, _ = coverage(tmp_path, statement(**claim, cite=cite, note=note))
    (fact,) = [f for f in found.of(found._catalog.briefings["tram"], names=True) if f.path[0] == "statements"]
    assert [(f.particular.key, f.particular.words, f.state, f.passage) for f in fact.findings] == [
        ("text", "186.4 million euros", "not-found", 0),
        ("note", "186.4 million euros", "in-passage", 1),
        ("note", "77 stops", "not-found", None),
        ("note", "Ines Hartog", "near", 1),
    ]
    assert fact.cited == (
        ("blatt", "kostet 168 Millionen Euro"),
        ("gazette", "It will cost 186.4 million euros"),
    )


@pytest.mark.parametrize(
    ("keys", "is_absent"),
    [
        (
            {"speaker": "ines-hartog", "cite": '{gazette: "by thirty-one votes to 14"}'},
            False,
        ),  # named after it
        ({"speaker": "carla-vos", "cite": '{gazette: "by thirty-one votes to 14"}'}, True),
        ({"speaker": "carla-vos", "cite": '{blatt: "stimmte zu"}'}, False),  # nobody knows the text
        (
            {
                "source": "gazette",
                "text": "It costs 31 euros.",
                "cite": '{gazette: "by thirty-one votes to 14"}',
            },
            False,
        ),
        (
            {
                "source": "gazette",
                "text": "It costs 32 euros.",
                "cite": '{gazette: "by thirty-one votes to 14"}',
            },
            True,
        ),
    ],
)
def test_what_is_not_covered_may_be_named_there_all_the_same(
    tmp_path: Path, keys: dict[str, str], is_absent: bool
) -> None:
    _, facts = coverage(tmp_path, statement(**keys))
    (fact,) = [each for each in facts if each.path[0] == "statements"]
    assert [(f.is_covered, f.is_absent) for f in fact.findings] == [(False, is_absent)]


def test_of_a_correction_all_but_what_its_key_says_was_wrong_is_compared(tmp_path: Path) -> None:
    """Wherever the false number stands, since nothing else says which one was wrong."""
    text = "The vote was 13 to 9. It was 31 to 14."
    keyed = f"corrections: [{{date: 2025-07-29, text: {text}, was: 13 to 9, now: 31 to 14}}]\n"
    free = keyed.replace(", was: 13 to 9, now: 31 to 14", "")
    given = {"31": "in-passage", "14": "in-passage", "2025": "in-passage"}
    found = states(coverage(tmp_path / "keyed", keyed + event(cite=APPROVED))[1])
    assert found == given | {"31 to 14": "in-passage"} or found == given
    found = states(coverage(tmp_path / "free", free + event(cite=APPROVED))[1])
    assert found == given | {"13": "not-found", "9": "not-found"}


def test_sentences_that_cite_no_passage_have_those_of_the_sheet(tmp_path: Path) -> None:
    briefing = event(cite=APPROVED).replace("A tram", "x") + figure(value="1204", cite=SIGNED)
    files = {"content/briefings/tram.yml": HEAD.replace("A tram", "31 votes, 1240 signatures") + briefing}
    _, facts = coverage(tmp_path, "", **files)
    title = facts[0]
    # It cannot differ, as it is not known which passage should give it.
    assert states([title]) == {"31 votes": "in-passage", "1240 signatures": "not-found"}
    assert not title.own


def test_a_sentence_that_names_a_source_has_the_passages_of_that_source_only(tmp_path: Path) -> None:
    head = HEAD.replace("It was approved. [@gazette]", '"31 voted for it. [@gazette] 14 did not. [@blatt]"')
    files = {"content/briefings/tram.yml": head + event(cite=APPROVED)}
    found = states(coverage(tmp_path, "", **files)[1])
    assert found == {"31 voted": "in-passage", "14": "not-found", "2025": "in-passage"}


def test_a_text_may_say_what_another_passage_of_the_sheet_gives(tmp_path: Path) -> None:
    other = figure("million euros", value="186.4", cite=COSTS)
    text = event(text="It costs 186.4 million euros.", cite='{blatt: "kostet 168,4 Millionen Euro"}')
    assert states(coverage(tmp_path / "a", text + other)[1])["186.4 million euros"] == "in-passage"
    title = event(title="It costs 186.4 million euros", cite='{blatt: "kostet 168,4 Millionen Euro"}')
    (differs,) = [f for f in coverage(tmp_path / "b", title + other)[1] if f.differing]
    assert differs.path == ("timeline", 0)


def test_a_translated_quotation_cannot_be_compared(tmp_path: Path) -> None:
    german = event(title="“a tram for all” is the motto", cite='{blatt: "eine Bahn für alle"}')
    english = event(title="“a tram for all” is the motto", cite=SIGNED)
    assert "a tram for all" not in states(coverage(tmp_path / "a", german)[1])
    assert states(coverage(tmp_path / "b", english)[1])["a tram for all"] == "not-found"


def test_a_quote_is_never_a_translation(tmp_path: Path) -> None:
    briefing = statement(
        text="null", quote="a tram for all", speaker="carla-vos", cite='{blatt: "eine Bahn für alle"}'
    )
    _, facts = coverage(tmp_path, briefing.replace("text: null, ", ""))
    assert states(facts)["a tram for all"] == "differs"


def test_without_texts_nothing_is_near_unless_the_lock_says_so(tmp_path: Path) -> None:
    briefing = event(title="31 votes for it")
    coverage(tmp_path, briefing)
    (tmp_path / "seeds/gazette.txt").unlink()
    checked = build.check(Settings.load(tmp_path))
    assert checked.linked is not None and checked.coverage is not None
    sheet = checked.linked.briefings["tram"]
    assert states(checked.coverage.of(sheet))["31 votes"] == "near"
    (tmp_path / "seeds/quotes.lock").unlink()
    checked = build.check(Settings.load(tmp_path))
    assert checked.linked is not None and checked.coverage is not None
    assert states(checked.coverage.of(sheet))["31 votes"] == "not-found"


MAYOR = "name: {}\nkind: person\nroles:\n- {{title: {}, organization: veldhaven, sole: true, {}, cite: gazette}}\n"
OFFICES = {
    "content/actors/veldhaven.yml": "name: Veldhaven\nkind: public-body\n",
    "content/actors/per-lund.yml": MAYOR.format("Per Lund", "Bürgermeister", "from: 2023-03-11"),
    "content/actors/otto-beck.yml": MAYOR.format("Otto Beck", "Bürgermeister", "from: 2015, to: 2023-03-11"),
    "content/actors/vice.yml": MAYOR.format("Ada Lind", "Vizebürgermeister", "from: 2023-03-11"),
    "seeds/blatt.txt": "Abstimmung\n\nAm Montag tagte der Rat. „Die Linie kommt“, sagte der Bürgermeister von Veldhaven.\n",
}
COMES = '{blatt: "„Die Linie kommt“, sagte der Bürgermeister von Veldhaven"}'


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({"speaker": "per-lund"}, "in-passage"),
        ({"speaker": "per-lund", "date": "2025-07-24"}, "in-passage"),
        ({"speaker": "per-lund", "date": "2022-07-24"}, "differs"),
        ({"speaker": "per-lund", "cite": '{blatt: "Die Linie kommt"}'}, "near"),
        ({"speaker": "otto-beck"}, "differs"),
        ({"speaker": "vice"}, "differs"),
    ],
)
def test_an_office_names_who_holds_it(tmp_path: Path, keys: dict[str, str], state: str) -> None:
    site, facts = coverage(tmp_path, statement(**{"cite": COMES} | keys), **OFFICES)
    assert spoken(facts) == state
    (tmp_path / "seeds/blatt.txt").unlink()
    checked = build.check(Settings.load(tmp_path))
    assert checked.linked is not None and checked.coverage is not None
    assert spoken(checked.coverage.of(checked.linked.briefings["tram"])) == state
    assert site.known.digest == checked.coverage.known.digest


def spoken(facts: Iterable[Covered]) -> str:
    """The state of the speaker."""
    (state,) = (f.state for fact in facts for f in fact.findings if f.particular.kind == "speaker")
    return state


def test_an_office_is_a_name(tmp_path: Path) -> None:
    said = event(title="Per Lund speaks", date="2025", cite=COMES)
    site, _ = coverage(tmp_path, said, **OFFICES)
    checked = build.check(Settings.load(tmp_path))
    assert checked.linked is not None
    assert states(site.of(checked.linked.briefings["tram"], names=True))["Per Lund"] == "in-passage"


def test_a_fact_counts_once_in_the_tally(tmp_path: Path) -> None:
    head = HEAD.replace("It was approved. [@gazette]", '"31 voted for it. [@gazette] 99 did not. [@gazette]"')
    files = {"content/briefings/tram.yml": head + event(date="2025-07-24", cite=APPROVED)}
    _, facts = coverage(tmp_path, "", **files)
    counted = tally(facts)
    assert (counted.facts, counted.covered, counted.particulars, counted.given) == (2, 1, 3, 2)
    assert counted + counted == Tally(4, 2, {"in-passage": 4, "not-found": 2})


def test_names_are_found_but_do_not_decide(tmp_path: Path) -> None:
    site, _ = coverage(tmp_path, event(title="Carla Vos votes", date="2025-07-24", cite=APPROVED))
    checked = build.check(Settings.load(tmp_path))
    assert checked.linked is not None
    (fact,) = site.of(checked.linked.briefings["tram"], names=True)
    assert states([fact])["Carla Vos"] == "not-found"
    assert fact.is_covered


def test_a_check_after_an_edit_finds_what_a_first_one_finds(tmp_path: Path) -> None:
    """The title of another briefing is read where this one links to it."""
    other = "title: {}\npublished: 2025-07-28\ntopics: [transport]\nsummary: It was approved. [@gazette]\n"
    said = event(text='"Then [[briefing:vote]] followed."', cite='{gazette: "by thirty-one votes to 14"}')
    coverage(tmp_path, said, **{"content/briefings/vote.yml": other.format("The 31 votes")})
    settings = Settings.load(tmp_path)
    assert not any(each.code.id == "particular-differs" for each in build.check(settings).problems)
    (tmp_path / "content/briefings/vote.yml").write_text(other.format("The 37 votes"), encoding="utf-8")
    (found,) = (each for each in build.check(settings).problems if each.code.id == "particular-differs")
    assert "37 votes" in found.message


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("seeds/gazette.txt", "thirty-one", "thirty-seven", "“thirty-seven votes”"),
        ("seeds/quotes.lock", "thirty-one", "thirty-seven", "“thirty-seven votes”"),
        ("content/sources/gazette.yml", "2025-07-25", "2025-08-25", "“Thursday”"),
    ],
)
def test_a_check_after_an_edit_of_evidence_looks_at_sheets_that_stay(
    tmp_path: Path, file: str, old: str, new: str, found: str
) -> None:
    coverage(tmp_path, event(date="2025-07-24", title="31 votes for it"))
    if file == "seeds/quotes.lock":
        (tmp_path / "seeds/gazette.txt").unlink()
    settings = Settings.load(tmp_path)
    assert not [each for each in build.check(settings).problems if each.code.id == "particular-differs"]
    edited = tmp_path / file
    edited.write_text(edited.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    differing = [each for each in build.check(settings).problems if each.code.id == "particular-differs"]
    assert [found in each.message for each in differing] == [True]


def test_digits_that_look_like_one_number_are_one(tmp_path: Path) -> None:
    _, facts = coverage(
        tmp_path, event(title='"All of the 3\\u200b1 votes"', cite='{gazette: "votes to 14"}')
    )
    assert "31 votes" in [finding.particular.words for fact in facts for finding in fact.particulars]


def test_a_number_in_a_unit_is_compared(tmp_path: Path) -> None:
    cite = '{gazette: "1,204 people signed against it"}'
    _, facts = coverage(tmp_path, figure("people, 77 of them children", value="1204", cite=cite))
    states = {
        f.particular.words: f.state for fact in facts for f in fact.particulars if f.particular.key == "unit"
    }
    assert set(states) == {"77 of them children"} and "in-passage" not in states.values()
    _, facts = coverage(
        tmp_path / "other", figure("million euros", value="186.4", cite='{gazette: "186.4 million euros"}')
    )
    assert [f.state for fact in facts for f in fact.particulars if f.particular.key in ("unit", "value")] == [
        "in-passage"
    ]


def test_a_computed_number_is_computed_in_texts_too(tmp_path: Path) -> None:
    was = '{gazette: "It was to cost 150.2 million euros"}'
    sheets = {"seeds/gazette.txt": f"{TEXT}\nIt was to cost 150.2 million euros.\n"}
    figures = (
        "figures:\n"
        f"  - {{id: now, label: Cost, unit: million euros, value: 186.4, cite: {COSTS}}}\n"
        f"  - {{id: before, label: Cost before, unit: million euros, value: 150.2, cite: {was}}}\n"
        "  - {id: more, label: More, unit: million euros, value: {difference: [now, before]}}\n"
    )
    titled = event(title="It costs 36.2 million euros more", cite=COSTS) + figures
    assert states(coverage(tmp_path / "a", titled, **sheets)[1])["36.2 million euros"] == "derived"
    other = titled.replace("36.2 million euros", "36.2 million dollars")
    assert states(coverage(tmp_path / "b", other, **sheets)[1])["36.2 million dollars"] != "derived"
    # It rests on a number that no passage gives.
    false = titled.replace("value: 186.4", "value: 190.4").replace("36.2", "40.2")
    assert states(coverage(tmp_path / "c", false, **sheets)[1])["40.2 million euros"] != "derived"


@pytest.mark.parametrize(
    ("title", "cite", "suggested"),
    [
        ("31 votes for it", DEPOT, "by thirty-one votes to 14"),
        ("31 days for it", DEPOT, None),
        ("14 bodies", DEPOT, None),
        ("It costs 186.4 million", DEPOT, None),
        ("186 400 000 euros", DEPOT, "It will cost 186.4 million euros"),
    ],
)
def test_a_passage_is_suggested_for_a_number_of_the_same_things(
    tmp_path: Path, title: str, cite: str, suggested: str | None
) -> None:
    others = event(cite='{gazette: "by thirty-one votes to 14"}')
    others += figure("million euros", value="186.4", cite=COSTS)
    found, facts = coverage(tmp_path, others + statement(speaker="ines-hartog", text=title, cite=cite))
    sheet = found._catalog.briefings["tram"]
    ((fact, finding),) = [
        (fact, each)
        for fact in facts
        for each in fact.findings
        if fact.path[0] == "statements" and each.particular.amount
    ]
    assert found.suggested(sheet, fact.path, finding.particular) == (suggested and ("gazette", suggested))


def test_a_passage_that_is_cited_already_is_not_suggested(tmp_path: Path) -> None:
    cite = '{blatt: "kostet 168 Millionen Euro", gazette: "It will cost 186.4 million euros"}'
    briefing = statement(source="blatt", text="It costs 186.4 million euros.", status="disputed", cite=cite)
    found, facts = coverage(tmp_path, briefing)
    sheet = found._catalog.briefings["tram"]
    (fact,) = [f for f in facts if f.path[0] == "statements"]
    (number,) = [each.particular for each in fact.findings if each.particular.kind == "number"]
    assert found.suggested(sheet, fact.path, number) is None
    assert found.suggested(sheet, ("title",), number) == ("gazette", "It will cost 186.4 million euros")
