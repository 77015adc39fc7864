"""Asking a branch over HTTP, through restarts of its service: every request goes on under its id until it is answered."""

import http.client
import json
import time
import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from kiosk.domain.requests import SIMULATED
from kiosk.screens.book import Book, decode_book

T = TypeVar("T")

ENTRANCE: Final = f"{SIMULATED}-entrance"
EXIT: Final = f"{SIMULATED}-exit"
HALL: Final = f"{SIMULATED}-hall"
_AGAIN_S: Final = 0.05
_ANSWER_LIMIT_S: Final = 10.0
_BUGS: Final = {"malformed", "role_may_not", "request_id_reused"}


class BranchGone(Exception):
    """Nobody has answered for as long as the client was willing to wait; the text says a code, and what to do."""


def tablet(name: str) -> str:
    """Return the device name of a simulated tablet: of a counter by its id, or the lobby's."""
    return f"{SIMULATED}-tablet-{name}"


class Client:
    """Asks one branch over one kept-alive connection. One thread.

    A service that does not answer, is stopping (503) or starts anew is asked again under the same request id, after it
    was told the time once more: a clock that only goes on as told begins at the last fact.
    """

    def __init__(self, address: Callable[[], str | None], patience_s: float = 60.0) -> None:
        """Ask whom `address` names at every connection (`http://127.0.0.1:port`, None while unknown)."""
        self._address, self._patience_s = address, patience_s
        self._connection: http.client.HTTPConnection | None = None
        self._told_ms: int | None = None
        self.latencies_ms: list[float] = []
        """Of every request that was answered; looking something up and telling the time are none."""
        self.retries = 0

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def go_to(self, ms: int) -> None:
        """Let the branch's simulated time go on to `ms` (UTC)."""
        self._told_ms = ms
        self._until_answered(self._tell_time)

    def ask(self, kind: str, body: Mapping[str, object], role: str, device: str) -> dict[str, Any]:
        """Carry out one request, under one id however often it is sent; return its answer, which may be `refused`.

        Raises:
            BranchGone: nobody answered.
            RuntimeError: the branch does not understand the request, which is a bug of ours.
        """
        text = json.dumps({"id": str(uuid.uuid4()), "body": body})
        headers = {"Kiosk-Role": role, "Kiosk-Device": device, "Content-Type": "application/json"}

        def once() -> dict[str, Any]:
            began = time.perf_counter()
            told: dict[str, Any] = json.loads(self._send("POST", f"/v1/requests/{kind}", text, headers))
            self.latencies_ms.append((time.perf_counter() - began) * 1000)
            return told

        answer = self._until_answered(once)
        if answer.get("kind") == "refused" and answer["code"] in _BUGS:
            raise RuntimeError(f"{kind} {text}: {answer}")
        return answer

    def look(self, path: str, role: str = "reception", device: str = "", **params: str) -> dict[str, Any]:
        """Return what can be read under `path`, such as `/v1/health`, by a device of `role`. Raises BranchGone.

        Some doors read the role in a header and some in the query, so it is told in both.
        """
        headers = {"Kiosk-Role": role, "Kiosk-Device": device}
        query = urlencode({"role": role, **params})
        raw = self._until_answered(lambda: self._send("GET", f"{path}?{query}", None, headers))
        told: dict[str, Any] = json.loads(raw)
        return told

    def book(self) -> Book:
        """Return what the branch tells every screen about itself: services, counters, hours, questions. BranchGone."""
        return self._until_answered(lambda: decode_book(self._send("GET", "/v1/catalogue", None, {})))

    def _until_answered(self, once: Callable[[], T]) -> T:
        deadline, renewed = time.monotonic() + self._patience_s, False
        while True:
            try:
                if renewed and self._told_ms is not None:
                    self._tell_time()
                return once()
            except (OSError, http.client.HTTPException) as error:
                self.close()
                self.retries += 1
                renewed = True
                if time.monotonic() > deadline:
                    raise BranchGone(
                        f"branch_gone: the branch has not answered for {self._patience_s:.0f} s ({error}); look "
                        "whether its service still runs, start it again and simulate again: what was answered is kept"
                    ) from error
                time.sleep(_AGAIN_S)

    def _tell_time(self) -> None:
        self._send("POST", "/v1/simulated/time", json.dumps({"now_ms": self._told_ms}), {})

    def _send(self, method: str, path: str, text: str | None, headers: Mapping[str, str]) -> bytes:
        connection = self._connected()
        connection.request(method, path, text, dict(headers))
        answered = connection.getresponse()
        raw = answered.read()
        if answered.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise ConnectionError(f"it says {raw.decode(errors='replace')[:200]}")
        return raw

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            url = self._address()
            if url is None:
                raise ConnectionError("it has no address")
            self._connection = http.client.HTTPConnection(
                url.split("://")[-1].rstrip("/"), timeout=_ANSWER_LIMIT_S
            )
        return self._connection
