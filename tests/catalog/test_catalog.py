"""A vote and the event that tells of it are one piece of news."""

from __future__ import annotations

from tests.trees import catalog_of


def test_a_vote_that_an_event_tells_is_news_once() -> None:
    briefing = """
title: The tram
published: 2026-01-01
summary: x
timeline: [{date: 2026-03-12, title: The council votes for the tram, cite: gazette}]
votes:
  - {date: 2026-03-12, body: council, title: The tram, result: passed, cite: gazette}
  - {date: 2026-03-12, body: council, title: The bus, result: passed, cite: paper}
"""
    sheets = {
        "briefings/tram.yml": briefing,
        "actors/council.yml": "name: Council\nkind: public-body\n",
        "sources/gazette.yml": "title: x\npublisher: The Gazette\nkind: news\n",
        "sources/paper.yml": "title: x\npublisher: The Paper\nkind: news\n",
    }
    news = catalog_of(sheets, with_base=False).news
    assert sorted(entry.title for entry in news) == ["The bus", "The council votes for the tram"]
