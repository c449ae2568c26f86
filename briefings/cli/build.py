"""`briefings build`. It imports what builds only if something has changed since the last build."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from briefings.cli.output import Bar, example, say, shown, tally
from briefings.cli.project import in_ci, settings_of, writing
from briefings.html.sharing import why_none
from briefings.settings import Settings
from briefings.sheets.git import GitError, is_shallow, tracked_files
from briefings.site import hosting, outputs
from briefings.store import builds
from briefings.store.builds import Record
from briefings.store.folders import Content

CONTENTS: tuple[Content, ...] = ("markdown", "site", "search")
"""The folders that a build replaces."""


@click.command(
    epilog=example("briefings build", "briefings build --site-dir public", "briefings build --pdf"),
)
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Where the site goes; by default, where mkdocs.yml says.",
)
@click.option("--drafts", is_flag=True, help="Build drafts, too.")
@click.option("--pdf", is_flag=True, help="Also make a printable PDF of each briefing.")
@click.pass_obj
def build(project: Path | None, site_dir: Path | None, drafts: bool, pdf: bool) -> int:
    """Check the sheets and build the site."""
    settings = settings_of(project)
    if pdf:
        settings = replace(settings, exports=settings.exports | {"paper"})
    target = target_of(settings, site_dir)
    with writing(settings, target):
        committed = tracked_files(settings.root, "seeds", *outputs.names(settings, target))
        found = outputs.obstacles(settings, CONTENTS, committed=committed or (), target=target)
        texts = sorted(file for file in committed or () if file.startswith("seeds/"))
        options = {"drafts": drafts, "site": target, "tracked": texts, "ci": in_ci(), "pdf": pdf}
        inputs = outputs.build_inputs(settings, target, options)
        # If git cannot answer, the outputs may be committed, and come from anybody.
        last = builds.load(settings.record) if committed is not None and not found else None
        written = outputs.build_folders(settings, target)
        if last is not None and last.is_current(inputs, settings.root, written):
            click.echo(last.messages, nl=False)
            warn(settings, _sizes(settings, target, last))
            say(f"nothing has changed; the site is in {shown(target)}")
            return 0
        from briefings.cli.generate import check_content
        from briefings.site import site

        checked = check_content(settings, found, drafts=drafts)
        built = site.make(settings, checked, target, inputs, last=last, progress=Bar())
        builds.save(settings.record, built.record, inside=settings.root)
    sizes = _sizes(settings, target, built.record)
    pages = f"{tally(len(built.pages), built.written, built.removed)}; {hosting.total(sizes)}"
    warn(settings, sizes)
    say(f"{pages}; the site is in {shown(built.result.site_dir)} ({built.result.seconds:.1f} s)")
    return 0


SHALLOW = (
    "this clone has only a part of the history, so the site cannot say what changed before, or when older"
    " facts came; `git fetch --unshallow` fetches the rest"
)


def target_of(settings: Settings, site_dir: Path | None) -> Path:
    """The folder for the site, by its absolute path."""
    if site_dir is None:
        return settings.site_dir
    # `absolute` would keep `..`, and `resolve` would follow links in the project.
    target = Path(os.path.abspath(site_dir))  # noqa: PTH100
    if not target.is_relative_to(settings.root):
        target = target.parent.resolve() / target.name
    why = settings.why_not_output(target)
    if not why and (target.is_relative_to(settings.docs_dir) or settings.docs_dir.is_relative_to(target)):
        why = "and docs_dir must not be inside one another"
    if why:
        raise click.UsageError(f"--site-dir {why}")
    return target


def _sizes(settings: Settings, target: Path, record: Record) -> dict[str, int]:
    """The size of each file of a site in bytes, by path below it."""
    start = os.path.relpath(target, settings.root) + os.sep
    files = {path: output for path, output in record.outputs.items() if path.startswith(start)}
    return {path.removeprefix(start): output.size for path, output in files.items()}


def warn(settings: Settings, sizes: Mapping[str, int]) -> None:
    """Say what hosts should know about a site with files of these sizes."""
    if settings.site_url and (why := why_none()):
        say(why)
    with suppress(GitError):
        if is_shallow(settings.root):
            say(SHALLOW)
    for warning in hosting.warnings(sizes):
        say(f"warning: {warning}")
