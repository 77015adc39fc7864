"""What every test gets: Qt without a display, repeatable examples, and a look at what it left behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.leaks import held, left_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

# Before any Qt object is made. A developer may set xcb to watch the screens.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

# `ci` draws the same examples on every run; HYPOTHESIS_PROFILE=search looks for new ones.
# Neither judges speed: two busy cores are no bug of ours.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "search", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked `long` to packaging/faults, unless it is named, and begin with what is slow.

    So no process waits for another at the end, and one of them does all that looks at the same dear thing.
    """
    long = [item for item in items if item.get_closest_marker("long")]
    if os.environ.get("KIOSK_FAULTS") != "long" and len(items) > len(long):
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """Screens are Qt Quick: no widgets, so no QApplication."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  # tests without screens never load Qt

    return QGuiApplication


@pytest.fixture(scope="session", autouse=True)
def _session_leaves_nothing_behind() -> Iterator[None]:
    yield from _leaving_nothing_behind()


@pytest.fixture(autouse=True)
def _test_leaves_nothing_behind() -> Iterator[None]:
    """Fail a test that leaves something running.

    What a fixture of a wider scope started is there before this one looks, so it is not the test's doing.
    """
    yield from _leaving_nothing_behind()


@pytest.fixture(autouse=True)
def _test_leaves_logs_as_they_were() -> Iterator[None]:
    """A command run in this process sends its logs to the standard error of then, which is closed for every later test."""
    yield
    structlog.reset_defaults()


def _leaving_nothing_behind() -> Iterator[None]:
    before = held()
    yield
    left = left_behind(before)
    if left:
        pytest.fail("left behind: " + "; ".join(left), pytrace=False)
