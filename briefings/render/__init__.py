"""Page → Markdown, by Jinja templates."""
