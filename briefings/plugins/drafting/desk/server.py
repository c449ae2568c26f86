"""Answers the requests of the desk's page, and refuses all others: other origins and hosts, requests without
the token of this run, and large bodies."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import click

from briefings import BriefingsError
from briefings.plugins.drafting.decisions import RefusedError
from briefings.plugins.drafting.desk import reading, ready
from briefings.plugins.drafting.desk.bench import Bench
from briefings.plugins.drafting.desk.fields import MADE
from briefings.plugins.drafting.desk.shelf import StaleError
from briefings.preview import Request, Response, is_loopback
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import stages

LARGEST = 1_000_000
"""Bytes of a body."""
TOKEN = "x-desk-token"  # the name of a header

_HERE = Path(__file__).parent
_FILES = {
    "": ("desk.html", "text/html; charset=utf-8"),
    "desk.css": ("desk.css", "text/css; charset=utf-8"),
    "desk.js": ("desk.js", "text/javascript; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""For the page, which loads only its own script and style."""


class Desk:
    """The desk, below a path of the preview."""

    path = "/_desk/"
    name = "desk"

    def __init__(self, bench: Bench) -> None:
        self.token = secrets.token_urlsafe(24)
        """Only the page whose address was printed knows it."""
        self.entrance = f"#token={self.token}"
        self._bench = bench

    def answer(self, request: Request) -> Response:
        """Answer a request."""
        if request.path in _FILES and request.method in ("GET", "HEAD"):
            name, kind = _FILES[request.path]
            data = (_HERE / name).read_bytes()
            if name == "desk.html":
                data = data.replace(b"LANGUAGE", self._bench.words.language.encode())
            return Response(HTTPStatus.OK, data, kind, _HEADERS)
        if (refusal := self._refusal(request)) is not None:
            return _json({"error": [refusal[1]]}, refusal[0])
        name = request.path.removeprefix("api/")
        if name != "read" and name not in _ACTIONS:
            return _json({"error": ["The desk has nothing here."]}, HTTPStatus.NOT_FOUND)
        try:
            body = request.read()
            with self._bench.lock:
                if name == "read":
                    return _json(self._bench.read(_name(request), body))
                return _json(_ACTIONS[name](self._bench, **_asked(body, _ACTIONS[name])))
        except (ValueError, RecursionError):
            return _json({"error": ["This is not what the desk sends."]}, HTTPStatus.BAD_REQUEST)
        except RefusedError as error:
            return _json({"error": error.messages}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except ContentError as error:
            told = [f"{each.place}: {self._bench.said(each)}" for each in error.problems[:5]]
            return _json({"error": told}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except (click.ClickException, BriefingsError, OSError) as error:
            return _json({"error": [str(error)]}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except StaleError:
            return _json({"error": [self._bench.words("desk.stale")]}, HTTPStatus.CONFLICT)

    def _refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        """Why a request is not answered."""
        host = urlsplit(f"//{request.host}").hostname or ""
        if not is_loopback(host):
            return HTTPStatus.MISDIRECTED_REQUEST, "The desk answers to this computer only."
        if request.headers.get("origin") not in (f"http://{request.host}", None) or (
            request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
        ):
            return HTTPStatus.FORBIDDEN, "The desk answers to its own page only."
        if not secrets.compare_digest(request.headers.get(TOKEN, "").encode(), self.token.encode()):
            return HTTPStatus.FORBIDDEN, self._bench.words("desk.no_token")
        if request.method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, "The desk's page sends its questions."
        if "transfer-encoding" in request.headers or request.length is None:
            return HTTPStatus.LENGTH_REQUIRED, "The length is missing."
        if request.length > LARGEST:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._bench.words("desk.too_large")
        return None


def _name(request: Request) -> str:
    """The name of the file that is sent; pasted text has none."""
    return Path(unquote(request.headers.get("x-desk-name", ""))).name


_EMPTY: Mapping[str, Any] = {"str": "", "int": 0, "Values": {}}
"""What a request may leave out, by the annotation of a parameter."""


def _asked(body: bytes, action: Callable[..., object]) -> dict[str, Any]:
    """What a request gives for the parameters of an action."""
    data = json.loads(body.decode("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(data)
    asked: dict[str, Any] = {}
    for each in [*signature(action).parameters.values()][1:]:
        if each.default is each.empty:
            empty = _EMPTY[each.annotation]
            value = data.get(each.name, empty)
            is_text = not isinstance(value, dict) or all(isinstance(word, str) for word in value.values())
            if type(value) is not type(empty) or not is_text:
                raise ValueError(value)
            asked[each.name] = value
    return asked


def _words(bench: Bench) -> Mapping[str, Any]:
    """The words of the page, the kinds of things that it names, and the folder of the site."""
    words = bench.words
    groups = ("desk.", "kinds.source.", "kinds.document.", "votes.")
    return {
        "locale": str(words.locale).replace("_", "-"),
        "words": {key: words.forms(key) or words.template(key) for key in words if key.startswith(groups)},
        "made": MADE,
        "site": str(bench.settings.root),
    }


_ACTIONS: Mapping[str, Callable[..., Mapping[str, Any]]] = {
    "words": _words,
    "inbox": Bench.inbox,
    "draft": Bench.draft,
    "article": Bench.article,
    "suggest": Bench.suggest,
    "judge": Bench.judge,
    "undo": Bench.undo,
    "questions": reading.questions,
    "answer": reading.answer,
    "page": ready.page,
    "save": ready.save,
    "ready": ready.ready,
    "fill-in": ready.fill_in,
    "tidy": ready.tidy,
    "verify": ready.verify,
    "record": ready.record,
    **{what: partial(Bench.decide, what=what) for what in ("accept", "add", "change", "reject", "reopen")},
}
"""What the page asks for. A request has a key for each parameter."""


def _json(data: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return Response(status, body, "application/json", {})


def desk(settings: Settings) -> Desk | None:
    """The desk of a project; None if the words of its language have a problem."""
    words, _ = stages.words_of(settings)
    return None if words is None else Desk(Bench(settings, words))
