"""What a provisioning tells of each step."""

from dataclasses import dataclass
from typing import Final, Literal

How = Literal["done", "same", "left", "later", "secret"]
"""`left`: not touched, and why. `later`: it waits for something, and this is to be run again. `secret`: told this once."""
_SIGNS: Final[dict[How, str]] = {"done": "✓", "same": "=", "left": "–", "later": "…", "secret": "!"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line, in both languages."""

    how: How
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{_SIGNS[self.how]} {self.zh}  {self.en}"
