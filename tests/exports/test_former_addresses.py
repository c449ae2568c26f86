"""Files of sheets that were renamed or merged keep their addresses."""

from __future__ import annotations

from pathlib import Path

from tests import sites
from tests.exports.test_embeds import ADDRESS
from tests.exports.test_json_pages import HERRING


def test_no_file_loses_its_address_when_its_sheet_moves(tmp_path: Path) -> None:
    before = sites.make(tmp_path / "before", HERRING, language="de", address=ADDRESS)
    moved = {
        path: text.replace("[rat]", "[rat-der-eu]").replace(": rat,", ": rat-der-eu,")
        for path, text in HERRING.items()
    }
    for old, new in (("briefings/quote", "briefings/fangquote"), ("actors/rat", "actors/rat-der-eu")):
        moved[f"{new}.yml"] = f"{moved.pop(f'{old}.yml').rstrip()}\nmoved_from: [{old.partition('/')[2]}]\n"
    after = sites.make(tmp_path / "after", moved, language="de", address=ADDRESS)

    now = {each.path for each in after.resources}
    assert {each.path for each in before.resources} <= now
    figure = "embeds/briefings/{}/figure-quote.svg"
    assert after.file(figure.format("quote")) == after.file(figure.format("fangquote"))
    assert b"fangquote/#figure-quote" in after.file(figure.format("quote"))
    # The page itself says where it went.
    assert b"fangquote" in after.file("briefings/quote.json")
