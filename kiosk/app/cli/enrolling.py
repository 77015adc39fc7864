"""The command that brings a branch to its headquarters."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of

if TYPE_CHECKING:
    from kiosk.branch.upload.enrolling import SixWords
    from kiosk.branch.upload.enrolment import Enrolment


def enrol(  # noqa: PLR0913 - two ways to come to a headquarters
    voucher: Annotated[
        Path | None, typer.Argument(help="A .kiosk-voucher file made on headquarters' page")
    ] = None,
    url: Annotated[
        str,
        typer.Option("--url", help="Without a file: where headquarters is, such as https://hq.example.com"),
    ] = "",
    code: Annotated[
        str, typer.Option("--code", help="Without a file: the ten letters on headquarters' page")
    ] = "",
    ca: Annotated[
        Path | None, typer.Option("--ca", help="With --url: the bank's own certificate authority (PEM)")
    ] = None,
    data: DataOption = None,
    *,
    yes_words: Annotated[
        str, typer.Option("--yes-words", help="The six words that headquarters shows [default: asks]")
    ] = "",
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Enrolled already: sign with another key from now on")
    ] = False,
    demonstration: DemonstrationOption = False,
) -> None:
    """Bring this branch to its headquarters, beside a running service or not. Exit code 1: refused or not confirmed."""
    from kiosk.app.enrol_command import AGAIN, brought, said
    from kiosk.app.failures import EXIT_ENVIRONMENT, explained
    from kiosk.app.ownership import as_ourselves
    from kiosk.app.upload_now import upload_now
    from kiosk.branch.upload.enrolling import NotEnrolled
    from kiosk.branch.upload.enrolling import enrol as ask
    from kiosk.branch.upload.renewing import renew_key

    if not new_key and (voucher is None) == (not (url and code)):
        zh = "请写 .kiosk-voucher 文件，或 --url 和 --code，或 --new-key。"
        raise typer.BadParameter(f"{zh} Name a .kiosk-voucher file, or --url and --code, or --new-key.")
    folders = folders_of(data, demonstration=demonstration)
    root = folders.root
    try:
        with explained():
            if new_key:
                renew_key(root)
                print("已换用新密钥。 This branch signs with a new key now.")
                return
            with as_ourselves():
                told = brought(voucher, url, code, ca)
            kept = ask(root, told, lambda words: _is_right(words, yes_words))
            _tell(kept, *upload_now(folders))
    except NotEnrolled as problem:
        print(said(problem), file=sys.stderr)
        raise typer.Exit(EXIT_ENVIRONMENT if problem.why in AGAIN else 1) from problem


def _is_right(words: "SixWords", said: str) -> bool:
    """Show the six words and return whether somebody says that headquarters has the same; no answer is no."""
    from kiosk.app.enrol_command import shown
    from kiosk.wire.sync.six_words import same_words

    print(
        "请与总行页面上的六个词逐一核对（电话核对即可）： Compare these six words with headquarters' page, by telephone:"
    )
    print(shown(words))
    if said:
        return same_words(said, words.zh) or same_words(said, words.en)
    try:
        return typer.confirm("完全一致吗？ Are they the same?", default=False)
    except typer.Abort:
        return False


def _tell(enrolment: "Enrolment", zh: str, en: str) -> None:
    """Tell that the branch is in, and how its first upload went."""
    print(f"网点 {enrolment.branch} 已接入总行 {enrolment.url}。{zh}")
    print(f"Branch {enrolment.branch} is enrolled at {enrolment.url}. {en}")
