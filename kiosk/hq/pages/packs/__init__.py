"""The page where packs are made, sent to branches, followed on their way, and withdrawn."""

from kiosk.hq.pages.packs.routes import router

__all__ = ["router"]
