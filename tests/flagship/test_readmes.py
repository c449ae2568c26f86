"""The documents in the folders of our own site name files that exist."""

from __future__ import annotations

import pytest

from tests.test_docs import LINKED, NAMED, ROOT

DOCUMENTS = ("seeds/README.md", "theme/README.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_file_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for match in NAMED.finditer(text):
        path = ROOT / match[1].partition("<")[0]
        assert path.exists() or ("<" in match[1] and path.parent.exists()), match[1]
    for match in LINKED.finditer(text):
        assert ((ROOT / document).parent / match[1]).exists(), match[1]
