"""The percentile of figures, by nearest rank: one for the branch's reports and everything that is measured."""

from collections.abc import Sequence


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that `percent` (1 to 100) of them do not exceed. ValueError of none."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]
