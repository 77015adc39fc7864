"""The guard in front of the pages: who is let through, and what every answer forbids the browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from kiosk.web.guard import Guard, hosts_named, loopback_hosts
from tests.asgi_browser import Browser

if TYPE_CHECKING:
    from collections.abc import MutableMapping

HOME = "http://127.0.0.1:8620"
NAVIGATION = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


async def served(_: Request) -> PlainTextResponse:
    return PlainTextResponse("served")


async def asked_on(
    scope: dict[str, object], *hosts: str, at_its_address: bool = False
) -> list[dict[str, object]]:
    """Return what is sent to a call of a scope that one guarded by `hosts` hears."""
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": f"{scope['type']}.connect"}

    async def send(message: MutableMapping[str, object]) -> None:
        sent.append(dict(message))

    await Guard(Starlette(routes=[Route("/", served)]), hosts, at_its_address=at_its_address)(
        scope, receive, send
    )
    return sent


def client() -> Browser:
    app = Starlette(routes=[Route("/", served, methods=["GET", "POST"])])
    return Browser(Guard(app, loopback_hosts(8620)), HOME)


@pytest.mark.parametrize("host", ["127.0.0.1:8620", "localhost:8620", "LOCALHOST:8620", "[::1]:8620"])
def test_the_service_answers_under_its_own_names(host: str) -> None:
    assert client().get("/", headers={"host": host}).text == "served"


@pytest.mark.parametrize(
    "host", ["bank.example:8620", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8620.bank.example", ""]
)
def test_another_host_name_is_refused(host: str) -> None:
    assert client().get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    ("scheme", "port", "bare_is_ours"), [("https", 443, True), ("http", 80, True), ("https", 80, False)]
)
def test_at_the_usual_port_a_browser_leaves_it_out(scheme: str, port: int, bare_is_ours: bool) -> None:  # noqa: FBT001
    hosts = hosts_named(("bank.lan",), port, scheme)
    app = Guard(Starlette(routes=[Route("/", served, methods=["POST"])]), hosts, at_its_address=True)
    call = Browser(app, f"{scheme}://bank.lan")
    expected = 200 if bare_is_ours else 400

    assert call.post("/", headers={"host": f"bank.lan:{port}"}).status_code == 200
    assert call.post("/", headers={"host": "bank.lan"}).status_code == expected
    assert call.post("/", headers={"host": "bank.example"}).status_code == 400
    if bare_is_ours:
        origin = {"host": "bank.lan", "origin": f"{scheme}://bank.lan"}
        assert call.post("/", headers=origin).status_code == 200


@pytest.mark.parametrize(("port", "status"), [(443, 200), (8766, 400)])
def test_so_it_is_with_the_address_that_a_call_came_in_on(port: int, status: int) -> None:
    scope: dict[str, object] = {
        "type": "http",
        "method": "GET",
        "scheme": "https",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"10.77.0.1")],
        "server": ("10.77.0.1", port),
    }

    sent = asyncio.run(asked_on(scope, at_its_address=True))

    assert sent[0]["status"] == status


def test_a_websocket_is_closed_before_anything_hears_of_it() -> None:
    scope: dict[str, object] = {"type": "websocket", "path": "/", "headers": [(b"host", b"127.0.0.1:8620")]}

    sent = asyncio.run(asked_on(scope, "127.0.0.1:8620"))

    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_two_host_names_are_refused() -> None:
    answer = client().get("/", headers=[("host", "127.0.0.1:8620"), ("host", "bank.example")])

    assert answer.status_code == 400


def test_a_program_that_is_no_browser_may_post() -> None:
    assert client().post("/").text == "served"


def test_our_own_page_may_post() -> None:
    assert client().post("/", headers={"origin": HOME, "sec-fetch-site": "same-origin"}).text == "served"


@pytest.mark.parametrize(
    "origin", ["http://bank.example", "http://127.0.0.1:9999", "http://localhost:8620", "null", ""]
)
def test_a_page_of_another_origin_may_not_post(origin: str) -> None:
    assert client().post("/", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_or_port_may_neither_post_nor_load(site: str) -> None:
    assert client().post("/", headers={"sec-fetch-site": site}).status_code == 403
    assert client().get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}).status_code == 403


def test_a_link_from_elsewhere_may_open_a_page_but_not_frame_it() -> None:
    assert client().get("/", headers=NAVIGATION).text == "served"
    assert client().get("/", headers={**NAVIGATION, "sec-fetch-dest": "iframe"}).status_code == 403
    assert client().post("/", headers=NAVIGATION).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8620", "bank.example"])
def test_every_answer_even_a_refusal_is_strict(host: str) -> None:
    headers = client().get("/", headers={"host": host}).headers

    assert "unsafe" not in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_json_for_a_program_bears_only_what_keeps_a_browser_from_taking_it_for_a_page() -> None:
    async def told(_: Request) -> JSONResponse:
        return JSONResponse({})

    paths = ("/v1/branches/b1/facts", "/v1/branches/b1/page", "/page", "/json")
    routes = [Route(path, served if "page" in path else told) for path in paths]
    app = Guard(Starlette(routes=routes), loopback_hosts(8620), programs="/v1/branches/")

    strict = ["content-security-policy" in Browser(app, HOME).get(path).headers for path in paths]

    assert strict == [False, True, True, True]
    bare = Browser(app, HOME).get(paths[0]).headers
    assert sorted(bare) == ["content-length", "content-type", "x-content-type-options"]
    assert bare["x-content-type-options"] == "nosniff"
