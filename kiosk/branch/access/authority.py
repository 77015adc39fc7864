"""The branch's own certificate authority: it vouches for one machine, the branch's, and for nothing else.

Its certificates bear no real dates. They begin at 1970 and end with the year 9999 (RFC 5280, 4.1.2.5: no end known), so
that neither a clock that is wrong here nor one that is wrong there locks a branch out. What ends trust is not a date:
a device is revoked at the branch, and a branch that loses its key makes another authority and pairs anew.

Nothing but the start of the LAN may import this module: `cryptography` takes a tenth of a second to load.
"""

import base64
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import ifaddr
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.records.database.disk import write_anew

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOPBACKS: Final[frozenset[Address]] = frozenset(map(ipaddress.ip_address, ("127.0.0.1", "::1")))
_BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_END: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_FINGERPRINT_BYTES: Final = 10
_DNS_NAME: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?)*"
)


class AuthorityProblem(Exception):
    """The authority of the branch cannot be read or made; the text says which file and why."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The key and certificate of the branch's authority. Both stay in `folder`, which is in no backup."""

    folder: Path
    certificate: x509.Certificate
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def pem(self) -> bytes:
        """The certificate, for whoever is to trust the branch."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """What people compare; see `fingerprint_of`."""
        return fingerprint_of(self.pem)

    @property
    def names(self) -> frozenset[str]:
        """The host names it may vouch for: that of the machine when it was made, and localhost. No other name, ever."""
        told = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        return frozenset(one.value for one in told.permitted_subtrees or () if isinstance(one, x509.DNSName))

    def issue(self, addresses: Iterable[Address]) -> Path:
        """Write a new key and certificate of the branch service under these addresses; return the PEM file of both."""
        key = ec.generate_private_key(ec.SECP256R1())
        ours = sorted(frozenset(addresses) | LOOPBACKS, key=str)
        named = [
            *map(x509.DNSName, sorted(self.names)),
            *map(x509.IPAddress, ours),
        ]
        request = _certificate("Kiosk branch service", key.public_key(), self.certificate.subject)
        leaf = (
            request.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName(named), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        path = self.folder / "service.pem"
        write_anew(path, _pem(key) + leaf.public_bytes(Encoding.PEM))
        return path


def branch_authority(folder: Path) -> Authority:
    """Return the authority kept in `folder`; one is made when there is none yet. AuthorityProblem."""
    path = folder / "authority.pem"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            write_anew(path, _make())
        kept = path.read_bytes()
        key = load_pem_private_key(kept, None)
        certificate = x509.load_pem_x509_certificate(kept)
    except (OSError, ValueError) as error:
        raise AuthorityProblem(f"{path}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise AuthorityProblem(f"{path}: the key is not that of the certificate")
    return Authority(folder, certificate, key)


def fingerprint_of(pem: bytes) -> str:
    """Return the first 80 bits of the SHA-256 of a certificate in base32: K7QM-2XAB-... ValueError: it is none."""
    digest = x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256())
    text = base64.b32encode(digest[:_FINGERPRINT_BYTES]).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def first_of(pem: bytes) -> bytes:
    """Return the first certificate of a PEM text, alone: whoever compared its fingerprint trusts no second one."""
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.PEM)


def present_addresses() -> frozenset[Address]:
    """Return the addresses this machine has now; link-local ones of IPv6 are left out: no browser opens them."""
    found = (
        ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    )
    return frozenset(one for one in found if one.version == 4 or not one.is_link_local)  # noqa: PLR2004 - as in IPv4


def _make() -> bytes:
    """Return the key and certificate of a new authority as PEM.

    The constraint on names (RFC 5280, 4.2.1.10) is for the tablets that trust it: whoever steals the key can still not
    pose as any site that has a name.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname().lower()
    names = {"localhost"} | ({host} if _DNS_NAME.fullmatch(host) else set())
    anywhere = [x509.IPAddress(ipaddress.ip_network(net)) for net in ("0.0.0.0/0", "::/0")]
    constraints = x509.NameConstraints([*map(x509.DNSName, sorted(names)), *anywhere], None)
    subject = _name(f"Kiosk branch {key.public_key().public_numbers().x % 16**8:08x}")
    certificate = (
        _certificate(subject, key.public_key(), subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .add_extension(constraints, critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(Encoding.PEM)


def _certificate(
    subject: str | x509.Name, key: ec.EllipticCurvePublicKey, issuer: x509.Name
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject) if isinstance(subject, str) else subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_END)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
