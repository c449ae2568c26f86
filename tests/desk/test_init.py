"""A site of one's own: what `briefings init` writes, in each language, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from base64 import urlsafe_b64encode
from datetime import date
from hashlib import sha256
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefings import __version__
from briefings.desk import tool as tools
from briefings.desk.init import InTheWayError, files, init
from briefings.desk.manifest import MANIFEST, Manifest, digest
from briefings.desk.starter import TEMPLATES, Site, StarterError, languages, owned
from briefings.desk.tool import Tool, ToolError
from briefings.languages import FOLDER
from briefings.plugins.forms.templates import templates
from briefings.settings import Settings
from briefings.site import outputs, site, stages
from briefings.site.verify import verify
from briefings.words import Words
from tests.said import Command

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 29)
TOOL = Tool("./wheels/briefings-1.whl --hash=sha256:1", {"wheels/briefings-1.whl": b"PK"})
NAMES = ("Veldhaven, explained", "R&D: *stars*, [links] & <tags>", "مجلس المدينة", "on", "市政简报")


def site_in(root: Path, language: str = "en", name: str = NAMES[0]) -> Settings:
    """A new site."""
    init(root, Site(name, language, "City politics in Veldhaven", TODAY), TOOL)
    return Settings.load(root)


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_shipped_language_has_a_first_site() -> None:
    assert languages() == Words.languages([FOLDER])
    assert {"de", "en", "es", "fr", "zh"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_the_first_site_is_checked_verified_and_built(tmp_path: Path, language: str) -> None:
    settings = site_in(tmp_path / "site", language)
    checked, inputs = (
        stages.check(settings, today=TODAY),
        outputs.build_inputs(settings, settings.site_dir, {}),
    )
    assert checked.problems == ()
    assert checked.linked is not None
    lock = (settings.seeds_dir / "quotes.lock").read_bytes()
    assert verify(settings, checked.linked, today=TODAY).counts == "4 passages: 4 verified"
    assert (settings.seeds_dir / "quotes.lock").read_bytes() == lock, "what `verify` would write"
    words, _ = stages.words_of(settings)
    assert words is not None
    for path, text in templates(words, [*checked.linked.sheets()]).items():
        assert (settings.root / path).read_text(encoding="utf-8") == text
    site.make(settings, checked, settings.site_dir, inputs)
    assert f'<html lang="{language}"' in (settings.site_dir / "index.html").read_text(encoding="utf-8")
    about = (settings.site_dir / "about/index.html").read_text(encoding="utf-8")
    assert "City politics in Veldhaven" in about
    for page in settings.site_dir.rglob("*.html"):
        assert "<%" not in page.read_text(encoding="utf-8")
    # As in the check of a pull request, where git leaves the text out.
    (settings.seeds_dir / "example-gazette.txt").unlink()
    checked = stages.check(settings, today=TODAY, lock_required=True)
    assert [problem.code.id for problem in checked.problems] == ["unrecorded-id"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    settings = site_in(tmp_path / "site", name=name)
    assert settings.site_name == name
    assert stages.check(settings, today=TODAY).problems == ()


@pytest.mark.parametrize("language", languages())
def test_each_language_has_the_same_files(language: str) -> None:
    def paths(of: str) -> set[str]:
        return set(owned(Site("x", of, "y", TODAY)))

    assert paths(language) == paths("en")


def test_the_record_has_the_digest_of_each_file(tmp_path: Path) -> None:
    site_in(tmp_path / "site")
    record = Manifest.read(tmp_path / "site")
    recorded = {**record.renewed, **record.owned}
    there = [path for path in (tmp_path / "site").rglob("*") if path.is_file() and path.name != MANIFEST]
    assert recorded == {
        path.relative_to(tmp_path / "site").as_posix(): digest(path.read_bytes()) for path in there
    }
    assert {"mkdocs.yml", "README.md", "content/pages/about.md"} <= record.owned.keys()
    assert {"requirements.txt", ".gitignore", ".github/workflows/publish.yml"} <= record.renewed.keys()


@pytest.mark.parametrize(
    ("template", "own"),
    [
        *((name, name) for name in ("requirements.txt", "requirements-fetch.txt")),
        *((f"dot-vscode/{name}", f".vscode/{name}")
          for name in ("settings.json", "tasks.json", "briefings.code-snippets")),
    ],
)  # fmt: skip
def test_a_site_has_what_this_repository_has(template: str, own: str) -> None:
    assert (TEMPLATES / "common" / template).read_bytes() == (ROOT / own).read_bytes(), "copy it"


@pytest.mark.parametrize(
    "ours, theirs", [("pages", "publish"), ("pull-request", "check"), ("verify", "verify"), ("form", "form")]
)
def test_a_site_has_the_workflows_of_this_repository(ours: str, theirs: str) -> None:
    def steps(text: str) -> str:
        text = re.sub(r"cache-dependency-path: .*", "", text)
        text = text.replace("branches: [main, master]", "branches: [main]")
        return text.replace("-r requirements-briefings.txt", "-e .")

    own = (ROOT / f".github/workflows/{ours}.yml").read_text(encoding="utf-8")
    copy = (TEMPLATES / "common" / f"dot-github/workflows/{theirs}.yml").read_text(encoding="utf-8")
    assert steps(copy) == steps(own)
    assert yaml.safe_load(copy)["permissions"] == {}


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────


def state(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_file_in_the_way_is_never_replaced_and_all_are_named(tmp_path: Path) -> None:
    for path in ("README.md", "content", "seeds/notes.txt", ".gitignore/x", "LICENSE"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("mine\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").symlink_to("nowhere")
    before = state(tmp_path)
    with pytest.raises(InTheWayError) as error:
        site_in(tmp_path)
    assert error.value.details == (".gitignore", "README.md", "content", "mkdocs.yml")
    assert state(tmp_path) == before


def test_other_files_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("mine\n", encoding="utf-8")
    site_in(tmp_path)
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "mine\n"


def test_the_same_call_completes_what_was_interrupted(tmp_path: Path) -> None:
    site_in(tmp_path)
    whole = state(tmp_path)
    for path in ("mkdocs.yml", "content/pages/about.md"):
        (tmp_path / path).unlink()
    site_in(tmp_path)
    assert state(tmp_path) == whole


@pytest.mark.parametrize("nth", [1, 5, 12])
def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    from briefings.store import files as store

    (tmp_path / "LICENSE").write_text("mine\n", encoding="utf-8")
    count, replace = 0, store.replace

    def failing(path: Path, data: bytes, *, inside: Path | None = None) -> None:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(28, "No space left on device", str(path))
        replace(path, data, inside=inside)

    monkeypatch.setattr(store, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        site_in(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["LICENSE"]
    with pytest.raises(OSError, match="No space"):
        count = 0
        site_in(tmp_path / "a" / "b")
    assert [path.name for path in tmp_path.rglob("*")] == ["LICENSE"]


@pytest.mark.parametrize(
    ("name", "subject", "language", "message"),
    [
        (" ", "x", "en", "the name is empty"),
        ("x", "", "en", "the subject is empty"),
        ("x" * 201, "x", "en", "the name has 201 characters"),
        ("x", "two\nlines", "en", "the subject contains a line break"),
        ("tur\u202ening", "x", "en", "the name contains"),
        ("x", "y", "tlh", "there is no first briefing in `tlh`"),
    ],
)
def test_what_no_site_can_start_with(name: str, subject: str, language: str, message: str) -> None:
    with pytest.raises(StarterError, match=re.escape(message)):
        Site(name, language, subject, TODAY)


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return command


ANSWERS = ("--name", "Tram", "--language", "de", "--subject", "Die Straßenbahn")


def test_the_command_says_what_to_do_next(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefings.cli.site.tool", lambda: TOOL)
    status, _, said = run("init", "my site", *ANSWERS)
    assert status == 0
    assert '  cd "my site"\n  briefings serve' in said
    assert "README.md" in said
    assert run("-C", "my site", "check")[0] == 0
    status, _, said = run("init", "my site", *ANSWERS[:3], "en", *ANSWERS[4:])
    assert status == 1
    assert "nothing was written" in said and "\n  mkdocs.yml\n" in said


def test_without_a_terminal_all_that_is_missing_is_named(run: Command, tmp_path: Path) -> None:
    status, _, said = run("init", "new", "--language", "de")
    assert status == 2
    assert "missing: --name, --subject" in said
    assert list(tmp_path.iterdir()) == []


def test_a_clone_gives_the_site_its_wheel_pinned_by_its_digest(run: Command, tmp_path: Path) -> None:
    assert run("init", "new", *ANSWERS)[0] == 0
    (wheel,) = (tmp_path / "new/wheels").iterdir()
    *_, line = (tmp_path / "new/requirements-briefings.txt").read_text(encoding="utf-8").splitlines()
    assert line == f"./wheels/{wheel.name} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}"
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("briefings/cli/site.py") == (ROOT / "briefings/cli/site.py").read_bytes()
        names = set(archive.namelist())
    files = (file for file in (ROOT / "briefings").rglob("*") if file.is_file() and file.suffix != ".pyc")
    assert {file.relative_to(ROOT).as_posix() for file in files} - names == set()
    assert not [name for name in names if "__pycache__" in name]
    assert run("-C", "new", "upgrade", "--check")[0] == 0


def test_a_clone_whose_wheel_cannot_be_built_writes_nothing(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    venv.create(bare, with_pip=False)
    monkeypatch.setattr(
        sys, "executable", str(bare / ("Scripts/python" if os.name == "nt" else "bin/python"))
    )
    status, _, said = run("init", "new", *ANSWERS)
    assert status == 1
    assert "run `pip install hatchling`" in said
    monkeypatch.undo()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pyproject.toml").write_text('[project]\nname = "briefings"\n', encoding="utf-8")
    with pytest.raises(ToolError, match=r"cannot be built .* install Briefings from a wheel file"):
        tools.from_checkout(broken)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bare", "broken"]


def test_a_file_is_no_folder_for_a_site(run: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, said = run("init", "file", *ANSWERS)
    assert status == 2
    assert "'file' is a file" in said


# ── How the tool is installed elsewhere ─────────────────────────────────────────────────────────────────────


def installed(folder: Path, direct_url: object) -> PathDistribution:
    """A package of two modules, with a record of where it came from."""
    name = f"briefings-{__version__}.dist-info"
    written = {
        "briefings/__init__.py": "",
        "briefings/tram.py": "LINES = 3\n",
        f"{name}/METADATA": f"Metadata-Version: 2.1\nName: briefings\nVersion: {__version__}\n",
        f"{name}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "bin/briefings": "#!python\n",
        f"{name}/INSTALLER": "pip\n",
    }
    if direct_url is not None:
        written[f"{name}/direct_url.json"] = json.dumps(direct_url)
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    lines = [
        f"{path},sha256={urlsafe_b64encode(sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}\n"
        for path, text in written.items()
    ]
    record = f"briefings/__pycache__/tram.pyc,,\n{name}/RECORD,,\n"
    (folder / name / "RECORD").write_text("".join(lines) + record, encoding="utf-8")
    return PathDistribution(folder / name)


def test_a_wheel_is_copied_into_the_site_with_its_digest(tmp_path: Path) -> None:
    wheel = tmp_path / "a folder" / "briefings-1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"PK\0wheel")
    digest = sha256(b"PK\0wheel").hexdigest()
    origin = {"url": wheel.as_uri(), "archive_info": {"hashes": {"sha256": digest}}}
    found = tools.of(installed(tmp_path, origin))
    assert found.requirement == f"./wheels/{wheel.name} --hash=sha256:{digest}"
    assert found.files == {f"wheels/{wheel.name}": b"PK\0wheel"}
    new = files(Site("x", "en", "y", TODAY), found)
    assert new[f"wheels/{wheel.name}"] == b"PK\0wheel"
    assert found.requirement.encode() in new["requirements-briefings.txt"]


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (
            {"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "f" * 40}},
            f"briefings @ git+https://example.org/b.git@{'f' * 40}",
        ),
        (
            {"url": "https://example.org/briefings.zip", "archive_info": {"hashes": {"sha256": "a" * 64}}},
            f"briefings @ https://example.org/briefings.zip --hash=sha256:{'a' * 64}",
        ),
    ],
    ids=["git", "address"],
)
def test_a_site_names_the_commit_or_the_address_that_was_installed(
    tmp_path: Path, origin: object, requirement: str
) -> None:
    assert tools.of(installed(tmp_path, origin)) == Tool(requirement)


CHANGED = {"hashes": {"sha256": "0" * 64}}


ORIGINS: dict[str, object] = {
    "index": None,
    "folder": {"url": "file:///somewhere", "dir_info": {}},
    "wheel that is gone": {"url": "file:///gone/b-1-py3-none-any.whl", "archive_info": CHANGED},
    "address without a digest": {"url": "https://example.org/briefings.zip", "archive_info": {}},
    "other wheel of that name": {"url": (ROOT / "LICENSE").as_uri(), "archive_info": CHANGED},
}


def test_without_the_wheel_a_site_gets_one_of_the_installed_files(tmp_path: Path) -> None:
    made = {name: tools.of(installed(tmp_path / name, origin)) for name, origin in ORIGINS.items()}
    found = made["index"]
    # The digest is the same wherever the same files are installed.
    assert [name for name, each in made.items() if each != found] == []
    ((path, data),) = found.files.items()
    assert path == f"wheels/briefings-{__version__}-py3-none-any.whl"
    assert found.requirement == f"./{path} --hash=sha256:{sha256(data).hexdigest()}"
    target = tmp_path / "target"
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_bytes(data)
    (tmp_path / "requirements.txt").write_text(found.requirement, encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
    ]
    subprocess.run([*pip, "-r", "requirements.txt"], cwd=tmp_path, check=True)
    assert (target / "briefings/tram.py").read_text(encoding="utf-8") == "LINES = 3\n"
    assert not (target / "bin").exists()


def test_files_that_were_changed_after_they_were_installed_are_not_passed_on(tmp_path: Path) -> None:
    found = installed(tmp_path, None)
    (tmp_path / "briefings/tram.py").write_text("LINES = 4\n", encoding="utf-8")
    with pytest.raises(ToolError, match=r"tram\.py of this Briefings has changed"):
        tools.of(found)
    (tmp_path / "briefings/tram.py").unlink()
    with pytest.raises(ToolError, match=r"tram\.py of this Briefings cannot be read"):
        tools.of(found)
    (tmp_path / f"briefings-{__version__}.dist-info/RECORD").unlink()
    with pytest.raises(ToolError, match="no record says"):
        tools.of(found)


# ── From the wheel ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.nightly
def test_the_wheel_alone_makes_checks_verifies_and_builds_a_site(tmp_path: Path) -> None:
    """Outside of the repository, and offline. The packages that it needs are those of the tests."""

    def call(*command: str | Path, folder: Path = tmp_path) -> str:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP"))
        }
        done = subprocess.run(
            [*map(str, command)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation",
         "--wheel-dir", tmp_path / "dist", ROOT)  # fmt: skip
    (wheel,) = (tmp_path / "dist").glob("briefings-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {
            "briefings", f"briefings-{__version__}.dist-info",
        }  # fmt: skip
    own = tmp_path / "venv"
    call(sys.executable, "-m", "venv", own)
    bin_ = own / ("Scripts" if os.name == "nt" else "bin")
    (site_packages,) = (
        own.glob("lib/python*/site-packages") if os.name != "nt" else [own / "Lib/site-packages"]
    )
    call(bin_ / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    packages = Path(yaml.__file__).parents[1]
    (site_packages / "packages.pth").write_text(f"{packages}\n", encoding="utf-8")

    briefings = bin_ / "briefings"
    where = call(bin_ / "python", "-c", "import briefings; print(briefings.__file__)")
    assert Path(where.strip()).is_relative_to(site_packages)
    assert "upgrade" in call(briefings, "--help")
    call(briefings, "init", "site", *ANSWERS)
    site_folder = tmp_path / "site"
    assert (site_folder / "wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    assert "no problems" in call(briefings, "check", folder=site_folder)
    assert "4 verified" in call(briefings, "verify", folder=site_folder)
    assert "the site is in site" in call(briefings, "build", folder=site_folder)
    assert '<html lang="de"' in (site_folder / "site/index.html").read_text(encoding="utf-8")
    for generated in ("build", "site"):
        shutil.rmtree(site_folder / generated)
    built = call(bin_ / "python", "-m", "mkdocs", "build", "--strict", folder=site_folder)
    assert "the site is in site" in built
    assert (site_folder / "site/pagefind/pagefind.js").is_file()
    assert "up to date" in call(briefings, "upgrade", "--check", folder=site_folder)
    # As the workflows do, from the copy in the site.
    call(bin_ / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall",
         "-r", "requirements-briefings.txt", folder=site_folder)  # fmt: skip
    assert "up to date" in call(briefings, "upgrade", "--check", folder=site_folder)


# ── The tests of this repository ────────────────────────────────────────────────────────────────────────────


def test_tests_build_their_sites_with_the_settings_of_new_sites() -> None:
    def settings(text: str) -> dict[str, Any]:
        data: dict[str, Any] = yaml.load(text, Loader=_Lenient)
        for own in ("site_name", "site_description", "copyright", "site_dir"):
            data.pop(own, None)
        data["validation"]["links"].pop("not_found", None)  # what MkDocs does anyway
        return data

    new = owned(Site("x", "en", "y", TODAY))["mkdocs.yml"].decode()
    assert settings(new) == settings((ROOT / "tests/mkdocs.yml").read_text(encoding="utf-8"))


class _Lenient(yaml.SafeLoader):
    """Reads `!ENV` as its value."""


def _environment(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> list[Any]:
    return loader.construct_sequence(node)


_Lenient.add_constructor("!ENV", _environment)
