"""The stages in order: content → sheets → catalog → checks → pages → Markdown → engine. Gathers everything before it writes anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from briefings.catalog import Catalog
from briefings.changes import base_sheets, changes
from briefings.checks import IdsLock, editorial_problems, proof_problems, published_problems, text_problems
from briefings.evidence import Lock, Proofs, State, prove
from briefings.evidence import lock as locks
from briefings.evidence import verify as verify_passages
from briefings.git import tracked
from briefings.handwritten import Handwritten, media_files, read_pages
from briefings.illustrate import Tones
from briefings.kept import Kept
from briefings.link import link
from briefings.load import load
from briefings.memory import garbage_kept
from briefings.pages import Page, handwritten, pages
from briefings.problems import ContentError, Problem, with_severity
from briefings.processes import Progress, no_progress
from briefings.reference import schemas, writing_page
from briefings.render import TONES, Renderer
from briefings.settings import Settings
from briefings.standing import passages
from briefings.trace import Ground
from briefings.tree import remove_stale, write_if_changed, write_tree
from briefings.words import Words
from briefings.yaml_text import stamp

IDS_LOCK = "content/ids.lock"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gates let through, and what they noted."""

    catalog: Catalog | None
    """None where an error stands in the way."""
    proofs: Proofs | None
    linked: Catalog | None
    """The catalog as far as references go: there even if an editorial error or a missing proof stops the build."""
    problems: tuple[Problem, ...]
    """Sorted by place, with the severities that the host chose."""
    sheets: int
    handwritten: tuple[Handwritten, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity == "error")


def kept(settings: Settings) -> Kept:
    """What earlier checks of a project left, for `check`; in one process the same serves again and again."""
    return Kept(settings.root / "build" / "cache" / "sheets", stamp())


@garbage_kept()
def check(settings: Settings, *, drafts: bool = False, since: str | None = None, earlier: Kept | None = None) -> Checked:
    """Takes the content through the gates, as far as it gets: shape, references, then editorial rules and evidence.

    With `since`, a git revision, also holds figures and quotations against those published there.
    """
    earlier = earlier if earlier is not None else kept(settings)
    loaded = load(settings.content_dir, root=settings.root, kept=earlier)
    written, found = read_pages(settings.content_dir, settings.root)
    problems = [*loaded.problems, *found]
    catalog: Catalog | None = None
    proofs: Proofs | None = None
    if not any(p.severity == "error" for p in problems):
        catalog, found = link(loaded.sheets, drafts=drafts)
        problems += found
    if catalog is not None:
        lock, found = _lock(settings, earlier)
        proofs = prove(cited_passages(catalog), settings.seeds_dir, lock, earlier)
        ids = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
        problems += [*found, *editorial_problems(catalog), *published_problems(catalog, ids), *proof_problems(catalog, proofs)]
        problems += text_problems(loaded.sheets, tracked(settings.root, "seeds"))
        if since is not None:
            problems += changes(base_sheets(settings.root, since), catalog)
    judged = tuple(with_severity(problems, settings.severity))
    stopped = any(p.severity == "error" for p in judged)
    return Checked(None if stopped else catalog, None if stopped else proofs, catalog, judged, len(loaded.sheets), tuple(written))


def cited_passages(catalog: Catalog) -> dict[str, list[str]]:
    """By source id: the passages that are cited of it, none where it is cited as a whole or not at all."""
    cited = passages(catalog)
    return {source: cited.get(source, []) for source in catalog.sources}


def _lock(settings: Settings, earlier: Kept | None = None) -> tuple[Lock, list[Problem]]:
    """The lock, or an empty one and what is wrong with it."""
    try:
        return locks.read(settings.seeds_dir / locks.NAME, earlier), []
    except ContentError as error:
        return Lock(), list(error.problems)


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found, and wrote to the lock."""

    proofs: Proofs
    before: Lock
    after: Lock
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> str:
        """`230 passages: 49 verified, 181 of texts not held`."""
        counts, every = self.proofs.counts(), len(self.proofs.passages)
        states = ", ".join(f"{counts[state]} {words}" for state, words in STATES.items() if counts[state])
        return f"{every} passage{'' if every == 1 else 's'}{': ' if states else ''}{states}"


def verify(settings: Settings, catalog: Catalog, *, today: date) -> Verified:
    """Looks every cited passage up in the saved texts and records it in seeds/quotes.lock."""
    before, found = _lock(settings)
    if found:
        raise ContentError(found)
    proofs, after = verify_passages(cited_passages(catalog), settings.seeds_dir, before, today=today)
    problems = with_severity(proof_problems(catalog, proofs), settings.severity)
    return Verified(proofs, before, after, tuple(problems))


STATES: dict[State, str] = {
    "verified": "verified",
    "changed": "of texts that changed since",
    "missing": "not found",
    "unrecorded": "not recorded",
    "not-held": "of texts not held",
}


def record_ids(settings: Settings, catalog: Catalog) -> int:
    """Adds the ids of published sheets to content/ids.lock; the number that were not in it."""
    lock = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
    if lock.damaged:
        raise ContentError(list(published_problems(catalog, lock)))
    text = lock.with_ids_of(catalog)
    write_if_changed(settings.root / IDS_LOCK, text.encode("utf-8"))
    return sum(not line.startswith("#") for line in text.splitlines()) - len(lock.lines)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page to be made, and what they are made from."""

    catalog: Catalog
    proofs: Proofs
    words: Words
    pages: tuple[Page, ...]
    ground: Ground


@garbage_kept()
def plan(settings: Settings, checked: Checked, *, progress: Progress = no_progress) -> Plan:
    """What is to be made of sheets that the gates let through; raises ContentError where they did not."""
    if checked.catalog is None or checked.proofs is None:
        raise ContentError(checked.errors)
    # The project's own words win over those that came with the package.
    words = Words.load(settings.language, [folder / "locales" for folder in reversed(settings.theme_dirs)])
    ground = Ground(checked.catalog, checked.proofs, **{TONES: Tones.among(checked.catalog, words)})
    made: list[Page] = []
    of_sheets = pages(checked.catalog, checked.proofs, words)
    for page in chain(of_sheets, (writing_page(words),), map(handwritten, checked.handwritten)):
        made.append(page)
        progress("plan", len(made), 0)
    return Plan(checked.catalog, checked.proofs, words, tuple(made), ground)


@dataclass(frozen=True, slots=True)
class Generated:
    """What `generate` did to the Markdown tree."""

    plan: Plan
    written: int
    """Files whose content changed."""
    removed: int
    """Files that are no page any more."""
    reads: Mapping[str, str]
    """By page that was made: what was read of the catalog for it."""


def generate(settings: Settings, checked: Checked, *, progress: Progress = no_progress) -> Generated:
    """Writes the Markdown tree of sheets that the gates let through; raises ContentError where they did not."""
    return write_pages(settings, plan(settings, checked), progress=progress)


def write_pages(settings: Settings, todo: Plan, *, keep: Collection[str] = (), progress: Progress = no_progress) -> Generated:
    """Writes the Markdown tree: every page is made before the first is put in its place, and only what changed is touched.

    The pages in `keep` stand as they would be made, and are left alone.
    """
    renderer = Renderer(todo.catalog, todo.proofs, todo.words, settings)
    media = settings.content_dir / "media"
    things: list[Page | Path] = [*(page for page in todo.pages if page.path not in keep), *media_files(media)]

    def make(thing: Page | Path) -> tuple[str, bytes, str]:
        if isinstance(thing, Path):
            return f"media/{thing.relative_to(media).as_posix()}", thing.read_bytes(), ""
        trace = todo.ground.trace()
        return thing.path, renderer.render(thing, trace).encode("utf-8"), trace.reads

    written = write_tree(settings.docs_dir, things, make, done=lambda n: progress("pages", n, len(things)))
    for kind, schema in schemas(todo.catalog).items():
        write_if_changed(settings.root / "build" / "schemas" / f"{kind}.schema.json", schema.encode())
    return Generated(todo, written.changed, remove_stale(settings.docs_dir, written.paths.union(keep)), written.notes)


__all__ = ["Checked", "Generated", "Plan", "check", "generate", "plan", "write_pages"]
