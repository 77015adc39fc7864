"""The rules: a request comes in, facts or a refusal go out. Pure; one module for each subject."""

from kiosk.domain.rules.decide import decide

__all__ = ["decide"]
