"""Killing a piece of work at each of its lines in turn, as a power switch would: no `finally`, no `except`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, ModuleType

    from _typeshed import TraceFunction


def killed_at_each_line(
    watched: tuple[ModuleType, ...],
    work: Callable[..., object],
    make_arguments: Callable[[], tuple[Any, ...]],
    stride: int = 1,
) -> Iterator[tuple[Any, ...]]:
    """Run `work` again and again in a child, killed at the first, second, ... line run in the `watched` modules.

    With a `stride`, at every so manieth line only.

    Yields the arguments of each run after the child is dead; stops at the first run that got to its end.
    """
    context = multiprocessing.get_context("forkserver")
    # One server for all tests of a run: it forks in milliseconds children that have imported everything.
    context.set_forkserver_preload(
        ["tests.sample_day", "tests.killing", "kiosk.branch.upkeep.restore", "kiosk.app.provision.steps"]
    )
    names = tuple(str(module.__file__) for module in watched)
    line = 0
    while True:
        line += stride if line else 1
        arguments = make_arguments()
        child = context.Process(target=_die_at, args=(line, names, work, arguments))
        child.start()
        child.join()
        code = child.exitcode
        child.close()
        assert code in (0, -signal.SIGKILL), f"killed at line {line}: exit code {code}"
        yield arguments
        if code == 0:
            assert line > 1, "the work runs no line of the watched modules"
            return


def _die_at(
    line: int, names: tuple[str, ...], work: Callable[..., object], arguments: tuple[Any, ...]
) -> None:
    left = line

    def look(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        nonlocal left
        if frame.f_code.co_filename not in names:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return look

    sys.settrace(look)
    work(*arguments)
    sys.settrace(None)
