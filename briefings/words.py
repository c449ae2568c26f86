"""The fixed words of the site, one file per language, and how dates, numbers and lists are said in it.

No other module holds a word that readers see; a second language is a second file in theme/locales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from briefings.model.dates import Date, End, Part, Span, Unit
from briefings.problems.codes import BAD_SETTING
from briefings.problems.problem import ContentError, Place, Problem, did_you_mean, problem
from briefings.sheets.yaml_text import read_settings
from briefings.text import limits

REFERENCE = "en"
"""The language whose file says which words there are."""

_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_DEEPEST = 6
_LONGEST_NUMBER = 40
"""A number of more digits than this is shown as it was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The words under one key."""

    place: Place
    text: str = ""
    """Empty where there are plural forms."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """CLDR's plural forms, `one` and `other` in English."""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces; ValueError where the braces do not pair."""
        texts = self.forms.values() if self.forms else [self.text]
        return frozenset(
            name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None
        )


class Words:
    """The words of one language: `words("standing.sources", n=11)` is "11 sources"."""

    def __init__(self, language: str, locale: Locale, entries: Mapping[str, Entry]) -> None:
        self.language = language
        """BCP 47, for `<html lang>`."""
        self.locale = locale
        self._entries = entries
        self._fixed: dict[str, str] = {}
        self._dates: dict[str, str] = {}
        self._times: dict[str, Markup] = {}
        self._written: dict[tuple[str, type], str] = {}
        self._listed: dict[tuple[int, str], str] = {}
        self._languages: dict[str, str] = {}

    @classmethod
    def load(cls, language: str, folders: Sequence[Path]) -> Words:
        """Read `<language>.yml` from each folder, a later one adding to and overriding the earlier; all that
        is wrong is told at once."""
        entries, problems = _read(language, folders)
        if language != REFERENCE and not problems:
            reference, problems = _read(REFERENCE, folders)
            problems = [*problems, *_compare(entries, reference)]
        locale = _locale(entries.get("locale"))
        if locale is not None:
            problems = [*problems, *_malformed(entries, locale)]
        elif "locale" in entries:
            unknown = f"`locale` is one that CLDR knows, and not `{entries['locale'].text}`"
            problems = [
                *problems,
                problem(BAD_SETTING, unknown, entries["locale"].place, "write it like en-GB"),
            ]
        if problems or locale is None:
            raise ContentError(sorted(problems, key=lambda p: p.order))
        return cls(language, locale, entries)

    @staticmethod
    def languages(folders: Iterable[Path]) -> list[str]:
        """The languages that have a file of words in some folder, sorted."""
        return sorted({file.stem for folder in folders for file in folder.glob("*.yml")})

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        """All keys, in the files' order."""
        return iter(self._entries)

    def template(self, key: str) -> str:
        """The words under a key, unfilled; of plural forms the general one."""
        entry = self._entry(key)
        return entry.forms.get("other", "") if entry.forms else entry.text

    def placeholders(self, key: str) -> frozenset[str]:
        """The names that the words under a key need values for."""
        return self._entry(key).placeholders

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key. `n` chooses the plural form; numbers are written as the language does.

        Values that are markup make the whole markup, with everything else escaped.
        """
        if values:
            return self._fill(key, values)
        # Most words have nothing to be filled in, and stand on every page.
        if key not in self._fixed:
            self._fixed[key] = self._fill(key, values)
        return self._fixed[key]

    def _fill(self, key: str, values: Mapping[str, object]) -> str:
        entry = self._entry(key)
        text = entry.text if not entry.forms else entry.forms[self._form(entry, key, values)]
        filled = dict(values)
        marked = False
        for name, value in values.items():
            if value.__class__ is str:
                continue
            if _is_number(value):
                filled[name] = self.number(value)  # type: ignore[arg-type]  # it is one
            elif hasattr(value, "__html__"):
                marked = True
        template = escape(text) if marked else text
        try:
            return template.format(**filled)
        except KeyError as error:
            raise KeyError(f"the words `{key}` need a value for {error}") from None

    def _entry(self, key: str) -> Entry:
        try:
            return self._entries[key]
        except KeyError:
            raise KeyError(
                f"no words are called `{key}`; {did_you_mean(key, self._entries)}".rstrip("; ")
            ) from None

    def _form(self, entry: Entry, key: str, values: Mapping[str, object]) -> str:
        n = values.get("n")
        if not isinstance(n, int | Decimal):
            raise KeyError(f"the words `{key}` have plural forms and need the number n")
        form = self.locale.plural_form(n)
        return form if form in entry.forms else "other"

    def number(self, value: int | Decimal) -> str:
        """With the language's separators and every digit that was written: 5.50 keeps its zero."""
        # Counts and figures return on page after page. 5.50 and 5.5 are equal, so that they are told apart as
        # they are written.
        key = (str(value), type(value))
        if key not in self._written:
            self._written[key] = self._number(value)
        return self._written[key]

    def _number(self, value: int | Decimal) -> str:
        pattern: str = self.locale.decimal_formats[None].pattern.partition(".")[0]
        if isinstance(value, Decimal):
            exponent = value.as_tuple().exponent
            if not isinstance(exponent, int) or max(abs(exponent), abs(value.adjusted())) > _LONGEST_NUMBER:
                return str(value)
            pattern += f".{'0' * -exponent}" if exponent < 0 else ""
        said: str = format_decimal(value, pattern, locale=self.locale)
        return said

    def list(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """`a, b and c`; markup stays markup, and what stands beside it is escaped."""
        given = [*items]
        markup = any(hasattr(item, "__html__") for item in given)
        # A list of so many is always put together in the same way.
        key = (len(given), style)
        if key not in self._listed:
            self._listed[key] = format_list(
                [f"{{{n}}}" for n in range(len(given))], style=style, locale=self.locale
            )
        said = self._listed[key].format(*([escape(item) for item in given] if markup else given))
        return Markup(said) if markup else said

    def language_name(self, code: str) -> str:
        """The name of a language: `zh-Hans` is "Chinese (Simplified)". A code without a name stands for
        itself."""
        if code not in self._languages:
            try:
                name = Locale.parse(code, sep="-").get_display_name(self.locale)
            except (UnknownLocaleError, ValueError):
                name = self.locale.languages.get(code.partition("-")[0])
            self._languages[code] = name or code
        return self._languages[code]

    def country_name(self, code: str) -> str:
        """The name of an ISO 3166 country. A code without a name stands for itself."""
        name: str = self.locale.territories.get(code, code)
        return name

    def date(self, date: Date) -> str:
        """A date in plain words: "26–28 July 2025"."""
        # The same few dates stand on thousands of pages.
        if date.text not in self._dates:
            self._dates[date.text] = _Saying(self, markup=False).date(date)
        return self._dates[date.text]

    def time(self, date: Date) -> Markup:
        """The same words as HTML, each date in them in a `<time>` that machines can read, where HTML has a
        value for it."""
        if date.text not in self._times:
            self._times[date.text] = Markup(_Saying(self, markup=True).date(date))
        return self._times[date.text]


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


# Saying dates

_Shape = Literal["full", "same_year", "same_month"]
"""How much of a date is said; what the next one says anyway is left out."""

_PATTERNS: Mapping[tuple[Unit, _Shape], str] = {
    (Unit.DAY, "full"): "day",
    (Unit.DAY, "same_year"): "day_of_year",
    (Unit.DAY, "same_month"): "day_of_month",
    (Unit.MONTH, "full"): "month",
    (Unit.MONTH, "same_year"): "month_of_year",
    (Unit.YEAR, "full"): "year",
}


@dataclass(frozen=True, slots=True)
class _Saying:
    """Puts the words of a date together, as plain text or as markup."""

    words: Words
    markup: bool

    def date(self, date: Date) -> str:
        if date.form in ("one-of", "all-of"):
            return self._set(date)
        member = date.members[0]
        return self._interval(member) if isinstance(member, Span) else self._alone(member)

    def _alone(self, part: Part) -> str:
        """A date that stands by itself: "some day in July 2025", "in the 2020s"."""
        if part.approximate or part.uncertain:
            return self._part(part)
        if part.some is not None:
            units = f"{part.some.name}_of_{part.unit.name}".lower()
            return self._timed(self.words(f"dates.some.{units}", date=self._plain(part, "full")), part)
        if part.unit in (Unit.DECADE, Unit.CENTURY):
            return self._put(f"dates.{part.unit.name.lower()}.alone", **_years(part))
        return self._part(part)

    def _interval(self, span: Span) -> str:
        start, end = span.start, span.end
        if isinstance(start, Part) and isinstance(end, Part):
            return self._part(start) if start == end else self._from_to(start, end)
        if isinstance(start, Part):
            key = "since" if end is End.OPEN else "from_unknown"
            return self._put(f"dates.{key}.{_sort(start)}", start=self._part(start))
        assert isinstance(end, Part)
        key = "until" if start is End.OPEN else "until_unknown"
        return self._put(f"dates.{key}.{_sort(end)}", end=self._part(end))

    def _from_to(self, start: Part, end: Part) -> str:
        shape = _shape_before(start, end)
        said = {"start": self._part(start, shape), "end": self._part(end)}
        if (
            start.unit is not end.unit
            or start.unit < Unit.YEAR
            or any(p.approximate or p.uncertain for p in (start, end))
        ):
            return self._put("dates.from_to", **said)
        # A dash stands close between single words, and between spaces where a side has several.
        close = (
            shape == "same_month"
            or start.unit is Unit.YEAR
            or (shape == "same_year" and start.unit is not Unit.DAY)
        )
        return self._put("dates.range_close" if close else "dates.range_wide", **said)

    def _set(self, date: Date) -> str:
        style: Literal["standard", "or"] = "or" if date.form == "one-of" else "standard"
        plain = [m for m in date.members if isinstance(m, Part) and not (m.approximate or m.uncertain)]
        if len(plain) < len(date.members):
            return self._list([self._member(member, date) for member in date.members], style)
        shapes = {_shape_before(a, b) for a, b in pairwise(plain)}
        shape: _Shape = shapes.pop() if len(shapes) == 1 else "same_year" if "full" not in shapes else "full"
        return self._list([*(self._part(part, shape) for part in plain[:-1]), self._part(plain[-1])], style)

    def _member(self, member: Part | Span, date: Date) -> str:
        if isinstance(member, Part):
            return self._part(member)
        if date.form == "all-of":
            return self._interval(member)
        if isinstance(member.start, Part) and isinstance(member.end, Part):
            start = self._part(member.start, _shape_before(member.start, member.end))
            return self._put("dates.between", start=start, end=self._part(member.end))
        if isinstance(member.start, Part):
            return self._put("dates.or_later", start=self._part(member.start))
        assert isinstance(member.end, Part)
        return self._put("dates.or_earlier", end=self._part(member.end))

    def _part(self, part: Part, shape: _Shape = "full") -> str:
        said = self._plain(part, shape)
        if part.approximate or part.uncertain:
            key = (
                "approximate_uncertain"
                if part.approximate and part.uncertain
                else "approximate"
                if part.approximate
                else "uncertain"
            )
            said = self.words(f"dates.{key}", date=said)
        return self._timed(said, part)

    def _plain(self, part: Part, shape: _Shape) -> str:
        if part.unit in (Unit.DECADE, Unit.CENTURY):
            return self.words(f"dates.{part.unit.name.lower()}.inside", **_years(part))
        if part.unit is Unit.SEASON:
            key = (
                f"dates.seasons.{part.season}" if shape == "full" else f"dates.seasons_of_year.{part.season}"
            )
            return self.words(key, **_years(part))
        return format_date(
            part.first, self.words(f"dates.patterns.{_PATTERNS[part.unit, shape]}"), locale=self.words.locale
        )

    def _timed(self, said: str, part: Part) -> str:
        value = part.datetime_attribute
        return (
            Markup('<time datetime="{}">{}</time>').format(value, said)
            if self.markup and value is not None
            else said
        )

    def _put(self, key: str, **values: str) -> str:
        if not self.markup:
            return self.words(key, **values)
        return self.words(key, **{name: Markup(escape(value)) for name, value in values.items()})

    def _list(self, items: Sequence[str], style: Literal["standard", "or"]) -> str:
        return self.words.list([Markup(escape(item)) for item in items] if self.markup else items, style)


def _years(part: Part) -> dict[str, str]:
    # As text: a year is no quantity, and has no thousands separator.
    return {
        "first": f"{part.first.year}",
        "last": f"{part.last.year}",
        "last_short": f"{part.last.year % 100:02}",
    }


def _sort(part: Part) -> str:
    """Some languages need an article before a day and none before a month."""
    return "day" if part.unit is Unit.DAY and not (part.approximate or part.uncertain) else "other"


def _shape_before(part: Part, following: Part) -> _Shape:
    """How much of a date is said when the following one is said in full right after it."""
    winter = Unit.SEASON in (part.unit, following.unit) and 12 in (part.first.month, following.first.month)
    if (
        part.first.year != following.first.year
        or part.unit < Unit.SEASON
        or following.unit < Unit.SEASON
        or winter
    ):
        return "full"
    both_days = part.unit is following.unit is Unit.DAY
    return "same_month" if both_days and part.first.month == following.first.month else "same_year"


# Reading the files


def _read(language: str, folders: Sequence[Path]) -> tuple[dict[str, Entry], list[Problem]]:
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    paths = [folder / f"{language}.yml" for folder in folders]
    present = [path for path in paths if path.is_file()]
    if not present:
        where = Place(paths[0].as_posix() if paths else f"{language}.yml")
        hint = f"copy {REFERENCE}.yml and translate it"
        return {}, [
            problem(BAD_SETTING, f"a language has a file of words, and `{language}` has none", where, hint)
        ]
    for path in present:
        read = read_settings(path, path.as_posix(), largest=limits.WORDS)
        if isinstance(read, list):
            problems += read
        else:
            text, root = read
            _Reader(path, text.split("\n"), entries, problems).mapping(root, ())
    return entries, problems


def _place(path: Path, lines: Sequence[str], mark: yaml.Mark) -> Place:
    return Place(
        path.as_posix(), mark.line + 1, mark.column + 1, lines[mark.line] if mark.line < len(lines) else ""
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes one file's words into `entries`, with the place of each."""

    path: Path
    lines: Sequence[str]
    entries: dict[str, Entry]
    problems: list[Problem]

    def mapping(self, node: yaml.Node | None, above: tuple[str, ...]) -> None:
        if not isinstance(node, yaml.MappingNode) or len(above) >= _DEEPEST:
            place = (
                Place(self.path.as_posix())
                if node is None
                else _place(self.path, self.lines, node.start_mark)
            )
            self.problems.append(problem(BAD_SETTING, "words are lines of `key: words`, in groups", place))
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            place = _place(self.path, self.lines, key_node.start_mark)
            key = str(key_node.value)
            if key in seen:
                self.problems.append(problem(BAD_SETTING, f"a key stands once; `{key}` stands again", place))
            seen.add(key)
            self._value((*above, key), value, place)

    def _value(self, keys: tuple[str, ...], value: yaml.Node, place: Place) -> None:
        if isinstance(value, yaml.ScalarNode):
            self.entries[".".join(keys)] = Entry(place, text=value.value)
        elif (
            isinstance(value, yaml.MappingNode)
            and value.value
            and all(str(k.value) in _PLURAL_FORMS for k, _ in value.value)
        ):
            self.entries[".".join(keys)] = Entry(
                place, forms={str(k.value): str(v.value) for k, v in value.value}
            )
        else:
            self.mapping(value, keys)


# What must hold of them


def _locale(entry: Entry | None) -> Locale | None:
    try:
        return None if entry is None else Locale.parse(entry.text, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _compare(entries: Mapping[str, Entry], reference: Mapping[str, Entry]) -> Iterator[Problem]:
    """A translation has the reference's words, all of them and no others, with the same placeholders."""
    top = Place(next(iter(entries.values())).place.path) if entries else Place("")
    for key in reference.keys() - entries.keys():
        yield problem(
            BAD_SETTING,
            f"the words `{key}` are missing",
            top,
            f"in {REFERENCE}.yml: {_shown(reference[key])}",
        )
    for key, entry in entries.items():
        if key not in reference:
            yield problem(
                BAD_SETTING, f"there are no words called `{key}`", entry.place, did_you_mean(key, reference)
            )
        elif (
            _paired(entry)
            and _paired(reference[key])
            and not entry.placeholders <= reference[key].placeholders
        ):
            extra = ", ".join(
                sorted(f"{{{name}}}" for name in entry.placeholders - reference[key].placeholders)
            )
            yield problem(
                BAD_SETTING,
                f"the words `{key}` have no {extra}",
                entry.place,
                f"in {REFERENCE}.yml: {_shown(reference[key])}",
            )


def _shown(entry: Entry) -> str:
    return entry.forms.get("other", "") if entry.forms else entry.text


def _malformed(entries: Mapping[str, Entry], locale: Locale) -> Iterator[Problem]:
    """Words are not empty, their braces pair, plural forms are the language's, and patterns are LDML."""
    wanted = {*locale.plural_form.tags, "other"}
    for key, entry in entries.items():
        if not _shown(entry).strip() and not entry.forms:
            yield problem(BAD_SETTING, f"the words `{key}` are empty", entry.place)
        if not _paired(entry):
            hint = "write a value as {name}, a brace as {{"
            yield problem(BAD_SETTING, f"the braces in `{key}` pair, and hold a name", entry.place, hint)
        if entry.forms and entry.forms.keys() != wanted:
            yield problem(
                BAD_SETTING,
                f"`{key}` has the plural forms of its language: {', '.join(sorted(wanted))}",
                entry.place,
            )
        if key.startswith("dates.patterns.") and not _is_pattern(entry.text):
            yield problem(
                BAD_SETTING, f"`{key}` is a date pattern of Unicode's LDML, like d MMMM y", entry.place
            )


def _paired(entry: Entry) -> bool:
    try:
        return all(name.isidentifier() for name in entry.placeholders)
    except ValueError:
        return False


def _is_pattern(text: str) -> bool:
    try:
        parse_pattern(text)
    except ValueError:
        return False
    return True
