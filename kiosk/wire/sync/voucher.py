"""The voucher that takes a branch in: made and signed at headquarters, carried there on a stick or typed as a code.

It says where headquarters is and by which keys it is known, so a branch that was handed one trusts no network. What it is
worth (for whom, how often, until when) headquarters judges by its own books and its own clock.
"""

from __future__ import annotations

import base64
import secrets
import struct
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SUFFIX: Final = ".kiosk-voucher"
VERSION: Final = 1
MOST_BYTES: Final = 64 << 10
_ID_BYTES: Final = 16
_KEY_BYTES: Final = 32

CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Neither 0 nor O, neither 1 nor I nor L, no U that looks like V."""
CODE_LENGTH: Final = 10
_READ_AS: Final = str.maketrans({" ": "", "-": "", "\t": ""})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

BadVoucherCode = Literal["unreadable", "newer", "edited", "bad_url"]


class BadVoucher(ValueError):
    """Nobody is taken in by this. `unreadable`: cut short or no voucher; `edited`: not as headquarters signed it."""

    def __init__(self, code: BadVoucherCode) -> None:
        """Say why."""
        self.code = code
        super().__init__(code)


class Voucher(msgspec.Struct, frozen=True):
    """What headquarters promises whoever brings this. Keys and id in hex."""

    id: str
    url: str
    """Where headquarters is, without a path: https, or http on loopback."""
    ca_pem: str
    """The certificate that headquarters' own must come from; empty: one that the system trusts."""
    hq_signing: str
    hq_sealing: str
    sites: tuple[str, ...]
    """Codes of the branches it is for; none: any."""
    uses: int
    expires_ms: int
    """UTC ms, by headquarters' clock: a branch tells people of it and never judges it."""
    demonstration: bool

    @property
    def public(self) -> Ed25519PublicKey:
        """What headquarters' answers are checked with."""
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.hq_signing))


class _Document(Voucher, frozen=True, kw_only=True):
    """The voucher as a file."""

    kiosk_voucher: int = VERSION
    signature: str = ""


class _Named(msgspec.Struct):
    """As much of any version's file as says which version it is."""

    kiosk_voucher: int


def signed_voucher(key: Ed25519PrivateKey, voucher: Voucher) -> str:
    """Return the text of a voucher's file, signed by headquarters' key: JSON that a person can read."""
    signature = base64.b64encode(key.sign(_base(voucher))).decode()
    document = _Document(**msgspec.structs.asdict(voucher), signature=signature)
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def read_voucher(text: bytes) -> Voucher:
    """Return what a voucher's file says, just as the keys in it signed it. Whose keys these are, it cannot prove.

    Raises:
        BadVoucher: it is none, or not as it was signed.
    """
    try:
        if msgspec.json.decode(text[:MOST_BYTES], type=_Named).kiosk_voucher > VERSION:
            raise BadVoucher("newer")
        document = msgspec.json.decode(text[:MOST_BYTES], type=_Document)
        _sized(document)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadVoucher):
            raise
        raise BadVoucher("unreadable") from error
    try:
        document.public.verify(base64.b64decode(document.signature, validate=True), _base(document))
    except (InvalidSignature, ValueError) as error:
        raise BadVoucher("edited") from error
    usable_url(document.url)
    return Voucher(*(getattr(document, name) for name in Voucher.__struct_fields__))


def usable_url(text: str) -> str:
    """Return the address of a headquarters as it is kept: https, or http on loopback, without a path.

    Raises:
        BadVoucher: `bad_url`, it is none.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadVoucher("bad_url") from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not host or not is_safe or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadVoucher("bad_url")
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def is_this_machine(url: str) -> bool:
    """Tell whether an address leads nobody but this machine itself to headquarters."""
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False


def new_code() -> str:
    """Return a code that nobody guesses: 49 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def code_as_typed(text: str) -> str:
    """Return a code as headquarters knows it: capitals, without the spaces and hyphens people read it with."""
    return text.upper().translate(_READ_AS)


def shown_code(code: str) -> str:
    """Return a code as people read it out: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def _sized(voucher: Voucher) -> None:
    """Raise ValueError unless keys and id are as long as such are."""
    sizes = ((voucher.id, _ID_BYTES), (voucher.hq_signing, _KEY_BYTES), (voucher.hq_sealing, _KEY_BYTES))
    if any(len(bytes.fromhex(text)) != size for text, size in sizes):
        raise ValueError("keys or id")
    if not (0 <= voucher.uses < 1 << 62 and 0 <= voucher.expires_ms < 1 << 62):
        raise ValueError("uses or expiry")


def _base(voucher: Voucher) -> bytes:
    """Return what is signed: each text behind its length, so that no two vouchers read alike, however a file is laid out."""
    texts = (voucher.id, voucher.url, voucher.ca_pem, voucher.hq_signing, voucher.hq_sealing, *voucher.sites)
    said = b"".join(struct.pack(">I", len(text.encode())) + text.encode() for text in texts)
    numbers = struct.pack(
        ">QQQ?", len(voucher.sites), voucher.uses, voucher.expires_ms, voucher.demonstration
    )
    return b"kiosk-voucher-1\0" + numbers + said
