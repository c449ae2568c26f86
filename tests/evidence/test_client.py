"""What the client may reach, and what it makes of answers that no ordinary page gives."""

from __future__ import annotations

import socket

import pytest

from briefings.evidence.client import Client, FetchError, Limits, is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:db8::1", "no address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/a", "only http and https are, not ftp"),
        ("file:///etc/passwd", "only http and https are, not file"),
        ("javascript:alert(1)", "only http and https are, not javascript"),
        ("example.org/a", "only http and https are, not an address without either"),
        ("http:///a", "has no host"),
        ("http://user:word@example.org/", "name and password"),
        ("http://[::1/", "address that is none"),
        ("http://example.org:99999/", "address that is none"),
        ("http://127.0.0.1/", "not public"),
        ("http://127.1/", "not public"),
        ("http://2130706433/", "not public"),
        ("http://0x7f.0.0.1/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://[::ffff:127.0.0.1]/", "not public"),
        ("http://169.254.169.254/latest/meta-data", "not public"),
        ("http://localhost:8000/", "not public"),
    ],
)
def test_what_is_never_connected_to(url: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(FetchError, match=message) as caught:
        Client().get(url)
    assert caught.value.why == "refused"


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))])
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(FetchError, match="not public"):
        Client().get("http://example.org/")


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []
    answers = iter(["8.8.8.8", "8.8.4.4"])

    def connect(address: tuple[str, int], timeout: float | None) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), 80))])
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="takes no connection"):
        Client().get("http://example.org/")
    assert connected == ["8.8.8.8"]


def test_an_unknown_host_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchError, match=r"there is no host `gone\.example`") as caught:
        Client().get("http://gone.example/article")
    assert caught.value.why == "gone"


def test_limits_are_those_of_a_polite_visitor() -> None:
    limits = Limits()
    assert limits.delay >= 1
    assert limits.redirects <= 10
    assert limits.total <= 60
