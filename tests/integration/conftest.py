"""What tests of the whole application share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.app import serve
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Run a service that prints nothing; its data stand in `tmp_path`."""
    monkeypatch.setattr(serve, "Spool", NoSpool)
    with served(tmp_path) as one:
        yield one
