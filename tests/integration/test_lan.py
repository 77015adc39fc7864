"""The branch on its LAN: there while it has devices, on TLS alone, under its own names alone (F3)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import pytest

from kiosk.app import lan as lan_module
from kiosk.app.lan import EVERYWHERE
from kiosk.app.listening import bind
from kiosk.branch.access import authority
from kiosk.domain import requests as r
from tests.on_lan import PATIENCE_S, OnLan, at_strict_branch, get, keeping
from tests.served import served
from tests.strict_branch import MANAGER, strict_branch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.row("F3")


def test_the_lan_opens_with_the_first_invitation_and_closes_when_no_device_is_left(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:

        async def story() -> None:
            async with keeping(OnLan(branch.service, tmp_path)) as one:
                assert await one.lan.find() is None
                await one.ask(r.InviteDevice("hall-1", "hall"))
                place = await one.open()
                assert (await one.get("/v1/health"))[0] == 200
                assert (await one.get("/ca.crt"))[1] == place.ca_pem
                await one.ask(r.RevokeDevice("hall-1"))
                await one.until(lambda: one.lan.place is None and one.told == 2)

        branch.run(story())


def test_an_open_demonstration_is_never_on_the_lan(tmp_path: Path) -> None:
    with served(tmp_path) as branch:

        async def story() -> None:
            async with keeping(OnLan(branch.service, tmp_path)) as one:
                await one.ask(r.InviteDevice("hall-1", "hall"))
                await one.lan.look_after()
                assert await one.lan.find() is None

        branch.run(story())


def test_only_a_paired_device_is_let_in_and_a_revoked_one_is_out_at_once(tmp_path: Path) -> None:
    async def story(one: OnLan, token: str) -> None:
        assert (await one.get("/v1/hall", token))[0] == 200
        assert (await one.get("/v1/hall"))[0] == 401
        assert (await one.get("/v1/hall", token + "x"))[0] == 401
        await one.ask(r.InviteDevice("exit-1", "exit"))
        await one.ask(r.RevokeDevice("hall-1"))
        assert (await one.get("/v1/hall", token))[0] == 401

    at_strict_branch(tmp_path, story)


def test_nothing_is_said_without_encryption(tmp_path: Path) -> None:
    async def story(one: OnLan, token: str) -> None:
        port = one.port_of(await one.open())
        plain = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        with pytest.raises((OSError, HTTPException)):
            await asyncio.to_thread(get, plain, "/v1/health", "", {"Authorization": f"Bearer {token}"})

    at_strict_branch(tmp_path, story)


def test_another_authority_is_refused_by_whoever_pinned_ours(tmp_path: Path) -> None:
    other = authority.branch_authority(tmp_path / "other")

    async def story(one: OnLan, token: str) -> None:
        with pytest.raises(ssl.SSLCertVerificationError):
            await one.get("/v1/hall", token, ca_pem=other.pem)

    at_strict_branch(tmp_path / "branch", story)


def test_on_the_lan_the_host_is_the_address_of_the_call_or_a_name_of_the_certificate(tmp_path: Path) -> None:
    async def story(one: OnLan, token: str) -> None:
        port = one.port_of(await one.open())
        hosts = {
            f"127.0.0.1:{port}": 200,
            f"localhost:{port}": 200,
            f"LOCALHOST:{port}": 200,
            f"127.0.0.2:{port}": 400,  # an address of this machine, but not the one called
            f"127.0.0.1:{port + 1}": 400,
            "127.0.0.1": 400,
            f"bank.example:{port}": 400,
            f"127.0.0.1:{port}.bank.example": 400,
        }
        assert {host: (await one.get("/v1/hall", token, host=host))[0] for host in hosts} == hosts

    at_strict_branch(tmp_path, story)


def test_the_certificate_follows_the_addresses_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lan_module, "_LOOK_S", 0.01)
    present = {ipaddress.ip_address("127.0.0.1")}
    monkeypatch.setattr(authority, "present_addresses", lambda: frozenset(present))

    async def story(one: OnLan, token: str) -> None:
        assert (await one.open()).urls == ()
        with pytest.raises(ssl.SSLCertVerificationError):
            await one.get("/v1/hall", token, at="127.0.0.2")
        present.add(ipaddress.ip_address("10.77.0.9"))
        present.add(ipaddress.ip_address("127.0.0.2"))
        await one.until(lambda: bool(one.lan.place and one.lan.place.urls))

        assert (await one.open()).urls == (f"https://10.77.0.9:{one.port_of(await one.open())}",)
        assert (await one.get("/v1/hall", token, at="127.0.0.2"))[0] == 200
        assert (await one.get("/v1/hall", token))[0] == 200

    at_strict_branch(tmp_path, story)


def test_a_port_that_is_taken_is_told_once_and_the_service_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with strict_branch(tmp_path) as branch, closing(bind(0, EVERYWHERE)) as taken:
        taken.listen()
        branch.pair("hall-1", "hall")

        async def story() -> None:
            async with keeping(OnLan(branch.service, tmp_path, taken.getsockname()[1])) as one:
                assert await one.lan.find() is None
                assert await one.lan.find() is None

        branch.run(story())
        assert branch.stranger().get("/v1/health").status_code == 200
    told = capsys.readouterr().out
    assert told.count("lan_not_opened") == 1
    assert "--lan-port" in told


def test_a_damaged_certificate_is_told_and_the_service_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "keys" / "authority"
    with strict_branch(tmp_path) as branch:
        branch.pair("hall-1", "hall")
        kept.mkdir()
        (kept / "authority.pem").write_bytes(b"nothing")

        async def story() -> None:
            async with keeping(OnLan(branch.service, tmp_path)) as one:
                assert await one.lan.find() is None

        branch.run(story())
        assert branch.stranger().get("/v1/health").status_code == 200
    assert "keys/authority" in capsys.readouterr().out


def test_an_invitation_tells_where_to_go_and_what_to_compare(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)

        async def story() -> None:
            async with keeping(OnLan(branch.service, tmp_path)) as one:
                body = {"id": f"{'0' * 31}1", "name": "hall-1", "role": "hall", "counter": ""}
                headers = {"Kiosk-Role": "office"}
                answer = await office.http.post("/v1/office/devices", json=body, headers=headers)
                told, place = answer.json(), await one.open()
                code = told["code"].replace(" ", "")
                assert told["fingerprint"] == place.fingerprint
                assert told["fingerprint_sha256"] == place.fingerprint_sha256
                assert place.urls == () or told["urls"] == [f"{url}/pair#{code}" for url in place.urls]
                assert told["command"].split()[3:] == [code, "--fingerprint", place.fingerprint]

        branch.run(story())


def test_a_machine_listens_at_every_address_only_with_the_lan() -> None:
    with closing(bind(0)) as own:
        assert own.getsockname()[0] == "127.0.0.1"
        assert own.family is socket.AF_INET
