"""What a branch knows of its headquarters is kept beside its keys, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.records.database.problems import StoreProblem

if TYPE_CHECKING:
    from pathlib import Path


def test_a_branch_without_headquarters_has_no_enrolment(tmp_path: Path) -> None:
    assert load_enrolment(tmp_path) is None


def test_an_enrolment_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = Enrolment(
        "https://hq.bank:8775", "0312", Ed25519PrivateKey.generate(), b"s" * 32, b"x" * 32, "PEM"
    )

    save_enrolment(tmp_path, kept)

    found = load_enrolment(tmp_path)
    assert found is not None
    assert found.public == kept.public
    assert (found.url, found.branch, found.hq_signing, found.hq_sealing, found.ca_pem) == (
        kept.url, kept.branch, kept.hq_signing, kept.hq_sealing, "PEM",
    )  # fmt: skip
    assert len(found.key_id) == 16
    assert {file.stat().st_mode & 0o77 for file in (tmp_path / "headquarters").iterdir()} == {0}


@pytest.mark.parametrize("kept", ['{"url":', "[]", '{"key": "ff"}', ""])
def test_a_damaged_enrolment_is_told_and_not_taken_for_none(tmp_path: Path, kept: str) -> None:
    save_enrolment(tmp_path, Enrolment("", "b", Ed25519PrivateKey.generate(), b"", b""))
    (tmp_path / "headquarters" / "enrolment.json").write_text(kept, "utf-8")

    with pytest.raises(StoreProblem) as problem:
        load_enrolment(tmp_path)

    assert problem.value.code == "key_missing"
