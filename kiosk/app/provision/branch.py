"""The steps of the branch machine: it is born, its first manager let in, enrolled, and its screens are invited."""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final

from kiosk.app.enrol_command import brought
from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import Folders
from kiosk.app.ownership import as_ourselves
from kiosk.app.pair_command import pair
from kiosk.app.paired import paired_as
from kiosk.app.provision.site import Machine, Site
from kiosk.app.provision.stick import Invitation, ask_again, asked_again, put
from kiosk.app.provision.told import Told
from kiosk.app.service_door import connection_to
from kiosk.branch.access.pin_book import is_temporary
from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store, reading
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import SettingFiles
from kiosk.branch.upkeep.new_manager import let_in
from kiosk.branch.upload.enrolling import enrol as ask_headquarters
from kiosk.branch.upload.enrolment import is_enrolled
from kiosk.domain.register import Register
from kiosk.records.register import load_register
from kiosk.web.hashing import Argon2id, temporary_pin
from kiosk.wire.sync.six_words import same_words

_PATIENCE_S: Final = 30.0


def refuse_other(site: Site, folders: Folders) -> Iterator[Told]:
    """Write nothing of a branch where another one was born; its files least of all, which a running service takes up.

    ServiceTrouble: `other_branch`.
    """
    born, _ = _known(folders)
    if born and born != site.code:
        zh = f"这里已是网点 {born} 的数据，不能改成 {site.code}：请用 --data 指定另一个目录。"
        raise ServiceTrouble(
            "other_branch", f"{zh} Branch {born} has its data here: name another folder with --data."
        )
    yield from ()


def be_born(site: Site, folders: Folders, *, dry_run: bool) -> Iterator[Told]:
    """Make the database and the first manager, whose temporary PIN is told here once and kept nowhere.

    Raises:
        StoreProblem: `locked`, the service runs and there is no manager yet; or the database cannot be used.
        BadFiles: the branch's files are bad together.
        ServiceTrouble: `other_branch`, its branch.toml is another's; `badge_taken`.
    """
    born, register = _known(folders)
    if born and (register.managers or not site.manager):
        yield Told("same", f"网点 {born} 已建立", f"branch {born} is there")
        yield from _if_unseen(site.manager, folders)
        return
    if dry_run:
        yield Told(
            "done",
            f"建立网点 {site.code}，负责人 {site.manager}",
            f"branch {site.code}, manager {site.manager}",
        )
        return
    yield from _born(site, folders)


def _if_unseen(badge: str, folders: Folders) -> Iterator[Told]:
    """Tell the way to another PIN while nobody has used the one that was told: the screen may have gone dark on it."""
    with reading(folders.root) as (_, _, conn):
        if not is_temporary(conn, badge):
            return
    zh = (
        f"负责人 {badge} 还没有用过临时密码；没有看到的，停止网点服务后运行 kiosk new-manager --badge {badge}"
    )
    en = f"manager {badge} has not used the temporary PIN; if nobody saw it, stop the service and run that command"
    yield Told("same", zh, en)


def _known(folders: Folders) -> tuple[str, Register]:
    """Return which branch was born here, empty for none, and its register."""
    files = BranchFiles(folders.root)
    if not files.home.exists() and not files.restored.exists():
        return "", Register()
    with reading(folders.root) as (_, _, conn):
        code = Journal(conn).head.branch
        return code, load_register(conn, code)


def _born(site: Site, folders: Folders) -> Iterator[Told]:
    """Write the first facts and let the manager in, where site.toml names one."""
    with Store.open(folders.root) as store:
        setting = SettingFiles(folders.root, store.keys.branch, always_open=False).load()
        if setting.plan.code != site.code:
            zh = f"本机的 catalogue/branch.toml 写的是网点 {setting.plan.code}，不是 {site.code}：请改正或删除它。"
            raise ServiceTrouble(
                "other_branch",
                f"{zh} branch.toml here is branch {setting.plan.code}'s: correct or delete it.",
            )
        newest = Journal(store.conn).newest
        desk = Desk(store, ServiceClock(last_ms=newest.at_ms if newest else 0), setting, lambda _: None)
        desk.found(demonstration=False)
        yield Told("done", f"网点 {site.code} 已建立", f"branch {site.code} is there now")
        if site.manager:
            yield from _manager(site.manager, desk)
        else:
            zh, en = (
                "负责人请在本机浏览器的 /setup 页设置",
                "make the first manager on the page /setup in this machine's browser",
            )
            yield Told("left", zh, en)


def _manager(badge: str, desk: Desk) -> Iterator[Told]:
    # Told before it is good: cut off in between, the next run tells another one. The other way round the manager would be
    # locked out by a PIN that nobody ever saw.
    pin = temporary_pin(badge)
    zh = f"负责人 {badge} 的临时密码（只显示这一次，请当面交给本人）：{pin}"
    yield Told("secret", zh, f"temporary PIN of manager {badge}, shown this once: {pin}")
    refused = let_in(desk, badge, pin, Argon2id())
    if refused:
        zh = f"工号 {badge} 不能用，请换一个。"
        raise ServiceTrouble(refused.code, f"{zh} Badge {badge} cannot be used: take another one.")


def enrol(site: Site, folders: Folders, *, dry_run: bool) -> Iterator[Told]:
    """Bring the branch to its headquarters, where site.toml has the words; else say what to do.

    Raises:
        NotEnrolled, StoreProblem: it was not; nothing was kept.
    """
    if not site.voucher:
        return
    voucher = site.folder / site.voucher
    if is_enrolled(BranchFiles(folders.root).keys):
        yield Told("same", "已接入总行", "enrolled at headquarters")
    elif not site.words:
        zh = f"接入总行要核对六个词：请运行 kiosk enrol {voucher} --data {folders.root}"
        yield Told(
            "left", zh, "six words are to be compared with headquarters: run that command when somebody can"
        )
    else:
        if not dry_run:
            with as_ourselves():
                told = brought(voucher, "", "", None)
            ask_headquarters(
                folders.root,
                told,
                lambda words: same_words(site.words, words.zh) or same_words(site.words, words.en),
            )
        yield Told("done", "接入总行", "enrolled at headquarters")


def pair_own(machine: Machine, folders: Folders, *, dry_run: bool) -> Iterator[Told]:
    """Pair the screens of the branch machine itself, over loopback. ServiceTrouble: the service does not let them in."""
    lacking = [role for role in machine.screens if not _has_pairing(folders, role)]
    for role in machine.screens:
        if role not in lacking:
            yield Told("same", f"{role} 屏已配对", f"the {role} screen is paired")
    if not lacking:
        return
    door = _Door(folders)
    if not door.is_open:
        yield _later(lacking)
        return
    _, register = _known(folders)
    for role in lacking:
        if not dry_run:
            told = door.invite(machine.device(role), role, register)
            pair(folders.paired, door.url, str(told["code"]), lambda _: True)
        yield Told("done", f"{role} 屏已配对", f"the {role} screen is paired now")


def _has_pairing(folders: Folders, role: str) -> bool:
    try:
        return paired_as(folders.paired, role) is not None
    except ValueError:
        return False


def _later(what: list[str]) -> Told:
    names = ", ".join(what)
    return Told(
        "later", f"{names}：请先启动网点服务（systemctl start kiosk-branch），再运行一次。",
        f"{names}: start the branch service (systemctl start kiosk-branch), then run this again.",
    )  # fmt: skip


def invite(site: Site, machine: Machine, folders: Folders, *, dry_run: bool) -> Iterator[Told]:
    """Write an invitation onto the stick for each screen of another machine that is not paired yet.

    Raises:
        ServiceTrouble: the service does not invite. OSError: the stick takes nothing.
    """
    door, (_, register) = _Door(folders), _known(folders)
    for other in (one for one in site.machines if one is not machine and one.screens):
        again = asked_again(site.folder, other.name)
        lacking = [
            role for role in other.screens if role in again or not _is_in(register, other.device(role))
        ]
        if not lacking:
            yield Told("same", f"{other.name} 的屏已配对", f"the screens of {other.name} are paired")
        elif not door.is_open:
            yield _later([other.name])
        else:
            if not dry_run:
                written = {
                    role: _invitation(role, door.invite(other.device(role), role, register))
                    for role in lacking
                }
                put(site.folder, other.name, written)
                ask_again(site.folder, other.name, ())
            yield Told(
                "done", f"{other.name} 的邀请已写到 U 盘，十分钟内有效，用一次即作废",
                f"an invitation for {other.name} is on the stick, good once and for ten minutes",
            )  # fmt: skip


def _is_in(register: Register, device: str) -> bool:
    known = register.devices.get(device)
    return known is not None and known.state == "paired"


def _invitation(role: str, told: Mapping[str, Any]) -> Invitation:
    urls = tuple(str(url).split("/pair#")[0] for url in told["urls"])
    return Invitation(role, urls, str(told["code"]).replace(" ", ""), str(told["fingerprint"]))


class _Door:
    """The running service, asked as a tool of this machine."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        found = connection_to(folders, _PATIENCE_S)
        self.is_open, self.url = False, ""
        if found is not None:
            http, _ = found
            with closing(http):
                try:
                    http.connect()
                except OSError:
                    return
            self.is_open, self.url = True, f"http://{http.host}:{http.port}"

    def invite(self, name: str, role: str, register: Register) -> Mapping[str, Any]:
        """Invite a device and return what the branch tells; one that lost its pairing is revoked first."""
        if _is_in(register, name):
            self._ask("/v1/requests/revoke_device", {"body": {"name": name}})
        return self._ask("/v1/office/devices", {"name": name, "role": role, "counter": ""})

    def _ask(self, path: str, body: Mapping[str, object]) -> Mapping[str, Any]:
        found = connection_to(self._folders, _PATIENCE_S)
        if found is None:
            raise _not_invited("no_service")
        http, headers = found
        content = json.dumps({"id": str(uuid.uuid4()), **body})
        with closing(http):
            try:
                http.request(
                    "POST",
                    path,
                    content,
                    headers | {"Content-Type": "application/json", "Kiosk-Device": "tools"},
                )
                answer = http.getresponse()
                told: dict[str, Any] = json.loads(answer.read())
            except (OSError, HTTPException, ValueError) as error:
                raise _not_invited(type(error).__name__) from error
        if answer.status != HTTPStatus.OK:
            raise _not_invited(str(told.get("code", answer.status)))
        return told


def _not_invited(why: str) -> ServiceTrouble:
    zh = f"网点服务没有发出邀请（{why}），请再运行一次。"
    return ServiceTrouble(
        "not_invited", f"{zh} The branch service made no invitation ({why}): run this again."
    )
