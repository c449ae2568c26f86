"""`briefings serve`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import click

from briefings import BriefingsError
from briefings.cli.failures import bug_message, os_message
from briefings.cli.output import example, say, show
from briefings.cli.project import settings_of
from briefings.html.engine import EngineError, EngineResult
from briefings.plugin import plugins
from briefings.problems.problem import ContentError, Problem, counted
from briefings.settings import Settings
from briefings.store.folders import Scratch, sweep
from briefings.store.processes import Progress

if TYPE_CHECKING:
    from briefings.preview import Responder


@click.command(epilog=example("briefings serve", "briefings serve --address 0.0.0.0:9000 --drafts"))
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Where the preview answers.",
)
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts.")
@click.pass_obj
def serve(project: Path | None, address: str, drafts: bool) -> int:
    """Preview the site; pages update as soon as you save."""
    run(settings_of(project), address, drafts=drafts)
    return 0


def is_local(address: str) -> bool:
    """Whether only this computer reaches an address."""
    from briefings.preview import is_loopback

    return is_loopback(address.rpartition(":")[0].strip("[]"))


def run(
    settings: Settings,
    address: str,
    *,
    drafts: bool,
) -> None:
    """Serve the preview of a site, and what a plugin answers beside it, until a signal ends it."""
    from briefings import preview
    from briefings.site.session import Session
    from briefings.site.stages import words_of

    watched = [settings.content_dir, settings.seeds_dir, settings.config_file, *settings.theme_dirs]

    def rebuild(
        session: Session, url: str, saved: Collection[Path], progress: Progress
    ) -> Iterator[tuple[EngineResult, bool]]:
        try:
            yield from session.build(url, saved, progress)
        except (ContentError, EngineError):
            raise
        except BriefingsError as error:
            raise EngineError(str(error)) from error
        except OSError as error:
            raise EngineError(os_message(error)) from error

    known: tuple[Problem, ...] = ()

    def print_outcome(outcome: EngineResult | Exception) -> None:
        nonlocal known
        if isinstance(outcome, EngineResult):
            if outcome.problems != known:
                known = outcome.problems
                show(known)
            say(f"{counted(outcome.pages, 'page')} in {outcome.seconds:.1f} s")
        elif isinstance(outcome, ContentError):
            show(outcome.problems)
            say("the last good pages are still shown")
        elif isinstance(outcome, EngineError):
            for warning in outcome.details:
                say(f"  {warning}")
            say(str(outcome))
        else:
            say(bug_message(outcome))

    # What writes sheets is for this computer only, and its preview shows drafts.
    targets = [each.load(each.responder, "serve") for each in plugins().values() if each.responder]
    responder: Responder | None = targets[0](settings) if targets and drafts and is_local(address) else None

    def ready(url: str) -> None:
        say(f"preview on {url} (stop with Ctrl+C)")
        if responder is not None:
            say(f"{responder.name} on {urljoin(url, responder.path)}{responder.entrance}")

    ending = preview.Ending()
    ending.install()
    mount = urlsplit(settings.site_url).path or "/"
    sweep(settings.preview_dir, inside=settings.root)
    with Scratch(settings.preview_dir, inside=settings.root) as folder:
        preview.serve(
            partial(rebuild, Session(settings.root, folder.path, drafts=drafts)),
            watched,
            address,
            mount=mount,
            report=print_outcome,
            ready=ready,
            ending=ending,
            responder=responder,
            words=words_of(settings)[0] or preview.english(),
        )
