"""Asks headquarters: every request signed by the branch, every answer believed only under headquarters' own signature."""

import asyncio
import ipaddress
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import httpx

from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.unknown import Trouble, Unknown
from kiosk.wire.sync.answers import DAMAGED, Accepted, Answer, BadAnswer, decode_answer, status_of
from kiosk.wire.sync.signing import SIGNATURE, Asked, BadSignature, check_answer, sign_request
from kiosk.wire.sync.succession import HEADER, followed

__all__ = [
    "BadUrl",
    "Client",
    "Trouble",
    "Unknown",
    "is_about_certificate",
    "is_here",
    "refuse_unsafe",
    "trusted",
]

_MOST_ANSWER: Final = 1 << 20
_REQUEST_S: Final = 300.0
"""For a whole request: 1 MiB takes 131 s at 64 kbit/s, and after it batches are halved in any case."""
_PATIENCE: Final = httpx.Timeout(60.0, connect=20.0)
_KEPT: Final = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=4.0)
"""Shorter than servers keep an idle connection: no request meets one that is just being closed."""
_LONGEST_WAIT_MS: Final = 3_600_000
"""The most that anybody who is not proved to be headquarters can make a branch wait."""


class BadUrl(ValueError):
    """Nothing is sent there: only https, or http on this very machine."""


@dataclass(frozen=True, slots=True)
class _Came:
    """An answer as it came; `signed`: headquarters gave it, to this very request."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    signed: bool


class Client:
    """For the event loop alone. It connects with the first request; close it at the end."""

    def __init__(
        self,
        enrolment: Enrolment,
        transport: httpx.AsyncBaseTransport | None = None,
        keep: Callable[[Enrolment], None] = lambda _: None,
    ) -> None:
        """Ask the headquarters of `enrolment`, over `transport` instead of the network if there is one. BadUrl.

        When headquarters has another key, which its old one signed, `enrolment` changes and `keep` is told it once.
        """
        refuse_unsafe(enrolment.url)
        self.enrolment, self._keep = enrolment, keep
        self._transport = transport
        self._http: httpx.AsyncClient | None = None

    @property
    def home(self) -> str:
        """The path below which headquarters talks with this branch, such as `/v1/branches/riyue-01`."""
        return f"/v1/branches/{self.enrolment.branch}"

    async def facts(self, body: bytes) -> Answer | Unknown:
        """Send a packed upload and return what headquarters says of it."""
        came = await self._ask("POST", f"{self.home}/facts", body, _MOST_ANSWER)
        if isinstance(came, Unknown):
            return came
        try:
            answer = decode_answer(came.body)
        except BadAnswer:
            return Unknown("stranger")
        if answer == DAMAGED:
            return Unknown("cut")
        return answer if came.status == status_of(answer) and self._is_ours(answer) else Unknown("stranger")

    async def say(self, path: str, body: bytes) -> tuple[int, bytes] | Unknown:
        """Post as `post` does, for whoever tells people why there is no answer."""
        came = await self._ask("POST", path, body, _MOST_ANSWER)
        return came if isinstance(came, Unknown) else (came.status, came.body)

    async def post(self, path: str, body: bytes, most: int = _MOST_ANSWER) -> tuple[int, bytes] | None:
        """Send `body` and return status and body of headquarters' signed answer; None: nobody knows what became of it.

        `path` has no query, which no signature covers; an answer of more than `most` bytes is not read.
        """
        return _told(await self._ask("POST", path, body, most))

    async def get(self, path: str, most: int = _MOST_ANSWER) -> tuple[int, bytes] | None:
        """Fetch what is at `path`; else as `post`."""
        return _told(await self._ask("GET", path, b"", most))

    async def close(self) -> None:
        """Let go of every connection; a request after that takes a new one, over whatever link there is then."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def _is_ours(self, answer: Answer) -> bool:
        """Tell whether a receipt, if there is one, is headquarters' word about this branch."""
        if not isinstance(answer, Accepted):
            return True
        ours = answer.receipt.branch == self.enrolment.branch
        return ours and answer.receipt.holds(self.enrolment.headquarters)

    async def _ask(self, method: str, path: str, body: bytes, most: int) -> _Came | Unknown:
        """Return the signed answer, or why there is none."""
        signed = sign_request(self.enrolment.key, self.enrolment.key_id, method, path, body)
        try:
            async with asyncio.timeout(_REQUEST_S):
                came = await self._exchange(method, path, body, signed, most)
        except (TimeoutError, httpx.TimeoutException):
            return Unknown("timeout")
        except (httpx.HTTPError, OSError) as error:
            if is_about_certificate(error):
                return Unknown("certificate")
            return Unknown("no_link" if isinstance(error, httpx.ConnectError) else "cut")
        if came is None:
            return Unknown("stranger")
        return came if came.signed else _unsigned(came)

    async def _exchange(
        self, method: str, path: str, body: bytes, signed: Mapping[str, str], most: int
    ) -> _Came | None:
        """Send one request and read its answer; None: it is longer than `most`."""
        http = await self._connected()
        async with http.stream(method, path, content=body, headers=dict(signed)) as response:
            read = bytearray()
            async for piece in response.aiter_raw():
                read += piece
                if len(read) > most:
                    return None
            headers = dict(response.headers)
            said = bytes(read)
        asked = Asked(method, path, signed[SIGNATURE])
        ours = self._proved(response.status_code, headers, said, asked)
        return _Came(response.status_code, headers, said, signed=ours)

    def _proved(self, status: int, headers: Mapping[str, str], said: bytes, asked: Asked) -> bool:
        """Tell whether headquarters gave this answer, by its key or by one that came after it."""
        later = followed(self.enrolment.hq_signing, headers.get(HEADER, ""))
        now = self.enrolment.following(later)
        try:
            check_answer(now.headquarters, status, headers, said, asked)
        except BadSignature:
            return False
        if later:
            self.enrolment = now
            self._keep(now)
        return True

    async def _connected(self) -> httpx.AsyncClient:
        """Return the connection pool. No setting of the environment changes where requests go."""
        if self._http is None:
            verify = await asyncio.to_thread(trusted, self.enrolment)
            self._http = httpx.AsyncClient(
                base_url=self.enrolment.url,
                verify=verify,
                timeout=_PATIENCE,
                limits=_KEPT,
                transport=self._transport,
                trust_env=False,
                headers={"accept-encoding": "identity", "user-agent": "kiosk-branch"},
            )
            for says_nothing in ("accept", "connection"):  # but costs bytes with every call
                del self._http.headers[says_nothing]
        return self._http


def refuse_unsafe(url: str) -> None:
    """Raise BadUrl unless `url` is that of a machine reached by https, or by http without leaving this one."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise BadUrl(url)


def is_here(url: str) -> bool:
    """Tell whether what is asked for at `url` never leaves this machine."""
    return _is_here(urlsplit(url).hostname or "")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def trusted(enrolment: Enrolment) -> ssl.SSLContext | bool:
    """Return whose certificates are believed: the bank's own authority alone if it has one, else what the system trusts."""
    if not enrolment.url.startswith("https:"):
        return False
    return ssl.create_default_context(cadata=enrolment.ca_pem or None)


def _told(came: _Came | Unknown) -> tuple[int, bytes] | None:
    return None if isinstance(came, Unknown) else (came.status, came.body)


def _unsigned(came: _Came) -> Unknown:
    """Return what to think of an answer that headquarters did not sign: a proxy's, or what stands between."""
    wait_ms = _retry_after_ms(came.headers)
    if came.status in {429, 503}:
        return Unknown("pressure", wait_ms)
    return Unknown("server" if came.status >= 500 else "stranger", wait_ms)  # noqa: PLR2004 - 5xx


def _retry_after_ms(headers: Mapping[str, str]) -> int:
    """Return what Retry-After asks for: seconds, or a date, of which the answer's own Date is subtracted; 0: nothing."""
    said = headers.get("retry-after", "").strip()
    try:
        if said.isascii() and said.isdigit():
            wait_s = float(said[:9])
        else:
            now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
            wait_s = (parsedate_to_datetime(said) - now).total_seconds()
    except (ValueError, TypeError):
        return 0
    return int(min(max(wait_s * 1000, 0), _LONGEST_WAIT_MS))


def is_about_certificate(error: BaseException | None) -> bool:
    """Tell whether a connection failed because its other end could not prove who it is."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
