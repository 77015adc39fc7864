"""A view-model and the QML that reads it cannot drift apart: the linter sees both."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.checkout import TOP

if TYPE_CHECKING:
    from pathlib import Path

MODEL = """
from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Sample.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SampleModel(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return "x"
"""
SCREEN = """
import QtQuick
import Sample.Models

Text {
    id: root
    required property SampleModel model
    text: root.model.PROPERTY
}
"""


@pytest.mark.parametrize(("name", "code"), [("title", 0), ("heading", 1)])
def test_a_renamed_property_fails_the_lint(tmp_path: Path, name: str, code: int) -> None:
    (tmp_path / "model.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "Screen.qml").write_text(SCREEN.replace("PROPERTY", name), encoding="utf-8")
    command = [sys.executable, str(TOP / "packaging" / "qmllint.py"), str(tmp_path), str(tmp_path)]

    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == code, run.stdout + run.stderr
