"""MkDocs' own commands give the site that `briefings build` gives, from a clone in which nothing was built."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests import sites
from tests.installed import clone, environment, files_in, program
from tests.installed import run as run_installed
from tests.sandbox import Ran, Sandbox
from tests.site_links import article_links, read_site

TITLE = "China proposes a world AI cooperation organization"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sites.make(tmp_path_factory.mktemp("made") / "project", language="de").settings.root


Run = Callable[..., Ran]


@pytest.fixture
def run(box: Sandbox) -> Run:
    """Runs a command in the folder of a project."""
    env = {"SITE_URL": "https://example.org/project/", "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": ""}

    def once(project: Path, program: str, *arguments: str) -> Ran:
        return box.run(project, arguments, program=program, env=env, seconds=60, killed_after=600, apart=True)

    return once


@pytest.fixture(scope="module")
def built(made: Path) -> Path:
    """A clone in which MkDocs has built the site."""
    project = clone(made, made.parent / "built")
    finished = run_installed(project, "mkdocs", "build", "--strict")
    assert finished.returncode == 0, finished.stderr
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Path:
    """A clone in which nothing was built."""
    return clone(made, tmp_path / "clone")


def test_a_fresh_clone_gives_the_files_of_briefings_build(run: Run, project: Path) -> None:
    assert {path.name for path in project.iterdir()} == {"build", "content", "mkdocs.yml", "seeds", "site"}
    before = files_in(project / "site")
    assert (project / "site/pagefind/pagefind.js").is_file()
    finished = run(project, "briefings", "build")
    # It takes the folder as its own, and makes all pages anew, since no build before was recorded.
    assert "0 files changed, 0 removed" in finished.err
    assert files_in(project / "site") == before


def test_a_site_whose_docs_dir_has_the_generated_markdown_builds_once_that_is_there(
    run: Run, project: Path
) -> None:
    before = files_in(project / "site")
    edit(project / "mkdocs.yml", "docs_dir: content", "docs_dir: build/docs")
    # A draft that is not whole stops nothing.
    (project / "content/briefings/begun.yml").write_text("draft: true\ntitle:\n", encoding="utf-8")
    finished = run(project, "mkdocs", "build")
    assert (finished.status, "1 draft is left out" in finished.out) == (0, True), finished.err
    assert files_in(project / "site") == before


def test_a_host_s_hook_runs_once_with_either_command(run: Run, project: Path) -> None:
    """With hooks or plugins, `briefings build` lets MkDocs build all pages, with the same mkdocs.yml."""
    edit(project / "mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")
    (project / "hook.py").write_text(
        "from pathlib import Path\n\n"
        "def on_post_page(output, page, config):\n"
        "    with Path('pages.txt').open('a') as file: file.write(page.file.src_uri + '\\n')\n"
        "    return output.replace('<h1', '<h1 class=\"hooked\"', 1)\n",
        encoding="utf-8",
    )
    made = {}
    for name in ("briefings", "mkdocs"):
        finished = run(project, name, "build", "--site-dir", f"by-{name}")
        assert finished.status == 0, finished.err
        made[name] = files_in(project / f"by-{name}")
        pages = (project / "pages.txt").read_text(encoding="utf-8").splitlines()
        assert len(pages) == len({*pages}) > 10
        (project / "pages.txt").unlink()
    assert b'<h1 class="hooked"' in made["mkdocs"]["index.html"]
    assert made["mkdocs"] == made["briefings"]


def test_errors_in_sheets_are_printed_as_check_prints_them(run: Run, project: Path) -> None:
    before = files_in(project / "site")
    edit(project / "content/briefings/waico.yml", "published: 2025-07-28", "published: 2025-99-99")
    checked, built = run(project, "briefings", "check"), run(project, "mkdocs", "build")
    assert "error[bad-date]" in checked.out
    assert built.status == checked.status == 1
    assert built.out == f"{checked.out}\nno site was built\n"
    assert "Traceback" not in built.err
    assert files_in(project / "site") == before


def test_a_page_that_may_not_be_published_is_an_error_too(run: Run, project: Path) -> None:
    """The gate comes after MkDocs."""
    before = files_in(project / "site")
    hook = (
        "def on_post_page(output, page, config): return output.replace('</h1>', '</h1><iframe></iframe>')\n"
    )
    (project / "hook.py").write_text(hook, encoding="utf-8")
    edit(project / "mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")
    built = run(project, "mkdocs", "build")
    assert (built.status, "Traceback" in built.err) == (1, False)
    assert "iframe" in built.out
    assert files_in(project / "site") == before
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


def test_a_warning_fails_a_strict_build_and_leaves_the_last_site(run: Run, project: Path) -> None:
    before = files_in(project / "site")
    edit(project / "mkdocs.yml", "- timeline.md", "- timelines.md")
    strict = run(project, "mkdocs", "build", "--strict")
    assert strict.status == 1
    assert strict.out.endswith("\nno site was built\n")
    assert "'timelines.md'" in strict.err
    assert files_in(project / "site") == before
    assert run(project, "mkdocs", "build").status == 0
    assert files_in(project / "site") != before


def test_a_folder_with_other_files_is_not_replaced(run: Run, fresh: Path) -> None:
    (fresh / "public").mkdir()
    (fresh / "public" / "letter.txt").write_text("Dear reader", encoding="utf-8")
    built = run(fresh, "mkdocs", "build", "--site-dir", "public")
    assert built.status == 1
    assert "holds files that were not generated: letter.txt" in built.out
    assert files_in(fresh / "public") == {"letter.txt": b"Dear reader"}


def test_its_settings_are_in_mkdocs_yml_only(run: Run, fresh: Path) -> None:
    (fresh / "mkdocs.yml").rename(fresh / "other.yml")
    built = run(fresh, "mkdocs", "build", "--config-file", "other.yml")
    assert built.status == 2
    assert "the plugin `briefings` reads its settings from mkdocs.yml only" in built.err


# ── mkdocs serve ──


@contextmanager
def serving(project: Path, log: Path) -> Iterator[str]:
    """`mkdocs serve` in a project; its address. It ends as with Ctrl+C."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program("mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=project,
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            # Whoever starts the tests in the background of a shell ignores it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        try:
            yield f"http://127.0.0.1:{port}/project/"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(timeout=60) == 0
            finally:
                process.kill()
                process.wait()


def shows(address: str, words: str) -> bool:
    """Whether a page has these words within a minute."""
    for _ in range(300):
        try:
            with urlopen(address) as answer:
                if words in answer.read().decode():
                    return True
        except (URLError, ConnectionError):
            pass
        time.sleep(0.2)
    return False


def test_serve_follows_each_save_and_outlives_mistakes(project: Path, tmp_path: Path) -> None:
    log, sheet = tmp_path / "log.txt", project / "content/briefings/waico.yml"
    before = files_in(project / "site")
    # MkDocs would watch this folder, and build again after each build.
    edit(project / "mkdocs.yml", "docs_dir: content", "docs_dir: build/docs")

    def prints(words: str) -> bool:
        for _ in range(300):
            if words in log.read_text(encoding="utf-8"):
                return True
            time.sleep(0.2)
        return False

    with serving(project, log) as address:
        page = f"{address}briefings/waico/"
        assert shows(page, TITLE)
        with urlopen(f"{address}pagefind/pagefind.js") as answer:
            assert answer.status == 200
        assert prints("Serving on")
        edit(sheet, TITLE, "A title of today")
        assert shows(page, "A title of today")
        edit(sheet, "published: 2025-07-28", "published: 2025-99-99")
        assert prints("error[bad-date]")
        edit(sheet, "published: 2025-99-99", "published: 2025-07-28")
        edit(sheet, "A title of today", "A title of tomorrow")
        assert shows(page, "A title of tomorrow")
    text = log.read_text(encoding="utf-8")
    assert "Traceback" not in text
    (watched,) = [line for line in text.splitlines() if "Watching paths" in line]
    assert watched.endswith("'mkdocs.yml', 'content', 'seeds'")
    assert files_in(project / "site") == before


# ── ProperDocs, a fork of MkDocs ──


@pytest.mark.skipif(
    importlib.util.find_spec("properdocs") is None,
    reason="ProperDocs is not installed: pip install properdocs",
)
def test_properdocs_takes_the_same_plugin(project: Path) -> None:
    before = files_in(project / "site")
    shutil.rmtree(project / "site")
    built = run_installed(project, "properdocs", "build", "--strict", "--config-file", "mkdocs.yml")
    assert built.returncode == 0, built.stderr
    assert files_in(project / "site") == before
    edit(project / "content/briefings/waico.yml", "published: 2025-07-28", "published: 2025-99-99")
    checked, built = (
        run_installed(project, "briefings", "check"),
        run_installed(project, "properdocs", "build"),
    )
    assert (built.returncode, built.stdout) == (1, f"{checked.stdout}\nno site was built\n")


# ── Zensical, the successor of Material for MkDocs ──


@pytest.mark.skipif(
    importlib.util.find_spec("zensical") is None, reason="Zensical is not installed: pip install zensical"
)
def test_zensical_builds_the_markdown_by_hand(project: Path) -> None:
    """As docs/guides/mkdocs.md says; without what follows MkDocs in a build."""
    guide = (sites.PROJECT / "docs/guides/mkdocs.md").read_text(encoding="utf-8")
    config = "INHERIT: mkdocs.yml\ndocs_dir: build/docs\nsite_dir: build/zensical\n"
    assert config in guide
    (project / "zensical.yml").write_text(config, encoding="utf-8")
    assert run_installed(project, "briefings", "generate").returncode == 0
    finished = run_installed(project, "zensical", "build", "--config-file", "zensical.yml")
    assert finished.returncode == 0, finished.stderr
    ours, theirs = project / "site", project / "build/zensical"
    assert article_links(theirs) == article_links(ours)
    pages = read_site(ours)
    assert {name: page.ids >= pages[name].ids for name, page in read_site(theirs).items()} == dict.fromkeys(
        pages, True
    )
    assert (theirs / "briefings/waico.json").read_bytes() == (ours / "briefings/waico.json").read_bytes()
    assert not (theirs / "pagefind").exists()
