"""The doors of the vault: who may find and read records, what is written down before, and what nobody is told."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from kiosk.branch.records_api import A_MINUTE, MOST_FOUND
from kiosk.domain import facts as f
from kiosk.records.database.problems import StoreProblem
from tests.served import served
from tests.strict_branch import Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

pytestmark = [pytest.mark.row("F3"), pytest.mark.row("F1")]

PHONE = "13912345678"
NAME = "王小明"
WORDS = "想把存单转给孙女"
CONSENT = "2026-11"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path_factory.mktemp("branch")) as one:
        one.staff("2001", "reception")
        one.staff("3001", "teller")
        yield one


@pytest.fixture(scope="module")
def tablet(branch: StrictBranch) -> Client:
    """The tablet of a receptionist."""
    client = branch.pair("tablet-1", "staff")
    client.sign_in("2001")
    return client


@pytest.fixture(scope="module")
def office(branch: StrictBranch) -> Client:
    client = branch.pair("office-1", "staff")
    client.sign_in("1001")
    return client


def issue(client: Client) -> dict[str, Any]:
    return client.did("issue_ticket", "reception", service="deposit")


def keep(client: Client, visit: str, phone: str = PHONE, words: str = "") -> str:
    """Keep a record; return its id."""
    told = client.did(
        "keep_record", "reception", visit=visit, address=NAME, phone=phone, words=words, consent=CONSENT
    )
    return str(told["about"])


def find(client: Client, digits: object, role: str = "reception") -> httpx.Response:
    return client.post("/v1/records/find", {"digits": digits}, role)


def read(client: Client, record: str, role: str = "reception", **more: str) -> httpx.Response:
    return client.post("/v1/records/read", reading(record) | more, role)


def reading(record: str) -> dict[str, object]:
    return {"id": str(uuid.uuid4()), "record": record, "why": "call_back"}


def test_a_record_is_found_masked_and_the_search_is_written_down_without_the_digits(
    branch: StrictBranch, tablet: Client
) -> None:
    ticket = issue(tablet)
    record = keep(tablet, ticket["visit"], "13900004321")

    answer = find(tablet, "4321")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    (found,) = answer.json()["records"]
    assert (found["record"], found["visit"]) == (record, ticket["visit"])
    assert (found["address"], found["phone"], found["ticket"]) == ("王*明", "***4321", ticket["ticket"])
    assert found["of"] == "contact"
    searched = branch.happened(f.RecordsSearched)[-1]
    assert searched.fact == f.RecordsSearched(1)
    assert (searched.actor, searched.device) == ("staff:2001", "tablet-1")


def test_a_record_is_read_whole_after_it_was_written_down_who_reads_it_and_why(
    branch: StrictBranch, tablet: Client
) -> None:
    ticket = issue(tablet)
    record = keep(tablet, ticket["visit"], words=WORDS)

    answer = read(tablet, record, why="complaint")

    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told.pop("date")
    assert told == {
        "record": record, "of": "contact", "address": NAME, "phone": PHONE, "party": "personal", "words": "",
        "ticket": ticket["ticket"],
    }  # fmt: skip
    looked = branch.happened(f.RecordRead)[-1]
    assert looked.fact == f.RecordRead(record, "complaint")
    assert (looked.actor, looked.device) == ("staff:2001", "tablet-1")


def test_the_records_of_a_visit_are_listed_unopened_and_each_class_is_its_own(
    branch: StrictBranch, tablet: Client
) -> None:
    visit = issue(tablet)["visit"]
    record = keep(tablet, visit, words=WORDS)
    before = len(branch.happened(f.RecordRead))

    answer = tablet.get("/v1/records", "reception", visit=visit)

    listed = answer.json()["records"]
    assert [(one["record"] == record, one["of"]) for one in listed] == [(True, "contact"), (False, "words")]
    assert answer.headers["cache-control"] == "no-store"
    assert len(branch.happened(f.RecordRead)) == before
    assert read(tablet, listed[1]["record"]).json()["words"] == WORDS


def test_a_read_that_is_repeated_is_written_down_once(branch: StrictBranch, tablet: Client) -> None:
    record = keep(tablet, issue(tablet)["visit"])
    again = str(uuid.uuid4())
    before = len(branch.happened(f.RecordRead))

    answers = [read(tablet, record, id=again) for _ in range(2)]

    assert [answer.json()["phone"] for answer in answers] == [PHONE] * 2
    assert len(branch.happened(f.RecordRead)) == before + 1


def test_the_id_of_a_read_is_no_way_to_look_for_somebody_else(
    branch: StrictBranch, tablet: Client, office: Client
) -> None:
    record, used = keep(tablet, issue(tablet)["visit"]), str(uuid.uuid4())
    read(tablet, record, id=used)
    before = len(branch.happened(f.RecordRead))

    assert read(office, record, id=used).json()["phone"] == PHONE
    assert len(branch.happened(f.RecordRead)) == before + 1


def test_a_forgotten_record_is_neither_found_nor_read(tablet: Client) -> None:
    visit = issue(tablet)["visit"]
    record, again = keep(tablet, visit, "13900007766"), str(uuid.uuid4())
    read(tablet, record, id=again)
    tablet.did("forget_record", "reception", record=record, why="customer_asks")

    assert find(tablet, "7766").json() == {"records": []}
    assert tablet.get("/v1/records", "reception", visit=visit).json() == {"records": []}
    for answer in (read(tablet, record), read(tablet, record, id=again)):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_record")
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.row("A3")
def test_nobody_reads_which_care_need_somebody_has(tablet: Client) -> None:
    visit = tablet.did("issue_ticket", "reception", service="deposit", care_needs=["pregnant"])["visit"]

    assert tablet.get("/v1/records", "reception", visit=visit).json() == {"records": []}
    assert read(tablet, visit).json()["code"] == "unknown_record"


def test_the_office_reads_and_does_not_search(tablet: Client, office: Client) -> None:
    visit = issue(tablet)["visit"]
    record = keep(tablet, visit)

    assert read(office, record, "office").json()["phone"] == PHONE
    assert office.get("/v1/records", "office", visit=visit).status_code == 200
    assert find(office, "5678", "office").status_code == 403
    assert find(office, "5678", "manager").status_code == 200


@pytest.mark.parametrize("role", ["entrance", "exit", "hall", "counter", "technician"])
def test_no_other_role_comes_near_the_vault(branch: StrictBranch, tablet: Client, role: str) -> None:
    record = keep(tablet, issue(tablet)["visit"])
    before = len(branch.happened(f.RecordsSearched)), len(branch.happened(f.RecordRead))

    answers = [
        find(tablet, "5678", role),
        read(tablet, record, role),
        tablet.get("/v1/records", role, visit="any"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert before == (len(branch.happened(f.RecordsSearched)), len(branch.happened(f.RecordRead)))


def test_nobody_gets_in_without_having_signed_in(branch: StrictBranch, tablet: Client) -> None:
    record = keep(tablet, issue(tablet)["visit"])
    idle, teller = branch.pair("tablet-2", "staff"), branch.pair("pc-1", "counter", "1")
    teller.sign_in("3001")

    assert read(branch.stranger(), record).status_code == 401
    assert read(idle, record).status_code == 401
    assert read(teller, record).status_code == 403
    assert find(teller, "5678").status_code == 403


@pytest.mark.parametrize(
    "digits", ["", "123", "12345", "12a4", "１２３４", "1234\n", "' OR", 1234, None, ["1234"], "9" * 10_000]
)
def test_what_is_no_four_digits_is_refused_without_repeating_it(
    branch: StrictBranch, tablet: Client, digits: object
) -> None:
    before = len(branch.happened(f.RecordsSearched))

    answer = find(tablet, digits)

    assert answer.status_code in {413, 422}
    assert len(str(digits)) < 3 or str(digits) not in answer.text
    assert len(branch.happened(f.RecordsSearched)) == before


@pytest.mark.parametrize(
    "body", [{"id": "no uuid"}, {"why": "curious"}, {"record": 5}, {"extra": 1}, {"record": "x" * 41}]
)
def test_a_reading_that_cannot_be_understood_is_refused(tablet: Client, body: dict[str, object]) -> None:
    assert tablet.post("/v1/records/read", reading("r") | body, "reception").status_code == 422


def test_digits_in_the_address_are_no_search(tablet: Client) -> None:
    assert tablet.get("/v1/records/find", "reception", digits="5678").status_code == 405


def test_nothing_is_opened_that_could_not_be_written_down(
    branch: StrictBranch, tablet: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = keep(tablet, issue(tablet)["visit"])

    async def full(*_: object) -> None:
        raise StoreProblem("disk_full", branch.service._desk.store.files.folder)  # noqa: SLF001 - its disk

    monkeypatch.setattr(branch.service, "ask", full)

    for answer in (read(tablet, record), find(tablet, "5678")):
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert PHONE not in answer.text


def test_nothing_of_a_search_or_a_reading_is_logged(
    tablet: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    record = keep(tablet, issue(tablet)["visit"], "13900008899", WORDS)

    with structlog.testing.capture_logs() as logs:
        find(tablet, "8899")
        read(tablet, record)

    told = f"{logs} {capsys.readouterr()}"
    assert not any(secret in told for secret in ("8899", NAME, WORDS))


def test_nobody_goes_through_the_vault(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2001", "reception")
        branch.staff("2002", "reception")
        first, second = branch.pair("tablet-1", "staff"), branch.pair("tablet-2", "staff")
        first.sign_in("2001")
        record = keep(first, issue(first)["visit"])

        searches = [find(first, f"{n:04}").status_code for n in range(A_MINUTE + 1)]
        reads = [read(first, record).status_code for _ in range(A_MINUTE + 1)]

        assert searches == reads == [200] * A_MINUTE + [429]
        refused = find(first, "5678").json()
        assert refused["code"] == "too_many_tries"
        assert 0 < int(refused["details"]["wait_s"]) <= 60
        second.sign_in("2001")
        assert find(second, "5678").status_code == 429
        second.sign_in("2002")
        assert find(second, "5678").status_code == 200
        assert len(branch.happened(f.RecordsSearched)) == A_MINUTE + 1


def test_at_most_fifty_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    with served(tmp_path) as branch:
        visit = branch.did("issue_ticket", service="deposit")["visit"]
        for _ in range(MOST_FOUND + 2):
            branch.did("keep_record", visit=visit, phone=PHONE, address=NAME, consent=CONSENT)

        headers = {"Kiosk-Role": "reception", "Kiosk-Device": "tablet-1"}
        search = branch._http.post("/v1/records/find", json={"digits": "5678"}, headers=headers)  # noqa: SLF001
        answer = branch.run(search)

        assert len(answer.json()["records"]) == MOST_FOUND
        facts = branch.run(branch.service.facts_after(0, 1_000))
        assert [one.fact for one in facts if isinstance(one.fact, f.RecordsSearched)] == [
            f.RecordsSearched(MOST_FOUND + 2)
        ]
