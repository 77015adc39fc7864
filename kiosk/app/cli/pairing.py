"""The command that lets a public screen on another machine into its branch."""

import sys
from typing import Annotated

import typer

from kiosk.app.cli.options import DataOption, folders_of


def pair(
    url: Annotated[str, typer.Argument(help="Address on the devices page, such as https://10.77.0.1:8766")],
    code: Annotated[str, typer.Argument(help="The code of eight digits on the devices page")],
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", help="The fingerprint on the devices page [default: asks]")
    ] = "",
    data: DataOption = None,
) -> None:
    """Pair a public screen of this machine with its branch. Exit code 1: not paired."""
    from kiosk.app.failures import ServiceTrouble
    from kiosk.app.pair_command import pair as pair_with
    from kiosk.app.pair_command import trouble

    def is_right(found: str) -> bool:
        if not fingerprint:
            return _confirmed(found)
        if _bare(fingerprint) != _bare(found):
            raise trouble("fingerprint_differs", f"{found}")
        return True

    try:
        paired, path = pair_with(folders_of(data).paired, url, code, is_right)
    except ServiceTrouble as problem:
        print(f"kiosk: {problem.code}: {problem}", file=sys.stderr)
        raise typer.Exit(1) from problem
    print(f"已配对为 {paired.device}（{path}）。 Paired as {paired.device}.")
    print(f"启动 Start: kiosk screen {paired.role}" + (f" --data {data}" if data else ""))


def _confirmed(found: str) -> bool:
    """Ask whether a fingerprint is the one on the devices page; no answer is no."""
    print(f"网点指纹 Fingerprint of the branch:  {found}")
    try:
        return typer.confirm("与设备页上的指纹完全一致吗？ Is it the one on the devices page?", default=False)
    except typer.Abort:
        return False


def _bare(text: str) -> str:
    return "".join(each for each in text.upper() if each.isalnum())
