"""Whether two checkouts build the same sites: ours, the test projects and a corpus, compared file by file.

python -m benchmarks.same_site ../main . --only rome --tree "*.html"
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "1795651200",
    # Some formats exist only for a site with an address.
    "SITE_URL": "https://example.org/site/",
    "REPO_URL": "https://example.org/repository",
}
BUILT = ("site", "build/docs", "build/cache/search")
"""The folders to compare."""
BY_CHANCE = ("site/pagefind/*", "site/.briefings")
"""Files with names that Pagefind chooses anew each time. The documents that it indexes are compared."""
LANGUAGES = {"languages": "fr"}
CORPUS = 100
MOST_SHOWN = 12
"""The most files that are listed for each site."""


def main() -> None:
    """Builds each site from both checkouts; exits with 1 if any file differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("before", type=Path, help="the checkout to compare with")
    parser.add_argument("after", type=Path)
    parser.add_argument("--only", nargs="*", help="the names of the sites to build")
    parser.add_argument("--tree", nargs="*", default=[], help="compare elements and words of these files")

    parser.add_argument("--keep", type=Path, help="the folder to build in")
    arguments = parser.parse_args()
    checkouts = arguments.before.resolve(), arguments.after.resolve()
    work = arguments.keep or Path(tempfile.mkdtemp(prefix="same-site-"))
    work.mkdir(parents=True, exist_ok=True)
    names = arguments.only or ["own", "rome", "outage", "legislature", "languages", f"corpus-{CORPUS}"]
    differing = 0
    for name in names:
        sheets = prepare(name, checkouts, work / name)
        before, after = (
            build(name, checkout, sheets, work / name / side)
            for checkout, side in zip(checkouts, ("before", "after"), strict=True)
        )
        found = [*differences(before, after, arguments.tree)]
        total = sum(len(files(after / folder)) for folder in BUILT)
        print(f"{name}: {total:,} files, {len(found):,} differ", flush=True)
        for path, detail in found[:MOST_SHOWN]:
            print(f"  {path}{detail}")
        differing += len(found)
    if arguments.keep is None:
        shutil.rmtree(work)
    sys.exit(differing > 0)


def prepare(name: str, checkouts: Sequence[Path], work: Path) -> Path:
    """The sheets that both sites are built from. The older checkout imports and records them."""
    before, after = checkouts
    sheets = work / "sheets"
    shutil.rmtree(sheets, ignore_errors=True)
    sheets.mkdir(parents=True)
    if name == "own":
        for folder in ("content", "seeds"):
            shutil.copytree(after / folder, sheets / folder)
        return sheets
    if name.startswith("corpus-"):
        run(after, work, "-m", "benchmarks.corpus", name.removeprefix("corpus-"), str(sheets))
        return sheets
    shutil.copytree(after / "tests" / "projects" / name, sheets, dirs_exist_ok=True)
    for page in ("about", "method"):
        file = sheets / "content" / "pages" / f"{page}.md"
        file.parent.mkdir(exist_ok=True)
        title = page.capitalize()
        file.write_text(f"---\ntitle: {title}\ndescription: {title}\n---\n\n# {title}\n", encoding="utf-8")
    configure(name, before, sheets)
    if name == "legislature":
        briefings(before, sheets, "import", "ftm", "members.jsonl", "--source", "congress-legislators")
    for command in ("record", "verify"):
        briefings(before, sheets, command)
    return sheets


def configure(name: str, checkout: Path, root: Path) -> None:
    """Give a project the settings and the theme of a checkout."""
    if name == "own":
        shutil.copy(checkout / "mkdocs.yml", root)
        shutil.copytree(checkout / "theme", root / "theme")
        return
    text = (checkout / "tests" / "mkdocs.yml").read_text(encoding="utf-8")
    if name in LANGUAGES:
        text = text.replace("  briefings:\n", f"  briefings:\n    language: {LANGUAGES[name]}\n")
        text = text.replace("  language: en\n", f"  language: {LANGUAGES[name]}\n")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")


def build(name: str, checkout: Path, sheets: Path, root: Path) -> Path:
    """Build a site in a repository with one commit, because feeds read the history."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(sheets, root)
    configure(name, checkout, root)
    for command in (("init", "-q"), ("add", "content"), ("commit", "-q", "-m", "All sheets")):
        day = "2026-11-26T12:00:00Z"
        who = dict.fromkeys(
            (f"GIT_{role}_{part}" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")), "a"
        )
        dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
        subprocess.run(["git", *command], cwd=root, env={**os.environ, **who, **dates}, check=True)
    briefings(checkout, root, "build")
    return root


def briefings(checkout: Path, root: Path, *arguments: str) -> None:
    run(checkout, root, "-m", "briefings", "-C", str(root), *arguments)


def run(checkout: Path, root: Path, *arguments: str) -> None:
    """Run Python with the package of a checkout."""
    own = checkout / ".venv" / "bin" / "python"
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(checkout)}
    command = [str(own if own.exists() else sys.executable), *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def differences(before: Path, after: Path, trees: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files that differ, each with its first difference."""
    for folder in BUILT:
        old, new = files(before / folder), files(after / folder)
        for path in sorted(old.keys() | new.keys()):
            shown = f"{folder}/{path}"
            if any(fnmatch(shown, pattern) for pattern in BY_CHANCE):
                continue
            if path not in new or path not in old:
                yield shown, " is missing" if path not in new else " is new"
                continue
            one, other = old[path].read_bytes(), new[path].read_bytes()
            if one == other:
                continue
            if any(fnmatch(shown, pattern) for pattern in trees):
                lines, others = tree(one), tree(other)
                if lines == others:
                    continue
            else:
                lines, others = text(one), text(other)
            changed = [
                line[:200]
                for line in difflib.unified_diff(lines, others, lineterm="", n=0)
                if not line.startswith(("---", "+++", "@@"))
            ]
            yield shown, "".join(f"\n    {line}" for line in changed[:4])


def files(folder: Path) -> dict[str, Path]:
    return {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}


def text(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").replace("><", ">\n<").split("\n")


def tree(data: bytes) -> list[str]:
    """The elements of a page with their attributes, and its words, one a line, without white space."""
    lines = []
    for node in LexborHTMLParser(data.decode("utf-8", "replace")).root.traverse(include_text=True):  # type: ignore[union-attr]
        if node.tag == "-text":
            words = " ".join((node.text_content or "").split())
            lines += [words] if words else []
        else:
            lines.append(f"<{node.tag} {sorted(node.attributes.items())}>")
    return lines


if __name__ == "__main__":
    main()
