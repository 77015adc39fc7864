"""The README cannot rot: what it tells people to run is there, and what is there it tells."""

from __future__ import annotations

import os
import re
import shlex

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from kiosk.app.cli import app
from tests.checkout import TOP

PROGRAM = ("kiosk", "packaging/start")


def test_every_script_the_readme_names_may_be_run() -> None:
    scripts = {words[0] for words in _commands() if words[0].startswith("packaging/")}

    assert {script for script in scripts if not os.access(TOP / script, os.X_OK)} == set()
    assert scripts >= {"packaging/start", "packaging/check"}


def test_every_command_line_the_readme_shows_is_understood() -> None:
    lines = [words[1:] for words in _commands() if words[0] in PROGRAM]

    assert {" ".join(line): problem for line in lines if (problem := _problem(line))} == {}
    assert lines


def test_the_readme_shows_every_command() -> None:
    shown = {words[1] for words in _commands() if words[0] in PROGRAM and len(words) > 1}

    assert set(_group().commands) - shown == set()


@pytest.mark.parametrize(
    "line", [["no-such-command"], ["screen", "roof"], ["verify", "--no-such-option"]], ids=str
)
def test_a_line_that_would_not_run_is_noticed(line: list[str]) -> None:
    assert _problem(line)


def _commands() -> list[list[str]]:
    """Return the words of each line, in the fenced blocks of the README, that runs something of ours."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    ours = [line for line in lines if re.match(r"packaging/|kiosk\b", line)]
    return [shlex.split(line, comments=True) for line in ours]


def _problem(words: list[str]) -> str | None:
    """Return what the command line says to these words; it reads them and runs nothing."""
    group = _group()
    name = next((word for word in words if not word.startswith("-")), None)
    if name and name not in group.commands:
        return f"no command {name}"
    split = words.index(name) if name else len(words)
    try:
        group.make_context("kiosk", words[:split])
        if name:
            group.commands[name].make_context(name, words[split + 1 :])
    except typer.Exit:  # --help has been answered
        return None
    except Exception as problem:  # noqa: BLE001  # typer has no public name for its usage errors
        return repr(problem)
    return None


def _group() -> TyperGroup:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return group
