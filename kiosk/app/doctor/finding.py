"""What a check of the doctor says: how it is, in both languages, and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

State = Literal["good", "warn", "bad", "unknown"]
Facts = Mapping[str, str | int | float | bool]
_WEIGHT: Final[dict[State, int]] = {"bad": 3, "warn": 2, "unknown": 1, "good": 0}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing. `facts` are figures for machines; nothing in a finding is personal.

    `bad`: the branch cannot work so. `warn`: it works, and somebody should see to it. `unknown`: it could not be told.
    The fixes are empty where nothing is to be done.
    """

    check: str
    state: State
    zh: str
    en: str
    fix_zh: str = ""
    fix_en: str = ""
    facts: Facts = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Finding | None:
    """Return the worst finding, of several the first; None if all is well."""
    found = max(findings, key=lambda one: _WEIGHT[one.state], default=None)
    return None if found is None or found.state == "good" else found
