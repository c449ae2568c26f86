"""The codes of problems. Each is declared and explained by a file in `texts/`: `codes.BAD_DATE` by
`texts/bad-date.md`. Plugins have folders like it.

A published code keeps its name, because hosts use codes in their settings and commit messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from briefings import BriefingsError, plugin

Severity = Literal["error", "warning", "notice"]
"""An error stops a build; a warning does not; a notice points something out to whoever reviews a change."""

Level = Literal["error", "warning", "notice", "off"]
"""What a rule is set to: the severity of its problems, or off."""

Gate = Literal["shape", "references", "rules", "evidence", "site"]
"""What finds a problem: the shape of one sheet, the references between sheets, editorial rules, the evidence
for passages, or the site around the sheets. In this order, causes come before what follows from them."""

GATES: tuple[Gate, ...] = get_args(Gate)

TEXTS: dict[str, Path] = {
    file.stem: file
    for folder in (Path(__file__).parent / "texts", *plugin.folders("codes"))
    for file in sorted(folder.glob("[a-z]*.md"))
}
"""The Markdown file of each code, which is named after it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. Its texts are read from its file when they are first needed."""

    id: str
    """What is printed in brackets, as in `error[unknown-key]`."""

    @property
    def level(self) -> Level:
        """The default; hosts may set another, but errors stay errors."""
        return cast(Level, _sections(self.id)["level"])

    @property
    def gate(self) -> Gate:
        """What finds it."""
        return cast(Gate, _sections(self.id)["gate"])

    @property
    def meaning(self) -> str:
        """What is wrong, in one sentence."""
        return _prose(self.id, "What it means")

    @property
    def why(self) -> str:
        """The reason for the rule."""
        return _prose(self.id, "Why")

    @property
    def wrong(self) -> str:
        """A few lines, mostly YAML, that break the rule."""
        return _example(self.id, "Example")

    @property
    def right(self) -> str:
        """The same lines, corrected."""
        return _example(self.id, "Fix")


@cache
def _sections(code: str) -> dict[str, str]:
    """The level, the gate and the sections of a code's file, each by its name there."""
    text = TEXTS[code].read_text(encoding="utf-8")
    head, *parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    listed = re.findall(r"^- (\w+): (\w+)$", head, flags=re.MULTILINE)
    for name, words in (("level", get_args(Level)), ("gate", get_args(Gate))):
        if dict(listed).get(name) not in words:
            raise BriefingsError(f"{TEXTS[code]}: `{name}` is one of {', '.join(words)}")
    return dict([*listed, *zip(parts[::2], parts[1::2], strict=True)])


def _prose(code: str, heading: str) -> str:
    """A section as one line of text."""
    return " ".join(_sections(code)[heading].split())


def _example(code: str, heading: str) -> str:
    """What is inside the code block of a section."""
    return _sections(code)[heading].strip().partition("\n")[2].removesuffix("```")


CODES: dict[str, Code] = {code: Code(code) for code in sorted(TEXTS)}
"""All codes by their ids, in alphabetical order."""

globals().update({id.upper().replace("-", "_"): code for id, code in CODES.items()})

if TYPE_CHECKING:
    # Type checkers do not see these constants; tests/problems/test_codes.py looks for misspelt ones.
    def __getattr__(name: str) -> Code: ...
