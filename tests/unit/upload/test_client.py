"""What the branch believes of what comes back."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.upload.client import BadUrl, Client, refuse_unsafe
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.unknown import Unknown
from kiosk.hq import enrolment_api
from kiosk.hq.api import build_api
from kiosk.wire.sync.answers import Accepted, Acked, Answer, Bad, Busy, Denied, Receipt, encode_answer
from kiosk.wire.sync.signing import SIGNATURE, Asked, sign_answer
from kiosk.wire.sync.upload import MOST_COMPRESSED
from tests.asgi_browser import Browser
from tests.headquarters import BRANCH, enrolled, headquarters_in, public_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.branch.upload.unknown import Trouble

HQ = Ed25519PrivateKey.generate()
ENROLMENT = Enrolment("http://127.0.0.1:1", BRANCH, Ed25519PrivateKey.generate(), public_of(HQ), bytes(32))


def answer_to(handler: Callable[[httpx.Request], httpx.Response]) -> Answer | Unknown:
    async def ask() -> Answer | Unknown:
        client = Client(ENROLMENT, httpx.MockTransport(handler))
        try:
            return await client.facts(b"facts")
        finally:
            await client.close()

    return asyncio.run(ask())


def signed(request: httpx.Request, status: int, body: bytes, key: Ed25519PrivateKey = HQ) -> httpx.Response:
    asked = Asked(request.method, request.url.path, request.headers[SIGNATURE])
    return httpx.Response(
        status,
        stream=httpx.ByteStream(body),
        headers=sign_answer(key, "hq", status, body, asked),
    )


def failing(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    return fail


def receipt(branch: str = BRANCH, key: Ed25519PrivateKey = HQ) -> bytes:
    return encode_answer(Accepted(Receipt.signed(key, "hq", branch, Acked("00" * 8, 7, "11" * 32), 1), 0))


def test_a_real_headquarters_is_understood(tmp_path: Path) -> None:
    headquarters = headquarters_in(tmp_path)
    key = enrolled(headquarters)
    identity = headquarters.identity
    told = Enrolment("http://127.0.0.1:1", BRANCH, key, identity.signing_public, identity.sealing_public)
    api = build_api(headquarters, lambda _: None)

    async def ask(enrolment: Enrolment) -> Answer | Unknown:
        return await Client(enrolment, httpx.ASGITransport(api)).facts(b"facts")

    stranger = Enrolment(told.url, "b2", key, told.hq_signing, told.hq_sealing)
    impostor = Enrolment(told.url, BRANCH, ENROLMENT.key, told.hq_signing, told.hq_sealing)
    answers = [asyncio.run(ask(who)) for who in (told, stranger, impostor)]
    headquarters.store.close()

    assert answers == [Bad("compression"), Denied("not_enrolled"), Denied("wrong_key")]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (503, encode_answer(Busy(9_000)), Busy(9_000)),
        (200, encode_answer(Busy(9_000)), Unknown("stranger")),
        (200, b"{}", Unknown("stranger")),
        (200, receipt("another"), Unknown("stranger")),
        (200, receipt(key=Ed25519PrivateKey.generate()), Unknown("stranger")),
        (200, b"x" * (1 << 20 | 1), Unknown("stranger")),
    ],
    ids=["busy", "other status", "no answer", "other branch", "forged receipt", "endless"],
)
def test_a_signed_answer_must_still_be_one_to_this_branch(
    status: int, body: bytes, expected: Answer | Unknown
) -> None:
    assert answer_to(lambda request: signed(request, status, body)) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, Unknown("stranger")),
        (302, {"location": "https://elsewhere/"}, Unknown("stranger")),
        (403, {}, Unknown("stranger")),
        (500, {}, Unknown("server")),
        (502, {"retry-after": "7"}, Unknown("server", 7_000)),
        (429, {"retry-after": "120"}, Unknown("pressure", 120_000)),
        (503, {"retry-after": "99999999999999"}, Unknown("pressure", 3_600_000)),
        (503, {"retry-after": "-1"}, Unknown("pressure")),
        (503, {"retry-after": "soon"}, Unknown("pressure")),
        (
            503,
            {"date": "Mon, 02 Nov 2026 08:00:00 GMT", "retry-after": "Mon, 02 Nov 2026 08:00:30 GMT"},
            Unknown("pressure", 30_000),
        ),
    ],
)
def test_whoever_does_not_sign_is_only_asked_for_patience(
    status: int, headers: dict[str, str], expected: Unknown
) -> None:
    assert (
        answer_to(lambda _: httpx.Response(status, stream=httpx.ByteStream(receipt()), headers=headers))
        == expected
    )


def test_an_answer_signed_by_another_or_to_another_request_is_nobodys() -> None:
    other = Ed25519PrivateKey.generate()
    old = httpx.Request("POST", "http://127.0.0.1:1/", headers={SIGNATURE: "k=:old:"})

    assert answer_to(lambda request: signed(request, 200, receipt(), other)) == Unknown("stranger")
    assert answer_to(lambda _: signed(old, 200, receipt())) == Unknown("stranger")


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/branches/b1/facts"), ("POST", "/v1/enrol")])
def test_an_answer_to_the_same_signature_elsewhere_is_nobodys(method: str, path: str) -> None:
    def elsewhere(request: httpx.Request) -> httpx.Response:
        stolen = {SIGNATURE: request.headers[SIGNATURE]}
        return signed(httpx.Request(method, f"http://127.0.0.1:1{path}", headers=stolen), 200, receipt())

    assert answer_to(elsewhere) == Unknown("stranger")
    assert isinstance(answer_to(lambda request: signed(request, 200, receipt())), Accepted)


def test_whoever_cannot_be_known_gets_no_signature_of_headquarters(tmp_path: Path) -> None:
    headquarters = headquarters_in(tmp_path)
    api = build_api(headquarters, lambda _: None)
    api.include_router(enrolment_api.router(headquarters))
    browser = Browser(api)

    who = browser.get("/v1/enrol", headers={SIGNATURE: "k=:stolen:"})
    endless = browser.post(f"/v1/branches/{BRANCH}/facts", content=bytes(MOST_COMPRESSED + 1))
    headquarters.store.close()

    assert (who.status_code, endless.status_code) == (200, 413)
    assert not {SIGNATURE} & {*who.headers, *endless.headers}


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ConnectError("refused"), "no_link"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (TimeoutError("slow"), "timeout"),
        (httpx.RemoteProtocolError("short"), "cut"),
        (httpx.ReadError("reset"), "cut"),
        (ConnectionResetError("reset"), "cut"),
        (ssl.SSLCertVerificationError("false name"), "certificate"),
    ],
)
def test_every_failure_on_the_way_has_a_name(error: Exception, why: Trouble) -> None:
    assert answer_to(failing(error)) == Unknown(why)


def test_a_false_name_is_told_apart_from_a_dead_link() -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("tls") from ssl.SSLCertVerificationError("false name")

    assert answer_to(fail) == Unknown("certificate")


@pytest.mark.parametrize(
    "url", ["https://hq.example", "http://127.0.0.1:8650", "http://[::1]:1", "http://localhost"]
)
def test_facts_travel_encrypted_or_not_at_all_beyond_this_machine(url: str) -> None:
    refuse_unsafe(url)

    for unsafe in (
        url.replace("127.0.0.1", "10.0.0.7").replace("localhost", "hq.example").replace("[::1]", "[::2]"),
        "ftp://localhost",
        "https://",
    ):
        if unsafe != url:
            with pytest.raises(BadUrl):
                refuse_unsafe(unsafe)


def test_other_calls_give_status_and_body_only_under_the_signature() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/v1/branches/b1/today" or request.method == "GET"
        return (
            signed(request, 404, b"no")
            if request.method == "POST"
            else httpx.Response(200, stream=httpx.ByteStream(b"yes"))
        )

    async def ask() -> tuple[object, object]:
        client = Client(ENROLMENT, httpx.MockTransport(handler))
        return await client.post(f"{client.home}/today", b"{}"), await client.get("/v1/packs")

    assert asyncio.run(ask()) == ((404, b"no"), None)
