"""Two releases, made once, and a machine with the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.update.machine import machine
from tests.faults.update.stand_ins import Release, make_release
from tests.faults.update.walks import Walk


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    folder = tmp_path_factory.mktemp("releases")
    return make_release(folder, "1.0.0"), make_release(folder, "1.1.0")


@pytest.fixture
def walk(releases: tuple[Release, Release], tmp_path: Path) -> Iterator[Walk]:
    with machine(tmp_path) as one:
        walk = Walk(one, *releases)
        walk.set_out()
        yield walk
