"""What a reviewer wants to know of sheets before they are published: what changed in meaning."""
