"""Page → Markdown, with Jinja templates."""
