"""The lobby manager's page: whom to go and see, what customers thought, and how the branch was found and kept."""

from kiosk.pages.manager.routes import router

__all__ = ["router"]
