"""A German site about fishing in a Git repository of its own, whose commits have times."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser

from briefings.settings import Settings
from briefings.site import outputs, planning, site
from briefings.site import stages as build
from briefings.site.site import Site
from briefings.store.builds import Record
from tests import sites
from tests.trees import sheets_in, write

ADDRESS = "https://hering.example/netz/"
QUOTE = "briefings/quote.yml"
SHEETS = sheets_in(Path(__file__).with_name("herring.md"))
LATER = "  - {date: 1999-05-01, title: Das Meer ist leer, actors: [hafen], cite: blatt}\n"
"""An old event, which is added late."""


@dataclass
class Repository:
    """The folder of the site."""

    root: Path

    def git(self, *arguments: str, when: str = "2026-01-01T00:00:00Z") -> str:
        me = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        dates = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": when}
        done = subprocess.run(
            ["git", *me, *arguments],
            cwd=self.root,
            env={**os.environ, **dates},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        write(self.root / "content", {path: text})

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / "content" / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def append(self, path: str, text: str) -> None:
        self.write(path, (self.root / "content" / path).read_text(encoding="utf-8") + text)

    def commit(self, when: str) -> str:
        """Commit everything; the id of the commit."""
        self.git("add", "-A", when=when)
        self.git("commit", "-q", "-m", "x", when=when)
        return self.git("rev-parse", "HEAD")

    @property
    def settings(self) -> Settings:
        return Settings.load(self.root)

    def files(self, *formats: str) -> dict[str, bytes]:
        """The feeds and changes of the site, or files of other formats, made now."""
        checked = build.check(self.settings)
        assert checked.catalog is not None, checked.errors
        plan = planning.plan(self.settings, checked)
        wanted = (each for each in plan.resources if each.format in (formats or ("feeds",)))
        return {each.path: each.content(plan.words, self.settings) for each in wanted}

    def feed(self, path: str = "index.atom") -> Any:
        return feedparser.parse(self.files()[path])

    def times(self, path: str = "index.atom") -> list[tuple[str, str, str]]:
        """The title of each item of a feed, and when it was added and changed."""
        return [(item.title, item.published, item.updated) for item in self.feed(path).entries]

    def changes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.files()["data/changes.json"])["changes"]
        return found

    def build(self, last: Record | None = None, *, folder: str = "site") -> Site:
        settings, target = self.settings, self.root / folder
        inputs = outputs.build_inputs(settings, target, {})
        return site.make(settings, build.check(settings), target, inputs, last=last)


@cache
def _template(address: str) -> TemporaryDirectory[str]:
    """The site, made once; its folder is there as long as the result."""
    folder = TemporaryDirectory()
    sites.make(Path(folder.name), SHEETS, language="de", address=address)
    (Path(folder.name) / ".gitignore").write_text("/build/\n/site*/\n")
    return folder


def repository(root: Path, *, address: str = ADDRESS, is_repository: bool = True) -> Repository:
    """The site, not yet committed."""
    shutil.copytree(_template(address).name, root, dirs_exist_ok=True)
    made = Repository(root)
    if is_repository:
        made.git("init", "-q", "-b", "main")
    return made
