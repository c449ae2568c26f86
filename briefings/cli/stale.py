"""`briefings stale`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefings.build import stages
from briefings.cli.output import show
from briefings.cli.project import settings_of, today
from briefings.desk.stale import What
from briefings.desk.stale import stale as find
from briefings.desk.stale_reports import MOST, StaleFormat, report
from briefings.evidence import lock as locks
from briefings.evidence.seeds import Seeds


def stale(
    project: Path | None,
    form: StaleFormat,
    days: int,
    day: str | None,
    only: tuple[What, ...],
    every: bool,
    fail: bool,
) -> int:
    """List what time has overtaken."""
    try:
        on = date.fromisoformat(day) if day is not None else today()
    except ValueError:
        raise click.UsageError(f"--as-of takes a day like 2026-11-24, not “{day}”") from None
    settings = settings_of(project)
    checked = stages.check(settings)
    if checked.linked is None:
        show(checked.problems)
        return 1
    lock = locks.read(settings.seeds_dir / locks.NAME)
    texts = Seeds(settings.seeds_dir).ids
    found = find(checked.linked, lock, texts, today=on, days=days)
    found = [each for each in found if not only or each.what in only]
    click.echo(report(found, form, today=on, most=None if every else MOST), nl=False)
    return int(fail and bool(found))


__all__ = ["stale"]
