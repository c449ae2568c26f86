"""`briefings rename` and `briefings merge`."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import click

from briefings.cli.output import example, say, show
from briefings.cli.project import ids_of, settings_of, today, writing
from briefings.desk.merge import merge as plan_merge
from briefings.desk.moves import BreaksError, Changeset, Project
from briefings.desk.rename import rename as plan_rename
from briefings.model import FOLDERS
from briefings.problems.problem import counted
from briefings.store.together import change
from briefings.text import escape
from briefings.text.prose import Kind


def _ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the sheets of a kind that begin so, for completion in shells."""
    kind = context.params.get("kind")
    found = ids_of(context.find_root().params.get("project"), kind) if kind is not None else []
    return [each for each in found if each.startswith(incomplete)]


@click.command(
    epilog=example(
        "briefings rename source gazette-2025 gazette-tram-2025",
        "briefings rename actor ines-hartog mayor-hartog --dry-run",
    )
)
@click.argument("kind", type=click.Choice(tuple(FOLDERS)))
@click.argument("old", shell_complete=_ids)
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show the changes without making them.")
@click.pass_obj
def rename(project: Path | None, kind: Kind, old: str, new: str, dry_run: bool) -> int:
    """Give a sheet another id.

    All references in sheets and hand-written pages follow, and so do the saved text of a source and its
    proofs. The old address leads to the new page. Comments and layout of the sheets stay as they are.
    """
    done = f"{kind} `{old}` is now `{new}`"
    return _carry_out(project, lambda read: plan_rename(read, kind, old, new), done, dry_run=dry_run)


@click.command(
    epilog=example(
        "briefings merge actor norrail-group norrail",
        "briefings merge source gazette-2 gazette-2025 --keep --dry-run",
    )
)
@click.argument("kind", type=click.Choice(tuple(FOLDERS)))
@click.argument("old", metavar="FROM", shell_complete=_ids)
@click.argument("into", shell_complete=_ids)
@click.option("--keep", is_flag=True, help="Where both sheets have a value, keep the one of INTO.")
@click.option("--dry-run", is_flag=True, help="Show the changes without making them.")
@click.pass_obj
def merge(project: Path | None, kind: Kind, old: str, into: str, keep: bool, dry_run: bool) -> int:
    """Merge two sheets into one.

    What only FROM says is added to INTO; names of an actor become aliases. All references, proofs and
    addresses of FROM then lead to INTO. Values that differ are listed, and nothing is changed until you have
    decided.
    """
    done = f"{kind} `{old}` is now part of `{into}`"
    return _carry_out(
        project,
        lambda read: plan_merge(read, kind, old, into, today=today(), keep=keep),
        done,
        dry_run=dry_run,
    )


def _carry_out(
    project: Path | None, plan: Callable[[Project], Changeset], done: str, *, dry_run: bool
) -> int:
    settings = settings_of(project)
    with writing(settings):
        read = Project.read(settings.root, settings.content_dir, settings.seeds_dir)
        try:
            planned = plan(read)
        except BreaksError as error:
            show(error.problems)
            say("nothing was changed, because the sheets would then have these problems")
            return 1
        if dry_run:
            click.echo(_diff(settings.root, planned), nl=False)
        else:
            before = read.read_for(planned.contents)
            change(settings.root, planned.contents, before, renamed=planned.renamed)
    say(f"{'dry run: ' if dry_run else ''}{done}; {_counts(planned)}")
    for note in planned.notes:
        say(note)
    return 0


def _counts(plan: Changeset) -> str:
    """`12 references in 4 files, its text and 7 passages follow`."""
    parts = (
        [f"{counted(plan.references, 'reference')} in {counted(plan.files, 'file')}"] if plan.files else []
    )
    parts += ["the saved text"] if any(path.startswith("seeds/") for path in plan.renamed) else []
    parts += [counted(plan.proofs, "recorded passage")] if plan.proofs else []
    if not parts:
        return "nothing else refers to it"
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"{listed} {'follows' if listed.startswith('1 ') and len(parts) == 1 else 'follow'}"


def _diff(root: Path, plan: Changeset) -> str:
    """All changes of a plan, as Git would show them."""
    lines: list[str] = []
    for path, data in sorted(plan.contents.items()):
        if data is None and path in plan.renamed.values():
            continue
        before = plan.renamed.get(path, path)
        if path in plan.renamed:
            lines += [f"rename {before} → {path}"]
        old = (root / before).read_bytes() if (root / before).exists() else b""
        one, two = (text.decode("utf-8-sig", "replace").splitlines() for text in (old, data or b""))
        lines += unified_diff(one, two, before, path if data is not None else "/dev/null", n=0, lineterm="")
    return "".join(f"{escape.terminal(line)}\n" for line in lines)
