"""Pictures to draw in tests: typical and extreme ones."""

from __future__ import annotations

import random
from datetime import date

from briefings.model.dates import Date
from briefings.pictures.figures import Row
from briefings.pictures.network import Edge, Node
from briefings.pictures.timeline import Mark

AS_OF = date(2026, 11, 24)
TONES = {1: "China", 2: "United Nations", 3: "Europe"}


def mark(when: str, label: str, tone: int = 1, status: str | None = None, weight: int = 0) -> Mark:
    """An event whose address and date text are its date as written."""
    return Mark(Date.parse(when), label, f"#e-{when.replace('/', '-')}", when, tone, status, weight)


STORY = [
    mark("2023-10-18", "Xi Jinping announces the Global AI Governance Initiative"),
    mark("2023-11-01/2023-11-02", "28 states and the EU sign the Bletchley Declaration", 3),
    mark("[2023-11-16,2023-11-17]", "Tightened rules for chips take effect", 3),
    mark("2024-07-01", "UN adopts China’s resolution on AI capacity-building", 2, "dates differ"),
    mark("2025-07-26/2025-07-28", "World AI Conference meets in Shanghai"),
    mark("2025-07-26", "Li Qiang proposes a world AI cooperation organization"),
    mark("2025-07-27~", "An article speaks of a five-year roadmap", 1, "unsupported"),
    mark("2025-08", "Exporters are consulted"),
    mark("2025-09~", "The proposal is rejected at the UN", 2),
    mark("2026-02-12?", "Assembly appoints the members of a scientific panel", 2),
    mark("2026-07-16/..", "Agreement open for signature"),
    mark("2026-07~/2026-09", "Membership said to grow to 37", 1, "disputed"),
    mark("2027-12-02", "EU rules for high-risk systems apply", 3),
]
"""Every kind of date that the project's sheets need."""

SHORT = [
    mark("2025-07-26", "Li Qiang opens the conference"),
    mark("2025-07-26", "An action plan is issued", 2),
]
DECADES = [mark("1964", "A first symposium"), mark("198X", "A boom"), *STORY]
LONG = [
    mark(
        f"2025-07-2{n}",
        "Das Bundesministerium für Wirtschaft und Klimaschutz veröffentlicht eine sehr ausführliche"
        " Stellungnahme",
        n,
    )
    for n in range(1, 5)
]
SCRIPTS = [
    mark("2025-07-26", "李强总理在世界人工智能大会开幕式上提出成立世界人工智能合作组织"),
    mark("2025-07-28", "الأمم المتحدة تعتمد قرارا بشأن الذكاء الاصطناعي", 2),
    mark("2025-08-02", "ИИ-закон ЕС: правила для моделей общего назначения", 3),
    mark("2025-08-12", "भारत एआई इम्पैक्ट समिट", 4),
]  # fmt: skip
HOSTILE = [
    mark(
        "2025-07-26",
        "</svg></figure><script>alert(1)</script> & *bold* `code` [a](b) {: .x } [[y]]\n\n    code\x02"
        " \u202eturned",
    ),
    mark(
        "2025-07-28", "\n\n- list\n\n# heading --8<-- :smile: &amp; &#42; ~~s~~ *[HTML]: abbr", 2, "<b>&\"'"
    ),
]


def many(count: int) -> list[Mark]:
    """Events over four years."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        day = date.fromordinal(date(2022, 1, 1).toordinal() + chance.randrange(1461))
        end = date.fromordinal(day.toordinal() + chance.randint(2, 90))
        written = chance.choices(
            (f"{day}", f"{day}/{end}", f"{day:%Y-%m}", f"{day}~"), weights=(85, 8, 4, 3)
        )[0]
        found.append(
            Mark(
                Date.parse(written),
                f"Event {number} of those that a busy site gathers",
                f"briefings/b-{number % 40}/#event-{number}",
                written,
                1 + number % 8,
            )
        )
    return found


TIMELINES = {
    "story": STORY,
    "short": SHORT,
    "decades": DECADES,
    "long": LONG,
    "scripts": SCRIPTS,
    "hostile": HOSTILE,
    "many": many(120),
}

NODES = [
    Node("waico", "World AI Cooperation Organization", "../waico/", "alliance"),
    Node("china", "China", "../china/", "country"),
    Node("li-qiang", "Li Qiang", "../li-qiang/", "person"),
    Node("mfa", "Ministry of Foreign Affairs of China", "../mfa/", "public-body"),
    Node("un", "United Nations", "../un/", "organization"),
    Node("brazil", "Brazil", "../brazil/", "country"),
    Node("nvidia", "Nvidia", "../nvidia/", "company"),
    Node("huawei", "Huawei <Technologies> & Co.", "../huawei/", "company"),
    Node("alone", "Nobody’s friend", "../alone/", "person"),
]
EDGES = [
    Edge("china", "waico", "signatory of"),
    Edge("brazil", "waico", "signatory of"),
    Edge("li-qiang", "china", "member of"),
    Edge("mfa", "china", "part of"),
    Edge("china", "un", "member of"),
    Edge("brazil", "un", "member of"),
    Edge("nvidia", "huawei", "rival of", directed=False),
    Edge("nvidia", "huawei", "partner of", directed=False, ended=True),
    Edge("china", "not-a-node", "part of"),
]


def crowd(count: int) -> tuple[list[Node], list[Edge]]:
    """Actors with few relations each, and some with many."""
    chance = random.Random(3)
    kinds = ("person", "organization", "company", "public-body", "country", "alliance")
    nodes = [
        Node(
            f"n{n}",
            f"{chance.choice(('Global', 'National'))} Institute for Questions {n}",
            f"#n{n}",
            chance.choice(kinds),
        )
        for n in range(count)
    ]
    pairs = [(n, chance.randrange(max(1, n // 2))) for n in range(1, count)] + [
        (n, chance.randrange(count)) for n in range(0, count, 4)
    ]
    return nodes, [Edge(f"n{a}", f"n{b}", "member of") for a, b in pairs if a != b]


CONTESTED = [
    Row(30, "more than 30", "tech360.tv, of a roundtable", "26 July 2025", "more than"),
    Row(
        40,
        "up to 40",
        "An agency with a name that goes on and on and has no end",
        "27 July 2025",
        "up to",
    ),
    Row(70, "about 70", "Bloomberg & <others>", "", "about"),
    Row(90, "90", "Organizers", "2026", forecast=True),
]
