"""LangExtract in its exact mode: the passage is an extraction, aligned with the text without calling a model.

It finds the place of an extraction in a text. The attributes of an extraction have no place, so it can only
judge the `quote` of a fact. It has no sign for an omission.
"""

from __future__ import annotations

import re
from typing import Any

from langextract.core.data import AlignmentStatus, Extraction
from langextract.core.tokenizer import RegexTokenizer, UnicodeTokenizer
from langextract.resolver import WordAligner

OMISSION = re.compile(r"\S\s*(?:\[…\]|\(…\)|\[\.\.\.\]|…)\s*\S")


def _aligns(extraction: str, case: dict[str, Any]) -> bool | None:
    # The second tokenizer is meant for languages other than English.
    tokenizer = RegexTokenizer() if case["language"].startswith("en") else UnicodeTokenizer()
    groups = [[Extraction(extraction_class="passage", extraction_text=extraction)]]
    [[aligned]] = WordAligner().align_extractions(
        groups,
        case["text"],
        enable_fuzzy_alignment=False,
        accept_match_lesser=False,
        tokenizer_impl=tokenizer,
    )
    if aligned.alignment_status == AlignmentStatus.MATCH_EXACT:
        return True
    return None if OMISSION.search(extraction) else False


def presence(case: dict[str, Any]) -> bool | None:
    return _aligns(case["passage"], case)


def fact(case: dict[str, Any]) -> bool | None:
    fact = case["fact"]
    verdict = _aligns(fact["quote"], case) if "quote" in fact else None
    return None if verdict and set(fact) != {"quote"} else verdict
