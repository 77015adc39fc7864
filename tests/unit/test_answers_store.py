"""The same request again gets the same answer."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.answers_store import AnswersStore
from kiosk.branch.database.store import Store
from kiosk.records.legs import NumberGap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUEST = "019aa849-cc00-7fa2-96f8-25bebec9bc75"
BODY = b'{"care_needs":["pregnant"],"service":"cash"}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        yield store


def remember(store: Store, request_id: str = REQUEST, date: str = "2026-11-21") -> bytes:
    answers = AnswersStore(store.conn, store.keys.branch)
    digest = answers.digest("issue_ticket", BODY)
    with store.write():
        answers.remember(request_id, "issue_ticket", digest, b"A001", seq=4, date=date)
    return digest


def test_a_new_request_has_no_answer(store: Store) -> None:
    assert AnswersStore(store.conn, store.keys.branch).answered(REQUEST) is None


def test_an_answer_is_given_again_after_a_restart(store: Store, tmp_path: Path) -> None:
    digest = remember(store)
    store.close()

    with Store.open(tmp_path) as again:
        answers = AnswersStore(again.conn, again.keys.branch)
        assert answers.answered(REQUEST.upper()) == (digest, b"A001", "2026-11-21")
        assert answers.digest("issue_ticket", BODY) == digest


def test_another_body_or_kind_has_another_digest(store: Store) -> None:
    answers = AnswersStore(store.conn, store.keys.branch)

    digests = {answers.digest(kind, body) for kind in ("a", "ab") for body in (b"", b"b", b"ab")}

    assert len(digests) == 6


def test_a_digest_cannot_be_guessed_without_the_key_of_the_branch(store: Store, tmp_path: Path) -> None:
    digest = remember(store)

    with Store.open(tmp_path / "other") as other:
        assert AnswersStore(other.conn, other.keys.branch).digest("issue_ticket", BODY) != digest
    assert digest not in {hashlib.sha256(text).digest() for text in (BODY, b"issue_ticket\0" + BODY)}


def test_the_same_id_is_not_remembered_twice(store: Store) -> None:
    remember(store)

    with pytest.raises(Exception, match="UNIQUE"):
        remember(store)


def test_an_answer_goes_with_the_transaction_that_made_it(store: Store) -> None:
    answers = AnswersStore(store.conn, store.keys.branch)

    with pytest.raises(NumberGap):
        _remember_and_fail(store, answers)

    assert answers.answered(REQUEST) is None


def _remember_and_fail(store: Store, answers: AnswersStore) -> None:
    with store.write():
        answers.remember(REQUEST, "k", b"d", b"a", seq=1, date="2026-11-21")
        raise NumberGap


def test_old_answers_are_forgotten(store: Store) -> None:
    other = "019aa849-cc00-7fa2-96f8-25bebec9bc76"
    remember(store, REQUEST, "2026-11-20")
    remember(store, other, "2026-11-21")
    answers = AnswersStore(store.conn, store.keys.branch)

    with store.write():
        forgotten = answers.forget_before("2026-11-21")

    assert forgotten == 1
    assert answers.answered(REQUEST) is None
    assert answers.answered(other) is not None


def test_an_id_that_is_no_uuid_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="UUID"):
        AnswersStore(store.conn, store.keys.branch).answered("7; DROP TABLE request")
