"""Passages forged by chance: sentences are made, cut and joined so that their meaning turns.

Written without a look at how they are found out.
"""

from __future__ import annotations

from random import Random

MARKS = ("…", "[…]", "(…)", "[...]", "(...)", "[ … ]")
_SUBJECTS = (
    "The council",
    "Ines Hartog",
    "The builder",
    "Karl Otto",
    "A report of the auditors",
    "The city of Veldhaven",
    "Her office",
    "The union",
)
_VERBS = (
    "approved the plan",
    "paid the fine",
    "took the money",
    "built the line",
    "read the contract",
    "won the vote",
    "sold the land",
    "raised the fares",
)
_TAILS = (
    "on Monday",
    "in the old hall",
    "before the vote",
    "for 412 million euros",
    "after a long night",
    "with the help of the state",
    "by 11 votes to 8",
)
_NEGATED = (
    "did not, as some hoped,",
    "never",
    "has not yet",
    "in no way",
    "neither saw nor",
    "refused to say who",
    "cannot have",
    "hardly ever",
)
_SAYING = (
    "said that",
    "claimed that",
    "according to the paper",
    "denied that",
    "told the press that",
    "writes that",
)

UNVERIFIED = frozenset({"verified", "verified with omissions", "verified cut"})
PLAIN = frozenset({"verified"})
FORBIDDEN = {
    "a negation left out": UNVERIFIED,
    "a speaker left out": UNVERIFIED,
    "a quotation mark left out": UNVERIFIED,
    "two paragraphs joined": UNVERIFIED,
    "sentences far apart joined": UNVERIFIED,
    "parts in another order": UNVERIFIED,
    "a word left out without a mark": UNVERIFIED,
    "a number cut": UNVERIFIED | {"verified with omissions cut"},
    "a word cut": UNVERIFIED | {"verified with omissions cut"},
    "a clause left out": PLAIN,
}
"""What the state of such a passage must not be."""


def sentence(chance: Random) -> tuple[str, str, str]:
    """A subject, what it does, and how."""
    return chance.choice(_SUBJECTS), chance.choice(_VERBS), chance.choice(_TAILS)


def _beside(chance: Random, did: str) -> str:
    """Other sentences, in which nobody does the same: no passage may be found in them by chance."""
    found = (sentence(chance) for _ in range(chance.randint(0, 3)))
    return " ".join(f"{' '.join(each)}." for each in found if each[1] != did)


def make(chance: Random) -> dict[str, str]:
    """A text, a forged passage of it, how it was forged, and a passage that is none of it."""
    return forge(chance, chance.choice(list(FORBIDDEN)))


def forge(chance: Random, how: str) -> dict[str, str]:
    """The same, forged in this way."""
    mark = chance.choice(MARKS)
    who, did, tail = sentence(chance)
    other = chance.choice([name for name in _SUBJECTS if name != who])
    before, after = _beside(chance, did), _beside(chance, did)
    if how == "a negation left out":
        said, passage = f"{who} {chance.choice(_NEGATED)} {did} {tail}.", f"{who} {mark} {did} {tail}"
    elif how == "a speaker left out":
        said, passage = f"{who} {chance.choice(_SAYING)} {other} {did} {tail}.", f"{who} {mark} {did} {tail}"
    elif how == "a quotation mark left out":
        said, passage = f"{who} left. “{other} {did} {tail},” was heard.", f"{who} {mark} {did} {tail}"
    elif how == "two paragraphs joined":
        said, passage = f"{who} left the hall.\n\n{other} {did} {tail}.", f"{who} {mark} {did} {tail}"
    elif how == "sentences far apart joined":
        said = f"{who} left the hall. It rained in Veldhaven. Nothing else was new. {other} {did} {tail}."
        passage = f"{who} {mark} {did} {tail}"
    elif how == "parts in another order":
        said, passage = f"{who} {did} {tail}.", f"{did} {tail} {mark} {who}"
        before = after = ""
    elif how == "a word left out without a mark":
        said, passage = f"{who} surely never {did} {tail}.", f"{who} surely {did} {tail}"
    elif how == "a number cut":
        number, part = chance.choice(
            (
                ("10.5", "5"),
                ("10,5", "5"),
                ("1,200", "200"),
                ("12 500", "500"),
                ("−7", "7"),
                ("3–5", "5"),
                ("300", "30"),
                ("10²", "102"),
                ("1/4", "4"),
                ("9’500", "500"),
            )
        )
        said = (
            f"{who} spent {number} euros on it {tail}."
            if part != "30"
            else f"{who} {did} with {number} others."
        )
        passage = (
            f"{part} euros on it {tail}"
            if part not in ("30", "102")
            else (f"{who} {did} with 30" if part == "30" else f"{who} spent 102 euros on it")
        )
    elif how == "a word cut":
        whole, part = chance.choice(
            (
                ("unlawful", "lawful"),
                ("non-existent", "existent"),
                ("impossible", "possible"),
                ("anti-war", "war"),
                ("dishonest", "honest"),
                ("mistrust", "trust"),
            )
        )
        said, passage = f"{who} called the plan {whole} and dear {tail}.", f"{part} and dear {tail}"
    else:
        said, passage = (
            f"{who}, which met for hours {chance.choice(_TAILS)}, {did} {tail}.",
            f"{who} {mark} {did} {tail}",
        )
    # What the text does say: a sentence as it stands.
    honest = said.rpartition("\n\n")[2].rstrip(".")
    return {
        "how": how,
        "text": " ".join(part for part in (before, said, after) if part),
        "passage": passage,
        "honest": honest,
    }
