"""The command of headquarters."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.cli.options import (
    UntilStdinClosesOption,
    begin_logs,
    chosen,
    headquarters_of,
    terminate,
    when_stdin_closes,
)


def hq(  # noqa: PLR0913 - each option is a parameter
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Data folder of headquarters [default: the user's own]"),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            help="Port on loopback; 0 picks a free one [default: headquarters.port, 8775]",
        ),
    ] = None,
    url: Annotated[
        list[str] | None,
        typer.Option(
            "--url",
            metavar="postgresql://…",
            help="Keep everything on PostgreSQL; once for each server, and the first stays the first"
            " [default: SQLite in the data folder]. The password may stand in ~/.pgpass",
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            help="Name under which browsers reach it, such as hq.example.com, once for each: a proxy in front ends TLS"
            " and leaves the Host header as it is",
        ),
    ] = None,
    *,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Take the facts of demonstrations, and no others")
    ] = False,
    with_branch: Annotated[
        bool,
        typer.Option(
            "--with-branch",
            help="With --demonstration: run a demonstration branch beside it, which syncs to it",
        ),
    ] = False,
    restored: Annotated[
        bool,
        typer.Option(
            "--restored",
            help="A database was brought back from a backup: branches send again what it forgot."
            " Noticed without this where it can be",
        ),
    ] = False,
    new_key: Annotated[
        bool,
        typer.Option(
            "--new-key",
            help="Make another signing key, which the old one signs, and stop. Branches follow by themselves",
        ),
    ] = False,
    new_owner: Annotated[
        str,
        typer.Option(
            "--new-owner",
            metavar="BADGE",
            help="Give an owner a temporary password when none can sign in any more, and stop",
        ),
    ] = "",
    until_stdin_closes: UntilStdinClosesOption = False,
) -> None:
    """Run headquarters: take the facts of every branch, and keep them."""
    from kiosk.app.failures import explained
    from kiosk.app.headquarters import let_owner_in, renew_key, serve

    if with_branch and not demonstration:
        raise typer.BadParameter("only a demonstration has a branch beside it; add --demonstration")
    begin_logs("headquarters", demonstration=demonstration)
    if until_stdin_closes:
        when_stdin_closes(terminate)
    folder = headquarters_of(data, demonstration=demonstration)
    urls = () if demonstration and not url else chosen("headquarters.urls", tuple(url) if url else None)
    with explained():
        if new_key:
            print(f"新的签名密钥 The signing key is now: {renew_key(folder)}")
            return
        if new_owner:
            _tell(new_owner, let_owner_in(folder, new_owner, demonstration=demonstration, urls=urls))
            return
        serve(
            folder,
            chosen("headquarters.port", port),
            demonstration=demonstration,
            urls=urls,
            restored=restored,
            names=chosen("headquarters.names", tuple(name) if name else None),
            with_branch=with_branch,
        )


def _tell(badge: str, told: str | None) -> None:
    """Tell a temporary password, once."""
    if told is None:
        print(f"kiosk: 工号 {badge} 不能用：工号是 3 到 10 位数字，离岗的人不能再用。", file=sys.stderr)
        print(
            "A badge number has three to ten digits, and nobody who left comes back under theirs.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    print(f"工号 {badge} 的临时密码（只显示一次，只能登录一次）：{told}")
    print(f"Temporary password of badge {badge}, shown once and good for one sign-in: {told}")
