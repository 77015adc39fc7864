"""What can be wrong with settings: each mistake with its place, what it is and what is allowed, in both languages."""

from dataclasses import dataclass
from typing import Final

EXIT_CONFIG: Final = 78
"""The settings of this machine cannot be used: EX_CONFIG of sysexits.h, which service managers know."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One mistake. `place` is a file, an environment variable or a policy; `line` counts from 1, 0: none known."""

    place: str
    line: int
    name: str
    zh: str
    en: str

    def __str__(self) -> str:
        at = f"{self.place}:{self.line}" if self.line else self.place
        return f"{': '.join(filter(None, (at, self.name)))}: {self.zh} {self.en}"


class BadSettings(Exception):
    """The settings cannot be used; the text names each mistake, one a line."""

    def __init__(self, problems: tuple[Wrong, ...]) -> None:
        """Keep every problem found."""
        self.problems = problems
        told = "\n".join(map(str, problems))
        super().__init__(
            "本机设置有误，请按下列各行修改（kiosk config example 列出全部设置）。 "
            "The settings of this machine have mistakes: correct these lines (kiosk config example shows all there is)."
            f"\n{told}"
        )
