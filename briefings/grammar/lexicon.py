"""The words by which texts of a language are read, from its `reading.toml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from briefings.grammar.boundaries import IDEOGRAPHIC_DIGITS, IDEOGRAPHIC_TENS
from briefings.grammar.cues import Words, fold, primary, script
from briefings.grammar.languages import languages, others
from briefings.languages import readings


def plain(word: str) -> str:
    """A word in lower case, without accents and with a straight apostrophe, as in the lists."""
    return fold(word.replace("’", "'"))


NOTHING = "(?!)"
"""A pattern that matches nowhere."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language. Words are compared in lower case and without accents."""

    language: str
    """Its BCP 47 code, without region."""
    noun: str
    """How the noun that a number counts is found: as a `plural`, by its `capital`, or as the `first` word."""
    spaced: bool
    """Whether words have spaces between them."""
    drops_subjects: bool
    """Whether a clause may have no subject."""
    reversed_marks: bool
    """Whether quotation marks can be »so«."""
    reporting: Words
    """Verbs that tell who says something."""
    according: tuple[str, ...]
    """Words before the name of a speaker: `according to`."""
    loosely: Words
    """Those of them that mean this only beside a quotation: `for`."""
    pronouns: Words
    clauses: Words
    """Words that begin another clause, perhaps with another subject."""
    prepositions: frozenset[str]
    """Words before a name that is not the subject. They have their accents: "à" is one, and "a" is not."""
    passive: Words
    """Words before a verb whose subject is not who says it: `was asked`."""
    silent: Words
    """Words between a name and a verb of saying that say nothing is said: `declined to comment`."""
    address: Words
    """Forms of address, which make one word a name: `Mr Marsh`."""
    articles: Words
    """Words that begin a noun that is not a name."""
    places: Words
    """Words before the name of a place."""
    so_called: Words
    """Words before quotation marks around something that is not a quotation."""
    titles: Words
    """Offices and forms of address before a name."""
    ministers: Words
    """Offices that are followed by a department, and that by a name."""
    title_ends: tuple[str, ...]
    """Of a language that joins nouns: the titles that a longer one may end in."""
    conferences: Words
    companies: Words
    bodies: Words
    organizations: Words
    function: Words
    """Words that no name and no unit contains."""
    joins: Words
    """Small words inside names."""
    future: Words
    future_endings: re.Pattern[str]
    """The ends of verbs in the future tense."""
    participles: re.Pattern[str]
    """The ends of verbs that a name can be the object of: `a woman accusing Ada Byron`."""
    since: Words
    """Words before a year that is not when something happens."""
    ordinals: re.Pattern[str]
    """The ends of ordinal numbers in words."""
    ignored: Words
    """Numbers in words that count nothing."""
    uncounted: re.Pattern[str]
    """Words with numbers in them that count nothing: 四川."""
    vague: Words
    """Words before a hundred that make it no certain number: `several`."""
    counting: Words
    """Words by which a note says that the curator counted: `counted`."""
    ordinal_signs: str
    """A pattern for what follows an ordinal number in digits: `th`."""
    clock: re.Pattern[str]
    """A time of day: `hour`, `sign`, `minute` and `suffix`, or `oclock` and `after`."""
    afternoon: tuple[str, ...]
    """Words beside a time that put it after noon."""
    morning: tuple[str, ...]
    """Words beside a time that put it before noon."""
    and_half: re.Pattern[str]
    tenths: re.Pattern[str]
    """What follows a share or unit and is a decimal of its number: the 五 of 七成五 and 两块五."""
    """What adds a half to the number before it; without spaces, its pattern."""
    rate: re.Pattern[str]
    """What makes a unit one of a rate: `a day`."""
    past: re.Pattern[str] | None
    """Finds the verbs of a sentence that tells of the past."""
    present: re.Pattern[str]
    """A verb in the present, where the verb follows what begins a clause: ` stehen` after `am Sonntag`."""
    month_first: bool = False
    """Whether the month may come before the day: `July 26`."""
    ago: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """How long ago: `form` is a pattern with N for the number and U for its unit, `ahead` one for what is
    to come, and the units have words."""
    inverts: bool = False
    """Whether the subject follows the verb if something else is before it: `In Rom sagte Jana Ohm`."""
    surnames: str = ""
    """Of languages without spaces: characters that begin names."""
    foreign: str = ""
    """The characters in which they write foreign names."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words, longest first: groups from above, for languages without spaces, and others. `perfect` has verbs
    whose other part ends the sentence, `genitives` words that may mean "of", `objects` articles of what is no
    subject, and `agents` words before who does what a passive verb says. Without spaces, `locatives` make a
    place of the name before them, one of `no_reporting` makes a verb of saying another word, those of
    `before_names` and `after_names` bound a name, those of `after_subjects` a subject, and one of
    `before_ordinals` makes a number an ordinal."""
    qualifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mute: re.Pattern[str] = field(default=re.compile(NOTHING))
    """What follows a name that says nothing: `did not respond`."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """The qualifiers of verbs and their denials before a number, which may also follow it if `limits_follow`:
    of `exceeds` it is `more than`, of `does not exceed` it is `up to`. That of `reaches` is empty."""
    limits_follow: bool = False
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words around an office: `articles` before it, words that mean `of` after it, and others `after` it that
    make it another one. Without spaces, one of those `after` it, a verb or a mark must follow."""
    denial: str = ""
    """The word that denies such a verb where it follows the number: `nicht`."""
    trailing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Qualifiers that follow a number and its unit: `40 euros at most`."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shares: tuple[tuple[re.Pattern[str], Decimal], ...] = ()
    """Forms of shares, with a number `a` and perhaps a whole `b`, and what makes a percentage of them."""
    lone_day: re.Pattern[str] = re.compile("(?!)")
    """A day of a month that is named elsewhere."""
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Nouns that count different things, by what they count: people, households."""
    scales: Mapping[str, str] = field(default_factory=dict)
    """Words for large numbers that CLDR lacks."""
    magnitudes: Mapping[str, str] = field(default_factory=dict)
    """Words for as many as one knows only the magnitude of: `hundreds`."""
    number_words: Mapping[str, Any] = field(default_factory=dict)
    """The words for numbers; `number_words.py` reads them."""
    doubtful: frozenset[str] = frozenset()
    """Words that are numbers only sometimes: `second`, `both`."""
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """More names of measures and currencies, by their names and codes in CLDR."""
    relative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekdays: Mapping[str, str] = field(default_factory=dict)
    """Names of weekdays that CLDR lacks, by their numbers, Monday being 0."""
    seasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    """Of a language without spaces: patterns for the forms of dates, by the names that `date_meanings.py`
    reads. YEARS, MONTHS, SEASONS and ERAS in them stand for the words for these."""
    date_signs: str = ""
    """Signs of which every date of such a language has one, and every half."""
    steps: tuple[str, ...] = ()
    """What is between two numbers of which one becomes the other: `von 15 auf 12 Millionen`."""
    determiners: tuple[str, ...] = ()
    """Words between a qualifier and its number: `almost the 300`."""
    after_numbers: tuple[str, ...] = ()
    """Qualifiers that follow their number."""
    votes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words beside the numbers of a vote, by their keys in a sheet; those between two numbers, `to`; and the
    beginnings of words that say the vote was `lost`."""
    head: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What newspapers print above and below an article: `by`, `others` who are no authors, words beside a
    date (`dated`), `source`, `requests` to their readers, and the beginning of a `correction`, where a colon
    is any mark."""

    @property
    def capitalizes_nouns(self) -> bool:
        """Whether all nouns begin with a capital."""
        return self.noun == "capital"

    def is_title(self, word: str) -> bool:
        """Whether a word is an office or form of address, or ends in one, as in `Verkehrsministerin`."""
        return word in self.titles or word.endswith(self.title_ends)

    def is_organization(self, name: str) -> bool:
        """Whether a name has a word of organizations in it."""
        return self.kind_of(name) != ""

    def kind_of(self, name: str) -> str:
        """The kind of actor that a name's words say; empty if they say none."""
        groups = (
            ("company", "companies"),
            ("public-body", "bodies"),
            ("conference", "conferences"),
            ("organization", "organizations"),
        )
        for kind, group in groups:
            if self.spaced:
                known: Words = getattr(self, group)
                words = [plain(word.strip(".")) for word in re.split(r"[\s'’-]+", name)]
                # `Bundesverwaltungsgericht`
                ends = tuple(word for word in known.whole if self.capitalizes_nouns and len(word) > 5)
                if any(word in known or word.endswith(ends) for word in words):
                    return kind
            elif any(name.endswith(word) for word in self.lists.get(group, ())):
                return kind
        return ""


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language (BCP 47). One without lists of its own has the verbs and conjunctions of its
    cues."""
    base = primary(language)
    data: dict[str, Any] = {"noun": "first", "traits": {}, **readings().get(base, {})}
    if (cues := languages().get(base)) is not None:
        data.setdefault("reporting", cues.speech)
        data["clauses"] = f"{cues.clause} {data.get('clauses', '')}"
    spaced: bool = data["traits"].get("spaced", True)
    point = re.escape(data.get("numbers", {}).get("point", "."))
    groups = (
        "titles",
        "companies",
        "bodies",
        "conferences",
        "organizations",
        "reporting",
        "so_called",
        "function",
        "pronouns",
        "prepositions",
        "passive",
        "silent",
        "agents",
        "perfect",
        "genitives",
        "locatives",
        "objects",
        "listening",
        "no_reporting",
        "before_names",
        "adverb_ends",
        "before_ordinals",
        "after_names",
        "after_subjects",
    )
    lead = r"\s*(?:\w+\s+){0,3}?" if spaced else "[^，。；！？]{0,12}?"
    titles = Words.of(data.get("titles", "")).whole if data["noun"] == "capital" else ()
    return Lexicon(
        language=base,
        noun=data["noun"],
        spaced=spaced,
        drops_subjects=data["traits"].get("drops_subjects", False),
        reversed_marks=data["traits"].get("reversed_marks", False),
        according=tuple(data.get("according", ())),
        title_ends=tuple(title for title in titles if len(title) > 3),
        ordinals=re.compile(f"(?:{data['ordinals']})$" if data.get("ordinals") else NOTHING),
        future_endings=re.compile(
            f"(?:{data['future_endings']})$" if data.get("future_endings") else NOTHING
        ),
        participles=re.compile(f"(?:{data['participles']})$" if data.get("participles") else NOTHING),
        month_first=bool(data.get("month_first", False)),
        ago=_tuples(
            {
                key: [value] if key in ("form", "ahead", "number") else value
                for key, value in data.get("ago", {}).items()
            }
        ),
        ordinal_signs=data.get("ordinal_signs", ""),
        clock=_clock(data.get("units", {}), spaced=spaced),
        afternoon=tuple(data.get("units", {}).get("afternoon", ())),
        morning=tuple(data.get("units", {}).get("morning", ())),
        and_half=re.compile(
            rf"\s+{one_of(tuple(data.get('and_half', ())))}(?!\w)"
            if spaced
            else data.get("and_half", NOTHING)
        ),
        tenths=re.compile(data.get("tenths") or NOTHING),
        rate=re.compile(data.get("rate") or NOTHING, re.IGNORECASE),
        uncounted=re.compile(data.get("uncounted") or NOTHING),
        mute=re.compile(lead + data["mute"] if "mute" in data else NOTHING),
        past=re.compile(data["past"]) if "past" in data else None,
        present=re.compile(data.get("present") or NOTHING),
        prepositions=frozenset(data.get("prepositions", "").split()),
        inverts=data.get("inverts", False),
        surnames="".join(data.get("surnames", "").split()),
        foreign="".join(data.get("foreign", "").split()),
        lists={group: _longest_first(data.get(group, "").split()) for group in (*groups, "future")},
        qualifiers=_tuples(data.get("qualifiers", {})),
        trailing=_tuples(data.get("trailing", {})),
        limits=_limits(data.get("limits", {})),
        limits_follow=data.get("limits", {}).get("follow", False),
        denial=data.get("limits", {}).get("denial", ""),
        units=_tuples(data.get("units", {})),
        shares=tuple(_share(each, point) for each in data.get("shares", ())),
        offices=_tuples(data.get("offices", {})),
        lone_day=re.compile(data.get("lone_day") or NOTHING, re.IGNORECASE),
        counted=_tuples(data.get("counted", {})),
        scales=dict(pair.split("=") for pair in data.get("scales", ())),
        magnitudes=dict(pair.split("=") for pair in data.get("magnitudes", ())),
        number_words=data.get("numbers", {}),
        doubtful=frozenset(fold(word) for word in data.get("numbers", {}).get("doubtful", "").split()),
        measures=_tuples(data.get("measures", {})),
        relative={"of": tuple(others()["of"].split()), **_tuples(data.get("relative", {}))},
        weekdays=data.get("weekdays", {}),
        seasons=_tuples(data.get("seasons", {})),
        votes=_tuples(data.get("votes", {})),
        head=_tuples(data.get("head", {})),
        dates=data.get("dates", {}),
        date_signs=data.get("date_signs", ""),
        steps=tuple(data.get("steps", "").split()),
        determiners=_phrases(data.get("determiners", "")),
        after_numbers=tuple(data.get("after_numbers", "").split()),
        **{group: Words.of(data.get(group, "")) for group in _SETS},
    )


_LIMITS = {"over": ("more than", "up to"), "under": ("less than", "at least"), "reach": ("", "less than")}
"""The qualifiers of each kind of verb, and of its denial."""


def _limits(data: Mapping[str, Any]) -> dict[str, str]:
    limits: dict[str, str] = {}
    for kind, (said, denied) in _LIMITS.items():
        for verb in _phrases(data.get(kind, "")):
            limits[verb] = said
            limits |= {form.replace("{}", verb): denied for form in data["not"]}
    return limits


def _share(form: str, point: str) -> tuple[re.Pattern[str], Decimal]:
    """A form such as `百分之{a}=1`, with what makes a percentage of its number."""
    form, _, percent = form.partition("=")
    written = f"[{IDEOGRAPHIC_DIGITS}{IDEOGRAPHIC_TENS}]{{1,20}}(?:{point}[{IDEOGRAPHIC_DIGITS}]{{1,20}})?"
    pattern = re.sub(r"\{([ab])\}", lambda match: f"(?P<{match[1]}>[0-9.]{{1,20}}|{written})", form)
    return re.compile(pattern), Decimal(percent)


def _clock(units: Mapping[str, Any], *, spaced: bool) -> re.Pattern[str]:
    minute = r"(?P<minute>[0-5]\d)(?!\d|[.,:]\d)"
    suffixes = one_of((*units.get("clock", ()), *units.get("oclock", ())))
    signs = units.get("clock_signs", ":.")
    hour = rf"(?P<hour>\d{{1,2}})\s?(?P<sign>[{signs}])\s?{minute}(?:\s?(?P<suffix>{suffixes})(?!\w))?"
    oclock = one_of(tuple(units.get("oclock", ())))
    if not spaced:
        # 两点 may be two points, but 下午两点 is a time.
        parts = "|".join(f"(?<={part})" for key in ("morning", "afternoon") for part in units.get(key, ()))
        spoken = rf"\d{{1,2}}|(?:{parts or NOTHING})[{IDEOGRAPHIC_DIGITS}十]{{1,2}}"
        oclock = (
            rf"(?P<full>(?!))?(?P<oclock>{spoken})(?P<after>{oclock})(?![0-9{units.get('no_clock', '')}])"
        )
        return re.compile(rf"(?<![\d.,:])(?:{hour}|{oclock})")
    # After `at`, an hour is a time, unless `of` follows: `à 20 heures`, but not `à 3 heures de Paris`.
    leads = "|".join(rf"(?<=\b{lead}\s)" for lead in units.get("at", ())) or NOTHING
    ends = rf"(?!\w|\s+{one_of(tuple(units.get('not_at', ())))})"
    full = rf"(?:{leads})(?P<full>\d{{1,2}})\s?(?:{one_of(tuple(units.get('clock', ())))}){ends}"
    return re.compile(
        rf"(?=\d)(?<![\d.,:])(?:{hour}|(?P<oclock>\d{{1,2}})\s?(?P<after>{oclock})(?!\w)|{full})",
        re.IGNORECASE,
    )


_SETS = (
    "reporting", "loosely", "pronouns", "clauses", "passive", "silent", "address", "ministers", "articles",
    "places", "so_called", "titles", "companies", "conferences", "bodies", "organizations", "function",
    "joins", "future", "since", "ignored", "vague", "counting",
)  # fmt: skip
"""The lists that are only asked whether they have a word."""


def _tuples(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _phrases(value) for key, value in data.items()}


def _phrases(listed: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(listed.split() if isinstance(listed, str) else listed)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


@cache
def one_of(words: tuple[str, ...]) -> str:
    """A pattern for any of some phrases; any white space, and either apostrophe, may be in them."""
    if not words:
        return NOTHING
    escaped = (re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in _longest_first(words))
    return f"(?:{'|'.join(escaped)})"


@cache
def readable() -> tuple[str, ...]:
    """The languages that have a lexicon."""
    return tuple(code for code, data in readings().items() if "reporting" in data)


def guess(text: str) -> str:
    """The language of a text among those with a lexicon, by its most frequent words; empty if unclear."""
    sample = text[:20_000]
    letters = Counter(script(letter) for letter in sample if letter.isalpha())
    unspaced = {code: set(known.scripts) for code, known in languages().items() if not known.spaced}
    used = letters.keys() & set().union(*unspaced.values())
    if sum(letters[each] for each in used) * 2 > letters.total():
        # Chinese has fewer scripts than Japanese.
        could_be = [code for code in readable() if used <= unspaced.get(code, set())]
        return min(could_be, key=lambda code: len(unspaced[code]), default="")
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", sample)]
    counts = {
        language: sum(1 for word in words if word in lexicon(language).function)
        for language in readable()
        if lexicon(language).spaced
    }
    first, second = sorted(counts, key=lambda language: counts[language], reverse=True)[:2]
    # In a text of a language, every third or fourth word is one of its function words.
    clear = counts[first] * 6 > len(words) and counts[first] > counts[second] * 1.3
    return first if clear else ""
