"""Figures: numbers with what they count, and words such as "more than"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise

from babel.units import format_unit

from briefings.grammar.amounts import Amount, amounts, qualifier_after, qualifier_before, qualifier_in, times
from briefings.grammar.cues import primary
from briefings.grammar.date_forms import months
from briefings.grammar.dates import Calendar, clause
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, one_of, plain
from briefings.grammar.number_words import number_words, ones
from briefings.grammar.numbers import Numeral, between_numbers, numerals
from briefings.grammar.sentences import Span
from briefings.grammar.units import currency_before, unit_after, unit_before
from briefings.model.numbers import LARGEST_NUMBER
from briefings.plugins.drafting.article import Story, excerpt, on_one_line


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence."""

    span: Span
    """With its qualifier and unit."""
    low: Decimal | None
    """The lower end of a range."""
    value: Decimal
    """The number, or the upper end of its range."""
    unit: str
    qualifier: str
    label: str
    passage: Span


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    end: int
    counts: bool
    """Whether it is a noun that says what is counted; false for percent and money."""


def numbers(article: Story, calendar: Calendar) -> Iterator[Figure | None]:
    """All numbers in the sentences of an article, except for those of dates, times and ratios; None for one
    that is not a figure, as nothing says what it counts."""
    text = article.text
    for sentence in sorted((*article.sentences, *article.headings)):
        words = text[sentence[0] : sentence[1]]
        taken = [(each.start, each.end) for each in calendar.mentions(words) if not each.is_vague]
        taken += [(each.start, each.end) for each in times(words, article.lexicon)]
        found = numerals(words, article.lexicon.language)
        pairs = [*pairwise(found)]
        ratios = [pair for pair in pairs if _is_ratio(text, sentence, *pair, article.lexicon)]
        taken += [(each.start, each.end) for pair in ratios for each in pair]
        lower = {b: a for a, b in pairs if _is_range(text, sentence, a, b, article.lexicon)}
        joined = [each for each in amounts(words, article.lexicon.language) if _is_joined(each, found)]
        for numeral in found:
            if any(numeral.start < last and first < numeral.end for first, last in taken):
                continue
            if joined and joined[0].start < numeral.end:
                taken.append((joined[0].start, joined[0].end))
                yield _joined_figure(article, sentence, joined.pop(0))
            elif numeral not in lower.values():
                yield _figure(article, text, sentence, numeral, lower.get(numeral))


def _is_joined(amount: Amount, found: Sequence[Numeral]) -> bool:
    """Whether an amount is more than a number and its unit: `three hours and twenty minutes`."""
    spans = [(each.start, each.end) for each in found if each.start < amount.end and amount.start < each.end]
    return amount.unit.kind == "measure" and spans not in ([], [(amount.start, amount.end)])


def _joined_figure(article: Story, sentence: Span, amount: Amount) -> Figure | None:
    """The figure of such an amount: 200 minutes."""
    text, lexicon = article.text, article.lexicon
    begin = text.find(amount.unit.text, sentence[0] + amount.end)
    if len(amount.readings) != 1 or begin < 0:
        return None
    (value,), (name, *_) = amount.readings, sorted(amount.unit.names)
    end = begin + len(amount.unit.text)
    _, begins = qualifier_before(text[sentence[0] : sentence[0] + amount.start], lexicon)
    core = sentence[0] + begins, end
    unit = _many(name, lexicon)
    return Figure(core, None, value, unit, amount.qualifier, "", excerpt(text, sentence, core))


def _many(name: str, lexicon: Lexicon) -> str:
    """The word for several of a measure, by its name in CLDR."""
    written = format_unit(2, name, locale=lexicon.language).removeprefix("2").strip()
    return written if written != name else lexicon.measures.get(name, (name,))[0]


_SIGN = r"(?:[A-Z]{1,3}[\s\u00a0]?)?[$€£¥₹₩₽₺₫₪₴₱₦]"
_MONEY_BEFORE = re.compile(rf"(?:{_SIGN}|\b(?:[A-Z]{{3}}|Rs\.?|kr|zł|S/|RM?|Rp|KSh))[\s\u00a0]?$")
_LARGE = re.compile(r"[^\W\d_]|\d[.,]?\d{3}")
_IN_A_CODE = re.compile(r"[A-Za-z](?:-|\d{1,5}\+)?$")
_NOT_ALONE = re.compile(r"[\w@#/§№.,:-]$")


def _is_hour(after: str, lexicon: Lexicon) -> bool:
    end = r"\b" if lexicon.spaced else ""
    return re.match(rf"\s?{one_of(lexicon.units.get('hours', ()))}{end}", after) is not None


def _figure(
    article: Story, text: str, sentence: Span, numeral: Numeral, lower: Numeral | None
) -> Figure | None:
    lexicon = article.lexicon
    first = lower or numeral
    span = sentence[0] + first.start, sentence[0] + numeral.end
    before, after = text[sentence[0] : span[0]], text[span[1] : sentence[1]]
    # `eine von 13 Regionen` is no ratio.
    ratio = [each for each in lexicon.units.get("ratio", ()) if each not in lexicon.lists["genitives"]]
    is_one_in = rf"(?<!\w){ones(lexicon.language).pattern}\s+{one_of(tuple(ratio))}\s+$"
    if _is_share(numeral) or re.search(is_one_in, before, re.IGNORECASE):
        return None
    money = _MONEY_BEFORE.search(before) or currency_before(before, len(before), lexicon.language)
    is_code = money is not None and re.fullmatch(r"[A-Z]{3}", money[0].strip()) is not None
    if is_code and unit_before(text, span[0], lexicon.language).kind != "money":
        money = None
    if money is not None and money[0] in ("R", "RM", "Rp", "KSh") and _LARGE.search(first.text) is None:
        money = None  # `R5` is a road, `R5.5bn` is money
    lead = before[: money.start()] if money is not None else before
    if (
        (money is None and (_NOT_ALONE if lexicon.spaced else _IN_A_CODE).search(lead))
        or _is_hour(after, lexicon)
        or after.startswith(lexicon.units.get("grades", ()))
        or lead.endswith((*lexicon.lists["before_ordinals"], *lexicon.units.get("vague", ())))
    ):
        return None
    if any(plain(word) in lexicon.units.get("per", ()) for word in lead.split()[-1:]):
        return None  # `25 cases per 100,000 people`
    if money is None and lexicon.spaced and after[:1].isalpha():
        return None  # `1970s` and `5G`
    if not numeral.in_digits and (_is_ignored(numeral, after, lexicon) or _is_known(numeral, lead, lexicon)):
        return None
    value = _value(numeral, lexicon, is_money=money is not None)
    low = None
    if lower is not None and value is not None:
        # `110 to 125 million` begins at 110 million.
        low = max((each for each in lower.readings if each < value), default=value)
    if value is None or abs(value) >= LARGEST_NUMBER or (low is not None and low >= value):
        return None
    qualifier, begins = qualifier_before(lead, lexicon)
    unit = None
    if money is not None:
        bare = re.match(one_of(lexicon.units.get("bare_money", ())), after)  # 港币500万元
        end = span[1] if bare is None else span[1] + bare.end()
        unit = _Unit(money[0].strip(), span[0], end, counts=False)
    shift, postfix = qualifier_after(after, lexicon)
    if unit is None:
        unit = _unit(text, span[1] + shift, sentence[1], lexicon, value)
    qualifier = qualifier or postfix or ("" if lexicon.spaced else qualifier_in(numeral.text, lexicon))
    if not numeral.in_digits and qualifier == "" and _ROUND.search(plain(numeral.text)) is not None:
        qualifier = "about"  # `una veintena`, `une vingtaine`
    if unit is not None and plain(unit.text) in lexicon.units.get("nothing", ()):
        return None  # `it rang three times`
    is_named = unit is not None and unit.counts and unit.text not in chain(*lexicon.counted.values())
    if is_named and not qualifier and _may_be_year(numeral):
        return None  # `the 2012 Summer Paralympics`
    if unit is None:
        if not _is_amount(numeral, qualifier, lead, after, lexicon):
            return None
        unit = _Unit("", span[1], span[1], counts=False)
    if unit.counts and value % 1:
        # `13,762 people` are not 13.762, also where a comma marks decimals.
        value = next((each for each in numeral.readings if not each % 1), value)
    if lexicon.and_half.match(text, unit.end) is not None:
        value += Decimal("0.5")  # `deux ans et demi`
    qualifier = qualifier or qualifier_after(text[unit.end : unit.end + 4], lexicon)[1]
    start = sentence[0] + begins
    core = start, max(unit.end, span[1])
    label = _label(text, sentence, core, unit, lexicon)
    words, core = _with_rate(text, sentence, core, unit, lexicon)
    return Figure(core, low, value, words, qualifier, label, excerpt(text, sentence, core))


def _is_range(text: str, sentence: Span, one: Numeral, other: Numeral, lexicon: Lexicon) -> bool:
    """Whether two numbers are the ends of a range: `300 to 3,000`, `between 30 and 40`."""
    gap = text[sentence[0] + one.end : sentence[0] + other.start]
    after = text[sentence[0] + other.end : sentence[1]]
    same = [one == other for one, other in zip(gap, after, strict=False)]
    unit = gap[: same.index(False) if False in same else len(same)].rstrip()
    gap = gap[len(unit) :]  # `85% to 90%`, `5 km to 8 km`
    before = text[sentence[0] : sentence[0] + one.start]
    if unit and re.search(rf"(?<!\w){one_of(lexicon.relative.get('from', ()))}\s+$", before, re.IGNORECASE):
        return False  # `rose from 4% to 6%`
    word, joins = (
        plain(gap.strip()),
        map(plain, (*boundaries().ands, *lexicon.relative.get("to", ()))),
    )
    if unit and word.isalpha() and word not in joins:
        return False  # `7 days or 14 days`
    if one.end == other.start and not one.in_digits:
        return True  # 三四十
    if one.in_digits != other.in_digits or between_numbers(primary(lexicon.language)).fullmatch(gap) is None:
        return False
    lead = one_of(tuple(lexicon.relative.get("between", ())))
    return word not in boundaries().ands or (
        "between" in lexicon.relative and re.search(rf"{lead}\s*$", before, re.IGNORECASE) is not None
    )


def _is_amount(numeral: Numeral, qualifier: str, before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a number is an amount, although no noun says of what: `more than 100`, `16.8 million`. Others
    may be names or years: `Route 66`, `before 2027`."""
    written = numeral.text
    has_scale = re.search(r"[^\W\d_]|\d[.,'’\s]\d{3}(?!\d)", written) is not None
    if not lexicon.spaced:
        is_bare = re.match(r"\w", after) is None and re.fullmatch(r"\d+\.\d\d+", written) is not None
        return is_bare or (has_scale and len(written) > 1)
    if not numeral.in_digits or has_scale or qualifier:
        return numeral.in_digits and (has_scale or not _may_be_year(numeral))
    # `The toll has risen to 121, they said`
    last, following = _WORD.findall(before)[-1:], _WORD.match(after.lstrip())
    is_told = any(
        (word in lexicon.prepositions or plain(word) in lexicon.function)
        and plain(word) not in lexicon.units.get("known", ())
        for word in last
    )
    ends = following is None or plain(following[0]) in lexicon.function
    is_long = re.search(r"\d[.,]?\d\d|\d[.,]\d", written) is not None
    return before.endswith(" ") and is_told and ends and is_long and not _may_be_year(numeral)


def _may_be_year(numeral: Numeral) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", numeral.text) is not None


def _is_share(numeral: Numeral) -> bool:
    """Whether words are a part of something: `two-thirds`."""
    return not numeral.in_digits and any(reading % 1 for reading in numeral.readings)


def _is_ratio(text: str, sentence: Span, one: Numeral, other: Numeral, lexicon: Lexicon) -> bool:
    """Whether two numbers are a ratio: `eight cars out of ten`."""
    gap = text[sentence[0] + one.end : sentence[0] + other.start]
    return re.fullmatch(rf"(?:\s+[^\W\d_]+)?\s+{one_of(lexicon.units.get('ratio', ()))}\s+", gap) is not None


def _is_ignored(numeral: Numeral, after: str, lexicon: Lexicon) -> bool:
    if not lexicon.spaced:
        value = max(numeral.readings)
        return value < LEAST_UNSPACED and (value < 2 or _unspaced_unit(after, 0, lexicon) is None)
    word = plain(numeral.text)
    known = number_words(lexicon.language)
    first, *_, last = (*re.split(r"[\s-]", word), word.rpartition("-")[2])
    is_ordinal = known is not None and (
        lexicon.ordinals.search(word) is not None if known.compound else last in known.ordinals
    )
    return is_ordinal or (first in lexicon.ignored and " " not in word)


def _is_known(numeral: Numeral, before: str, lexicon: Lexicon) -> bool:
    """Whether a small number only repeats who or what is known: `the two countries`."""
    if max(numeral.readings) >= LEAST_KNOWN:
        return False
    words, known = before.split(), lexicon.units.get("known", ())
    if not lexicon.spaced:
        return before.endswith(known)
    return words != [] and plain(words[-1]) in known


LEAST_KNOWN = 4
"""A larger number is a figure even after `the`."""

LEAST_UNSPACED = 100
"""Smaller numbers in Chinese words are figures only before a unit: 十分 is "very"."""


_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ROUND = re.compile(r"(?:ena|aine)$")


def _value(numeral: Numeral, lexicon: Lexicon, *, is_money: bool) -> Decimal | None:
    """The most probable reading of a number."""
    readings = sorted(numeral.readings)
    if not readings:
        return None
    if _DOTTED.fullmatch(numeral.text) and not lexicon.month_first and lexicon.spaced:
        return Decimal(numeral.text.replace(".", ""))  # `148.000`, also in French
    if len(readings) == 1:
        return readings[0]
    if re.search(r"\d[.,]\d{3}\s?[^\W\d_]", numeral.text):
        return readings[0]  # `6.162 million`
    # Spaces and apostrophes group thousands; `12m` is millions of money, and metres of anything else.
    if re.search(r"\d[\s'’\u00a0\u202f]\d", numeral.text) or is_money:
        return readings[-1]
    return readings[0]


# ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"[^\W\d_][\w]*(?:[-’'][\w]+)*")


def _unit(text: str, place: int, end: int, lexicon: Lexicon, value: Decimal | None = None) -> _Unit | None:
    """The noun or sign after a number."""
    known = unit_after(text[:end], place, lexicon.language)
    adjectives = lexicon.units.get("adjectives", ())
    if known.kind == "measure" and adjectives and known.text.casefold().endswith(adjectives):
        (name,) = known.names
        # `Jahre` for `40-Jährige`
        return _Unit(_many(name, lexicon), place, place + len(known.text), counts=False)
    if known.kind not in ("", "count"):
        start = text.index(known.text.split()[0], place)
        stop = start + len(known.text)
        return _Unit(known.text, start, stop, counts=False)
    after = text[place:end]
    money = re.match(rf"\s?{_SIGN}", after)
    if money is not None:
        return _Unit(money[0].strip(), place, place + money.end(), counts=False)
    if not lexicon.spaced:
        return _unspaced_unit(after, place, lexicon)
    words = _following(after, lexicon)
    pick = {"plural": _to_plural, "capital": _to_capital, "first": _first_words}[lexicon.noun]
    chosen = pick(words, lexicon) if words else 0
    if chosen == 0 or plain(words[0][0]) in months(lexicon.language):
        return None
    is_many = value is None or value >= 2
    if (
        lexicon.noun == "first"
        and is_many
        and words[0][0].islower()
        and not words[0][0].endswith(("s", "x", "z"))
    ):
        return None  # `6 milliards reposant sur`
    if numerals(words[0][0], lexicon.language):
        return None  # `d’ici 2022 deux trains`
    span = words[0].start(), words[chosen - 1].end()
    noun = re.sub(r"['’]s?$", "", on_one_line(after[slice(*span)]))
    return _Unit(noun, place + span[0], place + span[1], counts=True)


def _with_rate(text: str, sentence: Span, core: Span, unit: _Unit, lexicon: Lexicon) -> tuple[str, Span]:
    """A unit with its rate, as in "passengers a day", and where the figure then is."""
    if not lexicon.spaced:
        # 每小时 is before the number, and a verb may be between: 每小时最多可运送3000名乘客.
        first, _ = clause(text, sentence, core)
        before = list(lexicon.rate.finditer(text, first, core[0]))[-1:]
        close = [rate for rate in before if core[0] - rate.end() <= FARTHEST_RATE]
        return (f"{close[0][0]}{unit.text}", (close[0].start(), core[1])) if close else (unit.text, core)
    # "2,500 cubic meters of water per day"
    complement = re.compile(r"(?:\s+(?:of\s+|del?\s+|d['’])?[^\W\d_]+)?\s+(?=\S)")
    for begins in (re.compile(r"\s+"), complement):
        gap = begins.match(text, core[1], sentence[1])
        rate = gap and lexicon.rate.match(text, gap.end(), sentence[1])
        if rate:
            return f"{unit.text} {on_one_line(rate[0])}", (core[0], rate.end())
    return unit.text, core


FARTHEST_RATE = 6
"""Characters between a rate and its number in a language without spaces."""


def _following(after: str, lexicon: Lexicon) -> list[re.Match[str]]:
    """The words right after a number, up to a function word or a mark."""
    words: list[re.Match[str]] = []
    position = 0
    # "640 millions d’euros" and "un million de cellules" have a preposition before the noun.
    known, others = (one_of(lexicon.units.get(key, ())) for key in ("known", "others"))
    lead = re.match(rf"\s*(?:d['’]|(?:de|of)\s+(?:{known}\s+)?|{others}\s+)", after, re.IGNORECASE)
    if lead is not None:
        position = lead.end()
    while len(words) < MOST_UNIT_WORDS and (match := _WORD.search(after, position)) is not None:
        gap = after[position : match.start()]
        elided = re.match(r"[dl]['’]", match[0])
        if (
            gap.strip()
            or (not gap and position > 0 and lead is None)
            or plain(match[0]) in lexicon.function
            or elided
        ):
            break
        words.append(match)
        position = match.end()
        lead = None
    return words


MOST_UNIT_WORDS = 4


def _to_plural(words: list[re.Match[str]], lexicon: Lexicon) -> int:
    """English: up to the first plural."""
    irregular = {*lexicon.units.get("irregular", ()), *chain.from_iterable(lexicon.counted.values())}
    for n, word in enumerate(words):
        token = word[0].lower()
        if token in irregular or (token.endswith("s") and not token.endswith(("ss", "us", "is", "'s", "’s"))):
            return n + 1
    return 0


def _to_capital(words: list[re.Match[str]], lexicon: Lexicon) -> int:
    """German: up to the first noun."""
    return next((n + 1 for n, word in enumerate(words) if word[0][0].isupper()), 0)


def _first_words(words: list[re.Match[str]], lexicon: Lexicon) -> int:
    """Romance languages: the noun, and an adjective in the plural after it."""
    if (
        len(words) > 1
        and words[0][0].endswith("s")
        and words[1][0].endswith("s")
        and not _is_verb(words[1][0])
    ):
        return 2
    return 1


def _is_verb(word: str) -> bool:
    return word.endswith(("ées", "és", "ados", "adas", "idos", "idas"))


def _unspaced_unit(after: str, offset: int, lexicon: Lexicon) -> _Unit | None:
    """Chinese: a unit, a noun of which the lexicon knows what it counts, or else the measure word."""
    whole = re.match(rf"\s*({one_of(lexicon.units.get('whole', ()))})", after)
    if whole is not None:
        return _Unit(whole[1], offset + whole.start(1), offset + whole.end(), counts=False)
    alone = one_of(tuple(noun for nouns in lexicon.counted.values() for noun in nouns))
    classifiers = one_of(lexicon.units.get("classifiers", ()))
    bare = re.match(rf"{classifiers}?(?P<noun>{alone})|(?P<bare>[\u4e00-\u9fff]{{0,3}}?{alone})", after)
    if bare is not None and bare["noun"]:
        return _Unit(bare["noun"], offset + bare.start("noun"), offset + bare.end(), counts=True)
    counted = re.match(rf"({classifiers})", after)
    if counted is None:
        return None if bare is None else _Unit(bare[0], offset, offset + bare.end(), counts=True)
    return _Unit(counted[1], offset, offset + counted.end(1), counts=False)


# ── Labels ──────────────────────────────────────────────────────────────────────────────────────────────────

MOST_LABEL_WORDS = 8


def _label(text: str, sentence: Span, core: Span, unit: _Unit, lexicon: Lexicon) -> str:
    """What is counted: a noun with its complement, such as "Members of the union", or what follows a unit, as
    in "40% of the market". Empty if the words do not name it."""
    if not unit.counts and not lexicon.spaced:
        return ""
    _, last = clause(text, sentence, core)
    start, end = unit.start, unit.end
    if lexicon.spaced and unit.counts:
        following = next(iter(_WORD.findall(text[unit.end : last])), "")
        if plain(following) in lexicon.joins and plain(following) not in boundaries().ands:
            end = _complement(text, unit.end, last, lexicon)
    elif lexicon.spaced:
        # "£312m takeover of the mill", "40% of the market"
        counted = _of_what(lexicon.lists["genitives"]).match(text, core[1], last)
        if counted is None:
            return ""
        start, end = core[1], _complement(text, counted.end(), last, lexicon)
    words = re.split(r"\d", on_one_line(text[start:end]))[0].split()[:MOST_LABEL_WORDS] or [""]
    while words[1:] and plain(words[-1]) in lexicon.function:
        words.pop()
    while words[1:] and plain(words[0]) in lexicon.function:
        words.pop(0)
    label = re.sub(r"^[dl]['’]", "", " ".join(words), flags=re.IGNORECASE).strip(_MARKS)
    return label[:1].upper() + label[1:]


_MARKS = ' \t.,;:!?。，；：、…—–-“”«»„"()[]'


@cache
def _of_what(genitives: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for what is between a number and the word for "of": `takeover` in `£312m takeover of it`."""
    return re.compile(rf"\s+(?:[^\W\d_]+\s+)?(?={one_of(genitives)}(?:\s|(?<=['’])))")


def _complement(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a complement ends: after a name, or after the first noun."""
    words = list(_WORD.finditer(text, start, end))[:MOST_LABEL_WORDS]
    small = next((n for n, word in enumerate(words) if plain(word[0]) not in lexicon.function), 0)
    if not words:
        return start
    if words[small][0][0].isupper() and not lexicon.capitalizes_nouns:
        last = small
        for n in range(small + 1, len(words)):
            if words[n][0][0].isupper():
                last = n
            elif plain(words[n][0]) not in lexicon.joins:
                break
        return words[last].end()
    pick = {"plural": _to_plural, "capital": _to_capital, "first": _first_words}[lexicon.noun]
    return words[small + max(pick(words[small:], lexicon), 1) - 1].end()
