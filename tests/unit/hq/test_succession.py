"""Headquarters changes the key it signs with, and every branch follows, however long it was away."""

from __future__ import annotations

import asyncio
import base64
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.headquarters import headquarters_of
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.branch.upload.unknown import Unknown
from kiosk.hq import succession
from kiosk.hq.api import build_api
from kiosk.hq.identity import have_identity
from kiosk.hq.succession import renew_signing
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.sync.answers import Acked, Answer, Bad, Receipt
from kiosk.wire.sync.succession import HEADER, Succession, followed, succeeded, told
from tests.headquarters import BRANCH, enrolled, headquarters_in, public_of

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters


def ask(
    headquarters: Headquarters, enrolment: Enrolment, kept: list[Enrolment] | None = None
) -> Answer | Unknown:
    """Send facts that are none; whoever understands the answer knows headquarters."""
    transport = httpx.ASGITransport(build_api(headquarters, lambda _: None))
    keep = kept.append if kept is not None else lambda _: None
    return asyncio.run(Client(enrolment, transport, keep).facts(b"facts"))


def line_of(*keys: Ed25519PrivateKey) -> list[Succession]:
    return [succeeded(old, public_of(new)) for old, new in pairwise(keys)]


def test_a_branch_that_was_away_over_three_changes_follows_and_keeps_old_receipts_good(
    tmp_path: Path,
) -> None:
    with closing((before := headquarters_in(tmp_path)).store):
        key, was = enrolled(before), before.identity
    enrolment = Enrolment("http://127.0.0.1:1", BRANCH, key, was.signing_public, was.sealing_public)
    receipt = Receipt.signed(was.signing, was.key_id, BRANCH, Acked("e" * 16, 9, "f" * 64), 1)
    for _ in range(3):
        renew_signing(tmp_path / "keys")

    kept: list[Enrolment] = []
    with closing((now := headquarters_in(tmp_path)).store):
        answers = [ask(now, enrolment, kept), ask(now, kept[0], kept)]
    save_enrolment(tmp_path / "branch", kept[0])

    assert answers == [Bad("compression")] * 2
    assert len(kept) == 1
    followed_it = load_enrolment(tmp_path / "branch")
    assert followed_it is not None
    assert followed_it.hq_signing == now.identity.signing_public
    assert followed_it.former == now.identity.former
    assert len(set(followed_it.former)) == 3
    assert followed_it.proves(receipt)
    assert not enrolment.proves(Receipt.signed(now.identity.signing, "", BRANCH, receipt.acked, 1))


def test_nobody_is_followed_whom_the_old_key_did_not_sign(tmp_path: Path) -> None:
    with (
        closing((house := headquarters_in(tmp_path / "a")).store),
        closing((stranger := headquarters_in(tmp_path / "b")).store),
    ):
        key, known = enrolled(house), house.identity
        enrolled(stranger)
        enrolment = Enrolment("http://127.0.0.1:1", BRANCH, key, known.signing_public, known.sealing_public)

        assert ask(stranger, enrolment) == Unknown("stranger")


def test_a_line_of_keys_is_followed_as_far_as_each_is_signed_by_the_one_before() -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(4)]
    line = line_of(*keys)
    forged = msgspec.structs.replace(line[2], new=public_of(Ed25519PrivateKey.generate()).hex())
    publics = [public_of(key) for key in keys]

    assert followed(publics[0], told(line)[HEADER]) == tuple(publics[1:])
    assert followed(publics[2], told(line)[HEADER]) == (publics[3],)
    assert followed(publics[3], told(line)[HEADER]) == ()
    assert followed(publics[0], told([line[0], line[1], forged])[HEADER]) == tuple(publics[1:3])
    assert followed(publics[0], told([line[1]])[HEADER]) == ()
    assert told([]) == {}


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[" * 9000, b'[{"old":"zz","new":"","signature":""}]'], ids=range(4)
)
def test_what_is_no_line_of_keys_leads_nowhere(line: bytes) -> None:
    assert followed(bytes(32), base64.b64encode(line).decode()) == ()
    assert followed(bytes(32), line.decode()) == ()


@pytest.mark.parametrize("where", ["write_anew", "_finish"])
def test_a_change_cut_off_anywhere_leaves_one_key_that_the_line_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    was = have_identity(tmp_path, 1)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        load = succession.load_line
        cut.setattr(
            succession, "load_line", lambda keys: (load(keys), cut.setattr(succession, where, killed))[0]
        )
        with pytest.raises(KeyboardInterrupt):
            renew_signing(tmp_path)

    now = have_identity(tmp_path, 1)

    assert (now.signing_public != was.signing_public) == (where == "_finish")
    assert followed(was.signing_public, told(now.line).get(HEADER, ""))[-1:] == (
        (now.signing_public,) if where == "_finish" else ()
    )
    assert not (tmp_path / "signing.next.key").exists()


def test_a_damaged_line_is_told_and_not_forgotten(tmp_path: Path) -> None:
    have_identity(tmp_path, 1)
    renew_signing(tmp_path)
    (tmp_path / "succession.json").write_text("[{", "utf-8")

    with pytest.raises(StoreProblem):
        have_identity(tmp_path, 1)


def test_one_command_changes_the_key_of_a_headquarters_that_stands_still(tmp_path: Path) -> None:
    with headquarters_of(tmp_path, demonstration=True) as running:
        was = running.identity
        busy = CliRunner().invoke(app, ["hq", "--new-key", "--data", str(tmp_path)])

    done = CliRunner().invoke(app, ["hq", "--new-key", "--data", str(tmp_path)])

    assert (busy.exit_code, "locked" in busy.output) == (2, True)
    assert done.exit_code == 0, done.output
    with headquarters_of(tmp_path, demonstration=True) as running:
        assert running.identity.key_id in done.output
        assert running.identity.former == (was.signing_public,)
