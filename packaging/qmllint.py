"""Lint every QML file against Qt and against the view-models written in Python; any warning fails.

    python packaging/qmllint.py [folder of QML modules] [folder of Python view-models]

A view-model is known to the linter when it is a `@QmlElement` in a file that sets QML_IMPORT_NAME: a property
renamed in Python then breaks this check and not a branch.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TOOLS = Path(sys.executable).parent


def main(qml: Path, models: Path) -> int:
    """Return the linter's exit code, 0 when it has nothing to say."""
    files = sorted(map(str, qml.rglob("*.qml")))
    if not files:
        print(f"no QML below {qml}")
        return 0
    with tempfile.TemporaryDirectory() as described:
        for name, classes in described_modules(models).items():
            write_module(Path(described), name, classes)
        return _tool("pyside6-qmllint", "-I", str(qml), "-I", described, "--max-warnings", "0", *files)


def described_modules(models: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the tool of PySide finds in each Python file, by the name that QML imports it under."""
    modules: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(models.rglob("*.py")):
        if "QML_IMPORT_NAME" not in file.read_text(encoding="utf-8"):
            continue
        command = [str(TOOLS / "pyside6-metaobjectdump"), "--quiet", str(file)]
        dump = subprocess.run(command, check=True, capture_output=True, text=True)
        for description in json.loads(dump.stdout):
            modules.setdefault(description["QML_IMPORT_NAME"], []).append(description)
    return modules


def write_module(folder: Path, name: str, classes: list[dict[str, Any]]) -> None:
    """Write a QML module of that name which holds nothing but the description of its types.

    Raises:
        RuntimeError: the tool that turns a description into types refused it.
    """
    module = folder.joinpath(*name.split("."))
    module.mkdir(parents=True)
    description = module / "classes.json"
    description.write_text(json.dumps(classes), encoding="utf-8")
    (module / "qmldir").write_text(f"module {name}\ntypeinfo types.qmltypes\n", encoding="utf-8")
    version = str(max(each["QML_IMPORT_MAJOR_VERSION"] for each in classes))
    types = ["--generate-qmltypes", str(module / "types.qmltypes"), "-o", str(module / "unused.cpp")]
    named = ["--import-name", name, "--major-version", version, "--minor-version", "0"]
    if _tool("pyside6-qmltyperegistrar", *types, *named, str(description)):
        raise RuntimeError(f"no types for {name}")


def _tool(name: str, *arguments: str) -> int:
    return subprocess.run([TOOLS / name, *arguments], check=False).returncode


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    given = [Path(argument) for argument in sys.argv[1:]]
    sys.exit(min(abs(main(*(given or [top / "resources" / "qml", top / "kiosk" / "screens"]))), 1))
