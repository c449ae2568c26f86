"""Vocabularies that others keep: countries (ISO 3166), languages (BCP 47), identifiers, web addresses."""

from __future__ import annotations

from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, as Babel's CLDR data lists them."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)


_NO_COUNTRIES = {"ZZ", "EZ", "UN", "QO", "XA", "XB"}
"""Codes in Babel's list that are no country: unknown, unions, and what is there for tests."""


def _country(value: str) -> str:
    if value not in countries():
        raise PydanticCustomError(
            "country", "`{value}` is no country code; ISO 3166 has two capital letters, like CN or NO", {"value": value}
        )
    return value


@cache
def _known_language(value: str) -> bool:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        return value.split("-")[0] in Locale("en").languages and value.replace("-", "").isalnum()
    return True


def _language(value: str) -> str:
    if not _known_language(value):
        raise PydanticCustomError("language", "`{value}` is no language; BCP 47 has codes like en, zh or pt-BR", {"value": value})
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in {"http", "https"} or any(c.isspace() or c in '<>"`{}\\^|' for c in value):
        raise PydanticCustomError("url", "`{value}` is no web address; one starts with https:// or http://", {"value": value})
    return value


Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string"})]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
