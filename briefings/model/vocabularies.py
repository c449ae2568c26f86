"""Values from external standards: countries (ISO 3166), languages (BCP 47) and web addresses."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated
from urllib.parse import quote

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.languages import REFERENCE
from briefings.text.escape import NOT_IN_ADDRESS, is_web_address

_REFERENCE = Locale(REFERENCE)


@cache
def countries() -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes in Babel's CLDR data."""
    codes = (str(code) for code in _REFERENCE.territories)
    return frozenset(
        code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    )


_NO_COUNTRIES = {"ZZ", "EZ", "UN", "QO", "XA", "XB"}
"""Codes in Babel's list that are not countries: unknown regions, unions, and test codes."""


def _country(value: str) -> str:
    if value not in countries():
        raise PydanticCustomError(
            "country",
            "`{value}` is not a country code; those of ISO 3166 have two capital letters, such as CN or NO",
            {"value": value, "hint": _did_you_mean(_country_meant(value))},
        )
    return value


def _country_meant(value: str) -> str:
    """The code meant by `UK`, `DEU`, `gb` or `Germany`; empty if it is unclear."""
    code = value.strip().upper()
    successors = get_global("territory_aliases").get(code, [])
    if len(successors) == 1:
        code = successors[0]
    named = {str(name).casefold(): str(key) for key, name in _REFERENCE.territories.items()}
    code = named.get(value.strip().casefold(), code)
    return code if code in countries() else ""


def _did_you_mean(code: str) -> str:
    return f"did you mean `{code}`?" if code else ""


def _known_language(value: str) -> bool:
    canonical = canonical_language(value)
    if canonical.casefold() != value.casefold():
        return False
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        return value.split("-")[0] in _REFERENCE.languages and value.replace("-", "").isalnum()
    return True


def canonical_language(value: str) -> str:
    """A tag with the codes that BCP 47 requires: `eng` is `en`, `en-UK` is `en-GB`."""
    first, *others = value.replace("_", "-").split("-")
    shorter = get_global("language_aliases").get(first.lower(), "") if len(first) == 3 else ""
    regions = {
        part: get_global("territory_aliases").get(part.upper(), []) for part in others if len(part) == 2
    }
    return "-".join(
        [
            shorter if len(shorter) == 2 else first,
            *(regions[p][0] if len(regions.get(p, [])) == 1 else p for p in others),
        ]
    )


def _language(value: str) -> str:
    if not _known_language(value):
        raise PydanticCustomError(
            "language",
            "`{value}` is not a language code; BCP 47 has codes such as en, zh or pt-BR",
            {"value": value, "hint": _did_you_mean(_language_meant(value))},
        )
    return value


def _language_meant(value: str) -> str:
    """The code meant by `en_GB`, `eng`, `English` or the country code `jp`; empty if it is unclear."""
    canonical = canonical_language(value.strip())
    if canonical and canonical != value and _known_language(canonical):
        return canonical
    named = {str(name).casefold(): str(key).replace("_", "-") for key, name in _REFERENCE.languages.items()}
    spoken: str = get_global("likely_subtags").get(f"und_{value.strip().upper()}", "").partition("_")[0]
    return named.get(value.strip().casefold(), spoken)


_BEFORE_HOST = re.compile(r"(https?://)[^/?#\s]*@")


def _url(value: str) -> str:
    if is_web_address(value):
        return value
    if _BEFORE_HOST.match(value) is not None:
        message = "`{value}` has a name before its host, so it shows one address and leads to another"
        hint = f"write {_BEFORE_HOST.sub(lambda match: match[1], value)}"
        raise PydanticCustomError("url", message, {"value": value, "hint": hint})
    if (strange := NOT_IN_ADDRESS.search(value)) is not None:
        what = "white space" if strange[0].isspace() else f"`{strange[0]}`"
        encoded = NOT_IN_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), value)
        hint = f"write {encoded}" if not value[-1:].isspace() else "delete it"
        message = "`{value}` has {what} in it, which an address cannot have"
        raise PydanticCustomError("url", message, {"value": value, "what": what, "hint": hint})
    hint = f"did you mean `https://{value}`?" if re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|$)", value) else ""
    message = "`{value}` is not a web address; one starts with https:// or http://"
    raise PydanticCustomError("url", message, {"value": value, "hint": hint})


Country = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string"})]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
