"""TimelineJS: its JSON, and the table that its spreadsheet template exports as CSV."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.cells import rows_of
from briefings.plugins.exchange.imports.records import Reading, Record, UnreadableError, first, why
from briefings.plugins.exchange.imports.words import plain, prose
from briefings.plugins.exchange.timelinejs import ADDED
from briefings.text.prose import id_from

_LOOK = "is about the look, which the theme decides"
_MEDIA = "pages load nothing from other hosts; save the picture in content/media/, and name it under `media`"
_UNKNOWN = "is not a key that TimelineJS documents"


def read(text: str) -> Reading:
    """A briefing of a timeline; raises UnreadableError."""
    stripped = text.lstrip("\ufeff \t\r\n")
    reading = Reading()
    timeline = _from_json(stripped) if stripped.startswith("{") else _from_table(stripped, reading)
    if timeline.get("scale") == "cosmological":
        raise UnreadableError(
            "the timeline has the scale `cosmological`, and sheets have calendar dates only"
        )
    _read(timeline, reading)
    return reading


def _from_json(text: str) -> Mapping[str, Any]:
    try:
        timeline = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is not JSON: {why(error)}") from error
    if not isinstance(timeline, dict) or not isinstance(timeline.get("events"), list):
        raise UnreadableError("it has no list `events`, as the JSON of TimelineJS has")
    return timeline


def _read(timeline: Mapping[str, Any], reading: Reading) -> None:
    title = _mapping(timeline.get("title"))
    words = _mapping(title.get("text"))
    data: dict[str, Any] = {}
    if headline := plain(first(words.get("headline"))):
        data["title"] = headline
    if summary := prose(_own(words)):
        data["summary"] = summary
    _lose_look(reading, "title", title, {"text"})
    record = Record("briefing", data, "the timeline")
    for n, event in enumerate(timeline["events"], 1):
        origin = first(_mapping(event).get("origin")) or f"event {n}"
        if made := _event(reading, origin, _mapping(event)):
            record.add("timeline", made, origin)
    for n, era in enumerate(timeline.get("eras") or [], 1):
        try:
            span = {
                "from": _date(_mapping(era).get("start_date")),
                "to": _date(_mapping(era).get("end_date")),
            }
        except ValueError as error:
            reading.lose(f"era {n}", "the era", str(error))
            continue
        headline = first(_mapping(_mapping(era).get("text")).get("headline"))
        record.add("eras", {**span, "title": plain(headline)}, f"era {n}")
    reading.lose_others("the timeline", timeline, {"title", "events", "eras", "scale"}, _UNKNOWN)
    reading.records.append(record)


def _own(words: Mapping[str, Any]) -> str:
    """The text of a slide without what our own export added."""
    return re.sub(rf"<p{ADDED}>.*?</p>", "", first(words.get("text")), flags=re.DOTALL)


_EVENT = {"start_date", "end_date", "text", "group", "unique_id", "display_date", "origin", "added"}


def _event(reading: Reading, origin: str, event: Mapping[str, Any]) -> dict[str, Any]:
    words = _mapping(event.get("text"))
    # What our own export added is the status of an entry.
    headline = plain(first(words.get("headline")).removeprefix(first(event.get("added"))))
    text = prose(_own(words))
    if not headline:
        headline, text = plain(_own(words)), ""
    try:
        start, end = _date(event.get("start_date")), _date(event.get("end_date"))
        date = dates.interval(start, end)
        if not date:
            raise ValueError("it has no date")
    except ValueError as error:
        reading.lose(origin, f"the event “{headline}”", str(error))
        return {}
    if not headline:
        reading.lose(origin, "the event", "it has neither a headline nor a text")
        return {}
    made: dict[str, Any] = {"date": date, "title": headline}
    if id_ := id_from(first(event.get("unique_id"))):
        made = {"id": id_, **made}
    if text:
        made["text"] = text
    if group := plain(first(event.get("group"))):
        made["group"] = group
    for key in ("start_date", "end_date"):
        if first(_mapping(event.get(key)).get("hour")):
            reading.lose(origin, f"`{key}`: its time of day", "write it yourself, with its zone")
    if first(event.get("display_date")):
        reading.lose(origin, "`display_date`", "pages word dates themselves; write an uncertain one in EDTF")
    _lose_look(reading, origin, event, _EVENT)
    return made


def _lose_look(reading: Reading, origin: str, slide: Mapping[str, Any], known: set[str]) -> None:
    look = {"background", "autolink"}
    if media := first(_mapping(slide.get("media")).get("url")):
        reading.lose(origin, "`media`", f"{_MEDIA} ({media})")
    for key in sorted(key for key in look if slide.get(key)):
        reading.lose(origin, f"`{key}`", _LOOK)
    reading.lose_others(origin, slide, known | look | {"media", "start_date", "end_date"}, _UNKNOWN)


def _date(given: Any) -> str:
    """An EDTF date; empty if there is none. ValueError if it is none that sheets can have."""
    parts: list[int] = []
    for key in ("year", "month", "day"):
        value = first(_mapping(given).get(key))
        if not value:
            break
        try:
            parts.append(int(value))
        except ValueError:
            raise ValueError(f"the {key} `{value}` is not a number") from None
    return dates.from_parts(parts, bce_from_one=True) if parts else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


# ── The spreadsheet ─────────────────────────────────────────────────────────────────────────────────────────

_COLUMNS = frozenset({
    "year", "month", "day", "time", "end year", "end month", "end day", "end time", "display date",
    "headline", "text", "media", "media credit", "media caption", "media thumbnail", "alt text", "type",
    "group", "background", "link",
})  # fmt: skip


def _from_table(text: str, reading: Reading) -> Mapping[str, Any]:
    """The rows of the spreadsheet as the JSON that TimelineJS makes of them."""
    columns, rows = rows_of(text, reading, ",")
    names = {name: name.strip().casefold() for name in columns}
    if not {"year", "headline"} <= set(names.values()):
        raise UnreadableError(
            "it is neither JSON nor a table with the columns `Year` and `Headline`, as TimelineJS has it"
        )
    timeline: dict[str, Any] = {"events": [], "eras": []}
    for number, cells in rows:
        row = {names[name]: cell.strip() for name, cell in cells.items()}
        slide: dict[str, Any] = {
            "origin": f"row {number}",
            "start_date": {key: row.get(key, "") for key in ("year", "month", "day")},
            "end_date": {key: row.get(f"end {key}", "") for key in ("year", "month", "day")},
            "display_date": row.get("display date", ""),
            "text": {"headline": row.get("headline", ""), "text": row.get("text", "")},
            "media": {"url": row.get("media", "")},
            "group": row.get("group", ""),
        }
        for key, time in (("start_date", "time"), ("end_date", "end time")):
            slide[key]["hour"] = row.get(time, "")
        slide |= {"background": row["background"]} if row.get("background") else {}
        slide |= {f"column {name}": cell for name, cell in row.items() if name not in _COLUMNS and cell}
        kind = row.get("type", "").casefold()
        if kind == "title":
            timeline["title"] = {key: slide[key] for key in ("text", "media")}
        elif kind == "era":
            timeline["eras"].append(slide)
        elif any(cell for name, cell in row.items() if name != "type"):
            timeline["events"].append(slide)
    return timeline
