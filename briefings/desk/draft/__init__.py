"""From a saved article to a source sheet and a briefing sheet of candidates, and from candidates to facts.

All rules are deterministic and look only at the text. What they find is a proposal, which a curator accepts.
"""
