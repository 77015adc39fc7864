"""The doors of the pages: signing in, setting up the first manager, and pairing a tablet."""

from kiosk.pages.door.routes import router

__all__ = ["router"]
