"""Words that curators may write instead of the model's own, so that a hint can offer the right one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_ALTERNATIVES: Mapping[str, str] = {
    # Statuses
    "reported": "confirmed verified supported true established",
    "disputed": "contested challenged debated controversial questioned doubtful",
    "unsupported": "unverified unconfirmed unproven unsourced unfounded",
    "contradicted": "false refuted debunked wrong denied disproved",
    "superseded": "outdated obsolete replaced expired",
    "postponed": "delayed deferred suspended",
    "moved": "rescheduled relocated",
    "cancelled": "canceled abandoned",
    "opinion": "view forecast prediction belief comment estimate",
    # Kinds of actor
    "person": "individual human politician",
    "organization": ("ngo association institute institution university party foundation org employer body"),
    "company": "firm corporation business enterprise startup bank",
    "public-body": (
        "government ministry authority regulator department court parliament agency municipality city"
    ),
    "country": "nation state",
    "alliance": "union bloc coalition federation",
    "group": "community crowd tribe people team band gang population",
    "grouping": "intergovernmental-organization intergovernmental-grouping forum",
    "conference": "summit congress meeting",
    "process": "dialogue negotiation track",
    # Kinds of source
    "primary": "official document law press-release original government",
    "wire": "agency news-agency newswire",
    "news": "newspaper press article magazine media broadcaster",
    "state-media": "state government-media",
    "analysis": "commentary think-tank research study report",
    "weak": "blog aggregator content-farm social-media wiki",
    # Relations
    "member-of": "member belongs-to",
    "part-of": "part division-of branch-of",
    "subsidiary-of": "subsidiary owned-by",
    "owner-of": "owner owns parent-of",
    "founder-of": "founder founded",
    "signatory-of": "signatory signed",
    "regulator-of": "regulates supervises",
    "successor-of": "successor succeeds",
    "partner-of": "partner ally-of allied-with",
    "rival-of": "rival competitor-of opponent-of",
    "family-of": "family relative relative-of parent-of child-of sibling-of spouse-of",
    "employer-of": "employer employs",
    "sponsor-of": "sponsor sponsors funder-of funds donor-of",
    "similar-to": "similar like",
    "related-to": "related associated-with linked-to connected-to uses targets",
    # Results of votes
    "passed": "adopted approved accepted carried",
    "rejected": "failed defeated voted-down",
    # Qualifiers
    "about": "around approximately roughly circa ca some",
    "at least": "minimum no-less-than",
    "more than": "over above exceeding",
    "up to": "maximum at-most no-more-than",
    "less than": "under below fewer-than",
    "nearly": "almost close-to",
    # Licences
    "public-domain": "pd",
    "CC0-1.0": "cc0",
    "CC-BY-4.0": "cc-by",
    "CC-BY-SA-4.0": "cc-by-sa",
    "all-rights-reserved": "copyright copyrighted proprietary",
    # Keys
    "title": "headline name",
    "name": "title",
    "describes": "title-of",
    "kind": "type category",
    "topics": "tags categories topic",
    "summary": "description abstract teaser lead",
    "published": "date",
    "updated": "modified changed",
    "matters": "why why-it-matters significance importance",
    "checked": "as-of checked-to",
    "in_brief": "gist points key-points",
    "timeline": "events chronology",
    "statements": "quotes quotations",
    "figures": "numbers statistics",
    "sections": "background body",
    "questions": "open-questions",
    "cite": "source sources ref reference citation",
    "quote": "quotation words",
    "speaker": "actor person who by",
    "media": "image picture photo figure illustration",
    "file": "src path image",
    "alt": "description alternative alt-text",
    "credit": "author photographer by copyright",
    "caption": "title text legend",
    "milestone": "highlight key-event turning-point",
    "declined": "refused not-signed",
    "votes": "ballots polls roll-calls",
    "body": "assembly parliament council chamber",
    "result": "outcome",
    "ayes": "yes yeas in-favor",
    "noes": "no nays opposed",
    "abstentions": "abstain abstaining",
    "for": "in-favor favor supporters voted-for",
    "against": "opposed opponents voted-against",
    "abstained": "abstain abstaining",
    "actors": "people persons participants who",
    "place": "location where",
    "coordinates": "geo latlng lat lon position location",
    "eras": "periods epochs ages phases chapters",
    "from": "start since begin born founded",
    "to": "end until died dissolved",
    "value": "number amount",
    "sum": "total plus add addition",
    "difference": "minus subtract subtraction change",
    "share": "percentage percent part proportion",
    "ratio": "quotient divided-by per division",
    "round": "decimals digits places",
    "unit": "currency",
    "note": "comment remark",
    "url": "link address href",
    "language": "lang",
    "licence": "license copyright",
    "authors": "author by",
    "accessed": "retrieved read",
    "moved_from": "old-id formerly renamed-from",
    "links": "website urls",
    "distinguish": "disambiguation disambiguate distinction",
    "aliases": "alias aka other-names",
}


def _by_word() -> Mapping[str, tuple[str, ...]]:
    synonyms: dict[str, list[str]] = defaultdict(list)
    for word, alternatives in _ALTERNATIVES.items():
        for other in alternatives.split():
            synonyms[other].append(word)
    return {other: tuple(words) for other, words in synonyms.items()}


SYNONYMS = _by_word()
"""By the word written, in lower case with hyphens: the words and keys that may be meant, of which some fit
only elsewhere."""
