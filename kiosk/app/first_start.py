"""The first start: under whose name a real branch is born, where its first manager is made, and who starts a kiosk."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import is_kiosk
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.setting_files import SHIPPED
from kiosk.domain.branch_plan_parse import BRANCH_FILE

_UNNAMED: Final = (
    "这家网点还没有自己的代码和名称。请把 {shipped} 整个复制为 {own}，在其中的 branch.toml 里填好 code（网点代码）、bank、"
    "name，再启动；代码一经启用不能更改。只想试用请加 --demonstration。\n"
    "This branch has no code and name of its own yet. Copy {shipped} to {own}, set code, bank and name in the branch.toml "
    "there, and start again: the code a branch is born with stays for good. Only trying it? Add --demonstration."
)

_NOT_SET_UP: Final = (
    "这台机器还没有设置。请插入 U 盘运行 kiosk provision --from /media/site.toml --machine 机器名。\n"
    "This machine is not set up yet. Put the stick in and run kiosk provision --from /media/site.toml --machine NAME."
)
_STARTS_BY_ITSELF: Final = (
    "这台机器已经设置好，由系统启动，不必手动启动。请用 systemctl status {units} 查看运行情况，用 kiosk doctor 检查。\n"
    "This machine is set up and started by the system, not by hand. See how it runs with systemctl status {units}, and let "
    "kiosk doctor look at it."
)


def refuse_by_hand(roles: Sequence[str]) -> None:
    """Start nothing on a kiosk that its units start, and no demonstration on its port; headquarters has no unit there.

    ServiceTrouble: `not_set_up`, the machine has no roles; `starts_by_itself`, it has.
    """
    units = ["kiosk-branch"] * ("branch" in roles) + ["kiosk-session"] * bool(
        {*roles} & {"entrance", "exit", "hall"}
    )
    if not is_kiosk() or (roles and not units):
        return
    if not roles:
        raise ServiceTrouble("not_set_up", _NOT_SET_UP)
    raise ServiceTrouble("starts_by_itself", _STARTS_BY_ITSELF.format(units=" ".join(units)))


def refuse_unnamed(data: Path) -> None:
    """Let no real branch be born as the model bank's: its code would stand in every record for good.

    ServiceTrouble: there is no branch in `data` yet, and its files give it no code of its own.
    """
    own = data / "catalogue"
    if BranchFiles(data).home.exists() or _code(own / BRANCH_FILE) != _code(SHIPPED / BRANCH_FILE):
        return
    raise ServiceTrouble("no_branch_code", _UNNAMED.format(shipped=SHIPPED, own=own))


def _code(file: Path) -> object:
    """Return the code in a branch's file, that of the shipped one where there is none; a bad file is told of elsewhere."""
    try:
        return tomllib.loads(file.read_text("utf-8")).get("code")
    except FileNotFoundError:
        return _code(SHIPPED / BRANCH_FILE)
    except (OSError, ValueError):
        return None


def tell_setup(url: str) -> None:
    """Print where the first manager is made."""
    print(f"这家网点还没有负责人：请在本机浏览器打开 {url}/setup")
    print(f"No branch manager yet: open {url}/setup in a browser on this machine.", flush=True)
