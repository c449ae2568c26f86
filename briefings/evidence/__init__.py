"""Evidence: whether what is cited stands in its source. `prove` reads, `verify` also writes seeds/quotes.lock.

Fetching texts is in `briefings.evidence.fetch`, which alone touches the network and is imported by nothing here.
"""

from briefings.evidence.fragments import Find, link, link_to, text_fragment
from briefings.evidence.lock import Lock
from briefings.evidence.passages import Nearest
from briefings.evidence.prove import Cited, Holding, Proof, Proofs, Stale, State, prove, verify

__all__ = [
    "Cited", "Find", "Holding", "Lock", "Nearest", "Proof", "Proofs", "Stale", "State",
    "link", "link_to", "prove", "text_fragment", "verify",
]  # fmt: skip
