"""The command for the day when nobody can sign in any more."""

import sys
from typing import Annotated

import typer

from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of


def new_manager(
    badge: Annotated[str, typer.Option("--badge", help="Badge number of the branch manager")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Give a branch manager a temporary PIN when none can sign in any more. The service must be stopped."""
    from kiosk.app.failures import explained
    from kiosk.branch.upkeep.new_manager import new_manager as let_in
    from kiosk.domain.answers import Refusal

    with explained():
        told = let_in(folders_of(data, demonstration=demonstration).root, badge, demonstration=demonstration)
    if isinstance(told, Refusal):
        words = {
            "badge_taken": f"工号 {badge} 不是在岗的网点负责人，请换一个。 "
            f"Badge {badge} is or was somebody's who is no branch manager. Take another one.",
        }
        other = "工号是 3 到 10 位数字。 A badge number has three to ten digits."
        print(f"kiosk: {told.code}: {words.get(told.code, other)}", file=sys.stderr)
        raise typer.Exit(1)
    print(f"工号 {badge} 的临时密码（只显示一次，只能登录一次）：{told}")
    print(f"Temporary PIN of badge {badge}, shown once and good for one sign-in: {told}")
