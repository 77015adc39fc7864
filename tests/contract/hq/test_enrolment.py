"""Who is taken in by headquarters and who is not: vouchers, codes, keys, revocation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.hq import enrolment as enrolment_module
from kiosk.hq import sites
from kiosk.hq.calls import vouched
from kiosk.hq.enrolment import (
    WRONG_CODES,
    Enrolments,
    announce,
    decline,
    let_another_in,
    let_in,
    revoke,
    take_out,
)
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import key_id_of
from kiosk.hq.vouchers import DAY_MS, vouchers, withdraw
from kiosk.wire.sync.answers import Denied
from kiosk.wire.sync.enrolling import Asking, Refused, Welcome, announced
from kiosk.wire.sync.voucher import new_code, shown_code
from tests.enrolling import Newcomer, api_of, voucher_of
from tests.headquarters import BRANCH, HERE, headquarters_in, public_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(headquarters: Headquarters) -> Headquarters:
    return headquarters


@pytest.fixture
def machine(house: Headquarters) -> Newcomer:
    return Newcomer(api_of(house), house)


def another(machine: Newcomer, branch: str = BRANCH) -> Newcomer:
    return Newcomer(machine.api, machine.headquarters, branch)


def site(house: Headquarters, branch: str = BRANCH) -> sites.Site | None:
    with house.store.server_of(branch).read() as conn:
        return sites.site_of(conn, branch)


def used(house: Headquarters) -> list[int]:
    with house.store.servers[0].read() as conn:
        return [made.used for made in vouchers(conn, 10)]


def test_a_branch_with_a_voucher_is_taken_in_and_told_headquarters_keys(
    house: Headquarters, machine: Newcomer
) -> None:
    answer = machine.ask(voucher_of(house)[1])

    assert isinstance(answer, Welcome)
    assert (answer.hq_signing, answer.hq_sealing) == (
        house.identity.signing_public.hex(), house.identity.sealing_public.hex(),
    )  # fmt: skip
    assert (len(answer.words_zh), len(answer.words_en)) == (6, 6)
    assert site(house) == sites.Site(
        BRANCH, "enrolled", public_of(machine.key), demonstration=True, name="日月支行"
    )


def test_asking_again_with_the_same_key_gets_the_same_answer_and_costs_no_use(
    house: Headquarters, machine: Newcomer
) -> None:
    made, file = voucher_of(house)
    first = machine.ask(file)
    with house.store.servers[0].write() as conn:
        withdraw(conn, made.id, "1001", HERE.now_ms)

    again = machine.ask(file)

    assert again == first
    assert used(house) == [1]


def test_a_voucher_takes_in_as_many_branches_as_it_says_and_no_more(
    house: Headquarters, machine: Newcomer
) -> None:
    _, file = voucher_of(house, uses=2)

    answers = [another(machine, branch).ask(file) for branch in ("b1", "b2", "b3")]

    assert [isinstance(answer, Welcome) for answer in answers] == [True, True, False]
    assert answers[2] == Refused("used_up")
    assert site(house, "b3") is None


def test_of_eight_branches_that_come_at_once_a_voucher_for_three_takes_three(house: Headquarters) -> None:
    _, file = voucher_of(house, uses=3)
    enrolments = Enrolments(house)

    def ask(number: int) -> Welcome | Refused:
        key = public_of(Ed25519PrivateKey.generate())
        return enrolments.take_in(Asking(f"b{number}", "", key.hex(), demonstration=True), file)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))

    assert [isinstance(answer, Welcome) for answer in answers].count(True) == 3
    assert answers.count(Refused("used_up")) == 5
    assert used(house) == [3]


@pytest.mark.parametrize(("later_ms", "taken"), [(DAY_MS - 1, True), (DAY_MS, False)])
def test_a_voucher_ends_by_headquarters_clock(
    house: Headquarters, machine: Newcomer, monkeypatch: pytest.MonkeyPatch, later_ms: int, *, taken: bool
) -> None:
    made, file = voucher_of(house, days=1)
    monkeypatch.setattr(Headquarters, "now_ms", staticmethod(lambda: made.made_ms + later_ms))

    answer = machine.ask(file)

    assert isinstance(answer, Welcome) if taken else answer == Refused("expired")


def test_a_voucher_for_other_branches_or_one_withdrawn_takes_nobody_in(
    house: Headquarters, machine: Newcomer
) -> None:
    withdrawn, file = voucher_of(house)
    with house.store.servers[0].write() as conn:
        withdraw(conn, withdrawn.id, "1001", HERE.now_ms)

    assert machine.ask(voucher_of(house, sites=("b2", "b3"))[1]) == Refused("other_site")
    assert machine.ask(file) == Refused("withdrawn")
    assert isinstance(machine.ask(voucher_of(house, sites=("b2", BRANCH))[1]), Welcome)


def test_a_demonstration_and_a_real_branch_never_mix(house: Headquarters, machine: Newcomer) -> None:
    _, file = voucher_of(house)

    assert machine.ask(file, demonstration=False) == Refused("real")
    assert used(house) == [0]


@pytest.mark.parametrize("way", ["edited", "another address", "truncated", "deep", "no text"])
def test_a_file_that_is_not_as_headquarters_signed_it_takes_nobody_in(
    house: Headquarters, machine: Newcomer, way: str
) -> None:
    file = voucher_of(house)[1]
    spoilt = {
        "edited": file.replace(b'"uses": 1', b'"uses": 9'),
        "another address": file.replace(b"hq.bank.example", b"hq.evil.example"),
        "truncated": file[:-40],
        "deep": b"[" * 50_000,
        "no text": b"\xff\xfe" + file,
    }[way]

    assert spoilt != file
    assert machine.ask(spoilt) == Refused("bad_voucher")
    assert site(house) is None


def test_a_voucher_of_another_headquarters_takes_nobody_in(machine: Newcomer, tmp_path: Path) -> None:
    other = headquarters_in(tmp_path / "other")
    _, file = voucher_of(other)
    other.store.close()

    assert machine.ask(file) == Refused("bad_voucher")


def test_a_branch_without_the_file_names_it_by_its_code_as_people_type_it(
    house: Headquarters, machine: Newcomer
) -> None:
    made, _ = voucher_of(house)

    answer = machine.ask(code=" " + shown_code(made.code).lower())

    assert isinstance(answer, Welcome)


def test_who_guesses_codes_is_stopped_and_a_stick_still_lets_in(
    house: Headquarters, machine: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, file = voucher_of(house)
    guesses = [machine.ask(code=new_code()) for _ in range(WRONG_CODES)]

    stopped = machine.ask(code=made.code)

    assert set(guesses) == {Refused("wrong_code")}
    assert isinstance(stopped, Refused)
    assert stopped.code == "too_many_tries"
    assert 1 <= stopped.wait_s <= 60
    assert isinstance(another(machine, "b2").ask(file), Welcome)
    now_ms = house.now_ms()
    monkeypatch.setattr(Headquarters, "now_ms", staticmethod(lambda: now_ms + 61_000))
    assert machine.ask(code=made.code) == Refused("used_up")


def test_who_does_not_hold_the_key_it_tells_is_not_taken_in(house: Headquarters, machine: Newcomer) -> None:
    stolen = public_of(Ed25519PrivateKey.generate())

    assert machine.ask(voucher_of(house)[1], key=stolen) == Refused("wrong_key")
    assert site(house) is None


def test_cut_off_between_the_use_and_the_taking_in_a_branch_asks_again_and_is_in(
    house: Headquarters, machine: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, file = voucher_of(house)
    with monkeypatch.context() as cut:

        def killed(*_: object) -> None:
            raise ZeroDivisionError

        cut.setattr(enrolment_module, "enrol", killed)
        with pytest.raises(ZeroDivisionError):
            machine.ask(file)

    assert isinstance(machine.ask(file), Welcome)
    assert used(house) == [1]


def test_a_second_machine_takes_the_place_of_a_branch_only_when_an_operator_says_so_and_only_once(
    house: Headquarters, machine: Newcomer
) -> None:
    _, file = voucher_of(house, uses=9)
    machine.ask(file)
    second, third = another(machine), another(machine)

    refused = second.ask(file)
    let_another_in(house.store.server_of(BRANCH), BRANCH, "1001", house.now_ms())
    taken, late = second.ask(file), third.ask(file)

    assert refused == late == Refused("taken")
    assert isinstance(taken, Welcome)
    assert denied(machine) == (403, "replaced")
    assert denied(second) == (422, "compression")


def test_a_revoked_branch_is_refused_until_it_is_let_in_again(house: Headquarters, machine: Newcomer) -> None:
    _, file = voucher_of(house, uses=9)
    machine.ask(file)
    server = house.store.server_of(BRANCH)

    revoke(server, BRANCH, "1001", HERE.now_ms)

    assert denied(machine) == (403, "revoked")
    assert machine.ask(file) == another(machine).ask(file) == Refused("revoked")
    assert denied(machine) == (403, "revoked")
    let_in(server, BRANCH, "1001", HERE.now_ms)
    assert denied(machine) == (422, "compression")


def test_a_stolen_machine_stays_out_when_another_takes_its_place(
    house: Headquarters, machine: Newcomer
) -> None:
    _, file = voucher_of(house, uses=9)
    machine.ask(file)
    server, second = house.store.server_of(BRANCH), another(machine)

    revoke(server, BRANCH, "1001", HERE.now_ms)
    let_another_in(server, BRANCH, "1001", house.now_ms())

    assert machine.ask(file) == Refused("revoked")
    assert isinstance(second.ask(file), Welcome)
    assert (denied(machine), denied(second)) == ((403, "replaced"), (422, "compression"))
    assert machine.ask(file) == Refused("taken")


def test_what_a_branch_calls_itself_cannot_turn_the_page_around(
    house: Headquarters, machine: Newcomer
) -> None:
    machine.ask(voucher_of(house)[1], name="日月\u202e\n支行")

    known = site(house)
    assert known is not None
    assert known.name == "日月支行"


def test_a_new_key_of_a_branch_works_beside_the_old_one_until_it_is_used(
    house: Headquarters, machine: Newcomer
) -> None:
    machine.ask(voucher_of(house)[1])
    renewed = replace(machine, key=Ed25519PrivateKey.generate())
    body = msgspec.json.encode(announced(BRANCH, public_of(machine.key), renewed.key))

    told = [machine.call(f"/v1/branches/{BRANCH}/key", body).status_code for _ in range(2)]

    assert told == [200, 200]
    assert denied(machine) == (422, "compression")
    assert denied(renewed) == (422, "compression")
    assert denied(machine) == (403, "wrong_key")
    known = site(house)
    assert known is not None
    assert known.key == public_of(renewed.key)


@pytest.mark.parametrize("how", ["revoked", "replaced"])
def test_a_key_that_is_shut_out_while_its_call_is_looked_at_is_shut_out(
    house: Headquarters, machine: Newcomer, how: sites.Refusal
) -> None:
    file = voucher_of(house, uses=2)[1]
    machine.ask(file)
    server, old, other = house.store.server_of(BRANCH), public_of(machine.key), another(machine)
    next_key = public_of(Ed25519PrivateKey.generate())
    announce(server, BRANCH, old, next_key, HERE.now_ms)

    def meanwhile(_: object) -> None:
        if how == "revoked":
            revoke(server, BRANCH, "1001", HERE.now_ms)
        else:
            let_another_in(server, BRANCH, "1001", house.now_ms())
            other.ask(file)

    told = vouched(house, BRANCH, lambda: key_id_of(next_key), meanwhile)

    assert told == Denied(how)
    assert announce(server, BRANCH, old, public_of(Ed25519PrivateKey.generate()), HERE.now_ms) == how
    known = site(house)
    assert known is not None
    assert known.key == (old if how == "revoked" else public_of(other.key))
    assert how == "revoked" or denied(other) == (422, "compression")


def test_two_calls_at_once_with_a_new_key_do_not_end_the_key_after_it(
    house: Headquarters, machine: Newcomer
) -> None:
    machine.ask(voucher_of(house)[1])
    server = house.store.server_of(BRANCH)
    second, third = (public_of(Ed25519PrivateKey.generate()) for _ in range(2))
    announce(server, BRANCH, public_of(machine.key), second, HERE.now_ms)

    def meanwhile(_: object) -> None:
        assert isinstance(vouched(house, BRANCH, lambda: key_id_of(second), lambda _: None), sites.Site)
        announce(server, BRANCH, second, third, HERE.now_ms)

    vouched(house, BRANCH, lambda: key_id_of(second), meanwhile)

    assert isinstance(vouched(house, BRANCH, lambda: key_id_of(third), lambda _: None), sites.Site)


@pytest.mark.parametrize("code", ["%00", "b1%00", "%F0%9F%98%80", "b" * 4_000])
def test_a_branch_whose_code_can_be_nobodys_is_nobody(machine: Newcomer, code: str) -> None:
    answer = machine.api.post(f"/v1/branches/{code}/facts", content=b"x")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_enrolled")


def test_nobody_announces_a_key_they_do_not_hold(house: Headquarters, machine: Newcomer) -> None:
    machine.ask(voucher_of(house)[1])
    said = announced(BRANCH, public_of(machine.key), Ed25519PrivateKey.generate())
    body = msgspec.json.encode(
        msgspec.structs.replace(said, key=public_of(Ed25519PrivateKey.generate()).hex())
    )

    assert machine.call(f"/v1/branches/{BRANCH}/key", body).status_code == 422


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b"[" * 100_000, b" " * 200_000], ids=range(5))
def test_nonsense_is_answered_as_such(machine: Newcomer, body: bytes) -> None:
    response = machine.call("/v1/enrol", body)

    assert (response.status_code, response.json()) == (
        400,
        {"answer": "refused", "code": "bad_request", "wait_s": 0},
    )


def denied(machine: Newcomer) -> tuple[int, str]:
    """Send facts that are none, and return what headquarters thinks of whoever sends them."""
    response = machine.call(f"/v1/branches/{machine.branch}/facts", b"no upload")
    return response.status_code, response.json()["code"]


def test_only_a_branch_that_never_sent_anything_is_taken_out(house: Headquarters, machine: Newcomer) -> None:
    _, file = voucher_of(house)
    machine.ask(file)
    server, key = house.store.server_of(BRANCH), public_of(machine.key)

    by_another = decline(server, BRANCH, bytes(32), HERE.now_ms)
    with server.write() as conn:
        conn.execute("UPDATE site SET heard_ms = 1")
    heard = decline(server, BRANCH, key, HERE.now_ms)
    take_out(server, BRANCH, "1001", HERE.now_ms)
    still = site(house)
    with server.write() as conn:
        conn.execute("UPDATE site SET heard_ms = NULL")
    take_out(server, BRANCH, "1001", HERE.now_ms)

    assert (by_another, heard) == (False, False)
    assert still is not None
    assert site(house) is None
