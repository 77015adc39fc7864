"""Composition root and command line: settings, paths, logs, wiring. May import everything."""
