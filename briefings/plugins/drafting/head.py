"""Reads the head of a saved text: title, authors, date and publisher, as newspapers print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from briefings.evidence.fetched import Article
from briefings.grammar.date_forms import date_words, months
from briefings.grammar.dates import Calendar
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, one_of, plain
from briefings.grammar.normal import UNSPACED
from briefings.plugins.drafting.article import is_request, on_one_line, size
from briefings.problems.problem import counted
from briefings.text.characters import first_hidden

LONGEST_TITLE = 200
MOST_LINES = 30
LONGEST_LINE = 120
"""Characters of a line with authors or a date."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*\S[^\n\r\v\f\x85\u2028\u2029]*")
_URL = re.compile(r"https?://[^\s<>\"`{}\\^|]+")
_DASH = r"\s*[-–—]{1,2}\s+"
_AGENCY = re.compile(rf"(?P<lead>[^()\n.]{{0,60}}(?:\.\s?\d{{0,4}})?)\((?P<agency>[^()\n]{{2,40}})\){_DASH}")
_PLACE = re.compile(rf"(?P<lead>[^()\n–—]{{2,60}}?\d{{4}})(?:{_DASH}|[.:]\s+)")
_PLACE_ONLY = re.compile(r"(?P<lead>[^()\n.]{2,40},[^()\n]{2,24}?\d{4})\.\s+")


def read_head(text: str, lexicon: Lexicon) -> Article:
    """A text with what its head says of it."""
    calendar = Calendar(lexicon, None)
    title, published, publisher, url = "", "", "", ""
    authors: tuple[str, ...] = ()
    begins = 0
    lines = [*islice(_LINE.finditer(text), MOST_LINES)]
    first, last = _opening(lines, calendar, lexicon)
    for n, match in enumerate(lines[first:], first):
        line = on_one_line(match[0])
        address = _URL.search(line)
        if address is not None and len(line) < len(address[0]) + 30:
            url = url or address[0].rstrip(".,;)")
        elif len(line) <= LONGEST_LINE and (named := _authors(line, calendar, lexicon)):
            authors = authors or named
            published = published or calendar.day(line) or ""
            publisher = publisher or _source(line, calendar, lexicon)
        elif len(line) <= LONGEST_LINE and (said := _source(line, calendar, lexicon)):
            publisher = publisher or said
            published = published or calendar.day(line) or ""
        elif title == "" and begins == 0 and len(line) <= LONGEST_TITLE:
            title = line
        elif (
            title
            and not authors
            and (byline := _byline(line, lines[n + 1 : n + 3], calendar, lexicon)) is not None
        ):
            authors, day = byline
            published = published or day
        elif len(line) <= LONGEST_LINE and (day := _only_a_date(line, calendar, lexicon)):
            published = published or day
        elif n > last:
            break
        if title != line and (paper := _paper(lexicon).match(line)) is not None:
            publisher = publisher or paper["publisher"]
        begins = match.end()
    line_start = len(text) - len(text[begins:].lstrip())
    dateline = _dateline(text, line_start, calendar, lexicon)
    if dateline is not None:
        agency, day, begins = dateline
        publisher, published = publisher or agency, published or day
    notes = (f"left out above the title: {counted(first, 'line')}",) if first else ()
    return Article(text, title, authors, published, publisher, url, lexicon.language, notes, begins)


def _opening(lines: Sequence[re.Match[str]], calendar: Calendar, lexicon: Lexicon) -> tuple[int, int]:
    """The line with the title, and the last of the head: below menus and requests to readers, and down to a
    line with the authors or the day."""
    words = [on_one_line(line[0]) for line in lines]
    first = sentences = 0
    for n, line in enumerate(words[:-1]):
        if is_request(line, lexicon):
            first = n + 1
        elif _ENDS.search(line) is not None and size(line) >= LEAST_SENTENCE:
            sentences += 1
            if sentences > MOST_SENTENCES or len(line) > LONGEST_LINE:
                break  # the story
        elif len(line) <= LONGEST_LINE and (
            _authors(line, calendar, lexicon) or _only_a_date(line, calendar, lexicon)
        ):
            above = range(first, n)
            may_be = (n for n in above if size(words[n]) >= LEAST_TITLE and _CRUMBS.search(words[n]) is None)
            return next((n for n in may_be if first_hidden(words[n]) is None), first), n
    return (first if first < len(words) else 0), -1


LEAST_TITLE = 2
"""Words of a title below a menu."""

LONGEST_DATE = 8
"""Words of a line that has hardly more than a date."""

LEAST_SENTENCE = 5
"""Words of a sentence in which the story may begin."""

MOST_SENTENCES = 1
"""Lines of a head that end like a sentence, such as a summary above the authors."""

_ENDS = re.compile(r"[.!?…。！？][\"'”’»」』)]*$")
_CRUMBS = re.compile(r"\s[>›»/]\s")


def authors_among(names: Iterable[str], publisher: str, lexicon: Lexicon) -> Iterator[str]:
    """Names that a page gives as its authors, without "Article by", and without what is no person."""
    lead = re.compile(rf"(?:[^\W\d_]+\s+)?{one_of(lexicon.head.get('by', ()))}\s+", re.IGNORECASE)
    for each in names:
        name = lead.sub("", each, count=1) if lexicon.spaced else each
        words = name.split()
        is_name = not lexicon.spaced or 1 < len(words) <= 5
        others = (
            plain(word) in months(lexicon.language) or plain(word) in lexicon.articles for word in words
        )
        is_name = is_name and not any(others) and re.search(r"\d", name) is None
        if is_name and _letters(name) != _letters(publisher) and not lexicon.kind_of(name):
            yield name


def without_site(title: str, publisher: str, text: str) -> str:
    """The title of a page without the name of the site or section behind it."""
    for line in text.split("\n", 5)[:5]:
        rest = title.removeprefix(line.strip())
        if rest != title and size(line) > LEAST_TITLE and re.match(r"\s*[|–—·:-]", rest):
            return line.strip()
    behind = _SITE.fullmatch(title)
    return (
        behind["title"] if behind and publisher and _letters(publisher) in _letters(behind["site"]) else title
    )


_SITE = re.compile(r"(?P<title>.{1,300}?)\s+[|–—·-]\s+(?P<site>.*)")


def _letters(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())


def _authors(line: str, calendar: Calendar, lexicon: Lexicon) -> tuple[str, ...]:
    """The names in a line such as "By Jane Doe and John Roe"."""
    words = lexicon.head.get("by", ())
    if not words:
        return ()
    if not lexicon.spaced:
        roles = one_of((*words, *lexicon.head.get("others", ())))
        name = rf"(?!{roles})[\u4e00-\u9fff·]{{2,4}}"
        credit = rf"({roles})[\s:：/]*({name}(?:[\s、]+{name})*)"
        found = re.search(rf"(?:{credit}\s*)+$", line)
        credits = re.findall(credit, found[0]) if found is not None else []
        return tuple(name for role, names in credits if role in words for name in re.split(r"[\s、]+", names))
    ands = tuple(boundaries().ands)
    found = re.match(rf"{one_of(words)}:?\s+(?P<names>[^\d|•]+)", line)
    if found is None:
        return ()
    day = calendar.whole_day(line)
    end = found.end() if day is None else max(found.start("names"), min(found.end(), day[0]))
    small = one_of(tuple(lexicon.prepositions | lexicon.articles.whole))
    written = re.sub(rf"\W(?:{small}\s*)+$", "", line[found.start("names") : end])  # `By Jane Doe on 3 May`
    parts = re.split(rf"\s*(?:[,、;&]|\b{one_of(ands)}\b)\s*", written)
    names = [name.strip(" .,;–—-") for name in parts]
    names = [name for name in names if name]
    rest = line[end:]
    # A sentence can begin with "By", too.
    is_sentence = _STOP.search(rest) is not None and not _dated(rest, calendar, lexicon)
    return () if is_sentence or not all(_is_author(name, lexicon) for name in names) else tuple(names)


def _is_author(name: str, lexicon: Lexicon) -> bool:
    """Whether words after "By" are a name, and no `January to March` or `Christmas of`."""
    words = name.split()
    is_name = 1 < len(words) <= 5 and words[0][0].isupper() and words[-1][0].isupper()
    return is_name and date_words(lexicon.language).isdisjoint(map(plain, words))


_NAME = re.compile(r"[^\W\d_a-z][\w’'.-]+(?:\s+(?:[a-z]{1,3}\s+)?[^\W\d_a-z][\w’'.-]*){1,3}")


def _byline(
    line: str, following: Sequence[re.Match[str]], calendar: Calendar, lexicon: Lexicon
) -> tuple[tuple[str, ...], str] | None:
    """The author and day of a line that has only a name, at most a line above one with only a date, or both
    between bars."""
    name, *parts = re.split(r"\s*[|·•]\s*", line)
    if _NAME.fullmatch(name) is None or len(line) > LONGEST_LINE:
        return None
    author = name.title() if name.isupper() else name
    days = [day for part in parts if (day := _dated(part, calendar, lexicon))]
    if days:
        return (author,), days[0]
    is_dated = any(_only_a_date(on_one_line(each[0]), calendar, lexicon) for each in following)
    return ((author,), "") if is_dated and not parts else None


def _paper(lexicon: Lexicon) -> re.Pattern[str]:
    """The name of a newspaper without spaces, which ends in one of the lexicon's words."""
    ends = one_of(lexicon.head.get("papers", ()))
    return re.compile(rf"\s*(?P<publisher>[\u4e00-\u9fff]{{2,10}}?{ends})(?=[\s\u4e00-\u9fff\d])")


def _wire(lexicon: Lexicon) -> re.Pattern[str]:
    """An agency and the day of its telegram, without spaces."""
    agency, telegram = (one_of(lexicon.head.get(name, ())) for name in ("agencies", "telegram"))
    return re.compile(
        rf"\s*(?P<bracket>[（(])?(?P<publisher>[\u4e00-\u9fff]{{2,6}}?{agency})(?P<lead>[^，。\n]{{0,30}}?){telegram}"
        r"(?(bracket)[\u4e00-\u9fff]{0,4}[）)])[\s　]*"
    )


def _source(line: str, calendar: Calendar, lexicon: Lexicon) -> str:
    """The publisher in a line such as "Source: Gazette", without a day or anything else with a label."""
    words = lexicon.head.get("source", ())
    found = re.match(rf"(?:\d\S*\s+)*{one_of(words)}\s*[:：]\s*(?P<name>.+)", line) if words else None
    if found is None:
        return ""
    day = next(calendar.dates(found["name"], 0, len(found["name"])), None)
    name = found["name"][: day.begins if day is not None else None]
    return re.split(r"\s+[^\s:：]+\s?[:：]|\s+[|·•]\s+", name)[0].strip(" ,;，、|·•–—-")


def _only_a_date(line: str, calendar: Calendar, lexicon: Lexicon) -> str:
    """The day of a line that has hardly more than a date."""
    is_short = len(_WORDS.findall(line)) <= LONGEST_DATE and _STOP.search(line) is None
    return _dated(line, calendar, lexicon) if is_short else ""


def _dated(words: str, calendar: Calendar, lexicon: Lexicon) -> str:
    """The day of words such as `Leeds, 3 May 2025` or `Last updated on 3 May 2025 at 9:30`, with little
    besides a date: labels, and what a mark sets off. A sentence such as `He died on 3 May 2025` has none."""
    if (found := calendar.whole_day(words)) is None:
        return ""
    start, end, day = found
    lead, rest = words[:start], words[end:]
    if not lexicon.spaced:
        is_word = UNSPACED.match(rest[:1]) and UNSPACED.match(rest[1:2])  # 讯
        return "" if UNSPACED.match(lead[-1:]) or is_word else day
    labels = lexicon.joins.whole.union(date_words(lexicon.language), lexicon.head.get("dated", ()))
    small = lexicon.prepositions | lexicon.articles.whole | labels
    marks = [*_MARK.finditer(lead)]
    place, beside = (lead[: marks[-1].end()], lead[marks[-1].end() :]) if marks else ("", lead)
    after = _TIME.split(rest, maxsplit=1)[0]
    near = [*_WORDS.findall(beside), *(word for word in _WORDS.findall(after) if word[0].islower())]
    # `Published on Thursday, 3 May`, but not `Born in Leeds, on 3 May`
    has_label = not labels.isdisjoint(word.casefold() for word in _WORDS.findall(lead)[:1])
    far = {word for word in _WORDS.findall(place) if word[0].islower()}
    is_plain = far <= (small if has_label else labels)
    return day if is_plain and all(word.isupper() or word.casefold() in small for word in near) else ""


_MARK = re.compile(r"[,;:|·•()\[\]–—/-]")
_TIME = re.compile(r"[|·•]|\d+\s?[:.hH]\s?\d\d")
"""A mark, or a time, after which anything may be."""

_WORDS = re.compile(rf"(?:{UNSPACED.pattern}){{1,3}}|(?:(?!{UNSPACED.pattern})[^\W\d_])+")
_STOP = re.compile(r"[.。！？][\"'”’»」』]*$")


def _dateline(text: str, start: int, calendar: Calendar, lexicon: Lexicon) -> tuple[str, str, int] | None:
    """The agency and day before the first sentence, and where that begins: `BERLIN, 3 May 2025 (dpa) - `."""
    wire = _wire(lexicon).match(text, start)
    if wire is not None:
        return wire["publisher"], calendar.day(wire["lead"]) or "", wire.end()
    agency = _AGENCY.match(text, start)
    if agency is not None and not agency["lead"][:1].islower():
        return agency["agency"].strip(), _dated(agency["lead"], calendar, lexicon), agency.end()
    for form in (_PLACE, _PLACE_ONLY):
        place = form.match(text, start)
        if place is not None and (day := _dated(place["lead"], calendar, lexicon)):
            return "", day, place.end()
    return None
