"""Run a checker on the cases and print how often it was right, as a Markdown table.

    python quoteproof/run.py ADAPTER [--cases FOLDER] [--by kind|language] [--each]

An adapter is a module with two functions, `presence(case)` and `fact(case)`. Each gets one case and returns
True (the checker accepts it), False (it refuses it), or None (it has no way to say). Needs PyYAML.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import yaml

HERE = Path(__file__).resolve().parent
ACCEPTED = {"verified", "omissions", "in-passage", "near"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast loader, if PyYAML was built with it."""
OUTCOMES = ("right", "wrong accept", "wrong refuse", "cannot say")

Case = dict[str, Any]


class Adapter(Protocol):
    def presence(self, case: Case) -> bool | None: ...

    def fact(self, case: Case) -> bool | None: ...


def read(folder: Path) -> Iterator[tuple[Path, Case]]:
    """The cases of a folder, each with its file."""
    for path in sorted(folder.glob("*.yml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), LOADER):
            yield path, case


def kind(path: Path, case: Case) -> str:
    """The subject of a presence case is its file; the kind of a fact case is the second word of its id."""
    return str(case["id"]).split("-")[1] if "fact" in case else path.stem


def outcome(case: Case, verdict: bool | None) -> str:
    expected = case["expect"] in ACCEPTED
    if verdict is None:
        return "cannot say"
    if verdict == expected:
        return "right"
    return "wrong accept" if verdict else "wrong refuse"


def table(title: str, results: Iterable[tuple[str, str]]) -> str:
    """Counts of outcomes for each group, and for all."""
    counts: dict[str, Counter[str]] = {}
    for group, result in results:
        counts.setdefault(group, Counter())[result] += 1
    rows = sorted(counts.items())
    if not rows:
        return f"{title}: no cases"
    rows.append(("**all**", sum((count for _, count in rows), Counter())))
    return "\n".join(
        [
            f"| {title} | cases | {' | '.join(OUTCOMES)} |",
            f"| :-- | --: |{' --: |' * len(OUTCOMES)}",
            *(
                f"| {group} | {count.total()} | {' | '.join(str(count[name]) for name in OUTCOMES)} |"
                for group, count in rows
            ),
        ]
    )


def load(name: str) -> Adapter:
    """The adapter of this name beside this file, or the one at this path."""
    path = Path(name) if name.endswith(".py") else HERE / "adapters" / f"{name.replace('-', '_')}.py"
    spec = importlib.util.spec_from_file_location("adapter", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"no adapter at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Adapter, module)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("adapter", help="name of a file in adapters/, or the path of an adapter")
    parser.add_argument("--cases", type=Path, default=HERE, help="folder with presence/ and facts/")
    parser.add_argument("--by", choices=("kind", "language"), default="kind")
    parser.add_argument("--each", action="store_true", help="list the cases that went wrong")
    options = parser.parse_args()
    adapter = load(options.adapter)
    for title, judge in (("presence", adapter.presence), ("facts", adapter.fact)):
        results = []
        for path, case in read(options.cases / title):
            result = outcome(case, judge(case))
            results.append((kind(path, case) if options.by == "kind" else case["language"], result))
            if options.each and result.startswith("wrong"):
                print(f"{case['id']}: {result} ({case['reason']})")
        print(f"\n{table(title, results)}")


if __name__ == "__main__":
    main()
