"""`briefings rename` and `briefings merge`."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import click

from briefings.cli.output import say, show
from briefings.cli.project import settings_of, today, writing
from briefings.desk.merge import merge as plan_merge
from briefings.desk.moves import BreaksError, Plan, Project, RefusedError, UnsuitableError
from briefings.desk.rename import rename as plan_rename
from briefings.store.together import change
from briefings.text import escape
from briefings.text.prose import Kind


def rename(project: Path | None, kind: Kind, old: str, new: str, dry_run: bool) -> int:
    """Give a sheet another id."""
    done = f"{kind} `{old}` is now `{new}`"
    return _carry_out(project, lambda read: plan_rename(read, kind, old, new), done, dry_run=dry_run)


def merge(project: Path | None, kind: Kind, old: str, into: str, keep: bool, dry_run: bool) -> int:
    """Make one sheet of two."""
    done = f"{kind} `{old}` is now part of `{into}`"
    return _carry_out(
        project,
        lambda read: plan_merge(read, kind, old, into, today=today(), keep=keep),
        done,
        dry_run=dry_run,
    )


def _carry_out(project: Path | None, plan: Callable[[Project], Plan], done: str, *, dry_run: bool) -> int:
    settings = settings_of(project)
    with writing(settings):
        read = Project.read(settings.root, settings.content_dir, settings.seeds_dir)
        try:
            planned = plan(read)
        except UnsuitableError as error:
            raise click.UsageError(str(error)) from error
        except BreaksError as error:
            show(error.problems)
            say("the sheets would have these problems then, so nothing was changed")
            return 1
        except RefusedError as error:
            for reason in error.reasons:
                say(reason)
            say("nothing was changed")
            return 1
        if dry_run:
            click.echo(_diff(settings.root, planned), nl=False)
        else:
            change(settings.root, planned.contents, planned.moves)
    say(f"{'would be done: ' if dry_run else ''}{done}; {_counts(planned)}")
    for note in planned.notes:
        say(note)
    return 0


def _counts(plan: Plan) -> str:
    """`12 references in 4 files, its text and 7 passages follow`."""
    parts = [f"{_count(plan.references, 'reference')} in {_count(plan.files, 'file')}"] if plan.files else []
    parts += ["the saved text"] if plan.moves else []
    parts += [_count(plan.proofs, "recorded passage")] if plan.proofs else []
    if not parts:
        return "nothing else names it"
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"{listed} {'follows' if listed.startswith('1 ') and len(parts) == 1 else 'follow'}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _diff(root: Path, plan: Plan) -> str:
    """All changes of a plan, as Git would show them."""
    lines: list[str] = []
    sources = set(plan.renamed.values())
    for path, data in sorted(plan.contents.items()):
        if data is None and path in sources:
            continue
        before = plan.renamed.get(path, path)
        old = (root / before).read_bytes() if (root / before).exists() else b""
        texts = (old, data or b"")
        one, two = (text.decode("utf-8-sig").splitlines() for text in texts)
        if path in plan.renamed:
            lines += [f"rename {before} → {path}"]
        lines += unified_diff(one, two, before, path if data is not None else "/dev/null", n=0, lineterm="")
    lines += [f"rename {path} → {to}" for path, to in sorted(plan.moves.items())]
    return "".join(f"{escape.terminal(line)}\n" for line in lines)


__all__ = ["merge", "rename"]
