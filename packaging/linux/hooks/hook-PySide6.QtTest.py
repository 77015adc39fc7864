"""Replaces PyInstaller's own: kiosk.spec lists what of Qt is taken."""
