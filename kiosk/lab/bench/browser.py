"""A browser for the bench: its cookies and one kept-alive connection, at a branch that knows its devices and people."""

import http.client
import json
import uuid
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any, Final, Self

_MANAGER: Final = "1001"
_PIN: Final = "602814"


class Browser:
    """Asks the branch service on a port of this machine. One thread at a time."""

    def __init__(self, port: int, badge: str = "", cookies: dict[str, str] | None = None) -> None:
        """Connect with these cookies; `badge` is of whoever uses it."""
        self.port, self.badge, self.cookies = port, badge, dict(cookies or {})
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    @classmethod
    def of_first_manager(cls, port: int) -> Self:
        """Return the browser of the first manager of a branch where nobody works yet: strict from here on."""
        browser = cls(port, _MANAGER)
        browser.post("/v1/door/setup", {"badge": _MANAGER, "pin": _PIN, "device": "office-1"})
        return browser

    def welcome(self, badge: str) -> "Browser":
        """Let a receptionist work here, and return the browser of a tablet of theirs, where they are signed in."""
        someone = {"id": str(uuid.uuid4()), "badge": badge, "roles": ["reception"]}
        told = self.post("/v1/office/staff", someone, "office")
        wish = {"id": str(uuid.uuid4()), "name": f"tablet-{badge}", "role": "staff", "counter": ""}
        invited = self.post("/v1/office/devices", wish, "office")
        browser = Browser(self.port, badge)
        browser.post("/v1/door/pair", {"code": invited["code"]})
        browser.sign_in(told["pin"])
        browser.post("/v1/door/new-pin", {"pin": _PIN})
        return browser

    def sign_in(self, pin: str = _PIN) -> None:
        """Sign in whoever uses it, anew."""
        self.post("/v1/door/sign-in", {"badge": self.badge, "pin": pin})

    def ask(self, kind: str, role: str, **body: object) -> dict[str, Any]:
        """Carry out one request under an id of its own."""
        return self.post(f"/v1/requests/{kind}", {"id": str(uuid.uuid4()), "body": body}, role)

    def post(self, path: str, body: object, role: str = "") -> dict[str, Any]:
        """Post JSON, keep the cookies that come back, and return the answer. RuntimeError: it is a refusal."""
        headers = {"Content-Type": "application/json"}
        headers |= {"Kiosk-Role": role, "Kiosk-Device": "bench"} if role else {}
        answered = self._send("POST", path, json.dumps(body), headers)
        told: dict[str, Any] = json.loads(answered.read())
        if answered.status != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {told}")
        for line in answered.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return told

    def get(self, path: str) -> http.client.HTTPResponse:
        """Return the answer to a GET, its body still unread. RuntimeError: it is not let in."""
        answered = self._send("GET", path)
        if answered.status != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {answered.status}")
        return answered

    def _send(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with_cookies = {"Cookie": cookies, **(headers or {})}
        try:
            self.connection.request(method, path, body, with_cookies)
            return self.connection.getresponse()
        except ConnectionError:  # the service let go of a connection that was idle
            self.connection.close()
            self.connection.request(method, path, body, with_cookies)
            return self.connection.getresponse()

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
