"""The files below a folder of content/, and their names, which must be like ids, since they become
addresses."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.store.reading import Parts, printable, walk
from briefings.text.prose import LONGEST_ID, RESERVED, id_from, is_id

ENDINGS = frozenset({".yml", ".yaml"})
"""The endings of YAML files."""


class File(NamedTuple):
    """A file that can be read, in folders with valid names."""

    path: Path
    shown: str
    """Its path relative to the project's root, as problems show it."""
    stem: str
    ending: str
    """With its dot, like `.yml`; may be empty."""
    parts: Parts
    """Its path relative to the folder."""

    @property
    def name(self) -> str:
        """Stem and ending, in printable form."""
        return printable(self.stem + self.ending)


def files(folder: Path, root: Path) -> tuple[list[File], list[Problem]]:
    """Every file below a folder, in order; and problems with links, pipes, unreadable files and folder
    names."""
    where = folder.relative_to(root).as_posix()
    found: list[File] = []
    problems: list[Problem] = []
    bad: set[Parts] = set()
    for parts, error in walk(folder, root=root):
        shown = printable("/".join((where, *parts)))
        folders = [parts[: n + 1] for n in range(len(parts) - 1)]
        if error is not None:
            name = printable(parts[-1]) if parts else where
            problems.append(problem(codes.UNREADABLE, f"`{name}` {error}", Place(shown), error.hint))
        elif bad.isdisjoint(folders):
            for above in folders:
                # Reported once, at the folder's first file, since editors and reviews cannot show folders.
                wrong = name_problem(above[-1], "", shown)
                if wrong is not None:
                    bad.add(above)
                    problems.append(wrong)
                    break
            else:
                stem, dot, ending = parts[-1].rpartition(".")
                stem, ending = (stem, dot + ending) if dot else (parts[-1], "")
                found.append(File(folder.joinpath(*parts), shown, stem, ending, parts))
    return found, problems


def name_problem(name: str, ending: str, shown: str) -> Problem | None:
    """What is wrong with the name of a file with this ending, or of a folder, which has none."""
    stem = name.removesuffix(ending) if ending else name
    place, label = Place(shown), printable(name)
    if stem in RESERVED and ending:
        message = f"`{stem}` is reserved: {RESERVED[stem]}"
        return problem(codes.BAD_FILE_NAME, message, place, "choose another name")
    if is_id(stem) and len(stem) > LONGEST_ID:
        message = f"`{label}` has {len(stem)} characters; an id has at most {LONGEST_ID}"
        return problem(codes.BAD_FILE_NAME, message, place, "shorten it")
    if is_id(stem) and name.endswith(ending):
        return None
    better = id_from(name.rpartition(".")[0] if ending and "." in name else name)
    hint = f"rename it to `{better}{ending}`" if better else _NOT_LATIN
    rule = "small letters, digits and single hyphens"
    message = f"the folder `{label}` is not named like an id: {rule}"
    if ending:
        message = f"`{label}` cannot be an id: {rule}, then `{ending}`"
    return problem(codes.BAD_FILE_NAME, message, place, hint)


_NOT_LATIN = "choose a name in Latin letters for the address; any script is welcome in the file"


def wrong_id(sheet_id: str) -> str:
    """What is wrong with the id of a new sheet; empty if it is valid."""
    if not is_id(sheet_id) or len(sheet_id) > LONGEST_ID:
        better = id_from(sheet_id)
        hint = f"; did you mean `{better}`?" if better else ""
        rule = f"small letters, digits and single hyphens, at most {LONGEST_ID} characters"
        return f"“{sheet_id}” is not an id: {rule}{hint}"
    if sheet_id in RESERVED:
        return f"“{sheet_id}” is reserved: {RESERVED[sheet_id]}"
    return ""
