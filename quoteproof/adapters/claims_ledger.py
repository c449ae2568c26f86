"""claims-ledger: the text is a registered source, the passage the quotation that backs an entry.

`resolve` holds quotations to their sources. It leaves to a person whether an assertion follows from its
quotation, and compares the speaker of interviews only, so it can only judge the `quote` of a fact. A
quotation cannot contain quotation marks; of passages that do, it cannot say anything.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path
from typing import Any

from claims_ledger import open_ledger, resolve
from claims_ledger.cli import main
from claims_ledger.schema import QUOTE_MARKS

OMISSION = re.compile(r"\s*(?:\[…\]|\(…\)|\[\.\.\.\]|…)\s*")
SOURCE = ("--id", "text", "--type", "article", "--citation", "Text")
ENTRY = """---
id: A0001-case
kind: claim
stated: 2026-01-01T00:00:00Z
author: main
grade: asserted
supersedes: none
verbatim_sha: 0
---

## Assertion

What the passage says.

## Grounds

- source: text · whole text

## Backing

- source: text · whole text
  speaker: unknown
  quote: {quote}

<!-- APPEND BELOW THIS LINE ONLY -->

## Verdicts

## References
"""


def _resolves(passage: str, text: str) -> bool | None:
    spans = [span for span in OMISSION.split(" ".join(passage.split())) if span]
    if not spans or any(mark in span for span in spans for mark in QUOTE_MARKS):
        return None
    # A quotation cut inside a sentence needs an elision mark there; around whole sentences it does no harm.
    quote = "[…] " + " […] ".join(f'"{span}"' for span in spans) + " […]"
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        source = Path(folder, "source.txt")
        source.write_text("\n\n".join(text.splitlines()), encoding="utf-8")
        main(["--root", folder, "init"])
        main(["--root", folder, "source", "add", str(source), *SOURCE])
        Path(folder, "ledger/entries/A0001-case.md").write_text(ENTRY.format(quote=quote), encoding="utf-8")
        return not any(report.outcome == "fail" for report in resolve.run(open_ledger(root=folder)))


def presence(case: dict[str, Any]) -> bool | None:
    return _resolves(case["passage"], case["text"])


def fact(case: dict[str, Any]) -> bool | None:
    fact = case["fact"]
    verdict = _resolves(fact["quote"], case["text"]) if "quote" in fact else None
    return None if verdict and set(fact) != {"quote"} else verdict
