"""The command of headquarters."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.cli.options import UntilStdinClosesOption, terminate, when_stdin_closes

DEFAULT_HQ_PORT = 8775


def hq(
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Data folder of headquarters [default: the user's own]"),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on loopback; 0 picks a free one")
    ] = DEFAULT_HQ_PORT,
    *,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Take the facts of demonstrations, and no others")
    ] = False,
    until_stdin_closes: UntilStdinClosesOption = False,
) -> None:
    """Run headquarters: take the facts of every branch, and keep them."""
    from kiosk.app.failures import explained
    from kiosk.app.folders import headquarters_folder
    from kiosk.app.headquarters import serve
    from kiosk.app.logs import configure_logs

    configure_logs()
    if until_stdin_closes:
        when_stdin_closes(terminate)
    folder = data.expanduser().resolve() if data else headquarters_folder(demonstration=demonstration)
    with explained():
        serve(folder, port, demonstration=demonstration)
