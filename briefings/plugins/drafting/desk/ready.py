"""The last steps at the desk: the page of a briefing, the keys that it still needs, its problems and changes,
and the two records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher, unified_diff
from itertools import chain, zip_longest
from typing import Any
from urllib.parse import urlsplit

from briefings.catalog.entries import entries, references_of
from briefings.catalog.standing import Tally
from briefings.cli.project import today, writing
from briefings.model import FOLDERS
from briefings.model.topic import Topic
from briefings.plugins.drafting.article import on_one_line
from briefings.plugins.drafting.decisions import RefusedError, Sheet
from briefings.plugins.drafting.desk.bench import Bench
from briefings.plugins.drafting.desk.shelf import StaleError, Values, decoded, digest_of, unified
from briefings.plugins.drafting.opening import relative, sheets_of
from briefings.problems.problem import Problem
from briefings.problems.translated import translated
from briefings.sheets import edits
from briefings.sheets.edits import Edit
from briefings.sheets.git import GitError, file_at
from briefings.sheets.load import load
from briefings.sheets.starter import flow, quoted
from briefings.sheets.yaml_text import unify_lines
from briefings.site import stages
from briefings.site.addresses import record_all, record_new
from briefings.site.verify import verify as verify_passages
from briefings.versions.addresses import IdsLock
from briefings.versions.compare import diff

KEYS = ("title", "summary", "matters", "topics")
"""The keys of a briefing that the desk asks for, besides its facts."""


def page(bench: Bench, briefing: str) -> Mapping[str, Any]:
    """Where the page of a briefing is in the preview, the anchors of its facts, its sheet, and what changed
    in it since the last commit."""
    data, shown = bench.raw(briefing), relative(bench.path("briefing", briefing), bench.settings)
    sheets = sheets_of(bench.settings, bench.cache)
    found = next((each for each in sheets if each.kind == "briefing" and each.id == briefing), None)
    anchors: dict[str, str] = {}
    if found is not None:
        sheet = Sheet(decoded(data), shown)
        for entry in entries(found):
            if len(entry.path) == 2:
                anchors[_fact(sheet, found.place(entry.path).line) or "-".join(map(str, entry.path))] = (
                    entry.anchor
                )
    mount = urlsplit(bench.settings.site_url).path or "/"
    return {
        "url": f"{mount}{FOLDERS['briefing']}/{briefing}/",
        "anchors": anchors,
        "is_whole": found is not None,
        "sheet": shown,
        "digest": digest_of(data),
        "latest": bench.latest(briefing),
        "text": unified(data),
        "changes": _changes(bench, briefing),
        "lines": _changed_lines(bench, shown, data),
    }


def _changed_lines(bench: Bench, shown: str, data: bytes) -> list[str]:
    """The lines of a sheet that changed since the last commit, each after a `+` or `-`."""
    try:
        before = file_at(bench.settings.root, "HEAD", shown) or b""
    except GitError:
        return []
    was, now = (unify_lines(each.decode(errors="replace")).split("\n") for each in (before, data))
    return [line for line in [*unified_diff(was, now, n=0, lineterm="")][2:] if line[0] in "+-"]


def save(bench: Bench, briefing: str, digest: str, text: str) -> Mapping[str, Any]:
    """Write a sheet as somebody edited it; unchanged lines keep their bytes."""
    path = bench.path("briefing", briefing)
    with writing(bench.settings):
        data = bench.raw(briefing)
        if digest_of(data) != digest:
            raise StaleError
        words = bench.called("ready.save", "page.sheet")
        bench.take({path: (data, _edited(data, unify_lines(text)))}, briefing, words)
    return page(bench, briefing)


def _edited(data: bytes, text: str) -> bytes:
    """A sheet with another text, which a browser gives with line feeds; lines that stay keep their ends."""
    before = decoded(data)
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    parts = re.split(r"(\r\n|\r|\n)", before.removeprefix(mark))
    old, old_ends, new = parts[::2], parts[1::2], text.split("\n")
    ends = old_ends[:1] * (len(new) - 1) or ["\n"] * (len(new) - 1)
    if len(set(old_ends)) > 1:
        for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            kept = old_ends[a : a + size]
            ends[b : b + len(kept)] = kept
        del ends[len(new) - 1 :]
    return (mark + "".join(chain(*zip_longest(new, ends, fillvalue="")))).encode()


def ready(bench: Bench, briefing: str) -> Mapping[str, Any]:
    """What a briefing still needs: its keys, its problems, and what changed since the last commit."""
    data, sheet = bench.opened(briefing)
    text = unified(data)
    spots = edits.keys(text)
    topics = [each for each in sheets_of(bench.settings, bench.cache) if isinstance(each.data, Topic)]
    values = {key: edits.plain(spots[key].node) if key in spots else "" for key in KEYS}
    own = values["topics"] if isinstance(values["topics"], list) else []
    recorded = IdsLock.read(bench.settings.root / stages.IDS_LOCK, stages.IDS_LOCK)
    return {
        "sheet": sheet.shown,
        "digest": digest_of(data),
        "latest": bench.latest(briefing),
        "values": {key: str(value) for key, value in values.items() if key != "topics"},
        "topics": [{"id": each.id, "name": each.data.name, "chosen": each.id in own} for each in topics],
        "draft": "draft" in spots and edits.plain(spots["draft"].node) == "true",
        "is_recorded": f"briefings/{briefing}" in recorded.lines,
        "open": len(sheet.open),
        "left": any(not block.is_accepted for block in sheet.blocks.values()),
        "problems": [*_problems(bench, briefing, sheet)],
        "changes": _changes(bench, briefing),
    }


def _problems(bench: Bench, briefing: str, sheet: Sheet) -> Iterator[Mapping[str, Any]]:
    """The problems of a briefing and of the sheets that it names, each with where to go, and then the errors
    anywhere else, with which no site is built."""
    result = stages.check(bench.settings, drafts=True, as_published=True, today=today(), cache=bench.cache)
    files = {sheet.shown}
    own = next((s for s in sheets_of(bench.settings, bench.cache) if s.path == sheet.shown), None)
    if own is not None:
        named: Mapping[Any, Any] = references_of(own).ids
    else:
        named = {"source": sheet.sources}
    folders = {f"{name}/{each}.yml" for kind, name in FOLDERS.items() for each in named.get(kind, ())}
    files |= {f"content/{each}" for each in folders}
    for each in sorted(result.problems, key=lambda each: each.place.path not in files):
        if each.place.path in files or each.severity == "error":
            is_own = each.place.path == sheet.shown
            yield {
                "words": bench.said(each),
                "is_english": translated(each, bench.words.language) is None,
                "severity": each.severity,
                "at": f"{each.place.path}:{each.place.line}",
                "fact": _fact(sheet, each.place.line) if is_own else "",
                "key": _key(sheet, each) if is_own else "",
            }


def _fact(sheet: Sheet, line: int) -> str:
    """The candidate that has a line; empty if none has it."""
    blocks = sheet.blocks.items()
    return next((str(n) for n, block in blocks if block.heading < line <= block.last), "")


def _key(sheet: Sheet, problem: Problem) -> str:
    """The key at or above a problem, if the desk asks for it."""
    above = reversed(sheet.lines[: problem.place.line])
    key = next((found[1] for line in above if (found := re.match(r"(\w+):", line))), "")
    return key if key in KEYS else ""


def _changes(bench: Bench, briefing: str) -> list[str] | None:
    """What changed in a briefing since the last commit, in sentences; None without one."""
    settings = bench.settings
    loaded = load(settings.content_dir, root=settings.root, cache=bench.cache)
    try:
        found = diff(settings.root, loaded, "HEAD", settings.language)
    except GitError:
        return None
    return [each.sentence for each in found.changes if each.sheet == f"briefing/{briefing}"]


# ── Decisions ───────────────────────────────────────────────────────────────────────────────────────────────


def fill_in(bench: Bench, briefing: str, source: str, digest: str, values: Values) -> Mapping[str, Any]:
    """Write the keys of a briefing; an empty value leaves its key as it is. `topics` has ids, and `topic` the
    name of a new one."""
    path = bench.path("briefing", briefing)
    with writing(bench.settings):
        data, _ = bench.opened(briefing, digest)
        text = unified(data)
        step: dict[Any, tuple[bytes | None, bytes]] = {}
        given: dict[str, str] = {}
        for key in ("title", "summary", "matters"):
            if words := on_one_line(values.get(key, "")):
                needs_source = key == "summary" and "[@" not in words
                given[key] = quoted(f"{words} [@{source}]" if needs_source else words)
        topics = [each for each in values.get("topics", "").split(",") if each]
        if name := on_one_line(values.get("topic", "")):
            topic, name = bench.id_and_name(name)
            place = bench.path("topic", topic)
            if not place.exists():
                step[place] = (None, bench.starter("topic", {"name": name}).encode())
            topics.append(topic)
        if topics:
            given["topics"] = flow(topics)
        if values.get("draft") in ("true", "false"):
            given["draft"] = values["draft"]
        if given.get("draft") == "false" and "error" in {
            each["severity"] for each in ready(bench, briefing)["problems"]
        }:
            raise RefusedError(bench.words("desk.ready.blocked"))
        spots = edits.keys(text)
        given = {
            key: value
            for key, value in given.items()
            if key not in spots
            or edits.plain(spots[key].node) != edits.plain(edits.keys(f"{key}: {value}\n")[key].node)
        }
        after = edits.edited_raw(data, [*_edits(text, given)])
        if draft := given.pop("draft", ""):
            words = bench.called("ready.withdraw" if draft == "true" else "ready.publish")
        else:
            labels = bench.words.list(bench.words(f"desk.ready.{key}") for key in given)
            words = bench.called("ready.save", of=labels)
        bench.take({path: (data, after), **step}, briefing, words)
    return ready(bench, briefing)


def _edits(text: str, given: Mapping[str, str]) -> Iterator[Edit]:
    spots = edits.keys(text)
    last = [*spots.values()][-1] if spots else None
    for key, value in given.items():
        if key in spots:
            yield edits.with_value(text, spots[key].above, key, value)
        elif last is not None:
            yield edits.insert(text, spots.get("summary", last), f"{key}: {value}\n")


def tidy(bench: Bench, briefing: str, digest: str) -> Mapping[str, Any]:
    """Delete the candidates that were not accepted, and the comments about candidates."""
    path = bench.path("briefing", briefing)
    with writing(bench.settings):
        data, sheet = bench.opened(briefing, digest)
        bench.take({path: (data, sheet.tidied().encode())}, briefing, bench.called("ready.tidy"))
    return ready(bench, briefing)


def verify(bench: Bench, briefing: str) -> Mapping[str, Any]:
    """Look up all passages, and record the results."""
    with writing(bench.settings):
        catalog = stages.check(bench.settings, drafts=True).require_linked()
        result = verify_passages(bench.settings, catalog, today=today())
        record_new(bench.settings, catalog)
    levels = Tally.of(result.proofs.levels())
    counts = bench.words("standing.verified", n=levels.passages, verified=levels.verified)
    return {**ready(bench, briefing), "done": counts}


def record(bench: Bench, briefing: str) -> Mapping[str, Any]:
    """Record all published addresses."""
    with writing(bench.settings):
        recording = record_all(bench.settings, stages.check(bench.settings).require_linked())
    return {**ready(bench, briefing), "done": str(len(recording.added))}
