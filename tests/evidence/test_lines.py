"""Lines of saved texts. What runs on from a heading is mostly in `quoteproof/presence/paragraphs.yml`."""

from __future__ import annotations

import pytest

from briefings.evidence.passages import normalize
from briefings.grammar.lines import line_of, unwrapped


def test_lines_are_counted_in_the_text_as_saved() -> None:
    normal = normalize("one\r\n\r\ntwo\nthree\u2029four")
    assert [line_of(normal, normal.text.index(word)) for word in ("one", "two", "three", "four")] == [
        1,
        3,
        4,
        5,
    ]


PARAGRAPHS = """青澜大桥合龙创全省纪录
县长林志远
副省长张伟民昨日承认收受工程回扣，已被立案调查，并于当日移送检察机关审查起诉。
澜溪县交通运输局局长刘敏向记者介绍，截至8月底，项目已累计完成投资21.3亿元。
据介绍，大桥通车后，县城到青澜镇的车程将由原来的80分钟缩短至15分钟。
“这座桥，澜溪人民盼了四十年。”县委书记陈国强在合龙仪式上激动地说道。
"""

WRAPPED = """青澜大桥合龙创全省纪录
澜溪县交通运输局局长刘敏向记者介绍，截至
8月底，项目已累计完成投资21.3亿元。据介
绍，大桥通车后，县城到青澜镇的车程将由原
来的80分钟缩短至15分钟。县委书记陈国强
说，澜溪人民盼了四十年。
"""


@pytest.mark.parametrize(
    ("text", "wraps", "lines"),
    [(PARAGRAPHS, 0, PARAGRAPHS.count("\n")), (WRAPPED, 4, 2), ("王大明\n李小兰\n张伟民\n陈国强\n", 0, 4)],
    ids=["paragraphs", "wrapped", "names"],
)
def test_without_spaces_a_line_is_full_if_no_letter_fits(text: str, wraps: int, lines: int) -> None:
    joined, count, _ = unwrapped(text)
    assert (count, joined.count("\n")) == (wraps, lines)
