"""The counter page: one teller, one customer after another, and always one next step."""

from kiosk.pages.counter.board import counter_view
from kiosk.pages.counter.routes import router

__all__ = ["counter_view", "router"]
