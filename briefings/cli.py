"""The command line: the only prints and exit codes. 0 clean, 1 problems in the content, 2 wrong usage."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args
from urllib.parse import urlsplit

import click

from briefings import __version__, build, cache, site
from briefings.build import Checked
from briefings.catalog import Catalog
from briefings.codes import CODES
from briefings.engines import ENGINE_NAMES, EngineError, EngineName, EngineResult, engine
from briefings.evidence import seeds
from briefings.evidence.client import Client
from briefings.evidence.fetch import FetchResult
from briefings.evidence.fetch import fetch as fetch_texts
from briefings.evidence.summary import summary as tell
from briefings.git import GitError, tracked
from briefings.model import FOLDERS
from briefings.problems import ContentError, Problem, did_you_mean, with_severity
from briefings.processes import Progress
from briefings.prose import Kind, is_id
from briefings.reference import schemas
from briefings.reports import Format, github_summary, report
from briefings.settings import ProjectNotFound, Settings
from briefings.starter import starter
from briefings.tree import write_if_changed

KINDS: tuple[Kind, ...] = tuple(FOLDERS)


def main() -> None:
    """The `briefings` command. Whatever goes wrong is said in words; a traceback is shown only when asked for."""
    try:
        status = cli.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        status = 2
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = 130
    except ContentError as error:
        _show(error.problems)
        status = 1
    except (ProjectNotFound, GitError) as error:
        _say(f"{error}")
        status = 2
    except EngineError as error:
        for warning in error.warnings:
            _say(f"  {warning}")
        _say(f"{error}")
        status = 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}")
        status = 1
    except Exception as error:
        if os.environ.get("BRIEFINGS_TRACEBACK"):
            raise
        _say(f"this is a mistake in the generator, not in your sheets ({type(error).__name__}: {error})")
        _say("please report it; BRIEFINGS_TRACEBACK=1 shows where it happened")
        status = 70
    sys.exit(status)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _show(problems: Iterable[Problem], form: Format = "text") -> None:
    text = report(list(problems), form, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    if text:
        click.echo(text.rstrip("\n"))


def _today() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH names, so that whole runs can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now().astimezone().date()


class _Bar:
    """Progress on long work, on a terminal only."""

    def __init__(self) -> None:
        self._shown = 0
        self._on = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if not self._on or of < 50:
            return
        share = done * 100 // of
        if share != self._shown or done == of:
            self._shown = share
            text = f"\r{stage} {done}/{of}" if done < of else "\r\033[K"
            click.echo(text, nl=False, err=True)


def _progress() -> Progress:
    return _Bar()


def _example(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nFor example:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="briefings")
@click.option(
    "--project", "-C", type=click.Path(path_type=Path, file_okay=False), help="The folder of mkdocs.yml; else looked for upward from here."
)
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """From YAML fact sheets to a static site whose every fact leads to a passage in a source."""
    context.obj = project


def _settings(context: click.Context) -> Settings:
    return Settings.load(context.obj)


def _checked(settings: Settings, *, drafts: bool = False) -> Checked:
    """What the gates let through; shows every problem, and stops if there is an error."""
    checked = build.check(settings, drafts=drafts)
    _show(checked.problems)
    if checked.catalog is None:
        raise click.exceptions.Exit(1)
    return checked


@cli.command(epilog=_example("briefings check", "briefings check --since origin/main --format github"))
@click.option("--format", "form", type=click.Choice(get_args(Format)), default="text", show_default=True, help="How problems are written.")
@click.option("--since", metavar="REV", help="Also compare with a git revision: changed figures and quotations need a correction.")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--drafts", is_flag=True, help="Check drafts as if they were published.")
@click.pass_context
def check(context: click.Context, form: Format, since: str | None, strict: bool, drafts: bool) -> int:
    """List every problem in the sheets, each with its place and a hint."""
    settings = _settings(context)
    checked = build.check(settings, drafts=drafts, since=since)
    problems = checked.problems
    if strict:
        problems = tuple(with_severity(problems, dict.fromkeys(CODES, "error")))
    _show(problems, form)
    if form == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(page).open("a", encoding="utf-8") as stream:
            stream.write(github_summary(problems))
    if form == "text" and not problems:
        _say(f"{checked.sheets} sheets, no problems")
    return int(any(p.severity == "error" for p in problems))


@cli.command(name="build", epilog=_example("briefings build", "briefings build --engine zensical --site-dir public"))
@click.option("--engine", "name", type=click.Choice(ENGINE_NAMES), default="mkdocs", show_default=True, help="Markdown to HTML.")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; else as mkdocs.yml says.")
@click.option("--drafts", is_flag=True, help="Build drafts, too.")
@click.pass_context
def build_command(context: click.Context, name: EngineName, site_dir: Path | None, drafts: bool) -> int:
    """Check the sheets, write the Markdown tree, and build the site."""
    settings = _settings(context)
    target = (site_dir or settings.site_dir).absolute()
    kept = settings.root / "build" / "cache" / "build.json"
    options = {"engine": name, "drafts": drafts, "site": target, "tracked": tracked(settings.root, "seeds")}
    inputs = site.inputs(settings, target, options)
    last = cache.recall(kept)
    if last is not None and last.is_of(inputs, settings.root, site.folders(settings, target)):
        click.echo(last.said, nl=False)
        _say(f"nothing has changed; the site is in {_shown(target)}")
        return 0
    made = site.make(settings, _checked(settings, drafts=drafts), engine(name), target, inputs, last=last, progress=_progress())
    cache.remember(kept, made.record)
    tally = _tally(len(made.pages), made.written, made.removed)
    _say(f"{tally}; the site is in {_shown(made.result.site_dir)} ({made.result.seconds:.1f} s)")
    return 0


def _tally(pages: int, written: int, removed: int) -> str:
    return f"{pages} pages, {written} files changed, {removed} removed"


@cli.command(epilog=_example("briefings serve", "briefings serve --address 0.0.0.0:9000 --drafts"))
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where the preview answers.")
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts.")
@click.pass_context
def serve(context: click.Context, address: str, drafts: bool) -> int:
    """Preview the site; a saved sheet is on the page at once."""
    from briefings import preview
    from briefings.session import Session

    settings = _settings(context)
    watched = [settings.content_dir, settings.seeds_dir, settings.config_file, *settings.theme_dirs]

    def rebuild(session: Session, url: str, saved: Collection[Path], progress: Progress) -> Iterator[tuple[EngineResult, bool]]:
        try:
            yield from session.build(url, saved, progress)
        except (ProjectNotFound, GitError, OSError) as error:
            raise EngineError(str(error)) from error

    def told(outcome: EngineResult | Exception) -> None:
        if isinstance(outcome, EngineResult):
            _say(f"{outcome.pages} page{'' if outcome.pages == 1 else 's'} in {outcome.seconds:.1f} s")
        elif isinstance(outcome, ContentError):
            _show(outcome.problems)
            _say("the last good pages are still shown")
        elif isinstance(outcome, EngineError):
            for warning in outcome.warnings:
                _say(f"  {warning}")
            _say(str(outcome))
        else:
            _say(f"this is a mistake in the generator, not in your sheets ({type(outcome).__name__}: {outcome})")

    # Closing the terminal ends it as Ctrl+C does, and leaves nothing behind.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    mount = urlsplit(settings.site_url).path or "/"
    with TemporaryDirectory(prefix="briefings-") as folder:
        preview.serve(
            partial(rebuild, Session(settings.root, Path(folder) / "site", drafts=drafts)),
            watched,
            address,
            mount=mount,
            report=told,
            ready=lambda url: _say(f"preview on {url} (stop with Ctrl+C)"),
        )
    return 0


@cli.command(epilog=_example("briefings generate"))
@click.option("--drafts", is_flag=True, help="Generate drafts, too.")
@click.pass_context
def generate(context: click.Context, drafts: bool) -> int:
    """Write the Markdown tree only, without building the site."""
    settings = _settings(context)
    made = build.generate(settings, _checked(settings, drafts=drafts), progress=_progress())
    _say(f"{_tally(len(made.plan.pages), made.written, made.removed)}; the tree is in {_shown(settings.docs_dir)}")
    return 0


@cli.command(epilog=_example("briefings verify", "briefings verify --fetch --summary what-changed.md"))
@click.option("--fetch", is_flag=True, help="First save the text of sources that have an address and no text yet. Uses the network.")
@click.option("--summary", type=click.Path(path_type=Path, dir_okay=False), help="Also write what this changes, as Markdown, to a file.")
@click.pass_context
def verify(context: click.Context, fetch: bool, summary: Path | None) -> int:
    """Look every cited passage up in seeds/, and record it in seeds/quotes.lock."""
    settings = _settings(context)
    checked = build.check(settings, drafts=True)
    if checked.linked is None:
        _show(checked.problems)
        return 1
    fetched = _fetched(settings, checked.linked) if fetch else []
    result = build.verify(settings, checked.linked, today=_today())
    if summary is not None:
        summary.write_text(tell(result.before, result.after, result.proofs, fetched), encoding="utf-8")
    _show(result.problems)
    _say(result.counts)
    return int(any(p.severity == "error" for p in result.problems))


def _fetched(settings: Settings, catalog: Catalog) -> list[FetchResult]:
    """Saves the texts that can be had, and says of each source how it went."""
    sources = {source_id: sheet.data for source_id, sheet in catalog.sources.items()}
    return fetch_texts(sources, settings.seeds_dir, Client(), progress=lambda result: _say(f"{result.source}: {result.message}"))


@cli.command(epilog=_example("briefings record"))
@click.pass_context
def record(context: click.Context) -> int:
    """Record the ids of all published sheets in content/ids.lock, so that none can vanish unnoticed."""
    settings = _settings(context)
    checked = build.check(settings)
    if checked.linked is None:
        _show(checked.problems)
        return 1
    added = build.record_ids(settings, checked.linked)
    _say(f"{added} ids added to {build.IDS_LOCK}" if added else f"{build.IDS_LOCK} is up to date")
    return 0


@cli.command(epilog=_example("briefings new actor li-qiang", "briefings new source wam-waico-2025 --text saved-article.txt"))
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("sheet_id", metavar="ID")
@click.option("--text", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="For a source: the file with its saved text.")
@click.pass_context
def new(context: click.Context, kind: Kind, sheet_id: str, text: Path | None) -> int:
    """Write a commented sheet to start from; it is valid as written."""
    settings = _settings(context)
    if not is_id(sheet_id) or len(sheet_id) > 80:
        raise click.UsageError(f"“{sheet_id}” is no id: small letters, digits and single hyphens, at most 80 characters")
    if text is not None and kind != "source":
        raise click.UsageError("only a source has a text")
    file = settings.content_dir / FOLDERS[kind] / f"{sheet_id}.yml"
    if file.exists() and text is None:
        raise click.UsageError(f"{_shown(file)} exists already")
    if text is not None:
        try:
            saved = seeds.save(settings.seeds_dir, sheet_id, seeds.decode(text.read_bytes()))
        except seeds.TextError as error:
            raise click.UsageError(f"{text} {error}") from error
        _say(f"saved its text as {_shown(saved)}; `briefings verify` looks its passages up")
    if not file.exists():
        write_if_changed(file, starter(kind, sheet_id, today=_today()).encode("utf-8"))
        click.echo(_shown(file))
    return 0


@cli.command(epilog=_example("briefings schema", "briefings schema --to schemas"))
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="The folder; else build/schemas.")
@click.pass_context
def schema(context: click.Context, to: Path | None) -> int:
    """Write JSON Schemas of the sheets, with which editors complete keys and ids."""
    settings = _settings(context)
    folder = to if to is not None else settings.root / "build" / "schemas"
    for kind, text in schemas(build.check(settings, drafts=True).linked).items():
        write_if_changed(folder / f"{kind}.schema.json", text.encode("utf-8"))
    _say(f"schemas are in {_shown(folder)}")
    return 0


@cli.command(epilog=_example("briefings explain dangling-reference", "briefings explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what a problem's code means, with an example; without a code, list them all."""
    if code is None:
        width = max(len(each) for each in CODES)
        for each in CODES.values():
            click.echo(f"{each.id:<{width}}  {each.severity:<7}  {each.holds}")
        return 0
    if code not in CODES:
        raise click.UsageError(f"there is no code `{code}`; " + (did_you_mean(code, CODES) or "`briefings explain` lists them all"))
    known = CODES[code]
    click.echo(f"{known.id} ({known.severity})\n\n{known.holds}\n{known.why}")
    for title, example in (("Wrong", known.wrong), ("Right", known.right)):
        if example:
            click.echo(f"\n{title}:\n\n" + "\n".join(f"    {line}" for line in example.strip("\n").split("\n")))
    return 0


def _shown(path: Path) -> str:
    """A path as a reader of the terminal would write it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


__all__ = ["cli", "main"]
