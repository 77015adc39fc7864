"""A branch comes to its headquarters with one command over a real socket: refused, cut off, again, with another key."""

from __future__ import annotations

import re
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, get_args

import pytest
import uvicorn
from typer.testing import CliRunner

from kiosk.app import with_branch
from kiosk.app.cli import app
from kiosk.app.enrol_command import AGAIN, WORDS
from kiosk.app.listening import bind, spoken_http
from kiosk.branch.access.authority import branch_authority
from kiosk.branch.database.store import Store
from kiosk.branch.upload import enrolling
from kiosk.branch.upload.enrolling import Brought, NotEnrolled, SixWords, Why, enrol
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment
from kiosk.hq import enrolment_api
from kiosk.hq.api import build_api
from kiosk.hq.enrolment import let_in, revoke
from kiosk.hq.sites import Site, site_of
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.vouchers import Made, Wanted, document_of, make_voucher, vouchers
from tests.headquarters import BRANCH, HERE, headquarters_in
from tests.sample_day import SampleDay, write_down

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from kiosk.hq.headquarters import Headquarters


class House:
    """A headquarters that listens on loopback, and a branch with a journal beside it."""

    def __init__(self, folder: Path, headquarters: Headquarters, port: int) -> None:
        self.branch, self.headquarters = folder / "branch", headquarters
        self.url = f"http://127.0.0.1:{port}"
        self.stick = folder / "b1.kiosk-voucher"

    def voucher(self, *, uses: int = 1, sites: tuple[str, ...] = (), url: str = "", ca: str = "") -> Made:
        """Make a voucher and put it on the stick."""
        with self.headquarters.store.servers[0].write() as conn:
            made = make_voucher(self.headquarters, conn, Wanted(url or self.url, ca, sites, uses, 1), "1001")
            self.stick.write_text(document_of(conn, made.id) or "", "utf-8")
        return made

    def enrol(self, *line: str, answer: str = "y\n") -> Result:
        """Run the command, by the stick if nothing else is said; `answer` is typed when it asks."""
        words = list(line) or [str(self.stick)]
        return CliRunner().invoke(app, ["enrol", *words, "--data", str(self.branch)], input=answer)

    def kept(self) -> Enrolment | None:
        return load_enrolment(self.branch / "keys")

    def public(self) -> bytes:
        kept = self.kept()
        assert kept is not None
        return kept.public

    def site(self) -> Site | None:
        with self.headquarters.store.server_of(BRANCH).read() as conn:
            return site_of(conn, BRANCH)

    def used(self) -> int:
        with self.headquarters.store.servers[0].read() as conn:
            return sum(made.used for made in vouchers(conn, 9))


@contextmanager
def house_in(folder: Path, certificate: Path | None = None) -> Iterator[House]:
    with Store.open(folder / "branch") as store:
        write_down(store, SampleDay().recorded)
    headquarters = headquarters_in(folder / "hq")
    api = build_api(headquarters, lambda _: None)
    api.include_router(enrolment_api.router(headquarters))
    config = spoken_http(api)
    config.ssl_certfile = config.ssl_keyfile = certificate
    with (
        closing(headquarters.store),
        closing(bind(0)) as listening,
        running(uvicorn.Server(config), listening),
    ):
        yield House(folder, headquarters, listening.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        yield house


@contextmanager
def running(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    listening.listen()
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def words_in(result: Result) -> tuple[str, str]:
    """Return the six words a command showed, in Chinese and in English."""
    lines = re.findall(r"^  1 (.+)$", result.output, re.MULTILINE)
    assert len(lines) == 2, result.output
    zh, en = (re.sub(r" \d ", " ", line) for line in lines)
    return zh, en


def test_a_branch_with_a_stick_is_in_once_somebody_confirmed_the_six_words(house: House) -> None:
    house.voucher()

    result = house.enrol()

    assert result.exit_code == 0, result.output
    kept, site = house.kept(), house.site()
    assert kept is not None
    assert site is not None
    assert (kept.url, kept.branch, kept.public) == (house.url, BRANCH, site.key)
    assert kept.hq_sealing == house.headquarters.identity.sealing_public
    assert site.name == "示范支行"
    assert words_in(result) == tuple(map(" ".join, kept.words))


def test_without_a_yes_nothing_is_kept_and_the_same_words_come_again(house: House) -> None:
    house.voucher()

    refused = house.enrol(answer="n\n")
    nobody = house.enrol(answer="")

    assert (refused.exit_code, nobody.exit_code) == (1, 1)
    assert "declined" in refused.output
    assert "same voucher" in refused.output
    assert house.kept() is None
    zh, en = words_in(refused)
    wrong = house.enrol(str(house.stick), "--yes-words", "abandon " * 6, answer="")
    assert (wrong.exit_code, house.kept()) == (1, None)
    assert house.enrol(str(house.stick), "--yes-words", zh, answer="").exit_code == 0
    assert house.enrol(str(house.stick), "--yes-words", en.upper(), answer="").exit_code == 0
    assert house.used() == 1


def test_a_branch_without_a_stick_types_address_and_code(house: House) -> None:
    made = house.voucher()

    wrong = house.enrol("--url", house.url, "--code", "AAAAA-AAAAA")
    right = house.enrol("--url", house.url + "/", "--code", made.code.lower())

    assert (wrong.exit_code, "wrong_code" in wrong.output) == (1, True)
    assert right.exit_code == 0, right.output
    kept = house.kept()
    assert kept is not None
    assert kept.hq_signing == house.headquarters.identity.signing_public


def test_killed_before_it_kept_anything_a_branch_enrols_again_with_the_same_key(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.voucher()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(enrolling, "save_enrolment", killed)
        house.enrol()
    before = house.site()

    result = house.enrol()

    assert result.exit_code == 0, result.output
    assert house.site() == before
    assert house.used() == 1
    assert [file.name for file in (house.branch / "keys" / "headquarters").glob("asking*")] == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(b'"uses": 2', "edited"), (b'"kiosk_voucher": 2', "newer"), (b"", "unreadable")],
    ids=["edited", "newer", "truncated"],
)
def test_a_spoilt_voucher_is_refused_at_the_branch(house: House, spoil: bytes, code: str) -> None:
    house.voucher()
    file = house.stick.read_bytes()
    house.stick.write_bytes(re.sub(spoil[:-1] + rb"\d", spoil, file) if spoil else file[:-40])

    result = house.enrol()

    assert (result.exit_code, f"kiosk: {code}: " in result.output) == (1, True), result.output
    assert house.site() is None


def test_who_is_refused_is_told_what_to_do_and_nothing_is_kept(house: House) -> None:
    house.voucher(sites=("b2",))
    other = house.enrol()
    house.voucher(uses=0)
    used_up = house.enrol()
    house.voucher(url="http://127.0.0.1:9")
    away = house.enrol()

    told = [(result.exit_code, result.output.split(": ")[1]) for result in (other, used_up, away)]
    assert told == [(1, "other_site"), (1, "used_up"), (2, "no_link")]
    assert house.kept() is None


def test_over_tls_a_branch_believes_the_authority_on_the_voucher_or_the_one_it_is_given(
    tmp_path: Path,
) -> None:
    authority = branch_authority(tmp_path / "bank")
    ca, told = tmp_path / "ca.pem", authority.pem.decode()
    ca.write_text(told, "utf-8")
    with house_in(tmp_path, authority.issue(())) as house:
        url = house.url.replace("http://", "https://")
        made = house.voucher(url=url)
        by_code = ("--url", url, "--code", made.code)

        unknown = [house.enrol(), house.enrol(*by_code)]
        house.voucher(url=url, ca=told)
        known = [house.enrol(*by_code, "--ca", str(ca)), house.enrol()]
        kept = house.kept()

    assert [(one.exit_code, "kiosk: certificate: " in one.output) for one in unknown] == [(1, True)] * 2
    assert [one.exit_code for one in known] == [0, 0], known[0].output
    assert kept is not None
    assert (kept.url, kept.ca_pem) == (url, told)


def test_what_is_wrong_before_anybody_is_asked_is_said_in_a_line(house: House, tmp_path: Path) -> None:
    house.voucher()
    with Store.open(tmp_path / "new"):
        pass

    new = CliRunner().invoke(app, ["enrol", str(house.stick), "--data", str(tmp_path / "new")])
    none = CliRunner().invoke(app, ["enrol", str(house.stick), "--data", str(tmp_path / "none")])
    clear = house.enrol("--url", "http://hq.example.com", "--code", "AAAAAAAAAA")
    no_ca = house.enrol("--url", house.url, "--code", "AAAAAAAAAA", "--ca", str(house.stick))
    gone = house.enrol(str(house.stick) + ".gone")

    told = [(one.exit_code, one.output.split(": ")[1]) for one in (new, none, clear, no_ca, gone)]
    assert told == [(1, "no_facts"), (2, "no_database"), (1, "bad_url"), (1, "bad_ca"), (2, "no_file")]


def test_a_branch_changes_its_key_and_one_cut_off_is_changed_by_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.voucher()
    house.enrol()
    first = house.public()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("kiosk.branch.upload.renewing.save_enrolment", killed)
        house.enrol("--new-key")
    assert house.public() == first
    changed = house.enrol("--new-key")
    second = house.public()
    again = house.enrol("--new-key")  # signed by the second key, which is the only one from now on

    assert (changed.exit_code, again.exit_code) == (0, 0), again.output
    assert first != second
    assert house.site() == Site(BRANCH, "enrolled", second, demonstration=True, name="示范支行")


def test_a_revoked_branch_is_told_so(house: House) -> None:
    house.voucher()
    house.enrol()
    server = house.headquarters.store.server_of(BRANCH)
    revoke(server, BRANCH, "1001", HERE.now_ms)

    asked, renewed = house.enrol(), house.enrol("--new-key")

    assert [(one.exit_code, "kiosk: revoked: " in one.output) for one in (asked, renewed)] == [(1, True)] * 2
    let_in(server, BRANCH, "1001", HERE.now_ms)
    assert house.enrol().exit_code == 0


@pytest.mark.parametrize(
    "line", [[], ["--url", "https://hq.bank"], ["x.kiosk-voucher", "--url", "u", "--code", "c"]]
)
def test_half_a_command_is_explained(tmp_path: Path, line: list[str]) -> None:
    result = CliRunner().invoke(app, ["enrol", *line, "--data", str(tmp_path)])

    assert result.exit_code == 2


def test_whatever_stops_an_enrolment_has_words_in_both_languages() -> None:
    codes = {code for literal in get_args(Why) for code in get_args(literal)}

    assert set(WORDS) == codes
    assert codes > AGAIN
    assert all(re.search(r"[\u4e00-\u9fff].*[。；] [A-Z]", text) for text in WORDS.values())


def test_a_branch_beside_its_headquarters_comes_as_soon_as_that_can_take_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way: list[Exception] = [NotEnrolled("no_link"), StoreBusy(), NotEnrolled("busy")]

    def tried(data: Path, brought: Brought, is_right: Callable[[SixWords], bool]) -> Enrolment:
        if in_the_way:
            raise in_the_way.pop()
        return enrol(data, brought, is_right)

    monkeypatch.setattr(with_branch, "enrol", tried)
    monkeypatch.setattr(with_branch, "_PAUSE_S", 0)

    with_branch.come(house.headquarters, house.branch, house.url, threading.Event())

    assert house.kept() is not None
    with house.headquarters.store.servers[0].read() as conn:
        assert [made.used for made in vouchers(conn, 9)] == [1]


def test_a_no_to_the_six_words_takes_the_branch_out_again_and_its_voucher_stays_good_for_it(
    house: House,
) -> None:
    house.voucher()

    refused = house.enrol(answer="n\n")
    gone, used = house.site(), house.used()
    later = house.enrol()

    assert (refused.exit_code, gone, used) == (1, None, 1)
    assert later.exit_code == 0
    assert (house.public() == getattr(house.site(), "key", None), house.used()) == (True, 1)


def test_a_no_of_a_branch_that_is_in_already_changes_nothing(house: House) -> None:
    house.voucher()
    house.enrol()
    before = house.site()

    again = house.enrol(answer="n\n")

    assert (again.exit_code, house.site()) == (1, before)
    assert "not_confirmed" in again.output


def test_a_wrong_code_shows_no_six_words_to_a_branch_that_is_in_already(house: House) -> None:
    made = house.voucher()
    house.enrol()

    wrong = house.enrol("--url", house.url, "--code", "22222-22222", answer="y\n")
    right = house.enrol("--url", house.url, "--code", made.code)

    assert (wrong.exit_code, right.exit_code) == (1, 0)
    assert "wrong_code" in wrong.output
    assert "Compare these six words" not in wrong.output
