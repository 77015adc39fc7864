"""Printers: the port, how a slip is laid out and drawn, and the printers themselves. May import domain."""
