"""Whether the command line of kiosk understands some words; it reads them, to the last subcommand, and runs nothing."""

from __future__ import annotations

import typer
from click import Group
from typer.main import get_command

from kiosk.app.cli import app


def problem_with(words: list[str]) -> str:
    """Return what is wrong with the words after `kiosk`; nothing if they are understood."""
    command, name = get_command(app), "kiosk"
    while isinstance(command, Group):
        of_its_own = next((at for at, word in enumerate(words) if not word.startswith("-")), len(words))
        if problem := _refused(command, name, words[: of_its_own + 1]):
            return problem
        if of_its_own == len(words):
            return ""
        name, words = words[of_its_own], words[of_its_own + 1 :]
        if name not in command.commands:
            return f"no command {name}"
        command = command.commands[name]
    return _refused(command, name, words)


def _refused(command: object, name: str, words: list[str]) -> str:
    try:
        command.make_context(name, words)  # type: ignore[attr-defined]  # typer's own classes of click's commands
    except typer.Exit:  # --version and --help have been answered
        return ""
    except Exception as problem:  # noqa: BLE001  # typer has no public name for its usage errors
        return repr(problem)
    return ""
