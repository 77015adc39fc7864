"""Who said it: HTTP message signatures with Ed25519 (RFC 9421), one form and no other.

A request is signed over its method, its path and the digest of its body; an answer over its status, the digest of its body
and the method, path and signature of the request it answers: no answer to another request fits, and none to one that bore
this signature elsewhere. TLS may end at a proxy: neither host nor scheme is signed. Replay is harmless by construction, so
no time is signed (protocol.md, Upload).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_REQUEST: Final = '("@method" "@path" "content-digest")'
_ANSWER: Final = '("@status" "content-digest" "@method";req "@path";req "signature";req)'
_TAG: Final = ';alg="ed25519";tag="kiosk-sync"'
_KEY_ID: Final = re.compile(r'k=(\([^)]*\));keyid="([A-Za-z0-9._~-]{1,64})"' + re.escape(_TAG))
_SIGNATURE: Final = re.compile(r"k=:([A-Za-z0-9+/]{86}==):")

DIGEST: Final = "content-digest"
INPUT: Final = "signature-input"
SIGNATURE: Final = "signature"


class Asked(NamedTuple):
    """The request that an answer is to: its method, its path as it was signed, and the signature it bore."""

    method: str
    path: str
    signature: str


class BadSignature(ValueError):
    """Nobody we know said this, or not this."""


class Damaged(BadSignature):
    """What came is not the body that was digested: it suffered on its way, and says nothing against its sender."""


def sign_request(key: Ed25519PrivateKey, key_id: str, method: str, path: str, body: bytes) -> dict[str, str]:
    """Return the headers that sign a request. `path` is the target without query, `body` as it travels."""
    said = (("@method", method), ("@path", path), (DIGEST, _digest(body)))
    return _signed(key, key_id, _REQUEST, said, body)


def check_request(
    public: Ed25519PublicKey, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> None:
    """Raise BadSignature unless the holder of `public` signed this request; header names are lower case."""
    said = (("@method", method), ("@path", path), (DIGEST, _digest(body)))
    _check(public, _REQUEST, said, headers)


def sign_answer(
    key: Ed25519PrivateKey, key_id: str, status: int, body: bytes, asked: Asked
) -> dict[str, str]:
    """Return the headers that sign the answer to the request `asked`."""
    return _signed(key, key_id, _ANSWER, _answer(status, body, asked), body)


def check_answer(
    public: Ed25519PublicKey, status: int, headers: Mapping[str, str], body: bytes, asked: Asked
) -> None:
    """Raise BadSignature unless the holder of `public` gave this answer to the request `asked`."""
    _check(public, _ANSWER, _answer(status, body, asked), headers)


def key_id_of(headers: Mapping[str, str]) -> str:
    """Return under which name the sender's key is known; nothing is proved by it. BadSignature: no signature is there."""
    found = _KEY_ID.fullmatch(headers.get(INPUT, ""))
    if found is None:
        raise BadSignature("no signature of ours")
    return found[2]


def _answer(status: int, body: bytes, asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what an answer is signed over; a name with `;req` is that part of the request (RFC 9421, 2.4)."""
    return (
        ("@status", str(status)),
        (DIGEST, _digest(body)),
        ('@method";req', asked.method),
        ('@path";req', asked.path),
        ('signature";req', asked.signature),
    )


def _signed(
    key: Ed25519PrivateKey, key_id: str, parts: str, said: tuple[tuple[str, str], ...], body: bytes
) -> dict[str, str]:
    params = f'{parts};keyid="{key_id}"{_TAG}'
    signature = base64.b64encode(key.sign(_base(said, params))).decode()
    return {DIGEST: _digest(body), INPUT: f"k={params}", SIGNATURE: f"k=:{signature}:"}


def _check(
    public: Ed25519PublicKey, parts: str, said: tuple[tuple[str, str], ...], headers: Mapping[str, str]
) -> None:
    key_id_of(headers)
    params = headers[INPUT].removeprefix("k=")
    signature = _SIGNATURE.fullmatch(headers.get(SIGNATURE, ""))
    if not params.startswith(parts + ";") or signature is None:
        raise BadSignature("signed otherwise")
    if headers.get(DIGEST) != dict(said)[DIGEST]:
        raise Damaged("another body")
    try:
        public.verify(base64.b64decode(signature[1], validate=True), _base(said, params))
    except (InvalidSignature, binascii.Error) as error:
        raise BadSignature("signed by somebody else") from error


def _base(said: tuple[tuple[str, str], ...], params: str) -> bytes:
    """Return the signature base (RFC 9421, 2.5). A name with a parameter comes as `name";param`, quoted half-way."""
    lines = [f'"{name}": {value}' if '"' not in name else f'"{name}: {value}' for name, value in said]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def _digest(body: bytes) -> str:
    """Return the Content-Digest of a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
