"""Coordinates of places, in degrees."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.base import ReadBy


class GeoPoint(NamedTuple):
    """A point on the Earth."""

    latitude: int | Decimal
    """Degrees north of the equator; negative in the south."""
    longitude: int | Decimal
    """Degrees east of Greenwich; negative in the west."""


_FORM = "coordinates are two numbers in degrees, latitude first, such as [31.23, 121.47]"
_LARGEST = (90, 180)
_DECIMALS = 8
"""More places after the point are less than a millimeter."""
_LARGEST_EXPONENT = 2


def _point(value: object) -> GeoPoint:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise _wrong(_FORM, "south and west have a minus sign, without letters and signs of degrees")
    point = GeoPoint(*value)
    if not _is_on_earth(point):
        swapped = GeoPoint(point.longitude, point.latitude)
        hint = f"did you mean [{swapped.latitude}, {swapped.longitude}]?" if _is_on_earth(swapped) else ""
        message = "a latitude is between -90 and 90, and a longitude between -180 and 180"
        raise _wrong(message, hint)
    return point


def _wrong(message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("coordinates", "{message}", {"message": message, "hint": hint})


def _is_number(value: object) -> bool:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return isinstance(exponent, int) and -_DECIMALS <= exponent <= _LARGEST_EXPONENT
    return isinstance(value, int) and not isinstance(value, bool)


def _is_on_earth(point: GeoPoint) -> bool:
    latitude, longitude = _LARGEST
    return -latitude <= point.latitude <= latitude and -longitude <= point.longitude <= longitude


_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": [{"type": "number", "minimum": -most, "maximum": most} for most in _LARGEST],
    "minItems": 2,
    "maxItems": 2,
}

Coordinates = Annotated[GeoPoint, ReadBy(_point), WithJsonSchema(_SCHEMA)]
"""`[latitude, longitude]`."""
