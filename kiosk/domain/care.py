"""Care needs and the weight classes they count as (reception.md A3, queueing.md)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class CareNeed(StrEnum):
    """What a customer declares or staff mark. Never written into a fact: it is sensitive personal data."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"


class Care(StrEnum):
    """The weight class a fact may hold. PROTECTED stands for disabled and pregnant alike, so that neither can be told."""

    ORDINARY = "ordinary"
    ELDERLY = "elderly"
    PROTECTED = "protected"
    VIP = "vip"


_CLASS_OF_NEED = {
    CareNeed.NONE: Care.ORDINARY,
    CareNeed.ELDERLY: Care.ELDERLY,
    CareNeed.DISABLED: Care.PROTECTED,
    CareNeed.PREGNANT: Care.PROTECTED,
}


def care_class(needs: Iterable[CareNeed], *, vip: bool, weights: Mapping[str, int]) -> Care:
    """Return the weight class of a customer; with several needs the largest weight counts (reception.md, preamble).

    `weights` are the day's weights in hundredths by class; ties go to the more protective class.
    """
    classes = [_CLASS_OF_NEED[need] for need in needs] or [Care.ORDINARY]
    if vip:
        classes.append(Care.VIP)
    protective = [Care.ORDINARY, Care.VIP, Care.ELDERLY, Care.PROTECTED]
    return max(classes, key=lambda care: (weights[care], protective.index(care)))
