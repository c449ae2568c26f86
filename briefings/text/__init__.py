"""Text: which characters it may have, what is markup in it, and how it is escaped for each context."""
