"""`briefings serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import click

from briefings.cli.output import example, say, show, status_of
from briefings.cli.project import settings_of
from briefings.html.engine import EngineResult
from briefings.plugin import plugins
from briefings.problems.problem import ContentError, Problem, counted
from briefings.settings import Settings
from briefings.store.folders import Scratch, sweep

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


def run(settings: Settings, address: str, *, drafts: bool) -> None:
    """Serve the preview of a site, and what a plugin answers beside it, until a signal ends it."""
    from briefings import preview
    from briefings.site.session import Session
    from briefings.site.stages import words_of

    watched = [settings.content_dir, settings.seeds_dir, settings.config_file, *settings.theme_dirs]

    known: tuple[Problem, ...] = ()

    def print_outcome(outcome: EngineResult | Exception) -> None:
        nonlocal known
        if isinstance(outcome, EngineResult):
            if outcome.problems != known:
                known = outcome.problems
                show(known)
            say(f"{counted(outcome.pages, 'page')} in {outcome.seconds:.1f} s")
        else:
            status_of(outcome)
            if isinstance(outcome, ContentError):
                say("the last good pages are still shown")

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
        served = preview.Preview(
            Session(settings.root, folder.path, drafts=drafts).build,
            watched,
            address,
            mount=mount,
            report=print_outcome,
            responder=responder,
            words=words_of(settings)[0] or preview.english(),
        )
        ending.calls(served.stop)
        try:
            served.run(ready)
        finally:
            served.close()
