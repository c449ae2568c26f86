"""Proves cited passages. `prove` reads; `verify` also writes seeds/quotes.lock.

`verification` defines what "verified" means. Only `fetch` uses the network; nothing here imports it.
"""

from briefings.evidence.citations import Citations, SourceCitations
from briefings.evidence.fragments import TextDirective
from briefings.evidence.prove import Level, Proof, Proofs, StaleRecord, State, TextStatus, prove
from briefings.evidence.records import Lock, Origin
from briefings.evidence.update import Verification, verify
from briefings.evidence.verification import Refusal

__all__ = [
    "Citations", "Level", "Lock", "Origin", "Proof", "Proofs", "Refusal", "SourceCitations",
    "StaleRecord", "State", "TextDirective", "TextStatus", "Verification", "prove", "verify",
]  # fmt: skip
