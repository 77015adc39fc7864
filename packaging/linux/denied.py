"""Refuse a tree that holds what may not be shipped: by licence, or because the system's own must be used.

    python packaging/linux/denied.py TREE

PyInstaller's bootloader is exempt: its licence lets what it starts have any licence.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

# Modules of Qt that come under the GPL or a commercial licence only, as file names of libraries, plugins, QML and Python.
_GPL_QT = (
    "Charts|ChartsQml|Coap|DataVisualization|Graphs|GraphsWidgets|Grpc|HttpServer|Insight|Lottie|Mqtt|NetworkAuth|OpcUa|Pdf"
    "|Protobuf|Quick3D\\w*|QuickTimeline\\w*|Scxml|ShaderTools|StateMachine|VirtualKeyboard\\w*|WaylandCompositor\\w*"
)
DENIED = {
    "Qt under the GPL only": rf"(lib)?Qt6?({_GPL_QT})\b.*|libqtvirtualkeyboard.*|VirtualKeyboard|QtCharts|QtGraphs|Quick3D",
    "a browser": r"(lib)?Qt6?WebEngine.*|QtWebEngineProcess|libqwebengine.*",
    "the system's own": r"lib(stdc\+\+|gcc_s|c|m|dl|rt|pthread|GL|EGL|GLX|OpenGL|X11|X11-xcb|xcb|xcb-(?![0-9a-f]{8}\.).*"
    r"|xkbcommon.*|glib-2\.0|gthread-2\.0|gio-2\.0|dbus-1|fontconfig|freetype|wayland-.*|drm|gbm|systemd|udev|usb-1\.0|cups|resolv|z)\.so.*"
    r"|ld-linux.*",
    "readline, under the GPL": r"(lib)?readline\b.*|libhistory.*|libtinfo.*|libncurses.*|_curses.*",
    "speech and printing, recommended and never bundled": r"(lib)?espeak.*|libcups.*",
    "Python under the GPL, or tools": r"PyQt\d|apsw|Cython|pip|setuptools|PyInstaller|playwright|pytest|mypy",
    "what only development needs": r"__pycache__|tests?|.*\.(pyi|qmltypes|a|la|h|pyx|c)",
}


def denied(tree: Path) -> list[str]:
    """Return a line for each file or folder below `tree` that may not be shipped."""
    return [
        f"{file.relative_to(tree)}: {reason}"
        for file in sorted(tree.rglob("*"))
        for reason, pattern in DENIED.items()
        if re.fullmatch(pattern, file.name)
    ]


def main(tree: Path) -> int:
    """Print each; return how many, at most 1."""
    lines = denied(tree)
    print(*lines, f"{len(lines)} files may not be shipped", sep="\n")
    return min(len(lines), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
