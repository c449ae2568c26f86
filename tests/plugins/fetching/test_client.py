"""The client: which hosts it may reach, and how it handles unusual responses."""

from __future__ import annotations

import socket

import pytest

from briefings.plugins.fetching.client import Client, is_public
from briefings.plugins.fetching.responses import FetchError, UnreachableError

CONNECT = "urllib3.util.connection.create_connection"


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:db8::1", "no address", "",
        # Services of clouds, translation with other prefixes, and reserved networks.
        "168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::a83f:8110", "2002:a83f:8110::", "100.100.100.200",
        "192.0.0.192", "fd00:ec2::254", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff::808:808", "::ffff:0:127.0.0.1",
        "::7f00:1", "::8.8.8.8", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "192.88.99.1", "100::1", "3fff::1", "5f00::1", "::ffff:169.254.169.254",
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
        ("http://[::1/", "the address is not valid"),
        ("http://example.org:99999/", "the address is not valid"),
        ("http://example.org:0/", "the address is not valid"),
        ("http://example.org:²/", "the address is not valid"),
        ("http://exa mple.org/", "the address is not valid"),
        ("http://exa%0d%0ample.org/", "the address is not valid"),
        ("http://" + "a" * 300 + "/", "the address is not valid"),
        ("http://℀.example/", "the address is not valid"),
        ("http://127.0.0.1/", "not public"),
        ("http://127.1/", "not public"),
        ("http://2130706433/", "not public"),
        ("http://0x7f.0.0.1/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://[::ffff:127.0.0.1]/", "not public"),
        ("http://169.254.169.254/latest/meta-data", "not public"),
        ("http://168.63.129.16/", "not public"),
        ("http://localhost:8000/", "not public"),
    ],
)
def test_addresses_that_are_refused(url: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONNECT, lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(FetchError, match=message) as caught:
        Client().get(url)
    assert caught.value.failure == "refused"


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))],
    )
    monkeypatch.setattr(CONNECT, lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(FetchError, match="not public"):
        Client().get("http://example.org/")


def test_the_client_connects_to_the_checked_address(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[tuple[str, int]] = []
    answers = iter(["8.8.8.8", "10.0.0.1"])

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), 80))])
    monkeypatch.setattr(CONNECT, connect)
    with pytest.raises(UnreachableError, match="refuses connections"):
        Client().get("http://example.org/")
    assert connected == [("8.8.8.8", 80)]


def test_a_limited_number_of_addresses_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise TimeoutError

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (f"8.8.8.{n}", 80)) for n in range(1, 100)]
    )
    monkeypatch.setattr(CONNECT, connect)
    with pytest.raises(UnreachableError, match="was silent for 10 seconds"):
        Client().get("http://example.org/")
    assert connected == ["8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4"]


@pytest.mark.parametrize(
    ("code", "why", "message"),
    [
        (socket.EAI_NONAME, "gone", "there is no host `gone.example`"),
        (socket.EAI_AGAIN, "failed", "has a host that cannot be looked up for now, `gone.example`"),
    ],
)
def test_an_unknown_host_is_gone_unless_the_lookup_failed(
    monkeypatch: pytest.MonkeyPatch, code: int, why: str, message: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(UnreachableError, match=message) as caught:
        Client().get("http://gone.example/article")
    assert (caught.value.failure, caught.value.host) == (why, "gone.example")
