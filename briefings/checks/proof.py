"""Evidence as problems: passages that their sources do not have, that the lock does not record, or that prove little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import cast

from briefings import codes
from briefings.catalog import Catalog, Fact
from briefings.evidence import Proof, Proofs
from briefings.evidence.lock import SHOWN
from briefings.load import Sheet
from briefings.model import SheetModel, Source
from briefings.model.base import Citation
from briefings.problems import Place, Problem, problem
from briefings.stated import cited_by, stated

VERIFY = "run `briefings verify` and commit seeds/quotes.lock"


def proof_problems(catalog: Catalog, proofs: Proofs) -> Iterator[Problem]:
    """Each cited passage is held against the saved text of its source, or against the lock where the text is not at hand."""
    yield from proofs.problems
    for sheet in catalog.sheets():
        if _cites_any(sheet, proofs.doubtful):
            for fact in stated(sheet).facts:
                for citation in fact.citations:
                    if citation.passage is not None:
                        yield from _passage_problems(fact, citation, proofs.of(citation.source, citation.passage))
    for source, holding in proofs.sources.items():
        if holding.changed:
            message = f"the saved text of `{source}` is not the one that the lock was made from"
            yield problem(codes.SOURCE_CHANGED, message, Place(f"seeds/{source}.txt"), f"read what changed, then {VERIFY}")
    if proofs.stale:
        first = proofs.stale[0]
        what = f"`{first.source}`" if first.passage is None else f"“{first.passage}” of `{first.source}`"
        more = f" and {len(proofs.stale) - 1} more" if len(proofs.stale) > 1 else ""
        yield problem(codes.STALE_LOCK, f"{what}{more}: recorded, and cited by no sheet", Place(SHOWN), VERIFY)


def _cites_any(sheet: Sheet[SheetModel], doubtful: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sheet cites any of these passages, given by source."""
    cited = cited_by(sheet) if doubtful else {}
    return any(not doubtful[source].isdisjoint(passages) for source, passages in cited.items() if source in doubtful)


def text_problems(sheets: Iterable[Sheet[SheetModel]], tracked: Collection[str]) -> Iterator[Problem]:
    """A saved text that git tracks (paths relative to the project's root) is one whose source's licence allows publication."""
    sources = {sheet.id: cast("Sheet[Source]", sheet) for sheet in sheets if sheet.kind == "source"}
    for path in sorted(tracked):
        if not path.endswith(".txt"):
            continue
        sheet = sources.get(path.removeprefix("seeds/").removesuffix(".txt"))
        if sheet is None:
            yield problem(
                codes.TEXT_NOT_PUBLISHABLE, f"{path} is committed, and no source sheet gives its licence", Place(path), _untrack(path)
            )
        elif not sheet.data.text_may_be_published:
            named = f"the licence `{sheet.data.licence}` does not allow that" if sheet.data.licence else "this sheet gives no licence"
            hint = f"{_untrack(path)}, or give the licence that allows it: `licence: CC-BY-4.0`"
            yield problem(codes.TEXT_NOT_PUBLISHABLE, f"{path} is committed, and {named}", sheet.place(("licence",)), hint)


def _untrack(path: str) -> str:
    return f"take it out with `git rm --cached {path}`"


def _passage_problems(fact: Fact, citation: Citation, proof: Proof) -> Iterator[Problem]:
    def place() -> Place:
        # Finding a place reads the sheet again, so it is looked up only where there is something to say.
        return fact.sheet.place(fact.passage_path(citation))

    name = f"seeds/{citation.source}.txt"
    if proof.state == "missing":
        hint = (
            f"nearest there: “{proof.nearest.marked}”"
            if proof.nearest is not None
            else "nothing like it is there: is this the right source?"
        )
        yield problem(codes.PASSAGE_NOT_FOUND, f"“{citation.passage}” does not stand in {name}", place(), hint)
    elif proof.state == "unrecorded":
        message = f"“{citation.passage}” is not recorded in seeds/quotes.lock as a passage of `{citation.source}`"
        yield problem(codes.PASSAGE_UNRECORDED, message, place(), f"{VERIFY}; without the source's text, restore the passage as it was")
    if proof.state in {"verified", "unrecorded"}:
        if proof.short:
            yield problem(
                codes.PASSAGE_SHORT,
                f"“{citation.passage}” has so few characters that it proves little",
                place(),
                "cite more of the sentence",
            )
        if proof.occurrences > 1:
            message = f"“{citation.passage}” stands {proof.occurrences} times in its source"
            yield problem(codes.PASSAGE_REPEATED, message, place(), "cite more of the sentence, so that it stands there once")
        if proof.cut:
            yield problem(codes.PASSAGE_CUT, f"“{citation.passage}” begins or ends inside a word or number", place(), "cite whole words")
