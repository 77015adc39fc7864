"""The reception page: the day's queue on a tablet in one hand, and every step a receptionist takes with it."""

from kiosk.pages.reception.board import reception_view
from kiosk.pages.reception.routes import router

__all__ = ["reception_view", "router"]
