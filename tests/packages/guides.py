"""The guides of packaging/guides, read as a technician's hands would: their fenced blocks, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.checkout import TOP

GUIDES: Final = TOP / "packaging" / "guides"
_FENCED: Final = re.compile(r"^```(\w*) ?(\S*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `kind` is its language, `place` where it is for, such as the machine its commands are typed at."""

    guide: str
    kind: str
    place: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Its lines but comments, each to be typed and ended with Enter."""
        return [line for line in self.text.splitlines() if line.strip() and not line.startswith("#")]


def blocks(guide: str = "*.md") -> list[Block]:
    """Return the fenced blocks of a guide, or of all, in order."""
    return [
        Block(path.name, kind, place, text)
        for path in sorted(GUIDES.glob(guide))
        for kind, place, text in _FENCED.findall(path.read_text("utf-8"))
    ]


def commands(guide: str, place: str) -> list[str]:
    """Return what a guide has typed at a place, in order."""
    return [line for one in blocks(guide) if (one.kind, one.place) == ("sh", place) for line in one.commands]
