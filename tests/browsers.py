"""Which browser tests drive."""

from __future__ import annotations

import shutil
from typing import Final

CHROMIUM: Final = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The one without windows draws the same, and opens a page three times as fast."""
