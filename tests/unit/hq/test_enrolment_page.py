"""The enrolment page over ASGI: who may, what a form must say, what is written down, and what each act does."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from kiosk.branch.access.authority import branch_authority
from kiosk.hq.acts import Wanted, newest
from kiosk.hq.sites import site_of
from kiosk.hq.vouchers import document_of, vouchers
from kiosk.web.guard import Guard
from kiosk.wire.sync.voucher import read_voucher
from tests.headquarters import BRANCH, enrolled
from tests.hq_people import PASSWORD, Browser, House, house_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.vouchers import Made

FORM = {"sites": "", "uses": "", "days": "7", "url": "https://hq.bank.example", "ca": ""}
OPERATOR, VIEWER = "1001", "1002"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path, people=("operator", "viewer")) as house:
        enrolled(house.headquarters)
        yield house


@pytest.fixture
def operator(house: House) -> Browser:
    return house.browser().signed_in(OPERATOR)


def made(house: House) -> list[Made]:
    with house.headquarters.store.servers[0].read() as conn:
        return vouchers(conn, 9)


def state(house: House) -> tuple[str, bool]:
    with house.headquarters.store.server_of(BRANCH).read() as conn:
        site = site_of(conn, BRANCH)
    assert site is not None
    return site.state, site.replaceable_ms > house.headquarters.now_ms()


def written(house: House) -> list[tuple[str, str, str]]:
    """Return who did what to whom, oldest first, but for the sign-ins."""
    acts = reversed(newest(house.headquarters.store, Wanted(), 20))
    return [(act.badge, act.kind, act.subject) for act in acts if act.kind != "signed_in"]


def test_an_operator_makes_a_voucher_and_fetches_its_file(house: House, operator: Browser) -> None:
    answer = operator.post("/vouchers", {**FORM, "sites": "0312、0313 0312", "days": "30"})

    (voucher,) = made(house)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/branches/new?voucher={voucher.id.hex()}",
    )
    assert (voucher.sites, voucher.uses, voucher.made_by) == (("0312", "0313"), 2, OPERATOR)
    page = operator.get(answer.headers["location"]).text
    assert f"{voucher.code[:5]}-{voucher.code[5:]}" in page
    assert "<span>--data</span> ‹网点数据文件夹›" in page
    assert "--ca" not in page
    file = operator.get(f"/vouchers/{voucher.id.hex()}.kiosk-voucher")
    with house.headquarters.store.servers[0].read() as conn:
        assert file.text == document_of(conn, voucher.id)
    assert read_voucher(file.content).url == "https://hq.bank.example"
    assert "attachment" in file.headers["content-disposition"]
    assert written(house) == [(OPERATOR, "voucher_made", voucher.id.hex()[:8])]


def test_the_command_with_a_code_names_the_file_of_the_banks_own_authority(
    house: House, tmp_path: Path, operator: Browser
) -> None:
    pem = branch_authority(tmp_path / "authority").pem.decode()

    answer = operator.post("/vouchers", {**FORM, "ca": f"\r\n{pem.replace(chr(10), chr(13) + chr(10))} "})

    with house.headquarters.store.servers[0].read() as conn:
        document = document_of(conn, made(house)[0].id)
    assert document is not None
    ssl.create_default_context(cadata=read_voucher(document.encode()).ca_pem)

    assert "<span>--ca</span> ‹根证书文件›" in operator.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sites", "../etc"), ("sites", " ".join(f"b{n}" for n in range(201))),
        ("uses", "0"), ("uses", "10001"), ("uses", "一"), ("days", "3650"), ("ca", "x"),
        ("url", "http://hq.bank.example"), ("url", "https://hq/path"), ("url", "javascript:1"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_is_given_back_with_what_is_wrong(
    house: House, operator: Browser, field: str, typed: str
) -> None:
    answer = operator.post("/vouchers", {**FORM, field: typed})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert made(house) == []


def test_what_is_done_to_a_voucher_and_a_branch_happens_once_and_is_written_down(
    house: House, operator: Browser
) -> None:
    operator.post("/vouchers", FORM)
    key = made(house)[0].id.hex()

    for path in (f"/vouchers/{key}/withdraw", f"/vouchers/{key}/withdraw"):
        assert operator.post(path).status_code == 303
    states = []
    for act in ("replace", "revoke", "let-in"):
        answer = operator.post(f"/branches/{BRANCH}/{act}?q=b1")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/branches/new?q=b1#b-{BRANCH}")
        states.append(state(house))

    assert made(house)[0].withdrawn_ms is not None
    assert states == [("enrolled", True), ("revoked", True), ("enrolled", True)]
    assert [act[1:] for act in written(house)] == [
        ("voucher_made", key[:8]), ("voucher_ended", key[:8]),
        ("branch_let_in", BRANCH), ("branch_revoked", BRANCH), ("branch_let_in", BRANCH),
    ]  # fmt: skip


def test_nobody_but_an_operator_may_and_what_is_not_there_is_not_found(
    house: House, operator: Browser
) -> None:
    operator.post("/vouchers", FORM)
    key = made(house)[0].id.hex()
    viewer = house.browser().signed_in(VIEWER)

    shut = [viewer.get("/branches/new"), viewer.get(f"/vouchers/{key}.kiosk-voucher")]
    shut += [
        viewer.post(path) for path in ("/vouchers", f"/vouchers/{key}/withdraw", f"/branches/{BRANCH}/revoke")
    ]
    lost = [operator.get("/vouchers/ffff.kiosk-voucher"), operator.get("/vouchers/zz.kiosk-voucher")]
    lost += [operator.post("/branches/b9/revoke"), operator.post(f"/branches/{BRANCH}/else")]

    assert {answer.status_code for answer in shut} <= {303, 403}
    assert key not in "".join(answer.text for answer in shut)
    assert [answer.status_code for answer in lost] == [404] * 4
    assert state(house) == ("enrolled", False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8775", "https://hq.bank.example"])
def test_the_first_voucher_proposes_the_address_where_the_page_was_found(house: House, url: str) -> None:
    house.guarded = Guard(house.app, [url.rpartition("/")[2]])
    browser = house.browser()
    browser.http.base_url = httpx.URL(url)
    answer = browser.post("/sign-in", {"badge": OPERATOR, "password": PASSWORD}, origin=url)

    page = browser.get("/branches/new").text

    assert answer.status_code == 303
    assert f'name="url" type="url" value="{url}"' in page


def test_a_voucher_for_one_branch_is_named_by_it_and_one_that_leads_nowhere_says_so(
    tmp_path: Path,
) -> None:
    with house_in(tmp_path, people=("operator",)) as house:
        operator = house.browser().signed_in(OPERATOR)
        elsewhere = operator.post("/vouchers", {**FORM, "sites": "0312"}).headers["location"]
        here = operator.post("/vouchers", {**FORM, "url": "http://127.0.0.1:8775"}).headers["location"]
        pages = [operator.get(page).text for page in (elsewhere, here)]
        file = operator.get(f"/vouchers/{elsewhere[-32:]}.kiosk-voucher")

    assert 'filename="0312.kiosk-voucher"' in file.headers["content-disposition"]
    assert "kiosk enrol 0312.kiosk-voucher" in pages[0]
    assert ["只有本机能连上" in page for page in pages] == [False, True]
    assert "只有本机上的网点能用" in pages[1]


def test_a_branch_that_sent_nothing_is_taken_out_and_one_that_did_is_not_offered_that(
    house: House, operator: Browser
) -> None:
    offered = operator.get("/branches/new").text
    with house.headquarters.store.server_of(BRANCH).write() as conn:
        conn.execute("UPDATE site SET heard_ms = 1")
    heard = operator.get("/branches/new").text
    operator.post(f"/branches/{BRANCH}/take-out")
    still = state(house)
    with house.headquarters.store.server_of(BRANCH).write() as conn:
        conn.execute("UPDATE site SET heard_ms = NULL")
    operator.post(f"/branches/{BRANCH}/take-out")

    assert ["take-out" in page for page in (offered, heard)] == [True, False]
    assert still == ("enrolled", False)
    with house.headquarters.store.server_of(BRANCH).read() as conn:
        assert site_of(conn, BRANCH) is None
    assert written(house) == [(OPERATOR, "branch_taken_out", BRANCH)]
