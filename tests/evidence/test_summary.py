"""The summary for reviewers of changes to the lock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import markdown
import pytest

from briefings.evidence.fetched import FetchResult
from briefings.evidence.prove import prove
from briefings.evidence.records import ComparedRecord, Lock
from briefings.evidence.summary import code, summary
from briefings.evidence.update import verify
from tests.evidence.citings import cited, confirming

FIRST, LATER = date(2026, 11, 24), date(2026, 12, 1)
CITED = {
    "gazette": ["the exclusive game", "a broad consensus"],
    "herald": ["more than 30 countries"],
    "tribune": ["opened in Shanghai"],
}
CITED["letter"] = ["Dear reader"]


def texts(folder: Path, **words: str) -> None:
    for source, text in words.items():
        (folder / f"{source}.txt").write_text(text, encoding="utf-8")


def test_the_most_urgent_comes_first(tmp_path: Path) -> None:
    texts(
        tmp_path,
        gazette="He spoke of the exclusive game, and of a broad consensus.",
        tribune="It opened in Shanghai.",
        letter="Dear reader!",
    )
    before = verify(cited(CITED), tmp_path, Lock(), today=FIRST).lock
    (tmp_path / "letter.txt").unlink()
    texts(
        tmp_path,
        gazette="He spoke of the inclusive game, and of a broad consensus.",
        tribune="Update. It opened in Shanghai.",
        herald="There were more than 40 countries.",
    )
    compared = {"daily": {"many were there": ComparedRecord(LATER, "original", "Jo Doe")}}
    more = {
        **CITED,
        "gazette": [*CITED["gazette"], "He spoke of the", "oke of the"],
        "daily": ["many were there", "nobody was there"],
    }
    del more["letter"]
    result = verify(cited(more), tmp_path, before, today=LATER, comparisons=compared, confirms=confirming)
    after = result.lock
    fetched = [
        FetchResult("wire", "gone", "https://wire.example/a is gone (status 404)"),
        FetchResult("herald", "saved", "34 characters from https://herald.example/"),
        FetchResult("mirror", "refused", "https://mirror.example/a is not public (status 403)"),
        FetchResult("post", "failed", "https://post.example/a responds with status 503"),
    ]
    assert (
        summary(before, after, result.proofs, fetched, at_risk=result.at_risk)
        == """\
## Changed since: 1

Was in an earlier text of the source, and no longer is.

- `gazette`: `the exclusive game`

## Not found: 1

Not in the text of the source: the passage is wrong, or the page shows programs other text.

- `herald`: `more than 30 countries`; nearest there: `more than [-30-]{+40+} countries`

## Not accepted: 1

The words are in the text, but prove nothing: `briefings check` says why.

- `gazette`: `oke of the`

## Proofs that nothing cites: 1

Their texts are not here, so they stay until someone runs `briefings verify --prune`.

- `letter`: `Dear reader`

## Gone: 1

Neither the page nor an archived copy can be fetched.

- `wire`: `https://wire.example/a is gone (status 404)`

## Newly verified: 1

- `gazette`: `He spoke of the`

## Newly compared: 1

Somebody read the page and saw the passage there.

- `daily`: `many were there`

## Recorded, and not checked: 1

No saved text, and nobody compared them.

- `daily`: `nobody was there`

## Changed texts, same passages: 1

All passages are still in them.

- `tribune`

## Not fetched: 2

Try again later, or save the text by hand.

- `post`: `https://post.example/a responds with status 503`
- `mirror`: `https://mirror.example/a is not public (status 403)`
"""
    )
    assert summary(after, after, prove({}, tmp_path, after)) == "Nothing changed.\n"


@pytest.mark.parametrize(
    "words", ["@someone", "`a` and ``b``", "`", "``", "[a](https://b)", "<b>", "a\nb", "#1", "*x*"]
)
def test_untrusted_words_are_escaped(words: str) -> None:
    html = markdown.markdown(f"x {code(words)}")
    shown = words.replace("\n", " ").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<p>x <code>{shown}</code></p>"
