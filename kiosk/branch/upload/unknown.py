"""An upload of which nobody knows what became, and why."""

from dataclasses import dataclass
from typing import Literal

Trouble = Literal["no_link", "certificate", "timeout", "cut", "server", "pressure", "stranger"]
"""Why nobody knows what became of a request: not reached; reached under a false name; no answer in time; half an answer;
headquarters failed (5xx); it or a proxy asks for patience (429, 503); answered, and not by our headquarters."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows what became of an upload. `wait_ms`: how long to wait, if whoever answered said so."""

    why: Trouble
    wait_ms: int = 0
