"""Replaces PyInstaller's own, which bundles libusb: the system's is used."""
