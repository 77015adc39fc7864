"""The commands of an update: made and signed by the publisher, checked, put in and taken back at the branch."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.cli.options import folders_named, folders_of, settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_EXITS = """
Exit codes: 0 done; 1 the update did not hold and the version before is here; 2 something of this machine is wrong;
10 the file is not to be trusted (unsigned, another's key, altered, cut short, oversized, unsafe names); 11 it is not for
this machine (architecture, version, what it needs, no way back); 12 another update is under way; 13 the program was not
installed from its package, such as a demonstration; 14 there is not enough room; 15 an update was cut off and the version
before is not wholly back; 16 there is nothing to go back to. After 10 to 14 and 16 nothing has changed.
"""

update = typer.Typer(
    no_args_is_help=True, help="Put in a signed update from a stick, and take it back.", epilog=_EXITS
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A .kiosk-update file")]


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Print why an update is refused and exit with its code."""
    from kiosk.app.update.refusals import Refused

    try:
        yield
    except Refused as refused:
        print(f"kiosk: {refused.code}: {refused}", file=sys.stderr)
        raise typer.Exit(refused.exit_code) from refused


def _trusted() -> "tuple[Ed25519PublicKey, ...]":
    from kiosk.app.update.release_keys import MACHINE_KEYS, trusted
    from kiosk.resources import resources

    return trusted(settings().update.keys, MACHINE_KEYS, resources() / "release-keys")


@update.command(epilog=_EXITS)
def check(file: FileArgument) -> None:
    """Say what putting in this file would do, and change nothing."""
    from kiosk.app.failures import explained
    from kiosk.app.update.telling import check_lines

    with explained(), _refusals():
        print("\n".join(check_lines(file, _trusted(), folders_named(None).root)))


@update.command(epilog=_EXITS)
def install(file: FileArgument) -> None:
    """Back up, put in the update, see that it is well; if it is not, the version before comes back by itself. As root."""
    from kiosk.app.failures import explained
    from kiosk.app.update.preparing import hand_over
    from kiosk.app.update.telling import prepared_lines

    with explained(), _refusals():
        print("\n".join(prepared_lines(file, _trusted(), folders_named(None).root)), flush=True)
        hand_over("begin")


@update.command(epilog=_EXITS)
def back() -> None:
    """Return to the version before, on the database as it is: nothing that customers did is lost. As root."""
    from kiosk.app.update.preparing import hand_over, refuse_without_rights

    with _refusals():
        refuse_without_rights()
        hand_over("back")


@update.command()
def status() -> None:
    """Tell where the last update stands."""
    from kiosk.app.failures import explained
    from kiosk.app.update.checking import UPDATES
    from kiosk.app.update.standing import standing
    from kiosk.app.update.telling import status_lines

    with explained():
        print("\n".join(status_lines(standing(UPDATES))))


@update.command(epilog=_EXITS)
def pack(
    debs: Annotated[list[Path], typer.Argument(metavar="DEB...", help="The packages of one version")],
    key: Annotated[Path, typer.Option("--key", help="The publisher's key, made by `kiosk update new-key`")],
    needs: Annotated[str, typer.Option("--needs", help="The lowest version that this may replace")],
    to: Annotated[Path, typer.Option("--to", help="Folder to write to")] = Path(),
    made: Annotated[
        int,
        typer.Option(
            "--made", envvar="SOURCE_DATE_EPOCH", help="When it was made, in UTC seconds [default: now]"
        ),
    ] = 0,
) -> None:
    """For the publisher: make a signed update file out of the packages of this very version."""
    from kiosk.app.failures import explained
    from kiosk.app.update.packing import pack_this_version

    with explained(), _refusals():
        print(pack_this_version(debs, to, key, needs, (made or int(time.time())) * 1_000))


@update.command(name="new-key")
def new_key(
    file: Annotated[
        Path, typer.Argument(help="A new file for the private half; the public one goes beside it")
    ],
) -> None:
    """For the publisher: make the key that updates are signed with. Keep its file where no branch and no network is."""
    from kiosk.app.failures import explained
    from kiosk.app.update.release_keys import new_key as make

    with explained():
        print(make(file))


@update.command(hidden=True)
def answered(seq: Annotated[int, typer.Argument(min=0)]) -> None:
    """For the updater: exit code 0 if nobody was answered since fact SEQ, 1 if somebody was, 2 if that cannot be told."""
    from kiosk.app.failures import explained
    from kiosk.app.update.answered import answered_since

    with explained():
        raise typer.Exit(int(answered_since(folders_of(None).root, seq)))
