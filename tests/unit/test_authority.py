"""The branch's own certificate authority: what it vouches for, for how long, and what it can never be used for (F3)."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from kiosk.branch.access.authority import (
    AuthorityProblem,
    branch_authority,
    fingerprint_of,
    present_addresses,
)
from kiosk.branch.access.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.branch.access.authority import Authority

pytestmark = pytest.mark.row("F3")

HERE: Final = ipaddress.ip_address("10.77.0.1")
ELSEWHERE: Final = ipaddress.ip_address("10.77.0.2")
TODAY: Final = datetime(2026, 11, 2)  # noqa: DTZ001 - the verifier takes UTC without saying so


def leaf_of(
    authority: Authority, *addresses: ipaddress.IPv4Address | ipaddress.IPv6Address
) -> x509.Certificate:
    return x509.load_pem_x509_certificate(authority.issue(addresses).read_bytes())


def is_believed(
    leaf: x509.Certificate,
    authority: Authority,
    subject: str = "10.77.0.1",
    clock: datetime = TODAY,
) -> bool:
    """Tell whether a client that trusts this authority alone takes `leaf` for `subject`, by its own clock."""
    try:
        name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(subject))
    except ValueError:
        name = x509.DNSName(subject)
    asked = PolicyBuilder().time(clock).store(Store([authority.certificate])).build_server_verifier(name)  # type: ignore[arg-type]
    try:
        asked.verify(leaf, [])
    except VerificationError:
        return False
    return True


@pytest.mark.parametrize("year", [1971, 1999, 2026, 2099, 2400])
def test_a_wrong_clock_locks_nobody_out(tmp_path: Path, year: int) -> None:
    authority = branch_authority(tmp_path)

    assert is_believed(leaf_of(authority, HERE), authority, clock=datetime(year, 6, 1))  # noqa: DTZ001 - see TODAY


def test_the_service_is_believed_at_its_own_addresses_and_names_alone(tmp_path: Path) -> None:
    authority = branch_authority(tmp_path)
    leaf = leaf_of(authority, HERE)

    assert all(is_believed(leaf, authority, name) for name in ("10.77.0.1", "127.0.0.1", "::1", "localhost"))
    assert not is_believed(leaf, authority, "10.77.0.2")
    assert not is_believed(leaf, authority, "bank.example")
    assert is_believed(leaf_of(authority, ELSEWHERE), authority, "10.77.0.2")


def test_another_authority_is_not_believed(tmp_path: Path) -> None:
    ours, other = branch_authority(tmp_path / "ours"), branch_authority(tmp_path / "other")

    assert not is_believed(leaf_of(other, HERE), ours)
    assert ours.fingerprint != other.fingerprint


def test_the_service_cannot_vouch_for_anybody(tmp_path: Path) -> None:
    leaf = leaf_of(branch_authority(tmp_path), HERE)
    told = leaf.extensions

    assert told.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(
        ca=False, path_length=None
    )
    assert not told.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert [use.dotted_string for use in told.get_extension_for_class(x509.ExtendedKeyUsage).value] == [
        "1.3.6.1.5.5.7.3.1"
    ]


def test_whoever_steals_the_key_cannot_pose_as_a_site_that_has_a_name(tmp_path: Path) -> None:
    authority = branch_authority(tmp_path)
    key = load_pem_private_key((tmp_path / "authority.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    honest = leaf_of(authority, HERE)
    forged = (
        x509.CertificateBuilder()
        .subject_name(honest.subject)
        .issuer_name(honest.issuer)
        .public_key(honest.public_key())
        .serial_number(5)
        .not_valid_before(honest.not_valid_before_utc)
        .not_valid_after(honest.not_valid_after_utc)
    )
    for extension in honest.extensions:
        value = extension.value
        if isinstance(value, x509.SubjectAlternativeName):
            value = x509.SubjectAlternativeName([x509.DNSName("bank.example")])
        forged = forged.add_extension(value, extension.critical)

    assert not is_believed(forged.sign(key, hashes.SHA256()), authority, "bank.example")


def test_the_authority_stays_and_the_service_gets_a_new_key_each_time(tmp_path: Path) -> None:
    first = branch_authority(tmp_path)
    before = leaf_of(first, HERE)
    again = branch_authority(tmp_path)

    assert again.fingerprint == first.fingerprint
    assert leaf_of(again, HERE).public_key() != before.public_key()


def test_only_the_service_may_read_the_keys(tmp_path: Path) -> None:
    authority = branch_authority(tmp_path / "authority")
    leaf_of(authority, HERE)

    kept = sorted((tmp_path / "authority").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in kept] == [
        ("authority.pem", 0o600),
        ("service.pem", 0o600),
    ]
    assert "PRIVATE" not in repr(authority)


def test_a_fingerprint_can_be_read_aloud_and_compared(tmp_path: Path) -> None:
    authority = branch_authority(tmp_path)

    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", authority.fingerprint)
    assert fingerprint_of(authority.pem) == authority.fingerprint


def test_the_fingerprint_that_a_browser_shows_is_the_one_openssl_would(tmp_path: Path) -> None:
    authority = branch_authority(tmp_path)
    shown = Place((), authority.fingerprint, authority.pem).fingerprint_sha256

    assert re.fullmatch(r"[0-9A-F]{2}(:[0-9A-F]{2}){31}", shown)
    assert bytes.fromhex(shown.replace(":", "")) == authority.certificate.fingerprint(hashes.SHA256())


@pytest.mark.parametrize("damage", [b"", b"-----BEGIN", b"\0" * 900])
def test_a_damaged_authority_is_told_and_never_replaced(tmp_path: Path, damage: bytes) -> None:
    branch_authority(tmp_path)
    (tmp_path / "authority.pem").write_bytes(damage)

    with pytest.raises(AuthorityProblem, match=r"authority\.pem"):
        branch_authority(tmp_path)
    assert (tmp_path / "authority.pem").read_bytes() == damage


def test_this_machine_has_its_loopback() -> None:
    assert ipaddress.ip_address("127.0.0.1") in present_addresses()
