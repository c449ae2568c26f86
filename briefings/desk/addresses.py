"""Web addresses, compared by the page that they lead to."""

from __future__ import annotations


def is_address(text: str) -> bool:
    """Whether a text is a web address."""
    return text.startswith(("https://", "http://"))


def comparable(address: str) -> str:
    """An address without what makes no difference: the scheme, `www.`, a fragment, a slash at its end. Empty
    for other texts."""
    if not is_address(address):
        return ""
    bare = address.partition("://")[2].partition("#")[0].removeprefix("www.")
    host, slash, path = bare.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")
