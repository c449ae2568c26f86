"""Evidence: how far each cited passage is proved. `prove` reads; `verify` also writes seeds/quotes.lock.

What "verified" means is in `verified`. Fetching texts is in `fetch`, which alone touches the network and is
imported by nothing here.
"""

from briefings.evidence.cited import Cited, Citing
from briefings.evidence.fragments import Find, link, link_to, text_fragment
from briefings.evidence.lock import Lock
from briefings.evidence.passages import Nearest
from briefings.evidence.prove import Holding, Level, Proof, Proofs, Stale, State, prove
from briefings.evidence.record import Recording, verify
from briefings.evidence.verified import Refusal

__all__ = [
    "Cited", "Citing", "Find", "Holding", "Level", "Lock", "Nearest", "Proof", "Proofs", "Recording",
    "Refusal",
    "Stale", "State", "link", "link_to", "prove", "text_fragment", "verify",
]  # fmt: skip
