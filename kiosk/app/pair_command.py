"""`kiosk pair`: pair a public screen of this machine with its branch, by a code and a fingerprint that people compare."""

import json
import ssl
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.app.failures import ServiceTrouble
from kiosk.app.paired import Paired, keep_paired

_PATIENCE_S: Final = 10.0
_SCREENS: Final = frozenset({"entrance", "exit", "hall"})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_WORDS: Final = {
    "bad_url": "地址不对，应像 https://10.77.0.1:8766。 That is no address; it looks like https://10.77.0.1:8766.",
    "no_encryption": "局域网上只能用 https。 On a LAN the address begins with https.",
    "unreachable": "连不上网点服务，请检查地址、网线和端口。 The branch cannot be reached: check address, cable and port.",
    "no_branch": "那里不是网点服务。 What answers there is no branch service.",
    "not_trusted": "那台服务器拿不出该网点的证书，没有发送配对码。 The server there is not the one of that "
    "certificate; the code was not sent.",
    "fingerprint_differs": "指纹不一致：可能有人冒充网点，没有发送配对码。请核对后重试。 The fingerprints differ: somebody "
    "may pose as the branch; the code was not sent. Compare again.",
    "not_confirmed": "没有确认指纹，没有配对。 The fingerprint was not confirmed, nothing was paired.",
    "wrong_pairing_code": "配对码不对、已过期或已用过，请在设备页重新生成。 The code is wrong, late or used: make a new one "
    "on the devices page.",
    "too_many_tries": "输错次数太多，请一分钟后再试。 Too many wrong codes: try again in a minute.",
    "not_a_screen": "这个配对码是给浏览器用的：请撤销该设备，重新邀请后在浏览器里配对。 That code was for a browser: "
    "revoke the device, invite it again and pair it in the browser.",
}


def trouble(code: str, detail: str = "") -> ServiceTrouble:
    """Return what stopped a pairing, in words."""
    said = _WORDS.get(code, "网点服务拒绝了。 The branch service refused.")
    return ServiceTrouble(code, f"{said} {detail}".rstrip())


def pair(folder: Path, url: str, code: str, is_right: Callable[[str], bool]) -> tuple[Paired, Path]:
    """Pair with the branch at `url`; return the pairing and the file in `folder` that keeps it.

    `is_right` is asked whether a fingerprint is that of the branch. Until then nothing is sent, and the code only to
    whoever proves to be the holder of that certificate.

    Raises:
        ServiceTrouble: nothing was paired; the code says why.
    """
    https, host, port = _address(url)
    ca_pem = _authority(host, port) if https else ""
    if https and not is_right(_fingerprint(ca_pem)):
        raise trouble("not_confirmed")
    told = _ask_to_pair(_trusting(host, port, ca_pem) if https else _plain(host, port), code)
    if told["role"] not in _SCREENS:
        raise trouble("not_a_screen")
    shown = f"[{host}]" if ":" in host else host
    base = f"{'https' if https else 'http'}://{shown}:{port}"
    paired = Paired(base, told["device"], told["role"], told["token"], ca_pem)
    return paired, keep_paired(folder, paired)


def _address(url: str) -> tuple[bool, str, int]:
    """Return whether an address is encrypted, its host and its port. ServiceTrouble: none, or plain over a network."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise trouble("bad_url") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise trouble("bad_url")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise trouble("no_encryption")
    return parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80)


def _authority(host: str, port: int) -> str:
    """Return whose certificate a server says is its branch's; whether that is so is for people to say."""
    unproven = ssl.create_default_context()
    unproven.check_hostname = False
    unproven.verify_mode = ssl.CERT_NONE  # nothing secret is said before the fingerprint was compared
    connection = HTTPSConnection(host, port, timeout=_PATIENCE_S, context=unproven)
    status, body = _called(connection, "GET", "/ca.crt", None)
    if status != HTTPStatus.OK:
        raise trouble("no_branch")
    from kiosk.branch.access.authority import first_of

    try:
        return first_of(body).decode()
    except ValueError as error:
        raise trouble("no_branch") from error


def _fingerprint(ca_pem: str) -> str:
    from kiosk.branch.access.authority import fingerprint_of

    return fingerprint_of(ca_pem.encode())


def _trusting(host: str, port: int, ca_pem: str) -> HTTPConnection:
    context = ssl.create_default_context(cadata=ca_pem)
    return HTTPSConnection(host, port, timeout=_PATIENCE_S, context=context)


def _plain(host: str, port: int) -> HTTPConnection:
    return HTTPConnection(host, port, timeout=_PATIENCE_S)


def _ask_to_pair(connection: HTTPConnection, code: str) -> dict[str, Any]:
    """Use the code, and return what the branch says of the device."""
    status, body = _called(connection, "POST", "/v1/door/pair", json.dumps({"code": code}))
    try:
        told: dict[str, Any] = json.loads(body)
        needed = {"device", "role"} | ({"token"} if told.get("role") in _SCREENS else set())
        if status == HTTPStatus.OK and needed <= set(told):
            return told
        refusal = str(told["code"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise trouble("no_branch") from error
    raise trouble(refusal)


def _called(connection: HTTPConnection, method: str, path: str, body: str | None) -> tuple[int, bytes]:
    with closing(connection):
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read(1_000_000)
        except ssl.SSLCertVerificationError as error:
            raise trouble("not_trusted", error.verify_message) from error
        except (OSError, HTTPException) as error:
            raise trouble("unreachable", str(error)) from error
