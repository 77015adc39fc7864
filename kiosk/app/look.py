"""Which bank the screens are dressed as: the branch's own theme if it has a good one, else the shipped one."""

import sys
from dataclasses import replace
from pathlib import Path

from kiosk.domain.strict_table import Problem
from kiosk.screens.theme import FILE, BankTheme, read_theme, shipped_theme


def chosen_theme(folder: Path, *, wanted: bool) -> BankTheme:
    """Return the theme in `folder`; with none there, or a bad one, the shipped theme.

    A bad one is logged with every reason, and told to whoever started the screen, in one plain line for each; so is
    a missing one that was `wanted` by name: a screen in other colours is better than no screen.
    """
    if not wanted and not (folder / FILE).exists():
        return shipped_theme()
    theme = read_theme(folder)
    if isinstance(theme, BankTheme):
        return theme
    _log_refusal(folder, theme)
    for problem in theme:
        print(f"kiosk: theme {_told(folder, problem)}; the shipped theme is worn", file=sys.stderr)
    return shipped_theme()


def _told(folder: Path, problem: Problem) -> str:
    return str(replace(problem, file=str(folder / problem.file)))


def _log_refusal(folder: Path, problems: tuple[Problem, ...]) -> None:
    # Loaded only here: a screen has nothing else to log, and would start a tenth of a second later for it.
    import structlog

    from kiosk.app.logs import configure_logs

    if not structlog.is_configured():
        configure_logs()
    structlog.get_logger().warning(
        "theme_refused", folder=str(folder), problems=[str(each) for each in problems]
    )
