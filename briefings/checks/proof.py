"""Evidence as problems: passages that their sources do not have, that the lock does not record, or that prove
little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, cited_by, facts
from briefings.evidence import Proof, Proofs, Refusal, TextStatus
from briefings.evidence.lock import SHOWN
from briefings.model import SheetModel, Source
from briefings.model.citations import Citation
from briefings.model.items import CitingPart
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, counted, problem
from briefings.sheets.load import Sheet

VERIFY = "run `briefings verify` and commit seeds/quotes.lock"

MOST_UNRECORDED = 3
"""So many passages of a sheet that are not recorded are listed one by one; if there are more, they are one
problem."""


def proof_problems(catalog: Catalog, proofs: Proofs) -> Iterator[Problem]:
    """Each cited passage is held against the saved text of its source, or against the lock where the text is
    not at hand."""
    yield from proofs.problems
    for sheet in catalog.sheets():
        if _cites_any(sheet, proofs.doubtful):
            yield from _sheet_problems(sheet, proofs)
    for source, status in proofs.sources.items():
        yield from _text_problems(source, status)
        if (status.heading or status.replaced is not None) and source in catalog.sources:
            yield from _source_problems(catalog.sources[source], status)
    yield from _lock_problems(proofs)


def _sheet_problems(sheet: Sheet[SheetModel], proofs: Proofs) -> Iterator[Problem]:
    unrecorded: list[tuple[Entry[Any], Citation]] = []
    for fact in facts(sheet):
        for citation in fact.citations:
            if citation.passage is not None:
                proof = proofs.of(citation.source, citation.passage)
                yield from _passage_problems(fact, citation, proof)
                if proof.state == "unrecorded":
                    unrecorded.append((fact, citation))
    alone = len(unrecorded) <= MOST_UNRECORDED
    for fact, citation in unrecorded if alone else unrecorded[:1]:
        what = f"is not recorded in seeds/quotes.lock as a passage of `{citation.source}`"
        if not alone:
            what = (
                f"and {len(unrecorded) - 1} more passages of this sheet are not recorded in seeds/quotes.lock"
            )
        earlier = proofs.orphans.get(f"{citation.passage}")
        status = proofs.sources.get(citation.source)
        hint = f"{VERIFY}; if you changed no passage, restore the words as recorded"
        if earlier is not None:
            hint = (
                f"it is recorded of `{earlier}`: if that was renamed, give `{citation.source}` a line"
                f" `moved_from: [{earlier}]`"
            )
        elif status is not None and status.replaced is not None:
            hint = f"what is recorded of `{citation.source}` is of another article"
        place = fact.sheet.place(fact.passage_path(citation))
        yield problem(codes.PASSAGE_UNRECORDED, f"“{citation.passage}” {what}", place, hint)


def _source_problems(sheet: Sheet[Source], status: TextStatus) -> Iterator[Problem]:
    if status.replaced is not None:
        earlier = ", ".join(filter(None, (status.replaced.publisher, status.replaced.url)))
        message = (
            f"the proofs in seeds/quotes.lock are of another article ({earlier}), so they do not count here"
        )
        hint = (
            "if this sheet is wrong, restore its publisher or its address; if not, run `briefings verify`,"
            " with `--prune` if no text here has the passages"
        )
        yield problem(codes.SOURCE_REPLACED, message, sheet.place(("publisher",)), hint)
    if status.heading:
        shown = status.heading[:200]
        message = f"the first lines of seeds/{sheet.id}.txt do not have this title; they begin “{shown}”"
        hint = "copy the title of the article, or save the text of the right one"
        yield problem(codes.TITLE_NOT_IN_TEXT, message, sheet.place(("title",)), hint)


def _text_problems(source: str, status: TextStatus) -> Iterator[Problem]:
    if status.saved_as is not None:
        message = f"the text of `{source}` is still named after its earlier id, `{status.saved_as}`"
        hint = f"rename it: `mv seeds/{status.saved_as}.txt seeds/{source}.txt`"
        yield problem(codes.TEXT_UNDER_OLD_ID, message, Place(f"seeds/{status.saved_as}.txt"), hint)
    if status.retitled and not status.changed:
        message = f"the title of `{source}` is not recorded as its text has it"
        yield problem(codes.STALE_LOCK, message, Place(SHOWN), f"before you commit, {VERIFY}")
    if status.changed:
        message = f"the saved text of `{source}` is not the one that the lock was made from"
        if status.lost:
            message += f"; it does not have {_listed(status.lost)}, which the earlier one had"
        yield problem(
            codes.SOURCE_CHANGED, message, Place(f"seeds/{source}.txt"), f"read what changed, then {VERIFY}"
        )


def _lock_problems(proofs: Proofs) -> Iterator[Problem]:
    if proofs.stale:
        first = proofs.stale[0]
        what = f"`{first.source}`" if first.passage is None else f"“{first.passage}” of `{first.source}`"
        more = f" and {len(proofs.stale) - 1} more" if len(proofs.stale) > 1 else ""
        hint = f"{VERIFY}; proofs whose texts are not here are removed only with `--prune`"
        yield problem(codes.STALE_LOCK, f"{what}{more}: recorded, but no sheet cites it", Place(SHOWN), hint)
    for earlier, source in proofs.moved.items():
        yield problem(
            codes.STALE_LOCK,
            f"`{earlier}` has become `{source}`, and is recorded as before",
            Place(SHOWN),
            VERIFY,
        )
    passages = [passage for each in proofs.unrecorded.values() for passage in each]
    if passages:
        message = f"{_listed(passages)}: found in the saved text but not yet recorded as found"
        yield problem(codes.STALE_LOCK, message, Place(SHOWN), f"before you commit, {VERIFY}")
    passages = [passage for each in proofs.misrecorded.values() for passage in each]
    if passages:
        message = f"{_listed(passages)}: found in the saved text, but what is around is recorded otherwise"
        why = "names in sheets or Briefings itself changed since, or somebody edited the lock"
        yield problem(codes.STALE_LOCK, message, Place(SHOWN), f"{why}; before you commit, {VERIFY}")


def _listed(passages: Sequence[str]) -> str:
    """`“a”`, `“a”, “b” and 5 more passages`."""
    shown = [f"“{passage}”" for passage in passages[:3]]
    rest = len(passages) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {counted(rest, 'more passage')}"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _cites_any(sheet: Sheet[SheetModel], doubtful: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sheet cites any of these passages, given by source."""
    cited = cited_by(sheet) if doubtful else {}
    return any(
        not doubtful[source].isdisjoint(passages) for source, passages in cited.items() if source in doubtful
    )


def text_problems(sheets: Iterable[Sheet[SheetModel]], tracked: Collection[str]) -> Iterator[Problem]:
    """A saved text that git tracks (paths relative to the project's root) is one whose source's licence
    allows publication."""
    sources = {sheet.id: cast("Sheet[Source]", sheet) for sheet in sheets if sheet.kind == "source"}
    for path in sorted(tracked):
        if not path.endswith(".txt"):
            continue
        sheet = sources.get(path.removeprefix("seeds/").removesuffix(".txt"))
        if sheet is None:
            yield problem(
                codes.TEXT_NOT_PUBLISHABLE,
                f"{path} is committed, and no source sheet gives its licence",
                Place(path),
                _untrack(path),
            )
        elif not sheet.data.text_may_be_published:
            named = (
                f"the licence `{sheet.data.licence}` does not allow that"
                if sheet.data.licence
                else "this sheet gives no licence"
            )
            hint = f"{_untrack(path)}, or give the licence that allows it: `licence: CC-BY-4.0`"
            yield problem(
                codes.TEXT_NOT_PUBLISHABLE,
                f"{path} is committed, and {named}",
                sheet.place(("licence",)),
                hint,
            )


def _untrack(path: str) -> str:
    return f"take it out with `git rm --cached {path}`"


def _passage_problems(fact: Entry[Any], citation: Citation, proof: Proof) -> Iterator[Problem]:
    def place() -> Place:
        # Finding a place reads the sheet again, so it is looked up only where there is something to say.
        return fact.sheet.place(fact.passage_path(citation))

    passage = citation.passage
    name = f"seeds/{citation.source}.txt"
    if proof.state == "missing":
        hint = (
            f"nearest there: “{proof.nearest}”"
            if proof.nearest is not None
            else "nothing similar is there: is this the right source?"
        )
        if proof.is_claimed:
            unknown = "no version of it in Git from before this text says so"
            hint = f"the lock claims that an earlier text had it, and {unknown}; {hint}"
        yield problem(codes.PASSAGE_NOT_FOUND, f"“{passage}” is not in {name}", place(), hint)
    if proof.refusal is not None:
        yield refusal_problem(f"{passage}", name, proof.refusal, place())
    if proof.state in {"verified", "unrecorded"} and proof.offset is not None:
        if proof.short:
            message = f"“{passage}” has so few characters that it proves little"
            yield problem(codes.PASSAGE_SHORT, message, place(), "cite more of the sentence")
        if proof.occurrences > 1:
            message = f"“{passage}” occurs {proof.occurrences} times in its source"
            hint = "cite more of the sentence, so that it occurs there only once"
            yield problem(codes.PASSAGE_REPEATED, message, place(), hint)
        if proof.negation:
            message = f"in the same sentence as “{passage}”, its source says “{proof.negation}”"
            yield problem(codes.PASSAGE_BESIDE_NEGATION, message, place(), f"cite it with “{proof.negation}”")
        if proof.respelled:
            message = f"“{passage}” has a word that its source writes “{proof.respelled}”"
            hint = "look at the source: does a hyphen at the end of a line divide this word?"
            yield problem(codes.PASSAGE_RESPELLED, message, place(), hint)


_APART = 'cite the parts as passages of their own: `["…", "…"]`'

_LEAVES_OUT = "{said} leaves out “{words}”"
_REFUSALS: Mapping[str, tuple[codes.Code, str, str]] = {
    "cut": (codes.PASSAGE_CUT, "{said} begins or ends inside a word or number", "cite whole words"),
    "dash": (
        codes.PASSAGE_NOT_FOUND,
        "{said} has a hyphen or minus where {name} has a long dash, or the other way round",
        "copy the sign",
    ),
    "joined": (
        codes.PASSAGE_JOINED,
        "{said} runs on from a line without punctuation, as a heading, into the next paragraph of {name}",
        "cite words of one paragraph",
    ),
    "fragment": (
        codes.OMISSION_FRAGMENT,
        "“{words}” is too short to be beside an omission in {said}",
        "cite at least two words and 10 characters of each part",
    ),
    "many": (codes.OMISSION_TOO_WIDE, "{said} leaves words out at more than two places", _APART),
    "language": (
        codes.OMISSION_CHANGES_MEANING,
        "nothing here knows what negates a sentence in the language `{cue}`, so {said} cannot be verified",
        _APART,
    ),
    "script": (
        codes.OMISSION_CHANGES_MEANING,
        f"{_LEAVES_OUT}, in another script than that of its source's language",
        f"is the `language` of the source right? Else {_APART}",
    ),
    "sentence": (
        codes.OMISSION_CHANGES_MEANING,
        f"{_LEAVES_OUT}: the end of a sentence, and the beginning of the next",
        f"let the second part begin with its sentence, or {_APART}",
    ),
    **{
        reason: (codes.OMISSION_CHANGES_MEANING, f"{_LEAVES_OUT}{why}", _APART)
        for reason, why in {
            "parted": ", which is part of a word beside it",
            "speaker": " before “{cue}”, and so who that is",
            "negation": ": “{cue}” is a negation",
            "speech": ": “{cue}” is about what somebody says, thinks or wants",
            "hedge": ": “{cue}” is a condition or a limit",
            "clause": ": at “{cue}” another clause may begin, with another subject",
            "name": ": “{cue}” may be the name of another",
            "quotation": ": a quotation begins or ends there",
        }.items()
    },
}


def refusal_problem(passage: str, name: str, refusal: Refusal, place: Place) -> Problem:
    """Why a passage is not accepted, although its words are in the text."""
    said = f"“{passage}”"
    if refusal.reason not in _REFUSALS:
        message = f"the parts of {said} {_far_apart(refusal, name)}"
        return problem(codes.OMISSION_TOO_WIDE, message, place, _APART)
    code, message, hint = _REFUSALS[refusal.reason]
    return problem(
        code, message.format(said=said, words=refusal.words, cue=refusal.cue, name=name), place, hint
    )


def _far_apart(refusal: Refusal, name: str) -> str:
    first, second = refusal.lines
    if first == 0:
        return f"are too far apart in {name}"
    where = f"in line {first}" if first == second else f"in lines {first} and {second}"
    between = f"{refusal.cue} word{'' if refusal.cue == '1' else 's'} between them"
    match refusal.reason:
        case "paragraphs":
            return f"are in different paragraphs of {name}, {where}"
        case "sentences":
            return f"are in sentences of {name} that do not follow each other, {where}: {between}"
        case _:
            return f"are too far apart in {name}, {where}: {between}"


# ── Facts without proof ─────────────────────────────────────────────────────────────────────────────────────


def unproved_problems(catalog: Catalog, proofs: Proofs) -> Iterator[Problem]:
    """A fact that cites sources has at least one passage that the build verified."""
    for sheet in catalog.sheets():
        for fact in facts(sheet):
            cited = [(c, proofs.of(c.source, c.passage)) for c in fact.citations if c.passage is not None]
            # Another rule refuses missing and unrecorded passages already.
            if any(proof.state in ("verified", "missing", "unrecorded") for _, proof in cited):
                continue
            if cited:
                first, proof = cited[0]
                message = f"“{first.passage}” of `{first.source}` is not verified: {_reason(proof)}"
                yield problem(
                    codes.PASSAGE_UNPROVED,
                    message,
                    sheet.place(fact.passage_path(first)),
                    _hint(first.source, proof),
                )
            elif fact.citations and isinstance(fact.item, CitingPart) and fact.item.NOUN:
                yield _without_passage(fact)


def _without_passage(fact: Entry[Any]) -> Problem:
    message = (
        f"this {fact.item.NOUN} cites `{fact.citations[0].source}` as a whole: without a passage nothing"
        " proves it"
    )
    return problem(
        codes.PASSAGE_UNPROVED,
        message,
        fact.sheet.place(fact.path),
        'cite the words: `cite: {source-id: "passage"}`',
    )


def _reason(proof: Proof) -> str:
    return (
        "the text looked at last no longer has it"
        if proof.state == "changed"
        else "the source's text is not saved"
    )


def _hint(source: str, proof: Proof) -> str:
    if proof.state == "changed":
        return "cite what the source says now, or another source"
    return (
        f"save the text as seeds/{source}.txt and run `briefings verify`, or also cite a source whose text is"
        " saved"
    )
