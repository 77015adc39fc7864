"""The four digits and the QR text that prove who holds a slip, made from the visit and the branch's secret."""

import base64
import hashlib
import hmac


def check_code(secret: bytes, visit: str) -> str:
    """Return the four-digit check code of a visit: a keyed hash, so nothing that must be kept secret is stored."""
    digest = hmac.digest(secret, b"check\0" + visit.encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10_000:04d}"


def qr_text(secret: bytes, branch: str, date: str, visit: str) -> str:
    """Return the QR payload: version, branch, business date, visit id and an eight-byte MAC over them."""
    text = f"K1.{branch}.{date.replace('-', '')}.{visit.replace('-', '')}"
    mac = hmac.digest(secret, b"qr\0" + text.encode(), hashlib.sha256)[:8]
    return f"{text}.{base64.b32encode(mac).decode().rstrip('=')}"
