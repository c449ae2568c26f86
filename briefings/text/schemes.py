"""The catalogs of identifiers that every site knows, and what others can be called. Apart from the models, as
settings are read without them."""

SCHEMES = ("wikidata", "viaf", "isni", "lei", "orcid", "ror", "ticker")
SCHEME_PATTERN = r"^[a-z][a-z0-9\-]*$"
