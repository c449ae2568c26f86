"""Pictures drawn at build time, as SVG that stands inline in a page: timelines, networks, figures.
Pure functions of small dataclasses: same input, same bytes."""
