"""Whatever is edited, damaged or left behind, a folder that keeps what it has built ends as a fresh one, and
as plain MkDocs has it.

Sequences are drawn by a seed: every edit comes once in each, in another order and in other company. Only the
first edits of one sequence are tried at once, and all of six sequences at night.
"""

from __future__ import annotations

import base64
import random
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest

from briefings import cli
from briefings.html.frame import build_all
from briefings.languages import FOLDER, words_in
from briefings.settings import Settings, packaged_theme
from briefings.site import planning
from briefings.site import stages as build
from briefings.site.handover import handing_over
from briefings.store import processes
from briefings.store.files import TEMPORARY
from briefings.store.folders import MANIFEST
from tests.sites import CONFIG
from tests.trees import files_in, without_filters, write, write_base

EPOCH = "1764028800"  # 25 November 2025
BUILT = ("build", "site")
"""What a fresh folder does without."""
SHEETS = "content/*/*.yml"
CARDS = "build/cache/cards/*.png"
RECORD = "build/cache/build.json"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


class NotNow(Exception):
    """An edit finds nothing to work on."""


@dataclass
class Curator:
    """Somebody who works in a project's folder."""

    root: Path
    chance: random.Random
    added: int = 0
    good: dict[Path, bytes] = field(default_factory=dict)
    """What was broken, as it was before."""
    kept: Path | None = None
    """Where an earlier state of the built folders lies."""
    foreign: list[Path] = field(default_factory=list)
    """What was put into built folders, and is not to be lost."""

    def write(self, path: str, text: str) -> None:
        write(self.root, {path: text})

    def some(self, pattern: str) -> Path:
        """A file of those that there are."""
        found = sorted(file for file in self.root.glob(pattern) if file.is_file())
        if not found:
            raise NotNow
        return self.chance.choice(found)

    def number(self) -> int:
        self.added += 1
        return self.added

    def replace(self, path: str, pattern: str, new: str) -> None:
        """Replaces the first place of a pattern; there has to be one, or the test tests nothing."""
        file = self.root / path
        text, count = re.subn(pattern, new, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert count == 1, f"{path} has no {pattern}"
        file.write_text(text, encoding="utf-8")

    def spoil(self, file: Path, new: bytes | None) -> None:
        """Breaks a file, or takes it away; `mend` brings it back."""
        self.good.setdefault(file, file.read_bytes())
        if new is None:
            file.unlink()
        else:
            file.write_bytes(new)

    def put(self, path: str) -> None:
        """Puts a file of one's own into a built folder; `take_back` removes it."""
        self.write(path, "mine\n")
        self.foreign.append(self.root / path)

    def take_back(self) -> None:
        for file in self.foreign:
            assert file.read_text(encoding="utf-8") == "mine\n"
            file.unlink()
            for folder in file.parents:
                if any(folder.iterdir()):
                    break
                folder.rmdir()
        self.foreign.clear()

    def mend(self) -> None:
        for file, data in self.good.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        self.good.clear()


Edit = Callable[[Curator], None]

# ── Sheets ──


def add_a_briefing(at: Curator) -> None:
    n = at.number()
    at.write(
        f"content/briefings/added-{n}.yml",
        f"title: Added number {n}\npublished: 2025-08-{n % 28 + 1:02}\ntopics: [ai-governance]\nsummary: An"
        f" addition. [@wam-2025]\ntimeline:\n  - {{date: 2025-08, title: Event {n}, actors: [huawei], cite:"
        " reuters-2025}\n",
    )


def add_an_actor(at: Curator) -> None:
    at.write(
        f"content/actors/added-{at.number()}.yml",
        "name: An added company\nkind: company\naliases: [Addition]\n",
    )


def add_an_unused_topic(at: Curator) -> None:
    at.write(f"content/topics/added-{at.number()}.yml", "name: Added\n")


def add_a_page(at: Curator) -> None:
    at.write(
        f"content/pages/added-{at.number()}.md",
        "---\ntitle: Added\n---\n\n# Added\n\nBy hand, *fast* and slow\\*.\n\n> Quoted\n",
    )


def add_a_picture(at: Curator) -> None:
    file = at.root / f"content/media/added-{at.number()}.png"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(PIXEL)


def change_a_title(at: Curator) -> None:
    at.replace("content/briefings/waico.yml", "^title: .*$", f"title: China proposes number {at.number()}")


def change_a_name(at: Curator) -> None:
    at.replace(
        at.some("content/actors/*.yml").relative_to(at.root).as_posix(),
        "^name: .*$",
        f"name: Somebody {at.number()}",
    )


def change_a_source(at: Curator) -> None:
    at.replace("content/sources/wam-2025.yml", "^publisher: .*$", f"publisher: Agency {at.number()}")


def change_a_page(at: Curator) -> None:
    with (at.root / "content/pages/about.md").open("a", encoding="utf-8") as stream:
        stream.write(f"\n## More {at.number()}\n\nMore.\n")


def rename(at: Curator) -> None:
    """A sheet gets another id, and keeps those it had before."""
    file = at.some(SHEETS)
    if file in at.good or at.good:
        raise NotNow
    old, new = file.stem, f"{file.stem}-{at.number()}"
    for sheet in sorted(at.root.glob(SHEETS)):
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])(?!.*moved_from)", new, text), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    before = re.search(r"^moved_from: \[(.*)\]\n", text, re.MULTILINE)
    names = f"{before[1]}, {old}" if before is not None else old
    text = text.replace(before[0], "") if before is not None else text
    file.with_stem(new).write_text(f"{text}moved_from: [{names}]\n", encoding="utf-8")
    file.unlink()


def rename_an_actor(at: Curator) -> None:
    """Of whom much is said elsewhere."""
    chance, at.chance = at.chance, random.Random(0)
    try:
        rename(at)
    finally:
        at.chance = chance


def delete_an_addition(at: Curator) -> None:
    at.some("content/*/added-*").unlink()


def withdraw(at: Curator) -> None:
    file = at.some("content/briefings/added-*.yml")
    with file.open("a", encoding="utf-8") as stream:
        stream.write("withdrawn: It was not so.\n")


def delete_what_others_name(at: Curator) -> None:
    at.spoil(at.some("content/sources/*.yml"), None)


def misspell_a_key(at: Curator) -> None:
    file = at.some("content/briefings/*.yml")
    at.spoil(file, file.read_bytes().replace(b"published:", b"publishd:"))


def write_half_a_sheet(at: Curator) -> None:
    file = at.some(SHEETS)
    at.spoil(file, file.read_bytes()[:-5] + b"\n  : [")


# ── Theme, words, configuration ──


def edit_a_template(at: Curator) -> None:
    with (at.root / f"theme/pages/{at.chance.choice(('actor', 'briefing', 'topic'))}.md.j2").open(
        "a", encoding="utf-8"
    ) as stream:
        stream.write(f"\nA line of the template, number {at.number()}.\n")


def break_a_template(at: Curator) -> None:
    file = at.root / "theme/pages/source.md.j2"
    at.spoil(file, file.read_bytes() + b"{% if %}")


def edit_words(at: Curator) -> None:
    at.replace("theme/locales/en.yml", "^  latest: .*$", f"  latest: Newest {at.number()}")


def break_words(at: Curator) -> None:
    file = at.root / "theme/locales/en.yml"
    at.spoil(file, re.sub(rb"(?m)^locale: .*$", b"locale: xx-nowhere", file.read_bytes()))


def edit_the_frame(at: Curator) -> None:
    with (at.root / "theme/site/partials/footer.html").open("a", encoding="utf-8") as stream:
        stream.write(f"<p>Footer {at.number()}</p>\n")


def edit_a_style(at: Curator) -> None:
    with (at.root / "theme/site/assets/site.css").open("a", encoding="utf-8") as stream:
        stream.write(f"\nbody {{ --number: {at.number()}; }}\n")


def edit_the_configuration(at: Curator) -> None:
    at.replace("mkdocs.yml", "^site_name: .*$", f"site_name: Briefings {at.number()}")


def set_a_severity(at: Curator) -> None:
    word = at.chance.choice(("error", "off"))
    at.good.setdefault(at.root / "mkdocs.yml", (at.root / "mkdocs.yml").read_bytes())
    at.replace(
        "mkdocs.yml", "^    severity: .*$", f"    severity: {{unused-topic: {word}, unrecorded-id: {word}}}"
    )


def break_the_configuration(at: Curator) -> None:
    file = at.root / "mkdocs.yml"
    at.spoil(file, file.read_bytes() + b"\nsite_name: [\n")


def lead_to_nothing(at: Curator) -> None:
    """MkDocs gives a warning, after the Markdown is written: so there is no site."""
    file = at.root / "content/pages/method.md"
    at.spoil(file, file.read_bytes() + b"\n[Nothing](nothing.md)\n")


# ── What was built ──


def delete_the_record(at: Curator) -> None:
    at.some(RECORD).unlink()


def cut_the_record(at: Curator) -> None:
    file = at.some(RECORD)
    file.write_bytes(file.read_bytes()[: at.chance.randrange(file.stat().st_size)])


def replace_the_record(at: Curator) -> None:
    at.some(RECORD).write_text(
        '{"format": 1, "digest": ""}\n{"inputs": "", "outputs": {}, "said": ""}', encoding="utf-8"
    )


def delete_a_generated_page(at: Curator) -> None:
    at.some("build/docs/**/*.md").unlink()


def edit_a_generated_page(at: Curator) -> None:
    with at.some("build/docs/**/*.md").open("a", encoding="utf-8") as stream:
        stream.write("A line by hand.\n")


def put_folders_in_the_place_of_pages(at: Curator) -> None:
    file = at.some("build/docs/*/*.md")
    file.unlink()
    at.put(f"{file.relative_to(at.root).as_posix()}/below/more.md")


def put_a_file_in_the_place_of_a_folder(at: Curator) -> None:
    folder = at.root / "build/docs/actors"
    if not folder.is_dir():
        raise NotNow
    shutil.rmtree(folder)
    at.put("build/docs/actors")


def delete_a_schema(at: Curator) -> None:
    at.some("build/schemas/*.json").unlink()


def delete_a_page_of_the_site(at: Curator) -> None:
    at.some("site/**/index.html").unlink()


def turn_letters_of_the_site(at: Curator) -> None:
    """As long as before, and not the same."""
    file = at.some("site/**/*.html")
    file.write_bytes(file.read_bytes().swapcase())


def add_to_what_was_built(at: Curator) -> None:
    for path in ("site/more/index.html", "build/docs/more/more.md"):
        if (at.root / path.partition("/more")[0]).is_dir():
            at.put(path)


def delete_cards(at: Curator) -> None:
    at.some(CARDS).unlink()


def cut_cards(at: Curator) -> None:
    """As a full disk leaves them."""
    at.some(RECORD).unlink()
    for file in sorted(at.root.glob(CARDS)):
        file.write_bytes(file.read_bytes()[: at.chance.choice((0, 60))])


def swap_cards(at: Curator) -> None:
    found = sorted(at.root.glob(CARDS))
    if len(found) < 2:
        raise NotNow
    at.some(RECORD).unlink()
    found[-1].write_bytes(found[0].read_bytes())


def leave_what_a_killed_build_leaves(at: Curator) -> None:
    for scratch in ("build/.docs-0a1b2c3d", "build/cache/.search-0a1b2c3d", ".site-0a1b2c3d"):
        (at.root / scratch / MANIFEST).mkdir(parents=True, exist_ok=True)
        at.write(f"{scratch}/new/actors/index.html", "Half a p")
    at.write(".site-4e5f6a7b/old", "")
    for file in (
        "build/cache/.build.json",
        "build/cache/cards/.x.png",
        "content/.ids.lock",
        "build/schemas/.actor.schema.json",
    ):
        at.write(f"{file}.0a1b2c3d{TEMPORARY}", "{")


def open_files_in_an_editor(at: Curator) -> None:
    """Hidden files are nobody's content."""
    at.write("content/pages/.about.md.swp", "swap")
    at.write("content/pages/.about.md", "# Half")
    at.write("content/actors/.china.yml", "name: [")
    at.write("content/media/.trash/old.png", "old")


def bring_back_what_was_built_earlier(at: Curator) -> None:
    """As a workflow does, from whichever of its caches it finds; at first it only keeps one."""
    if at.kept is None:
        at.kept = at.root.with_name("kept")
        for name in BUILT:
            if (at.root / name).is_dir():
                shutil.copytree(at.root / name, at.kept / name)
        return
    for name in at.chance.choice((BUILT, BUILT[:1], BUILT[1:])):
        shutil.rmtree(at.root / name, ignore_errors=True)
        shutil.copytree(at.kept / name, at.root / name)


def bring_back_again(at: Curator) -> None:
    bring_back_what_was_built_earlier(at)


EDITS: tuple[Edit, ...] = (
    add_a_briefing, add_an_actor, add_an_unused_topic, add_a_page, add_a_picture, change_a_title, change_a_name, change_a_source,
    change_a_page, rename, rename_an_actor, delete_an_addition, withdraw, delete_what_others_name, misspell_a_key, write_half_a_sheet,
    edit_a_template, break_a_template, edit_words, break_words, edit_the_frame, edit_a_style, edit_the_configuration, set_a_severity,
    break_the_configuration, lead_to_nothing,
    delete_the_record, cut_the_record, replace_the_record, delete_a_generated_page, edit_a_generated_page,
    put_folders_in_the_place_of_pages, put_a_file_in_the_place_of_a_folder, delete_a_schema, delete_a_page_of_the_site,
    turn_letters_of_the_site, add_to_what_was_built, delete_cards, cut_cards, swap_cards, leave_what_a_killed_build_leaves,
    open_files_in_an_editor, bring_back_what_was_built_earlier, bring_back_again,
)  # fmt: skip


# ── Building ──


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build left, and what it said."""

    status: int
    out: str
    err: str
    files: Mapping[str, bytes]
    """Of the Markdown, the schemas and the site."""


def built(root: Path) -> dict[str, bytes]:
    return {
        f"{name}/{path}": data
        for name in ("build/docs", "build/schemas", "site")
        for path, data in files_in(root / name).items()
    }


@dataclass(frozen=True, slots=True)
class Builder:
    """The command, run as from a shell in a folder."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def build(self, root: Path) -> Outcome:
        self.monkeypatch.chdir(root)
        self.monkeypatch.setattr(sys, "argv", ["briefings", "build"])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = self.capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        assert stopped.value.code in (0, 1), said.out + said.err
        # What is wrong with the fixed words is said with the whole path.
        out, err = (text.replace(f"{root}/", "") for text in said)
        return Outcome(stopped.value.code, out, err, built(root))


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Builder:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("SITE_URL", "https://example.org/project/")  # with it, cards are drawn
    monkeypatch.setattr(processes, "available_cores", lambda: 2)
    return Builder(monkeypatch, capsys)


Kind = Literal["plain", "german", "plugin"]
"""What a host chose in mkdocs.yml: nothing, another language, or a plugin of MkDocs."""


def start(root: Path, kind: Kind = "plain") -> None:
    """The small valid tree, in this project's own theme."""
    write_base(root)
    for name in ("about", "method"):
        write(root, {f"content/pages/{name}.md": f"---\ntitle: {name}\n---\n\n# {name}\n\nBy hand.\n"})
    config = CONFIG.read_text(encoding="utf-8")
    if kind == "german":
        config = config.replace("  briefings:\n", "  briefings:\n    language: de\n")
    elif kind == "plugin":
        config = config.replace("plugins: [briefings]", "plugins: [briefings, search]")
    # A copy of the whole theme in the project, so that each file of it can be edited.
    shutil.copytree(packaged_theme(), root / "theme")
    (root / "theme/locales").mkdir()
    for language, words in words_in(FOLDER).items():
        shutil.copyfile(words, root / f"theme/locales/{language}.yml")
    config = config.replace("  name: briefings\n", "  name: briefings\n  custom_dir: theme/site\n")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")


def fresh(root: Path, folder: Path) -> Path:
    """The same project where nothing was ever built."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, ignore=lambda place, names: BUILT if place == str(root) else ())
    return folder


def leftovers(root: Path) -> list[str]:
    """What builds leave that are ended in the middle."""
    names = (path.relative_to(root).as_posix() for path in root.rglob(".*"))
    return [name for name in names if re.search(rf"/?\.(docs|search|site)-0a1b2c3d$|{TEMPORARY}$", name)]


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    one, other = without_filters(one), without_filters(other)
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def same(kept: Outcome, new: Outcome, before: Mapping[str, bytes]) -> None:
    """A kept folder ends as a new one does; where there is no site to be had, with the one it had."""
    assert (kept.status, kept.out) == (new.status, new.out)
    if new.status == 0:
        assert differing(kept.files, new.files) == []
        return
    assert kept.err == new.err
    for name in ("build/docs/", "site/"):
        # Each is made whole or left alone.
        made = {path: data for path, data in new.files.items() if path.startswith(name)} or {
            path: data for path, data in before.items() if path.startswith(name)
        }
        assert (
            differing({path: data for path, data in kept.files.items() if path.startswith(name)}, made) == []
        )


def by_mkdocs(root: Path, folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The pages of the site: as they were built one by one, and as MkDocs builds them all together."""
    settings = replace(Settings.load(root), docs_dir=folder / "docs")
    with handing_over(settings, planning.plan(settings, build.check(settings))) as handover:
        build_all(settings, folder / "site")
        handover.finish(folder / "site")
    return pages_of(root / "site"), pages_of(folder / "site")


def pages_of(site: Path) -> dict[str, bytes]:
    """The pages, without the digest of the style sheet: it holds what the pages of a site use, or the theme."""
    return {
        file.relative_to(site).as_posix(): re.sub(rb"assets/site\.[0-9a-f]{12}\.css", b"", file.read_bytes())
        for file in site.rglob("*.html")
    }


def some_edits(at: Curator, waiting: list[Edit]) -> list[str]:
    """Does the next one or two that find something to work on; returns their names."""
    done: list[str] = []
    if at.good and at.chance.random() < 0.6:
        at.mend()
        done.append("mend")
    for edit in list(waiting):
        if len(done) == 2:
            break
        try:
            edit(at)
        except NotNow:
            continue
        waiting.remove(edit)
        done.append(edit.__name__)
    if not done:
        assert at.good, f"never possible: {waiting}"
        at.mend()
    return done


def refuses(builder: Builder, at: Curator) -> None:
    """A build that would lose what somebody put into a built folder does not begin."""
    before = built(at.root)
    refused = builder.build(at.root)
    assert refused.status == 1
    assert "error[output-folder]" in refused.out or "error[bad-setting]" in refused.out
    assert differing(refused.files, before) == []
    at.take_back()


ALL = len(EDITS)


@pytest.mark.parametrize(
    ("seed", "kind", "edits"),
    [
        (1, "german", 6),
        *(
            pytest.param(seed, kind, ALL, marks=pytest.mark.nightly)
            for seed, kind in enumerate(("plain", "plain", "plain", "german", "german", "plugin"), 1)
        ),
    ],
)
def test_whatever_is_edited_a_kept_folder_ends_as_a_fresh_one(
    builder: Builder, tmp_path: Path, seed: int, kind: Kind, edits: int
) -> None:
    root = tmp_path / "kept-from-step-to-step"
    start(root, kind)
    at = Curator(root, random.Random(seed))
    assert builder.build(root).status == 0
    waiting = at.chance.sample(EDITS, edits)
    steps: list[list[str]] = []
    succeeded = 0
    while waiting or at.good:
        steps.append(some_edits(at, waiting))
        if at.foreign:
            refuses(builder, at)
        before = built(root)
        kept = builder.build(root)
        try:
            same(kept, builder.build(fresh(root, tmp_path / "fresh")), before)
            if kept.status == 0:
                succeeded += 1
                assert leftovers(root) == []
                again = builder.build(root)
                assert (again.status, again.out, again.err) == (
                    0,
                    kept.out,
                    "nothing has changed; the site is in site\n",
                )
                assert differing(again.files, kept.files) == []
            if kept.status == 0 and succeeded % 6 == 1 and kind != "plugin":
                ours, plain = by_mkdocs(root, tmp_path / f"{len(steps)}")
                assert differing(ours, plain) == []
        except AssertionError as error:
            error.add_note(f"after {steps}")
            raise
    # Most of the steps have to give a site, or there was little to compare.
    assert succeeded > len(steps) / 2, steps
