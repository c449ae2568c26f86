"""linkml-reference-validator: the text is a `file:` reference, the passage its supporting text.

It searches a reference for an excerpt and does not read what is written beside the excerpt. So it can only
judge the `quote` of a fact: a quotation that it does not find refutes the fact; one that it finds confirms a
fact only if the fact says nothing else.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from linkml_reference_validator.models import ReferenceValidationConfig
from linkml_reference_validator.validation.supporting_text_validator import SupportingTextValidator

OMISSION = re.compile(r"\s*(?:\[…\]|\(…\)|\[\.\.\.\]|…)\s*")


def _stands_in(excerpt: str, text: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.txt")
        source.write_text(text, encoding="utf-8")
        config = ReferenceValidationConfig(cache_dir=Path(folder, "cache"))
        # It writes an omission as three dots; `…` would be searched for as a character.
        result = SupportingTextValidator(config).validate(OMISSION.sub(" ... ", excerpt), f"file:{source}")
        return bool(result.is_valid)


def presence(case: dict[str, Any]) -> bool | None:
    return _stands_in(case["passage"], case["text"])


def fact(case: dict[str, Any]) -> bool | None:
    fact = case["fact"]
    if "quote" not in fact:
        return None
    if not _stands_in(fact["quote"], case["text"]):
        return False
    return True if set(fact) == {"quote"} else None
