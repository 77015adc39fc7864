"""What came of a simulated day, in numbers that are the same for a seed whatever the service went through."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """Counts of what the branch answered. Waits are simulated minutes from a number to its first call, by weight class."""

    issued: Counter[str] = field(default_factory=Counter)
    """Numbers by series."""
    turned_away: Counter[str] = field(default_factory=Counter)
    """Numbers refused, by the code of the refusal."""
    finished: int = 0
    """Services done; a visit may have two."""
    passed: int = 0
    returned: int = 0
    given_up: int = 0
    left_waiting: int = 0
    """Whom no counter could serve, or who still waited when the simulation was stopped."""
    ratings: Counter[int] = field(default_factory=Counter)
    waits_min: dict[str, list[float]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    """Other refusals, by code; somebody else at the same branch causes them."""
    requests: int = 0
    retries: int = 0
    latencies_ms: list[float] = field(default_factory=list)

    def totals(self) -> dict[str, object]:
        """Return all that depends on the script and the rules alone: two runs of a seed are compared by it."""
        return {
            "issued": dict(sorted(self.issued.items())),
            "turned_away": dict(sorted(self.turned_away.items())),
            "finished": self.finished,
            "passed": self.passed,
            "returned": self.returned,
            "given_up": self.given_up,
            "left_waiting": self.left_waiting,
            "ratings": dict(sorted(self.ratings.items())),
            "waits_min": {care: list(waits) for care, waits in sorted(self.waits_min.items())},
            "refused": dict(sorted(self.refused.items())),
        }

    def add(self, other: "Outcome") -> None:
        """Take the numbers of another day in."""
        for mine, theirs in ((self.issued, other.issued), (self.turned_away, other.turned_away)):
            mine.update(theirs)
        self.ratings.update(other.ratings)
        self.refused.update(other.refused)
        for name in ("finished", "passed", "returned", "given_up", "left_waiting", "requests", "retries"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for care, waits in other.waits_min.items():
            self.waits_min.setdefault(care, []).extend(waits)
        self.latencies_ms.extend(other.latencies_ms)
