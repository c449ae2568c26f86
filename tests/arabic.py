"""A site in Arabic: the fixed words with Arabic letters, and sheets with Arabic and Latin names.

The words are made from the English ones, letter by letter, so that every key has a text of usual length.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from briefings.languages import FOLDER

_LETTERS = str.maketrans(
    dict(
        zip(
            "abcdefghijklmnopqrstuvwxyz",
            ["ا", "ب", "ك", "د", "ي", "ف", "ج", "ه", "ي", "ج", "ك", "ل", "م", "ن", "و", "ب", "ق", "ر", "س", "ت",
             "و", "ف", "و", "س", "ي", "ز"],
            strict=True,
        )
    )
)  # fmt: skip
_PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
_PLACEHOLDER = re.compile(r"(\{\w+\})")


def words() -> str:
    """The file of fixed words."""
    english = yaml.safe_load((FOLDER / "en" / "words.yml").read_text(encoding="utf-8"))
    patterns = english["dates"]["patterns"]
    arabic = _translate(english)
    arabic["locale"], arabic["alphabet"], arabic["dates"]["patterns"] = "ar", "icu", patterns
    return yaml.safe_dump(arabic, allow_unicode=True, sort_keys=False)


def _translate(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"one", "other"}:
            return {form: _translate(value["other"]) for form in _PLURAL_FORMS}
        return {key: _translate(each) for key, each in value.items()}
    parts = _PLACEHOLDER.split(str(value))
    return "".join(part if n % 2 else part.lower().translate(_LETTERS) for n, part in enumerate(parts))


SHEETS = {
    "briefings/port.yml": """
title: ميناء المدينة يفتح أبوابه من جديد
published: 2025-07-28
topics: [ports]
summary: قال [[harbour-board]] إن [[gate]] فتح الميناء. [@gazette]
matters: الميناء هو الطريق الوحيد إلى الجزيرة.
in_brief:
  - {text: "يعمل الميناء ليلا ونهارا.", cite: {gazette: الميناء مفتوح}}
  - {text: "يديره [[harbour-board]] منذ سنة.", cite: [gazette, times]}
timeline:
  - {date: 2025-07-20, title: إغلاق الميناء, actors: [gate], cite: gazette}
  - {date: 2025-07-26, title: افتتاح الميناء, text: "حضر [[harbour-board]] الافتتاح.", milestone: true, actors: [gate, harbour-board], place: المدينة, cite: [gazette, times]}
  - {date: 2025-07-27, title: وصول أول سفينة, status: disputed, note: يقول آخرون إنها وصلت في اليوم السابق., cite: times}
actors:
  - {actor: gate, role: فتح الميناء, stance: مع الفتح, cite: gazette}
  - {actor: harbour-board, role: يدير الميناء, cite: times}
statements:
  - {speaker: gate, quote: الميناء مفتوح, date: 2025-07-26, cite: gazette}
  - {speaker: harbour-board, quote: the port is open, date: 2025-07-26, cite: times}
figures:
  - label: عدد السفن
    unit: سفينة
    values:
      - {value: 30, as_of: 2025-07-26, cite: gazette}
      - {value: 45, qualifier: more than, as_of: 2025-07-26, cite: times}
sections:
  - {heading: كيف بدأ, text: "كان الميناء مغلقا. [@gazette]\\n\\n- أولا\\n- ثانيا"}
questions: [متى يصل القطار؟]
""",
    "actors/gate.yml": """
name: سمير البواب
kind: person
aliases: [Samir Gate]
roles: [{title: حارس الميناء, organization: harbour-board, from: 2020, cite: gazette}]
""",
    "actors/harbour-board.yml": (
        "name: Harbour Board of the Island\nkind: organization\naliases: [مجلس الميناء]\n"
    ),
    "sources/gazette.yml": (
        "title: الميناء مفتوح\npublisher: الجريدة\nlanguage: ar\nkind: news\nurl: https://example.org/port\n"
    ),
    "sources/times.yml": (
        "title: The port is open, says the Board\npublisher: Island Times\nlanguage: en\nkind: wire\n"
        "url: https://example.org/times\n"
    ),
    "topics/ports.yml": "name: الموانئ\nsummary: كل ما يخص الموانئ.\n",
    "pages/about.md": "---\ntitle: عن الموقع\ndescription: ما هذا.\n---\n\n# عن الموقع\n\nكتبه متطوعون.\n",
    "pages/method.md": "---\ntitle: الطريقة\ndescription: كيف نعمل.\n---\n\n# الطريقة\n\nلكل خبر مصدر.\n",
}
