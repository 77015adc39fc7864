"""The commands for whoever looks after a branch from afar: the support bundle, the restore drill, and the end of it all."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from click import get_current_context

from kiosk.app.cli.doctor import look_of
from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of

_EXIT_CANNOT_CREATE = 73
"""EX_CANTCREAT of sysexits.h."""


def support_bundle(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new .zip file, such as one on a stick")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Write what support needs of this machine, with no personal data, running or broken. Exit code 73: not written."""
    from datetime import datetime

    from kiosk.app.support import write_bundle

    try:
        look = look_of(get_current_context(), data, demonstration=demonstration)
        bundle = write_bundle(look, file, datetime.now().astimezone())
    except OSError as error:
        zh, en = "写不了诊断资料", "The bundle cannot be written"
        if isinstance(error, FileExistsError):
            zh, en = "已有这个文件，请换一个文件名", "There is such a file already: name another one"
        print(f"kiosk: not_written: {zh}。 {en}: {file} ({error.strerror})", file=sys.stderr)
        raise typer.Exit(_EXIT_CANNOT_CREATE) from error
    print(f"已写入 {file}，不含任何个人数据，可以发给技术支持。")
    print(f"Written to {file}. It holds no personal data and can be sent to support.")
    for name, why in bundle.missing.items():
        print(f"  {name}: {why}")


def restore_drill(data: DataOption = None, *, demonstration: DemonstrationOption = False) -> None:
    """Restore the newest backup beside the branch, check it and throw it away. Exit code 1: it is no good."""
    import time

    from kiosk.app.failures import explained
    from kiosk.app.restore_drill import drill, told

    folders = folders_of(data, demonstration=demonstration)
    with explained():
        done = drill(folders.root, folders.backups, time.time_ns() // 1_000_000)
    print("\n".join(told(done)))
    raise typer.Exit(0 if done.well else 1)


def uninstall(
    data: DataOption = None,
    *,
    keep_data: Annotated[bool, typer.Option("--keep-data", help="Leave all data where they are")] = False,
    wipe_data: Annotated[
        bool, typer.Option("--wipe-data", help="Destroy the keys, then all data of this branch, for good")
    ] = False,
    branch_code: Annotated[
        str, typer.Option("--branch-code", help="Confirms the wiping without a question [default: asks]")
    ] = "",
    demonstration: DemonstrationOption = False,
) -> None:
    """Keep or wipe the data, and say how the programs are removed. Exit codes: 0 done, 1 not confirmed, 2 not possible."""
    from kiosk.app.failures import explained
    from kiosk.app.uninstall import PACKAGES, wipe

    if keep_data is wipe_data:
        raise typer.BadParameter("请写 --keep-data 或 --wipe-data。 Say --keep-data or --wipe-data.")
    root = folders_of(data, demonstration=demonstration).root
    if keep_data:
        print(f"数据保留在 {root}，重新安装后继续使用；请另行保管 keys 目录中的 database.key 和 branch.key。")
        print(
            f"The data stay in {root}, for a program that is installed again; keep database.key and branch.key safe."
        )
    else:
        with explained():
            _confirm_wiping(root, branch_code)
            wipe(root)
        print(
            f"{root} 中的数据已销毁，备份都再也打不开。另行保管的 database.key、branch.key 副本，请一并销毁。"
        )
        print(
            f"The data in {root} are destroyed, and no backup opens any more. Destroy copies of the keys kept apart too."
        )
    print(f"卸载程序 To remove the programs:\n  {PACKAGES}")


def _confirm_wiping(root: Path, typed: str) -> None:
    """Say exactly what will go and have the branch's code typed; a wipe that was begun goes on. Exits with 1: nobody did."""
    from kiosk.app.uninstall import holding

    found = holding(root)
    if not found.parts:
        print(f"{root} 中没有数据，不需要销毁。 There are no data in {root}: nothing to wipe.")
        raise typer.Exit
    if found.begun:
        print("上次的销毁被中断，现在继续。 The wiping was interrupted and goes on now.")
        return
    print(
        f"以下内容将永久销毁，无法恢复，备份也不再能用： This goes for good, and no backup brings it back: {root}"
    )
    print("\n".join(found.lines))
    try:
        said = typed or typer.prompt("请输入网点代码确认 Type the branch code to confirm")
    except typer.Abort:
        said = ""
    if said.strip() != found.code:
        print(
            "kiosk: not_confirmed: 代码不符，没有销毁任何内容。 That is not the code: nothing was touched.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
