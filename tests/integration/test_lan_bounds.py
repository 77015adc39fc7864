"""Anybody may connect to the LAN: few at a time, and not for long unless they ask for something (F3)."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.app.lan_server import Bounds
from kiosk.app.open_files import have_all_files
from kiosk.domain import requests as r
from tests.on_lan import PATIENCE_S, OnLan, at_strict_branch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.row("F3")

HASTY: Final = Bounds(request_s=0.3)
NARROW: Final = Bounds(per_address=2, in_all=3)
HALF_A_HEAD: Final = b"GET /v1/health HTTP/1.1\r\nHost: "
HALF_A_BODY: Final = b'POST /v1/door/pair HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\n\r\n{"code'
Caller = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def calling(one: OnLan, source: str = "127.0.0.1", *, tls: bool = True) -> AsyncIterator[Caller]:
    """Give a connection to the LAN of a branch, made from one of this machine's addresses."""
    place = await one.open()
    context = ssl.create_default_context(cadata=place.ca_pem.decode()) if tls else None
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", one.port_of(place), ssl=context, local_addr=(source, 0)
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    """Return what is still told until the branch ends the connection; fail if it does not."""
    told = b""
    async with asyncio.timeout(PATIENCE_S):
        try:
            while more := await reader.read(1024):
                told += more
        except ConnectionError:
            pass
    return told


async def is_let_in(one: OnLan, source: str) -> bool:
    """Tell whether a call from an address is answered. It is over for the branch too when this returns."""
    before = one.present()
    try:
        async with calling(one, source) as (reader, writer):
            writer.write(
                HALF_A_HEAD + b"127.0.0.1:%d\r\nConnection: close\r\n\r\n" % one.port_of(await one.open())
            )
            told = await rest_of(reader)
    except OSError:
        return False
    await one.until(lambda: one.present() <= before)
    return told.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", HALF_A_HEAD, HALF_A_BODY])
def test_a_connection_whose_request_does_not_come_is_cut(tmp_path: Path, sent: bytes) -> None:
    async def story(one: OnLan, _token: str) -> None:
        async with calling(one) as (reader, writer):
            writer.write(sent.replace(b"%s", b"127.0.0.1:%d" % one.port_of(await one.open())))
            assert await rest_of(reader) == b""

    at_strict_branch(tmp_path, story, HASTY)


def test_a_connection_that_never_speaks_tls_is_cut(tmp_path: Path) -> None:
    async def story(one: OnLan, _token: str) -> None:
        async with calling(one, tls=False) as (reader, _):
            assert await rest_of(reader) == b""

    at_strict_branch(tmp_path, story, HASTY)


def test_a_second_request_that_does_not_come_is_waited_for_no_longer_than_the_first(tmp_path: Path) -> None:
    async def story(one: OnLan, _token: str) -> None:
        async with calling(one) as (reader, writer):
            host = b"127.0.0.1:%d" % one.port_of(await one.open())
            writer.write(HALF_A_HEAD + host + b"\r\n\r\n" + HALF_A_HEAD)
            assert (await rest_of(reader)).startswith(b"HTTP/1.1 200")

    at_strict_branch(tmp_path, story, HASTY)


def test_a_stream_lives_on_while_the_silent_are_cut(tmp_path: Path) -> None:
    async def story(one: OnLan, token: str) -> None:
        async with calling(one) as (reader, writer):
            asked = f"GET /v1/facts?role=hall&after={(await one.service.head()).seq} HTTP/1.1"
            host = f"Host: 127.0.0.1:{one.port_of(await one.open())}"
            writer.write(f"{asked}\r\n{host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            async with asyncio.timeout(PATIENCE_S):
                assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
                for _ in range(2):
                    async with calling(one) as (silent, _writer):
                        assert await rest_of(silent) == b""
                await one.ask(r.InviteDevice("exit-1", "exit"))
                while not (await reader.readline()).startswith(b"event:"):
                    pass

    at_strict_branch(tmp_path, story, HASTY)


def test_one_address_has_so_many_connections_and_all_together_have_so_many(tmp_path: Path) -> None:
    async def story(one: OnLan, _token: str) -> None:
        async with calling(one):
            assert await is_let_in(one, "127.0.0.1")
            async with calling(one):
                assert not await is_let_in(one, "127.0.0.1")
                assert await is_let_in(one, "127.0.0.2")
                async with calling(one, "127.0.0.2"):
                    assert not await is_let_in(one, "127.0.0.3")
        await one.until(lambda: not one.present())
        assert await is_let_in(one, "127.0.0.1")

    at_strict_branch(tmp_path, story, NARROW)


def test_a_crowd_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def story(one: OnLan, _token: str) -> None:
        async with calling(one), calling(one):
            for _ in range(3):
                assert not await is_let_in(one, "127.0.0.1")

    at_strict_branch(tmp_path, story, NARROW)

    assert capsys.readouterr().out.count("lan_crowded") == 1


def test_the_lan_never_has_more_than_half_of_the_files_that_may_be_open() -> None:
    assert Bounds.within(150).in_all == 75
    assert Bounds.within(100_000) == Bounds()
    assert have_all_files() >= 256


def test_on_the_lan_no_header_makes_a_caller_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    async def story(one: OnLan, _token: str) -> None:
        told = []
        for n in range(6):
            async with calling(one) as (reader, writer):
                host = f"Host: 127.0.0.1:{one.port_of(await one.open())}\r\nX-Forwarded-For: 10.77.0.{n}\r\n"
                ask = f"POST /v1/door/pair HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: 12\r\n\r\n"
                writer.write(ask.encode() + b'{"code":"x"}')
                told.append((await rest_of(reader))[9:12])
        assert told == [b"403"] * 5 + [b"429"]

    at_strict_branch(tmp_path, story)
