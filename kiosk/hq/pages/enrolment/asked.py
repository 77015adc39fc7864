"""What a form asks for when a voucher is to be made, and what is wrong with it."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.hq.vouchers import LONGEST_DAYS, MOST_USES, Wanted
from kiosk.web.forms import Form
from kiosk.wire.sync.enrolling import BRANCH_CODE
from kiosk.wire.sync.voucher import BadVoucher, usable_url

DAYS: Final = (1, 7, 30, LONGEST_DAYS)
MOST_SITES: Final = 200
LONGEST_CA: Final = 12_000
_APART: Final = re.compile(r"[\s,;，；、]+")

Field = Literal["sites", "uses", "days", "url", "ca"]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the form as they were typed."""

    sites: str = ""
    uses: str = ""
    days: str = "7"
    url: str = ""
    ca: str = ""


def fields_of(form: Form) -> Fields:
    """Return what was typed."""
    return Fields(
        form.one("sites", MOST_SITES * 41),
        form.one("uses"),
        form.one("days"),
        form.one("url", 500),
        form.secret("ca").strip()[:LONGEST_CA],  # of many lines, and no certificate without them
    )


def wanted(fields: Fields) -> Wanted | Field:
    """Return the voucher that is asked for, or the first field that cannot be. As many uses as branches if none is told."""
    sites = tuple(dict.fromkeys(filter(None, _APART.split(fields.sites))))
    if len(sites) > MOST_SITES or not all(map(BRANCH_CODE.fullmatch, sites)):
        return "sites"
    uses = _number(fields.uses) if fields.uses else max(1, len(sites))
    if uses is None or not 1 <= uses <= MOST_USES:
        return "uses"
    days = _number(fields.days)
    if days not in DAYS:
        return "days"
    try:
        url = usable_url(fields.url)
    except BadVoucher:
        return "url"
    ca = _certificates(fields.ca) if fields.ca else ""
    return "ca" if ca is None else Wanted(url, ca, sites, uses, days)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_USES)) else None


def _certificates(pem: str) -> str | None:
    """Return the certificates in a text, and nothing else that stands in it; None: there is none."""
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        return None
    return b"".join(one.public_bytes(Encoding.PEM) for one in found).decode()
