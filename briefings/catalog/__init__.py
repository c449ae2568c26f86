"""All sheets, linked: entries, references, backlinks, chronology, standing, and addresses of pages."""
