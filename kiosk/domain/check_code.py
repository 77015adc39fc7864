"""The four digits and the QR text that prove who holds a slip, made from the visit and the branch's secret."""

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from typing import Final, Literal

_FORM: Final = re.compile(r"K1\.([A-Z0-9_-]{1,40})\.([0-9]{8})\.([0-9A-F]{32})\.([A-Z2-7]{13})")


@dataclass(frozen=True, slots=True)
class Held:
    """What a QR code proves: a visit of this branch, and the business date it belongs to."""

    visit: str
    date: str


def check_code(secret: bytes, visit: str) -> str:
    """Return the four-digit check code of a visit: a keyed hash, so nothing that must be kept secret is stored."""
    digest = hmac.digest(secret, b"check\0" + visit.encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10_000:04d}"


def qr_text(secret: bytes, branch: str, date: str, visit: str) -> str:
    """Return the QR payload: version, branch, business date, visit id and an eight-byte MAC over them."""
    text = f"K1.{branch}.{date.replace('-', '')}.{visit.replace('-', '')}"
    mac = hmac.digest(secret, b"qr\0" + text.encode(), hashlib.sha256)[:8]
    return f"{text}.{base64.b32encode(mac).decode().rstrip('=')}"


def read_qr(secret: bytes, branch: str, text: str) -> Held | Literal["wrong_code", "other_branch"]:
    """Return what a scanned text proves, or why it proves nothing.

    Capitals count as small letters: a scanner may swap them. `other_branch` is taken from the text itself and proves
    nothing; nobody but that branch could.
    """
    found = _FORM.fullmatch(text.strip().upper())
    if found is None:
        return "wrong_code"
    if found[1] != branch.upper():
        return "other_branch"
    date = f"{found[2][:4]}-{found[2][4:6]}-{found[2][6:]}"
    visit = str(uuid.UUID(found[3]))
    genuine = qr_text(secret, branch, date, visit).upper()
    if not hmac.compare_digest(genuine.encode(), found[0].encode()):
        return "wrong_code"
    return Held(visit, date)
