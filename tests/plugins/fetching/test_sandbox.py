"""The sandbox for untrusted pages: its limits, its environment, and the effects of its failure."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from briefings.plugins.fetching import extract, sandbox
from briefings.plugins.fetching.extract import decoded
from briefings.plugins.fetching.responses import FetchError, Response
from briefings.plugins.fetching.sandbox import Bounds

WORDS = "The conference opened in Shanghai on Saturday, and the premier spoke of a framework for all." * 3
PAGE = f"<!doctype html><title>A title</title><article><h1>A title</h1><p>{WORDS}</p></article>".encode()

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")


def page(body: bytes = PAGE, kind: str = "text/html") -> Response:
    return Response("https://gazette.example/a", kind, None, body)


def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Replaces the program, as if a page had taken it over."""
    file = tmp_path / "reader.py"
    head = (
        "import json, os, resource, signal, sys\n"
        "for name, pair in json.loads(sys.stdin.buffer.readline())['limits'].items():\n"
    )
    file.write_text(
        head + "    resource.setrlimit(getattr(resource, name), tuple(pair))\n" + lines, encoding="utf-8"
    )
    monkeypatch.setattr(extract, "__file__", str(file))


def test_an_article_is_read() -> None:
    assert sandbox.page(page()).text.split("\n") == ["A title", WORDS]


@linux
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("while True: pass", "takes more than 1 seconds to read"),
        ("bytearray(10**9)", "takes too much memory to read"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "could not be parsed (its process was ended by signal 11)"),
        ("signal.signal(signal.SIGXFSZ, signal.SIG_DFL); print('x' * 10**6)", "has more than 1,000 bytes of text"),
        ("print('no JSON')", "could not be parsed (its process returned bytes)"),
        ("print('[1]')", "could not be parsed (its process returned list)"),
        ("print('{\"answer\": 1}')", "could not be parsed (its process returned int)"),
        ('print(\'{"failure": "saved", "message": "x"}\')', "could not be parsed (its process returned dict)"),
        ("print(chr(34) + '[' * 900)", "could not be parsed (its process returned bytes)"),
        ("pass", "could not be parsed (its process returned bytes)"),
    ],
)  # fmt: skip
def test_a_failing_process_affects_its_page_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, message: str
) -> None:
    program(tmp_path, monkeypatch, lines)
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(cpu=1, memory=500_000_000, answer=1000))
    with pytest.raises(FetchError) as caught:
        sandbox.page(page())
    assert (caught.value.failure, str(caught.value)) == ("failed", message)


@linux
def test_a_stalled_process_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(
        tmp_path, monkeypatch, f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nsignal.pause()"
    )
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(wall=0.5))
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"^takes longer than 0\.5 seconds to read$"):
        sandbox.page(page())
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@linux
def test_the_process_sees_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", "a secret")
    program(
        tmp_path, monkeypatch, "print(json.dumps({'answer': [False, len(os.environ.get('GH_TOKEN', ''))]}))"
    )
    assert sandbox.permission(b"", "", "") == (False, 0)


@pytest.mark.parametrize("library", ["trafilatura", "charset_normalizer"])
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    body = PAGE if library == "trafilatura" else b"\x81\x8d" + PAGE
    with pytest.raises(FetchError, match=rf"{library}.*`pip install 'briefings\[fetch\]'`$"):
        extract.page(body, url="https://gazette.example/a", kind="text/html", charset=None)


def test_a_page_that_breaks_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(FetchError, match=r"^could not be parsed \(RecursionError\)$"):
        extract.page(PAGE, url="https://gazette.example/a", kind="text/html", charset=None)


@pytest.mark.parametrize(
    "charset",
    ["undefined", "idna", "punycode", "unicode_escape", "rot13", "hex", "zlib", "mbcs", "utf-7", "a\0b", "", "²", "x" * 5000],
)  # fmt: skip
def test_unsupported_encodings_are_guessed(charset: str) -> None:
    assert "caf\u00e9" in decoded(f"The café was closed. {WORDS}".encode("windows-1252"), charset)


CAFE = "The cafés of the “harbor” — and their guests."


@pytest.mark.parametrize(
    ("charset", "encoding", "words"),
    [
        ("Shift_JIS", "cp932", "東京で会議が開かれた"),
        ("EUC-JP", "euc_jp", "東京で会議が開かれた"),
        ("GBK", "gb18030", "在上海举行的大会"),
        ("Big5", "big5", "在上海舉行的大會"),
        ("EUC-KR", "euc_kr", "서울에서 회의가 열렸다"),
        ("windows-1251", "cp1251", "Совет принял решение"),
        ("KOI8-R", "koi8-r", "Совет принял решение"),
        ("iso-8859-1", "cp1252", "“Cafés” – 20 €"),
        ("ISO-8859-2", "iso8859-2", "Łódź i Kraków"),
        ("iso-8859-9", "cp1254", "İstanbul’da"),
        ("macintosh", "mac-roman", "café"),
        # A header may be wrong or missing; a mark, valid UTF-8 or a tag says more.
        ("iso-8859-1", "utf-8", CAFE),
        (None, "utf-8", CAFE),
        ("no-such-charset", "utf-8", CAFE),
        ("utf-8", "windows-1252", CAFE),
        (None, "windows-1252", f'<meta charset="windows-1252">{CAFE}'),
        ("utf-8", "windows-1252", f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">{CAFE}'),
        (None, "gb18030", '<meta charset="gb2312">三十多个国家的代表出席了会议'),
        (None, "utf-16", CAFE),
        (None, "utf-8-sig", CAFE),
    ],
)  # fmt: skip
def test_encodings_that_browsers_read(charset: str | None, encoding: str, words: str) -> None:
    assert decoded((words * 3).encode(encoding), charset) == words * 3
