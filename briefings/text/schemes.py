"""The catalogs of identifiers that every site knows, and what others can be called. Apart from the models, as
settings are read without them."""

import re

SCHEMES = ("wikidata", "viaf", "isni", "lei", "orcid", "ror", "ticker")
FORMS = {
    "wikidata": r"Q[1-9]\d*",
    "viaf": r"[1-9]\d*",
    "isni": r"\d{15}[\dX]",
    "lei": r"[A-Z\d]{18}\d\d",
    "orcid": r"(?:\d{4}-){3}\d{3}[\dX]",
    "ror": r"0[a-z\d]{6}\d\d",
}
"""How the identifiers of a catalog are written, where that is known."""
SCHEME_PATTERN = r"^[a-z][a-z0-9\-]*$"


def is_identifier(scheme: str, value: str) -> bool:
    """Whether a value is written like the identifiers of a catalog."""
    return scheme not in FORMS or re.fullmatch(FORMS[scheme], value, re.ASCII) is not None


def meant(scheme: str, value: str) -> str:
    """The identifier that was meant: without an address, spaces or small letters; empty if unclear."""
    last = re.split(r"[/=]", value.rstrip("/"))[-1]
    plain = re.sub(r"[\s-]" if scheme != "orcid" else r"\s", "", last)
    forms = (last, plain, plain.upper(), plain.lower())
    return next((form for form in forms if form and scheme in FORMS and is_identifier(scheme, form)), "")
