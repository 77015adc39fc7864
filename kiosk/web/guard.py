"""Who may talk to the pages: the right Host and no foreign site; and headers that keep the browser strict."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN: Final = frozenset({"same-origin", "none"})
_USUAL_PORTS: Final = {"http": 80, "https": 443}
"""Browsers leave them out of the Host."""

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # for browsers that do not know frame-ancestors
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Put on every answer that does not say otherwise itself. No inline script, no inline style, nothing from elsewhere."""
_FOR_PROGRAMS: Final = {"x-content-type-options": "nosniff"}
_JSON: Final = "application/json"


def loopback_hosts(port: int) -> frozenset[str]:
    """Return the Host headers under which a service that listens on loopback only can be meant."""
    return hosts_named(("127.0.0.1", "localhost", "[::1]"), port)


def hosts_named(names: Iterable[str], port: int, scheme: str = "http") -> frozenset[str]:
    """Return the Host headers under which a service with these names can be meant, spoken to by `http` or `https`."""
    named = frozenset(names)
    with_port = frozenset(f"{name}:{port}" for name in named)
    return with_port | named if port == _USUAL_PORTS[scheme] else with_port


class Guard:
    """ASGI middleware around the whole application. Programs that are no browser send neither Origin nor Sec-Fetch-*.

    A Host that is not ours means DNS rebinding (400). A request that a foreign page made is refused (403), unless it
    only opens a page of ours in a tab of its own: https://web.dev/articles/fetch-metadata.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], *, at_its_address: bool = False, programs: str = ""
    ) -> None:
        """Guard `app`, reached as one of `hosts` (`hosts_named`), or else at the address that a call came in on.

        `programs`: JSON below that path is for no browser. It bears only the header that keeps one from taking it for a
        page; the others are 400 bytes, on a line for which a bank pays.
        """
        self._app = app
        self._hosts = frozenset(hosts)
        self._at_its_address = at_its_address
        self._programs = programs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application answer it."""
        if scope["type"] == "websocket":  # nothing here speaks it, and no door would look at it
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers(scope["path"], headers).items():
                    headers.setdefault(name, value)
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, send_strict)

    def _headers(self, path: str, said: MutableHeaders) -> Mapping[str, str]:
        for_program = self._programs and path.startswith(self._programs)
        return _FOR_PROGRAMS if for_program and said.get("content-type") == _JSON else HEADERS

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.getlist("host")
        if len(host) != 1 or not self._is_ours(host[0].lower(), scope):
            return PlainTextResponse("This service is not known under that name.", 400)
        if _is_foreign(headers, scope["method"], host[0].lower()):
            return PlainTextResponse("Another site may not use this service.", 403)
        return None

    def _is_ours(self, host: str, scope: Scope) -> bool:
        if host in self._hosts:
            return True
        address = scope.get("server") if self._at_its_address else None
        return address is not None and host in hosts_named(address[:1], address[1], scope["scheme"])


def _is_foreign(headers: Headers, method: str, host: str) -> bool:
    """Tell whether a page of another origin made this request. Another port of this machine is another origin."""
    origin = headers.get("origin")
    if (
        method not in _SAFE
        and origin is not None
        and origin.lower() not in {f"http://{host}", f"https://{host}"}
    ):
        return True
    if headers.get("sec-fetch-site", "none") in _OWN:
        return False
    opens_a_tab = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not (method in _SAFE and opens_a_tab)
