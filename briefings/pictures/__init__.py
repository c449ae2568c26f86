"""Pictures drawn at build time, as SVG inside the page: timelines, networks, figures.
Pure functions of small dataclasses: the same input gives the same bytes."""
